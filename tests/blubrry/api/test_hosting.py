"""The files and the quota of a program, over real HTTP."""

from datetime import date
from typing import Any

import pytest

from custom_components.media_accounts.blubrry.api.client import BlubrryClient
from custom_components.media_accounts.blubrry.api.hosting import (
    HostingProblem,
    QuotaUnit,
)
from custom_components.media_accounts.blubrry.api.programs import Program
from tests.simulator import Simulator

PROGRAM = Program(program_id="40211", keyword="openmovies", title="Open Movie Hour")


async def test_every_page_of_the_files_is_read_without_repeating_one(
    client: BlubrryClient, simulator: Simulator
) -> None:
    files = {str(n): {"name": f"{n}.mp3", "length": "7"} for n in range(25)}
    simulator.fault(
        "blubrry",
        "/2/media/openmovies/index.json",
        json={**files, "quota": {}, "detail": {}},
        times=None,
    )
    hosting = await client.hosting.read(PROGRAM)
    assert hosting.unpublished == 25
    assert hosting.quota is None
    assert hosting.problem is None


QUOTAS: list[Any] = [
    pytest.param(
        {"published": {"status": "OK", "available": "5", "total": 9}},
        (QuotaUnit.BYTES, 4, 5, 9, None),
        id="bytes",
    ),
    pytest.param(
        {"published": {"status": "OK", "mode": "time", "available": 60, "total": 90}},
        (QuotaUnit.SECONDS, 30, 60, 90, None),
        id="hours",
    ),
    pytest.param(
        {"published": {"status": "UNLIMITED", "available": 0, "total": 0}},
        (QuotaUnit.BYTES, None, None, None, None),
        id="unlimited",
    ),
    pytest.param(
        {"published": {"status": "OK", "available": -3, "total": 9}},
        (QuotaUnit.BYTES, 9, 0, 9, HostingProblem.FROZEN),
        id="frozen",
    ),
    pytest.param(
        {"published": {"status": "LAPSED", "available": 0, "total": 9}},
        (QuotaUnit.BYTES, 9, 0, 9, HostingProblem.EXPIRED),
        id="expired by status",
    ),
    pytest.param(
        {
            "published": {"status": "OK", "available": 5, "total": 9},
            "expires": {"expired": "1"},
        },
        (QuotaUnit.BYTES, 4, 5, 9, HostingProblem.EXPIRED),
        id="expired by date",
    ),
]


@pytest.mark.parametrize(("quota", "expected"), QUOTAS)
async def test_a_quota_is_what_the_plan_makes_it(
    client: BlubrryClient, simulator: Simulator, quota: Any, expected: Any
) -> None:
    simulator.fault(
        "blubrry", "/2/media/openmovies/index.json", json={"0": {}, "quota": quota}
    )
    hosting = await client.hosting.read(PROGRAM)
    assert hosting.files == ()
    known = hosting.quota
    assert known is not None
    assert (
        known.unit,
        known.used,
        known.left,
        known.total,
        hosting.problem,
    ) == expected


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-03", date(2026, 12, 3)),
        ("2026-12-03 00:00:00", date(2026, 12, 3)),
        ("December 3, 2026", date(2026, 12, 3)),
        ("12/03/2026", date(2026, 12, 3)),
        ("Thu, 03 Dec 2026 00:00:00 +0000", date(2026, 12, 3)),
        (1796256000, date(2026, 12, 3)),
        ("soon", None),
        (None, None),
    ],
)
async def test_the_next_reset_is_read_in_any_notation(
    client: BlubrryClient, simulator: Simulator, text: Any, day: date | None
) -> None:
    simulator.fault(
        "blubrry",
        "/2/media/openmovies/index.json",
        json={"quota": {"published": {"status": "OK", "next_date": text}}},
    )
    hosting = await client.hosting.read(PROGRAM)
    assert hosting.quota is not None
    assert hosting.quota.next_reset == day
    assert hosting.quota.used is None


@pytest.mark.parametrize(
    ("link", "page"),
    [
        ("https://secure.blubrry.com/renew/", "https://secure.blubrry.com/renew/"),
        ("https://blubrry.com/", "https://blubrry.com/"),
        ("http://blubrry.com/", None),
        ("https://blubrry.com.example.org/", None),
        ("https://notblubrry.com/", None),
        ("https://[", None),
        (None, None),
    ],
)
async def test_a_plan_is_renewed_at_blubrry_only(
    client: BlubrryClient, simulator: Simulator, link: Any, page: str | None
) -> None:
    expires = {"expired": True, "renew_link": link}
    simulator.fault(
        "blubrry",
        "/2/media/openmovies/index.json",
        json={"quota": {"published": {"status": "EXPIRED"}, "expires": expires}},
    )
    assert (await client.hosting.read(PROGRAM)).renewal == page
