"""Failed updates are retried soon and automatically."""

from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.media_accounts.api.limiter import Limiter, Rule
from custom_components.media_accounts.blubrry.account import account_of
from custom_components.media_accounts.blubrry.api import client as client_module
from tests.helpers import add_blubrry, set_up
from tests.simulator import Simulator
from tests.simulator.faults import FaultOptions
from tests.support import case, text_reply

COVER = "image.blubrry_open_movie_hour_cover"
TODAY = "sensor.blubrry_open_movie_hour_downloads_today"
LISTS = ("/2/media/index.json", "/2/stats/index.json")
INFO = "/2/program/openmovies/info.json"
OTHER_INFO = "/2/program/1498812/info.json"
DAYS = "/2/stats/openmovies/data.json"
SUMMARY = "/2/stats/openmovies/summary.json"
OTHER_SUMMARY = "/2/stats/1498812/summary.json"

STEP = timedelta(minutes=15)


async def time_passes(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, length: timedelta
) -> None:
    """Advance the time in steps of 15 minutes."""
    for _ in range(length // STEP):
        freezer.tick(STEP + timedelta(seconds=1))
        async_fire_time_changed(hass)
        await hass.async_block_till_done(wait_background_tasks=True)


def asked(simulator: Simulator, *paths: str) -> int:
    """Return the number of requests for any of the paths."""
    return sum(len(simulator.requests_to(path=path)) for path in paths)


@pytest.mark.parametrize(
    "reply",
    [
        case("trouble", text_reply(503)),
        case("slow down", text_reply(429)),
        case("slow down for so long", text_reply(429, headers={"Retry-After": "600"})),
    ],
)
async def test_what_fails_at_the_start_is_there_soon(
    hass: HomeAssistant,
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
    reply: FaultOptions,
) -> None:
    simulator.fault("blubrry", INFO, **reply)
    await set_up(hass, await add_blubrry(hass, simulator))
    assert hass.states.get(COVER) is None
    simulator.requests.clear()
    await time_passes(hass, freezer, STEP)
    assert hass.states.get(COVER)


async def test_a_service_that_asks_to_slow_down_is_asked_no_more(
    hass: HomeAssistant,
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
) -> None:
    simulator.fault("blubrry", INFO, **text_reply(429))
    await set_up(hass, await add_blubrry(hass, simulator))
    assert asked(simulator, INFO) == 1
    assert asked(simulator, OTHER_INFO) == 0
    await time_passes(hass, freezer, STEP)
    assert asked(simulator, INFO) == 2
    assert asked(simulator, OTHER_INFO) == 1


@pytest.mark.usefixtures("no_waiting")
async def test_many_programs_are_known_as_soon_as_the_limits_allow(
    hass: HomeAssistant,
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    limits = (Rule(requests=12, seconds=25), Rule(requests=20, seconds=600))
    monkeypatch.setattr(client_module, "Limiter", lambda *_: Limiter(*limits))
    entry = await add_blubrry(hass, simulator, "librarian")
    await set_up(hass, entry)
    account = account_of(entry)
    summaries = account.coordinator.data
    assert len(summaries) == 24
    assert any(status.summary is None for status in summaries.values())
    # Nearly 150 requests, 20 in ten minutes; everything is read twice a day at most.
    await time_passes(hass, freezer, timedelta(hours=4))
    assert all(status.summary for status in account.coordinator.data.values())
    for extra in (account.recent, account.hosting, account.info):
        assert sum(reading is not None for reading in extra.data.values()) == 24


async def test_permanent_failures_are_retried_at_the_normal_interval(
    hass: HomeAssistant,
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
) -> None:
    simulator.fault("blubrry", INFO, status=503, json={}, times=None)
    await set_up(hass, await add_blubrry(hass, simulator))
    await time_passes(hass, freezer, timedelta(days=1))
    # After a quarter of an hour, a half, one, two, four and eight hours.
    assert 6 <= asked(simulator, INFO) <= 8
    assert asked(simulator, OTHER_INFO) <= 2
    simulator.requests.clear()
    await time_passes(hass, freezer, timedelta(days=1))
    assert asked(simulator, INFO) <= 2


async def test_what_is_caught_up_with_costs_nothing_else(
    hass: HomeAssistant,
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
    account: MockConfigEntry,
) -> None:
    coordinator = account_of(account).coordinator
    simulator.fault("blubrry", SUMMARY, status=503, json={})
    await coordinator.async_refresh()
    simulator.requests.clear()
    await time_passes(hass, freezer, STEP)
    assert asked(simulator, SUMMARY) == 1
    assert asked(simulator, OTHER_SUMMARY, *LISTS) == 0
    await time_passes(hass, freezer, timedelta(hours=1))
    assert asked(simulator, OTHER_SUMMARY) == 1


async def test_who_asks_in_between_gets_everything(
    simulator: Simulator, account: MockConfigEntry
) -> None:
    coordinator = account_of(account).coordinator
    simulator.fault("blubrry", SUMMARY, status=503, json={})
    await coordinator.async_refresh()
    simulator.requests.clear()
    await coordinator.async_refresh()
    assert asked(simulator, SUMMARY, OTHER_SUMMARY, *LISTS) == 4


async def test_tries_in_between_do_not_end_the_patience(
    hass: HomeAssistant,
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
    account: MockConfigEntry,
) -> None:
    simulator.fault("blubrry", DAYS, status=503, json={}, times=None)
    await time_passes(hass, freezer, timedelta(hours=1))
    simulator.requests.clear()
    await time_passes(hass, freezer, timedelta(minutes=45))
    assert asked(simulator, DAYS) == 2
    state = hass.states.get(TODAY)
    assert state is not None
    assert state.state != STATE_UNAVAILABLE
    await time_passes(hass, freezer, timedelta(hours=2))
    state = hass.states.get(TODAY)
    assert state is not None
    assert state.state == STATE_UNAVAILABLE


@pytest.mark.parametrize("path", [LISTS[0], SUMMARY])
async def test_a_complete_outage_is_retried_at_the_normal_interval(
    hass: HomeAssistant,
    simulator: Simulator,
    account: MockConfigEntry,
    path: str,
) -> None:
    coordinator = account_of(account).coordinator
    simulator.fault("blubrry", SUMMARY, status=503, json={})
    await coordinator.async_refresh()
    assert coordinator.update_interval is not None
    assert coordinator.update_interval <= STEP
    simulator.fault("blubrry", path, status=401, json={"error": 401}, times=None)
    await coordinator.async_refresh()
    assert not coordinator.last_update_success
    assert coordinator.update_interval == timedelta(hours=1)
