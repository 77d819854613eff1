"""Revocation of access at Real-Debrid when an account is removed."""

import logging

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from tests.helpers import set_up
from tests.real_debrid.acting import asked, with_api_token
from tests.simulator import Simulator

DISABLE = "disable_access_token"


async def remove(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert not hass.config_entries.async_entries(entry.domain)


async def test_the_access_token_ends_and_the_permission_stays(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    grants = simulator.real_debrid.grants
    (token,) = grants.access_tokens
    await remove(hass, entry)
    (sent,) = asked(simulator, DISABLE)
    assert (sent.method, sent.status) == ("GET", 204)
    assert sent.headers["Authorization"] == f"Bearer {token}"
    assert not grants.access_tokens
    # Only the user can revoke that, on Real-Debrid's website.
    assert simulator.real_debrid.granted() == ["quietotter"]


async def test_a_private_token_stays_valid(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    """The user created it, and may use it elsewhere."""
    entry = await with_api_token(hass, simulator)
    await set_up(hass, entry)
    token = simulator.real_debrid.api_token("quietotter")
    await remove(hass, entry)
    assert not asked(simulator, DISABLE)
    assert simulator.real_debrid.api_token("quietotter") == token


@pytest.mark.parametrize("status", [401, 403, 429, 503])
async def test_a_service_that_does_not_listen_is_not_asked_again(
    hass: HomeAssistant,
    simulator: Simulator,
    entry: MockConfigEntry,
    caplog: pytest.LogCaptureFixture,
    status: int,
) -> None:
    path = f"/rest/1.0/{DISABLE}"
    simulator.fault("real_debrid", path, status=status, times=None)
    caplog.clear()
    await remove(hass, entry)
    assert len(asked(simulator, DISABLE)) == 1
    assert not [record for record in caplog.records if record.levelno > logging.INFO]
