"""Signing in to Film Locker, its entities and its event."""

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest

from tests.film_locker.description import add_film_locker
from tests.helpers import Pauses, choose, entries, outcome, set_up
from tests.simulator import Simulator
from tests.simulator.film_locker import FilmLocker

pytestmark = pytest.mark.usefixtures("no_waiting", "secrets_stay_secret")


async def test_the_device_flow_adds_an_account(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses
) -> None:
    service = simulator.service(FilmLocker)

    def approve() -> None:
        service.approve(service.waiting()[-1].user_code, "reelkeeper")

    pauses.then(approve)
    added = await outcome(hass, await choose(hass, "film_locker"))
    assert added["type"] is FlowResultType.CREATE_ENTRY
    (entry,) = entries(hass)
    assert (entry.title, entry.unique_id) == ("reelkeeper", "film_locker_71")
    assert entry.state is ConfigEntryState.LOADED


async def test_a_denied_code_adds_nothing(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses
) -> None:
    service = simulator.service(FilmLocker)
    pauses.then(lambda: service.deny(service.waiting()[-1].user_code))
    shown = await outcome(hass, await choose(hass, "film_locker"))
    assert shown["step_id"] == "film_locker_refused"
    assert not entries(hass)


async def test_a_new_film_is_an_event(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    entry = await add_film_locker(hass, simulator)
    await set_up(hass, entry)
    assert hass.states.get("sensor.reelkeeper_films").state == "2"
    assert hass.states.get("sensor.reelkeeper_used_space").state == "5.0"

    simulator.service(FilmLocker).add_film("reelkeeper", "Spring", 10**9)
    await entry.runtime_data.main.async_refresh()
    await hass.async_block_till_done(wait_background_tasks=True)

    event = hass.states.get("event.reelkeeper_locker")
    assert event.attributes["event_type"] == "film_added"
    assert event.attributes["films"] == 3
    assert hass.states.get("sensor.reelkeeper_films").state == "3"
