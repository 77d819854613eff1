"""The quota of a program, in bytes or hours, and its possible problems."""

from typing import Any

import pytest

from tests.simulator import Simulator
from tests.simulator.blubrry import Available, DateForm, Numbers, QuotaMode
from tests.test_simulator.blubrry.reading import ok
from tests.test_simulator.conftest import NOW
from tests.test_simulator.http import Http

FILES = "/2/media/openmovies/index.json"
DAY = 86_400


async def read(http: Http) -> Any:
    return (await ok(http, FILES, quota="true"))["quota"]


async def published(http: Http) -> dict[str, Any]:
    shown: dict[str, Any] = (await read(http))["published"]
    return shown


@pytest.fixture
def host(sim: Simulator, host: Http) -> Http:
    """Return a client that stays signed in, whatever the clock."""
    sim.blubrry.expire_access_tokens(in_seconds=10**8)
    return host


async def test_bytes(sim: Simulator, host: Http) -> None:
    shown = await read(host)
    stored = (1_712 + 94) * 16_000
    assert shown["unpublished"] == {
        "used": stored,
        "available": 524_288_000 - stored,
        "total": 524_288_000,
    }
    out = sim.blubrry.programs[40_211].published(NOW)[:3]
    # Since the third of November: on the 6th, the 13th and the 20th.
    assert shown["published"] == {
        "status": "OK",
        "mode": "bytes",
        "available": 262_144_000 - sum(episode.length for episode in out),
        "total": 262_144_000,
        "next_date": "2026-12-03",
    }
    assert shown["expires"] is False


async def test_hours(sim: Simulator, host: Http) -> None:
    quota = sim.blubrry.programs[40_211].quota
    quota.mode, quota.total = QuotaMode.TIME, 21_600
    shown = await published(host)
    out = sim.blubrry.programs[40_211].published(NOW)[:3]
    assert (shown["mode"], shown["total"]) == ("time", 21_600)
    assert shown["available"] == 21_600 - sum(episode.duration for episode in out)


async def test_it_resets(sim: Simulator, host: Http) -> None:
    sim.clock.move_to(NOW + 10.5 * DAY)  # 2 December
    late = await published(host)
    sim.clock.advance(DAY)
    fresh = await published(host)
    assert late["available"] < fresh["available"] == fresh["total"]
    assert (late["next_date"], fresh["next_date"]) == ("2026-12-03", "2027-01-03")
    sim.clock.move_to(NOW + 41 * DAY)  # 2 January
    assert (await published(host))["next_date"] == "2027-01-03"


async def test_what_is_published_is_taken_off(sim: Simulator, host: Http) -> None:
    before = (await published(host))["available"]
    sim.blubrry.publish_episode(40_211, "One more", duration=100)
    assert (await published(host))["available"] == before - 1_600_000


async def test_used_up_until_the_next_month(sim: Simulator, host: Http) -> None:
    sim.blubrry.use_up_quota(40_211)
    shown = await published(host)
    assert (shown["status"], shown["available"]) == ("OK", 0)
    sim.clock.move_to(NOW + 11 * DAY)
    assert (await published(host))["available"] > 0


async def test_frozen(sim: Simulator, host: Http) -> None:
    sim.blubrry.programs[40_211].quota.frozen = True
    sim.clock.advance(60 * DAY)
    shown = await published(host)
    assert (shown["status"], shown["available"]) == ("OK", 0)
    sim.blubrry.renew_plan(40_211)
    assert (await published(host))["available"] > 0


async def test_unlimited(sim: Simulator, host: Http) -> None:
    sim.blubrry.programs[40_211].quota.unlimited = True
    assert await published(host) == {"status": "UNLIMITED"}


async def test_a_plan_expires(sim: Simulator, host: Http) -> None:
    sim.blubrry.expire_plan(40_211, in_seconds=3 * DAY)
    shown = await read(host)
    assert shown["published"]["status"] == "OK"
    assert shown["expires"] == {
        "expired": False,
        "readable_date": "November 25, 2026",
        "renew_link": "https://secure.blubrry.com/renew/40211",
    }
    sim.clock.advance(3 * DAY)
    shown = await read(host)
    assert shown["expires"]["expired"] is True
    assert shown["published"] == {
        "status": "EXPIRED",
        "available": 0,
        "total": 262_144_000,
    }
    sim.blubrry.programs[40_211].quota.mode = QuotaMode.TIME
    assert (await published(host))["mode"] == "time"
    sim.blubrry.renew_plan(40_211)
    assert (await published(host))["status"] == "OK"


@pytest.mark.parametrize(
    ("form", "next_date"),
    [
        (DateForm.DAY, "2026-12-03"),
        (DateForm.AMERICAN, "12/03/2026"),
        (DateForm.TEXT, "December 3, 2026"),
        (DateForm.RFC_2822, "Thu, 03 Dec 2026 00:00:00 +0000"),
        (DateForm.UNIX, 1_796_256_000),
    ],
)
async def test_the_reset_is_written_in_many_ways(
    sim: Simulator, host: Http, form: DateForm, next_date: str | int
) -> None:
    sim.blubrry.settings.next_date = form
    assert (await published(host))["next_date"] == next_date


async def test_odd_numbers(sim: Simulator, host: Http) -> None:
    counted = (await published(host))["available"]
    settings = sim.blubrry.settings
    settings.numbers = Numbers.STRINGS
    assert (await published(host))["available"] == str(counted)
    settings.numbers = Numbers.INTEGERS
    settings.quota_available = Available.NEGATIVE
    assert (await published(host))["available"] == -counted
    settings.quota_available = Available.NULL
    assert (await published(host))["available"] is None
