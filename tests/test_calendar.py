"""The events of an account's calendar, and its next event."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.media_accounts.provider.calendar import DatedEvent, days_between
from tests.helpers import add_blubrry, add_real_debrid, set_up
from tests.simulator import Simulator

OTTER = "calendar.quietotter_calendar"
BLUBRRY = "calendar.blubrry_calendar"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
async def at_ten(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """Start at a fixed time on a Sunday, in UTC."""
    freezer.move_to("2026-11-22 10:00:00+00:00")
    await hass.config.async_set_time_zone("UTC")


pytestmark = pytest.mark.usefixtures("no_waiting", "secrets_stay_secret")


async def listed(
    hass: HomeAssistant, calendar: str, first: str, last: str
) -> list[tuple[str, str, str]]:
    """Return the events between two days: start, end and text."""
    response: Any = await hass.services.async_call(
        "calendar",
        "get_events",
        {
            "entity_id": calendar,
            "start_date_time": f"{first} 00:00:00",
            "end_date_time": f"{last} 00:00:00",
        },
        blocking=True,
        return_response=True,
    )
    return [
        (event["start"], event["end"], event["summary"])
        for event in response[calendar]["events"]
    ]


async def later(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, time: timedelta
) -> None:
    """Advance the time."""
    freezer.tick(time)
    async_fire_time_changed(hass)
    await hass.async_block_till_done(wait_background_tasks=True)


async def test_premium_and_traffic_of_a_real_debrid_account(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    simulator.real_debrid.settings.open_source_scopes.append("traffic")
    await set_up(hass, await add_real_debrid(hass, simulator))
    daily = "Traffic starts over: cloudnest.example"

    # Events at midnight are over today; none are invented for the past.
    assert await listed(hass, OTTER, "2026-11-01", "2026-11-25") == [
        ("2026-11-22", "2026-11-23", daily),
        ("2026-11-23", "2026-11-24", f"{daily}, vidmeadow.example"),
        ("2026-11-24", "2026-11-25", daily),
    ]
    assert await listed(hass, OTTER, "2026-12-01", "2026-12-02") == [
        ("2026-12-01", "2026-12-02", f"{daily}, filebarn.example"),
    ]
    assert await listed(hass, OTTER, "2027-01-07", "2027-01-08") == [
        ("2027-01-07", "2027-01-08", daily),
        ("2027-01-07T10:00:00+00:00", "2027-01-07T10:30:00+00:00", "Premium ends"),
    ]


async def test_what_is_next_is_nothing_that_happens_every_day(
    hass: HomeAssistant, simulator: Simulator, freezer: FrozenDateTimeFactory
) -> None:
    simulator.real_debrid.settings.open_source_scopes.append("traffic")
    simulator.real_debrid.set_premium("quietotter", 3 * 86_400)
    await set_up(hass, await add_real_debrid(hass, simulator))

    shown = hass.states.get(OTTER)
    assert shown is not None
    assert shown.state == "off"
    assert shown.attributes["message"].endswith("vidmeadow.example")
    assert shown.attributes["all_day"] is True
    assert shown.attributes["start_time"] == "2026-11-23 00:00:00"

    await later(hass, freezer, timedelta(hours=14, minutes=1))
    shown = hass.states.get(OTTER)
    assert shown is not None
    assert shown.state == "on"

    await later(hass, freezer, DAY)
    shown = hass.states.get(OTTER)
    assert shown is not None
    assert shown.state == "off"
    assert shown.attributes["message"] == "Premium ends"
    assert shown.attributes["start_time"] == "2026-11-25 10:00:00"


async def test_the_end_of_premium_moves_with_premium(
    hass: HomeAssistant, simulator: Simulator, freezer: FrozenDateTimeFactory
) -> None:
    await set_up(hass, await add_real_debrid(hass, simulator))
    shown = hass.states.get(OTTER)
    assert shown is not None
    assert shown.attributes["start_time"] == "2027-01-07 10:00:00"

    simulator.real_debrid.set_premium("quietotter", 400 * 86_400)
    await later(hass, freezer, timedelta(minutes=15))
    shown = hass.states.get(OTTER)
    assert shown is not None
    assert shown.attributes["start_time"].startswith("2027-12-27")

    simulator.real_debrid.set_premium("quietotter", 0)
    await later(hass, freezer, timedelta(minutes=15))
    shown = hass.states.get(OTTER)
    assert shown is not None
    assert shown.state == "off"
    assert "message" not in shown.attributes


async def test_without_traffic_in_the_sign_in_there_is_premium_alone(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    await set_up(hass, await add_real_debrid(hass, simulator))
    assert [
        text for *_, text in await listed(hass, OTTER, "2026-11-22", "2027-02-01")
    ] == ["Premium ends"]


async def test_traffic_is_read_on_for_the_calendar_alone(
    hass: HomeAssistant, simulator: Simulator, freezer: FrozenDateTimeFactory
) -> None:
    simulator.real_debrid.settings.open_source_scopes.append("traffic")
    simulator.real_debrid.people["quietotter"].traffic.clear()
    await set_up(hass, await add_real_debrid(hass, simulator))
    simulator.requests.clear()
    await later(hass, freezer, timedelta(hours=1, seconds=10))
    assert simulator.requests_to("real_debrid", path="/rest/1.0/traffic")


async def test_episodes_quota_and_plan_of_blubrry_programs(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    simulator.blubrry.expire_plan(1_498_812, in_seconds=20 * 86_400)
    await set_up(hass, await add_blubrry(hass, simulator))

    november = await listed(hass, BLUBRRY, "2026-11-15", "2026-12-01")
    assert (
        "2026-11-20T06:00:00+00:00",
        "2026-11-20T06:30:00+00:00",
        "Open Movie Hour: Ep 30: Spring, the making",
    ) in november
    assert {text.partition(": ")[0] for *_, text in november} == {
        "Open Movie Hour",
        "Sintel Soundtrack Sessions",
    }
    assert [
        (start, text)
        for start, _, text in await listed(hass, BLUBRRY, "2026-12-01", "2027-01-01")
    ] == [
        ("2026-12-03", "The quota of Open Movie Hour starts over"),
        ("2026-12-12", "The plan of Sintel Soundtrack Sessions ends"),
    ]


async def test_an_episode_that_comes_out_is_in_the_calendar(
    hass: HomeAssistant, simulator: Simulator, freezer: FrozenDateTimeFactory
) -> None:
    await set_up(hass, await add_blubrry(hass, simulator))
    simulator.blubrry.publish_episode(40_211, title="Charge, once more")
    await later(hass, freezer, timedelta(hours=1))
    events = await listed(hass, BLUBRRY, "2026-11-22", "2026-11-23")
    assert [text for *_, text in events] == ["Open Movie Hour: Charge, once more"]


async def test_an_outage_makes_the_calendar_unavailable_not_wrong(
    hass: HomeAssistant, simulator: Simulator, freezer: FrozenDateTimeFactory
) -> None:
    await set_up(hass, await add_real_debrid(hass, simulator))
    simulator.fault("real_debrid", "/rest/1.0/user", status=503, times=None)
    await later(hass, freezer, timedelta(minutes=15))
    shown = hass.states.get(OTTER)
    assert shown is not None
    assert shown.state == "unavailable"
    simulator.clear_faults()
    await later(hass, freezer, timedelta(minutes=15))
    shown = hass.states.get(OTTER)
    assert shown is not None
    assert shown.attributes["message"] == "Premium ends"


def test_a_moment_has_a_time_zone() -> None:
    moment = datetime(2026, 11, 22, 10, tzinfo=UTC)
    DatedEvent(kind="premium_ends", start=moment)
    with pytest.raises(ValueError, match="without a zone"):
        DatedEvent(kind="premium_ends", start=moment.replace(tzinfo=None))


def test_days_between_include_both_ends() -> None:
    first = date(2026, 12, 31)
    assert list(days_between(first, first + DAY)) == [first, date(2027, 1, 1)]
    assert not list(days_between(first, first - DAY))
