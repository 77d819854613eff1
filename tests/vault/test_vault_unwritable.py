"""Accounts and dialogs while the vault cannot be written."""

from contextlib import AbstractContextManager
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest

from custom_components.media_accounts.vault.vault import STORAGE_KEY, async_get_vault
from custom_components.media_accounts.verified_store import Stored, VerifiedStore
from tests.helpers import (
    Pauses,
    add_real_debrid,
    approves,
    choose,
    entries,
    outcome,
    reauth_flows,
    set_up,
)
from tests.simulator import Simulator
from tests.test_repairs import issues
from tests.vault.helpers import restart, wait

pytestmark = pytest.mark.usefixtures("no_waiting", "secrets_stay_secret")


def unwritable() -> AbstractContextManager[object]:
    """Allow writing keys, but not tokens."""
    write = VerifiedStore.async_write

    async def fail(self: VerifiedStore, data: Stored) -> bool:
        return self.key != STORAGE_KEY and await write(self, data)

    return patch.object(VerifiedStore, "async_write", fail)


async def test_a_new_account_is_not_added(
    hass: HomeAssistant,
    simulator: Simulator,
    pauses: Pauses,
    freezer: FrozenDateTimeFactory,
) -> None:
    pauses.then(approves(simulator, "quietotter"))
    with unwritable():
        shown = await outcome(hass, await choose(hass, "real_debrid"))
    assert shown["type"] is FlowResultType.ABORT
    assert shown["reason"] == "vault_unwritable"
    assert not entries(hass)
    assert (await async_get_vault(hass)).token("real_debrid_4815162") is None
    assert issues(hass).keys() == {"vault_unwritable"}
    await wait(hass, freezer)
    assert not issues(hass)

    pauses.then(approves(simulator, "quietotter"))
    shown = await outcome(hass, await choose(hass, "real_debrid"))
    assert shown["type"] is FlowResultType.CREATE_ENTRY


async def test_a_known_account_keeps_its_token(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses
) -> None:
    entry = await add_real_debrid(hass, simulator)
    await set_up(hass, entry)
    before = (await async_get_vault(hass)).token(str(entry.unique_id))
    data = dict(entry.data)
    pauses.then(approves(simulator, "quietotter"))
    shown = await entry.start_reconfigure_flow(hass)
    shown = await hass.config_entries.flow.async_configure(
        shown["flow_id"], {"next_step_id": "real_debrid"}
    )
    with unwritable():
        shown = await outcome(hass, shown)
    assert shown["reason"] == "vault_unwritable"
    assert (await async_get_vault(hass)).token(str(entry.unique_id)) == before
    assert entry.data == data
    assert entry.state is ConfigEntryState.LOADED


async def test_a_renewed_token_is_used_and_written_later(
    hass: HomeAssistant, simulator: Simulator, freezer: FrozenDateTimeFactory
) -> None:
    entry = await add_real_debrid(hass, simulator)
    await set_up(hass, entry)
    vault = await async_get_vault(hass)
    old = vault.token(str(entry.unique_id))
    assert old is not None
    simulator.real_debrid.disable_access_token(old.access_token)
    coordinator = next(iter(entry.runtime_data.groups)).coordinator
    with unwritable():
        await coordinator.async_refresh()
        assert coordinator.last_update_success
        renewed = vault.token(str(entry.unique_id))
        assert renewed not in (None, old)
        # A reload does not solve it.
        await hass.config_entries.async_reload(entry.entry_id)
        await hass.async_block_till_done(wait_background_tasks=True)
        assert entry.state is ConfigEntryState.LOADED
        assert issues(hass).keys() == {"vault_unwritable"}
    assert not reauth_flows(hass)

    await wait(hass, freezer)
    assert not issues(hass)
    await restart(hass, entry)
    assert (await async_get_vault(hass)).token(str(entry.unique_id)) == renewed
