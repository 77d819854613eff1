"""The outcome in Home Assistant of each error of a polled request, over real HTTP."""

import logging

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
import pytest

from tests.descriptions import ADD_ENTRY
from tests.faults.cases import Fault
from tests.faults.outcomes import Error
from tests.faults.polling import OUTCOMES, POLLED, Polled
from tests.faults.requests import FAULTS_OF, REQUESTS
from tests.helpers import entity_states, reauth_flows, set_up
from tests.simulator import Simulator

pytestmark = pytest.mark.usefixtures("no_waiting", "secrets_stay_secret")


def _examples(provider: str) -> dict[Error, Fault]:
    """Return one fault for each error, the last one that the table lists."""
    return {
        fault.error: fault
        for faults in FAULTS_OF[provider].values()
        for fault in faults
        if fault.options is not None and fault.repeats and not fault.endless
        if fault.error is not Error.NONE
    }


@pytest.mark.parametrize("polled", POLLED, ids=lambda polled: polled.coordinator)
async def test_outcomes(
    hass: HomeAssistant,
    simulator: Simulator,
    caplog: pytest.LogCaptureFixture,
    polled: Polled,
) -> None:
    entry = await ADD_ENTRY[polled.provider](hass, simulator)
    await set_up(hass, entry)
    before = entity_states(hass, entry)
    (row,) = (one for one in REQUESTS if one.path == polled.path)
    different = {}
    for error, fault in _examples(polled.provider).items():
        caplog.clear()
        simulator.fault(
            polled.provider, polled.path, **{"times": None, **(fault.options or {})}
        )
        found = await _outcome(hass, entry, polled, caplog)
        outcome = OUTCOMES[row.error(fault)]
        wanted = (outcome.key, outcome.reauth, outcome.key is not None)
        if found != wanted:
            different[f"{error}: {fault.name}"] = found, wanted

        # A reload recovers immediately.
        simulator.clear_faults()
        for flow in reauth_flows(hass):
            hass.config_entries.flow.async_abort(flow["flow_id"])
        await hass.config_entries.async_reload(entry.entry_id)
        await hass.async_block_till_done(wait_background_tasks=True)
        after = entity_states(hass, entry)
        assert after.keys() == before.keys()
        assert STATE_UNAVAILABLE not in after.values(), error
    assert different == {}


async def _outcome(
    hass: HomeAssistant,
    entry: ConfigEntry,
    polled: Polled,
    caplog: pytest.LogCaptureFixture,
) -> tuple[str | None, bool, bool]:
    """Update a coordinator; return its error, reauthentication and one log line."""
    (coordinator,) = (
        one for one in entry.runtime_data.coordinators if one.name == polled.coordinator
    )
    caplog.set_level(logging.INFO)
    # A second failure in a row adds no line to the log.
    for _ in range(2):
        await coordinator.async_refresh()
        await hass.async_block_till_done(wait_background_tasks=True)
    error = coordinator.last_exception
    lines = [
        record
        for record in caplog.records
        if record.levelno >= logging.ERROR and "media_accounts" in record.name
    ]
    assert len(lines) <= 1
    unavailable = {
        entity_id
        for entity_id, state in entity_states(hass, entry).items()
        if state == STATE_UNAVAILABLE
    }
    assert unavailable or coordinator.last_update_success
    key = getattr(error, "translation_key", None)
    return key, bool(reauth_flows(hass)), bool(lines)
