"""The service's clock, and the dates that it writes."""

from datetime import UTC, datetime
from typing import Any

import pytest

from custom_components.media_accounts.api.errors import (
    SignInRefused,
)
from custom_components.media_accounts.real_debrid.api.client import RealDebridClient
from custom_components.media_accounts.real_debrid.api.server_time import (
    PARIS,
    service_datetime,
    zone_at,
)
from tests.real_debrid.acting import BASE, answer, asked
from tests.simulator import Simulator


@pytest.mark.parametrize(
    ("text", "summer", "winter"),
    [
        ("2026-11-22T11:00:00+0100", 10, 11),
        ("2026-07-22T11:00:00+02:00", 10, 11),
        ("2026-11-22T10:00:00+0000", 12, 12),
        ("2026-11-22T13:00:00+0300", 9, 9),
        ("at noon", 10, 11),
    ],
)
async def test_times_of_the_service(
    *,
    simulator: Simulator,
    client: RealDebridClient,
    text: str,
    summer: int,
    winter: int,
) -> None:
    simulator.fault(
        "real_debrid", f"{BASE}/time/iso", text=text, content_type="text/plain"
    )
    zone = await client.zone.read()
    for month, hour in ((7, summer), (1, winter)):
        given = f"2026-{month:02}-21T12:00:00.000Z"
        expected = datetime(2026, month, 21, hour, tzinfo=UTC)
        assert service_datetime(given, zone) == expected


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 503, "text": "<html>"},
        {"status": 500, "json": {"error_code": -1}},
        {"text": "<html>maintenance</html>"},
    ],
)
async def test_zone_until_the_service_tells(
    simulator: Simulator, client: RealDebridClient, fault: dict[str, Any]
) -> None:
    simulator.fault("real_debrid", f"{BASE}/time/iso", **fault)
    assert await client.zone.read() is PARIS
    assert len(asked(simulator, "time/iso")) == 1
    await client.zone.read()
    await client.zone.read()
    assert len(asked(simulator, "time/iso")) == 2


async def test_lost_sign_in_is_not_overlooked(
    simulator: Simulator, client: RealDebridClient
) -> None:
    answer(simulator, "time/iso", {"error_code": 8}, 401)
    with pytest.raises(SignInRefused):
        await client.zone.read()


def test_dates_with_an_offset_of_their_own() -> None:
    assert zone_at(None) is None
    given = "2026-11-21T12:00:00+05:00"
    assert service_datetime(given, PARIS) == datetime(2026, 11, 21, 7, tzinfo=UTC)
    assert service_datetime("2026-11-21T12:00:00", PARIS) == datetime(
        2026, 11, 21, 11, tzinfo=UTC
    )
    for nothing in (None, "", 5, "soon"):
        assert service_datetime(nothing, PARIS) is None
