"""Secrets inside Home Assistant: lost keys, rotation, what is left behind."""

from typing import Any

from homeassistant.auth.models import User
from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import Context, HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockUser

from custom_components.media_accounts.api.token import Token
from custom_components.media_accounts.const import DOMAIN
from custom_components.media_accounts.providers import PROVIDERS
from custom_components.media_accounts.vault.encryption import new_key
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
    add_real_debrid,
    approves,
    outcome,
    reauth_flows,
    set_up,
)
from tests.simulator import Simulator

pytestmark = pytest.mark.usefixtures("no_waiting", "secrets_stay_secret")


async def restart(hass: HomeAssistant) -> Vault:
    """Forget all that is in memory, as a restart does."""
    del hass.data[f"{DOMAIN}_vault"]
    return await async_get_vault(hass)


def lose_key(hass_storage: dict[str, Any]) -> None:
    hass_storage[STORAGE_KEY]["data"] = {"keys": [new_key()]}


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_a_lost_key_asks_for_a_new_sign_in_and_says_so(
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


async def test_signing_in_again_ends_a_lost_key(
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
    locked, fine = [await add(hass, simulator) for add in ADD_ENTRY.values()]
    token = (await async_get_vault(hass)).token(str(fine.unique_id))
    assert token is not None
    lose_key(hass_storage)
    vault = await restart(hass)
    await vault.async_store(str(fine.unique_id), token)
    await set_up(hass, locked, fine)
    assert locked.state is ConfigEntryState.SETUP_ERROR
    assert fine.state is ConfigEntryState.LOADED


async def test_secrets_without_an_account_go_at_start_up(
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


async def unsealed(
    hass: HomeAssistant, hass_storage: dict[str, Any], entry: ConfigEntry
) -> Token:
    """Leave a token as the first version did: in plain text; return it."""
    token = (await async_get_vault(hass)).token(str(entry.unique_id))
    assert token is not None
    del hass_storage[STORAGE_KEY]
    hass_storage[VAULT_KEY] = {
        "version": 1,
        "minor_version": 1,
        "key": VAULT_KEY,
        "data": {str(entry.unique_id): token.as_json()},
    }
    return token


async def test_plain_text_of_the_first_version_is_sealed_at_start_up(
    hass: HomeAssistant, hass_storage: dict[str, Any], simulator: Simulator
) -> None:
    entry = await add_real_debrid(hass, simulator)
    token = await unsealed(hass, hass_storage, entry)
    del hass.data[f"{DOMAIN}_vault"]
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.LOADED
    assert hass_storage[VAULT_KEY]["version"] == STORAGE_VERSION
    assert token.access_token not in str(hass_storage[VAULT_KEY])


# Rotation.


async def rotate(hass: HomeAssistant, user: User | None = None) -> Any:
    return await hass.services.async_call(
        DOMAIN,
        "rotate_key",
        blocking=True,
        return_response=True,
        context=Context(user_id=user.id if user else None),
    )


async def test_an_administrator_rotates_the_key(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    hass_admin_user: MockUser,
    simulator: Simulator,
) -> None:
    accounts = [await add(hass, simulator) for add in ADD_ENTRY.values()]
    await set_up(hass, *accounts)
    before = hass_storage[STORAGE_KEY]["data"]
    assert await rotate(hass, hass_admin_user) == {"accounts": 2}
    assert hass_storage[STORAGE_KEY]["data"] != before
    vault = await restart(hass)
    assert all(vault.token(str(entry.unique_id)) for entry in accounts)
