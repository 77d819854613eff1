"""The start of Home Assistant with services that accept and never respond."""

import asyncio
from collections.abc import Iterator

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
import pytest

from custom_components.media_accounts import coordinator as coordinator_module
from custom_components.media_accounts.coordinator import SET_UP_SECONDS
from tests.descriptions import ADD_ENTRY
from tests.helpers import add_blubrry, add_real_debrid, entity_states, set_up
from tests.simulator import Simulator
from tests.simulator.faults import Fault

# The requests of the set-up, side by side; everything else comes afterwards.
SET_UP_PATHS = {
    "real_debrid": {"/rest/1.0/user"},
    "blubrry": {"/2/media/index.json", "/2/stats/index.json"},
}


@pytest.fixture(name="hanging")
def hang(simulator: Simulator) -> Iterator[list[Fault]]:
    """Collect the faults that delay requests, and release them at the end."""
    faults: list[Fault] = []
    yield faults
    for fault in faults:
        fault.release()


@pytest.mark.parametrize("provider", ADD_ENTRY)
async def test_the_set_up_waits_for_nothing_but_the_account_itself(
    hass: HomeAssistant, simulator: Simulator, hanging: list[Fault], provider: str
) -> None:
    entry = await ADD_ENTRY[provider](hass, simulator)
    for path in SET_UP_PATHS[provider]:
        simulator.fault(provider, path, delay=0)
    hanging.append(simulator.fault(provider, "/*", hold=True, times=None))
    await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.LOADED
    answered = [
        request.path
        for request in simulator.requests
        if request.path in SET_UP_PATHS[provider]
    ]
    assert set(answered) == SET_UP_PATHS[provider]
    assert len(answered) == len(SET_UP_PATHS[provider])
    assert await hass.config_entries.async_unload(entry.entry_id)


@pytest.mark.parametrize("provider", ADD_ENTRY)
async def test_entities_that_were_there_before_are_there_at_once(
    hass: HomeAssistant, simulator: Simulator, hanging: list[Fault], provider: str
) -> None:
    entry = await ADD_ENTRY[provider](hass, simulator)
    await set_up(hass, entry)
    before = entity_states(hass, entry)
    await hass.config_entries.async_unload(entry.entry_id)
    for path in SET_UP_PATHS[provider]:
        simulator.fault(provider, path, delay=0)
    hold = simulator.fault(provider, "/*", hold=True, times=None)
    hanging.append(hold)
    await hass.config_entries.async_setup(entry.entry_id)
    states = entity_states(hass, entry)
    assert states.keys() == before.keys()
    assert STATE_UNAVAILABLE in states.values()
    hold.release()
    await hass.async_block_till_done(wait_background_tasks=True)
    known = {
        entity_id
        for entity_id, state in entity_states(hass, entry).items()
        if state != STATE_UNAVAILABLE
    }
    assert known == {
        entity_id for entity_id, state in before.items() if state != STATE_UNAVAILABLE
    }
    assert len(er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id))


@pytest.mark.parametrize("provider", ADD_ENTRY)
async def test_a_set_up_without_a_response_ends_in_time_and_is_retried(
    hass: HomeAssistant,
    simulator: Simulator,
    hanging: list[Fault],
    monkeypatch: pytest.MonkeyPatch,
    provider: str,
) -> None:
    assert SET_UP_SECONDS <= 10
    monkeypatch.setattr(coordinator_module, "SET_UP_SECONDS", 0.05)
    entry = await ADD_ENTRY[provider](hass, simulator)
    hanging.append(simulator.fault(provider, "/*", hold=True, times=None))
    await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert entry.error_reason_translation_key == "service_unreachable"


async def test_one_slow_service_holds_up_no_other_account(
    hass: HomeAssistant, simulator: Simulator, hanging: list[Fault]
) -> None:
    slow = await add_real_debrid(hass, simulator)
    other = await add_blubrry(hass, simulator)
    loaded = asyncio.Event()

    @callback
    def note_load() -> None:
        if other.state is ConfigEntryState.LOADED:
            loaded.set()

    other.async_on_state_change(note_load)
    fault = simulator.fault("real_debrid", "/*", hold=True, times=None)
    hanging.append(fault)
    starting = asyncio.create_task(hass.config_entries.async_setup(slow.entry_id))
    await fault.reached.wait()
    async with asyncio.timeout(30):
        await loaded.wait()
    assert other.state is ConfigEntryState.LOADED
    assert slow.state is ConfigEntryState.SETUP_IN_PROGRESS
    fault.release()
    assert await starting
