"""A lost key, secrets of unknown accounts, and rotation, in Home Assistant."""

from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockUser

from custom_components.media_accounts.providers import PROVIDERS
from custom_components.media_accounts.vault.encryption import generate_key
from custom_components.media_accounts.vault.keys import STORAGE_KEY
from custom_components.media_accounts.vault.vault import (
    STORAGE_KEY as VAULT_KEY,
    STORAGE_VERSION,
    Vault,
    async_get_vault,
)
from tests.descriptions import ADD_ENTRY
from tests.helpers import (
    Pauses,
    add_blubrry,
    add_real_debrid,
    approves,
    outcome,
    reauth_flows,
    set_up,
)
from tests.simulator import Simulator
from tests.vault.helpers import forget_vault, rotate, to_version_1

pytestmark = pytest.mark.usefixtures("no_waiting", "secrets_stay_secret")


async def restart(hass: HomeAssistant) -> Vault:
    """Return a vault that is loaded from disk."""
    forget_vault(hass)
    return await async_get_vault(hass)


def lose_key(hass_storage: dict[str, Any]) -> None:
    hass_storage[STORAGE_KEY]["data"] = {"keys": [generate_key()]}


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_a_lost_key_starts_reauthentication(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    simulator: Simulator,
    provider: str,
) -> None:
    entry = await ADD_ENTRY[provider](hass, simulator)
    before = hass_storage[VAULT_KEY]["data"]
    lose_key(hass_storage)
    await restart(hass)

    await set_up(hass, entry)

    assert entry.state is ConfigEntryState.SETUP_ERROR
    assert entry.error_reason_translation_key == "secrets_locked"
    assert not simulator.requests
    assert hass_storage[VAULT_KEY]["data"] == before
    (flow,) = reauth_flows(hass)
    form = await hass.config_entries.flow.async_configure(flow["flow_id"])
    assert form["errors"] == {"base": "secrets_locked"}


async def test_signing_in_again_replaces_a_lost_key(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    simulator: Simulator,
    pauses: Pauses,
) -> None:
    entry = await add_real_debrid(hass, simulator)
    lose_key(hass_storage)
    await restart(hass)
    await set_up(hass, entry)
    (flow,) = reauth_flows(hass)
    pauses.then(approves(simulator, "quietotter"))
    result = await hass.config_entries.flow.async_configure(flow["flow_id"], {})
    result = await outcome(hass, result)
    assert result["reason"] == "reauth_successful"
    assert entry.state is ConfigEntryState.LOADED
    assert not (await restart(hass)).is_locked(str(entry.unique_id))


async def test_a_lost_key_costs_no_other_account(
    hass: HomeAssistant, hass_storage: dict[str, Any], simulator: Simulator
) -> None:
    locked = await add_real_debrid(hass, simulator)
    fine = await add_blubrry(hass, simulator)
    token = (await async_get_vault(hass)).token(str(fine.unique_id))
    assert token is not None
    lose_key(hass_storage)
    vault = await restart(hass)
    await vault.async_store(str(fine.unique_id), token)
    await set_up(hass, locked, fine)
    assert locked.state is ConfigEntryState.SETUP_ERROR
    assert fine.state is ConfigEntryState.LOADED


async def test_tokens_without_an_account_are_removed_at_start(
    hass: HomeAssistant, hass_storage: dict[str, Any], simulator: Simulator
) -> None:
    entry = await add_real_debrid(hass, simulator)
    vault = await async_get_vault(hass)
    token = vault.token(str(entry.unique_id))
    assert token is not None
    await vault.async_store("real_debrid_999", token)
    await restart(hass)
    await set_up(hass, entry)
    assert hass_storage[VAULT_KEY]["data"].keys() == {entry.unique_id}
    assert entry.state is ConfigEntryState.LOADED


async def test_plain_text_of_the_first_version_is_encrypted_at_start(
    hass: HomeAssistant, hass_storage: dict[str, Any], simulator: Simulator
) -> None:
    entry = await add_real_debrid(hass, simulator)
    unique_id = str(entry.unique_id)
    token = (await async_get_vault(hass)).token(unique_id)
    assert token is not None
    to_version_1(hass_storage, **{unique_id: token})
    forget_vault(hass)
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.LOADED
    assert hass_storage[VAULT_KEY]["version"] == STORAGE_VERSION
    assert token.access_token not in str(hass_storage[VAULT_KEY])


async def test_an_administrator_rotates_the_key(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    hass_admin_user: MockUser,
    simulator: Simulator,
) -> None:
    accounts = [
        await add_real_debrid(hass, simulator),
        await add_blubrry(hass, simulator),
    ]
    await set_up(hass, *accounts)
    before = hass_storage[STORAGE_KEY]["data"]
    assert await rotate(hass, hass_admin_user) == {"accounts": 2}
    assert hass_storage[STORAGE_KEY]["data"] != before
    vault = await restart(hass)
    assert all(vault.token(str(entry.unique_id)) for entry in accounts)
