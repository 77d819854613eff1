"""Secrets inside Home Assistant: lost keys, rotation, what is left behind, rights."""

from pathlib import Path
from typing import Any

from homeassistant.auth.const import GROUP_ID_READ_ONLY, GROUP_ID_USER
from homeassistant.auth.models import User
from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult
from homeassistant.core import Context, HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import ServiceValidationError, Unauthorized
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockUser

from custom_components.media_accounts.const import DOMAIN, Provider
from custom_components.media_accounts.keys import KEY_FILE_VARIABLE, STORAGE_KEY
from custom_components.media_accounts.providers import KITS
from custom_components.media_accounts.seal import new_key
from custom_components.media_accounts.tokens import Token
from custom_components.media_accounts.vault import (
    STORAGE_KEY as VAULT_KEY,
    STORAGE_VERSION,
    Vault,
    async_get_vault,
)
from tests.helpers import (
    ADD_ENTRY,
    Pauses,
    add_real_debrid,
    approves,
    choose,
    outcome,
    reauth_flows,
    set_up,
)
from tests.simulator import Simulator

pytestmark = pytest.mark.usefixtures("no_waiting", "secrets_stay_secret")

DISABLE_PATH = "/rest/1.0/disable_access_token"


async def restart(hass: HomeAssistant) -> Vault:
    """Forget all that is in memory, as a restart does."""
    del hass.data[f"{DOMAIN}_vault"]
    return await async_get_vault(hass)


def lose_key(hass_storage: dict[str, Any]) -> None:
    hass_storage[STORAGE_KEY]["data"] = {"keys": [new_key()]}


@pytest.mark.parametrize("provider", Provider)
async def test_a_lost_key_asks_for_a_new_sign_in_and_says_so(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    simulator: Simulator,
    provider: Provider,
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


@pytest.fixture
def key_file(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Name a key file with a key in it."""
    path = tmp_path_factory.mktemp("outside") / "key"
    path.write_text(new_key())
    monkeypatch.setenv(KEY_FILE_VARIABLE, str(path))
    return path


async def test_a_key_file_that_comes_late_is_waited_for(
    hass: HomeAssistant, simulator: Simulator, key_file: Path
) -> None:
    entry = await add_real_debrid(hass, simulator)
    key = key_file.read_text()
    key_file.unlink()
    del hass.data[f"{DOMAIN}_vault"]

    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert entry.error_reason_translation_key == "key_file_unusable"
    # To sign in again would help nobody.
    assert not reauth_flows(hass)
    assert not simulator.requests

    key_file.write_text(key)
    await hass.config_entries.async_reload(entry.entry_id)
    assert entry.state is ConfigEntryState.LOADED


async def test_without_a_usable_key_nothing_can_be_added(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses, key_file: Path
) -> None:
    key_file.write_text("not a key")
    pauses.then(approves(simulator, "quietotter"))
    result = await outcome(hass, await choose(hass, Provider.REAL_DEBRID))
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "key_file_unusable"
    assert not hass.config_entries.async_entries(DOMAIN)


async def test_a_key_file_that_goes_bad_is_said_in_the_dialog(
    hass: HomeAssistant, simulator: Simulator, key_file: Path
) -> None:
    entry = await add_real_debrid(hass, simulator)
    await set_up(hass, entry)
    key_file.unlink()
    del hass.data[f"{DOMAIN}_vault"]
    entry.async_start_reauth(hass)
    await hass.async_block_till_done()
    (flow,) = reauth_flows(hass)
    form: ConfigFlowResult = await hass.config_entries.flow.async_configure(
        flow["flow_id"]
    )
    assert form["errors"] == {"base": "key_file_unusable"}


async def test_an_account_can_be_removed_without_a_usable_key(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    simulator: Simulator,
    key_file: Path,
) -> None:
    entry = await add_real_debrid(hass, simulator)
    key = key_file.read_text()
    key_file.unlink()
    del hass.data[f"{DOMAIN}_vault"]
    await set_up(hass, entry)
    await hass.config_entries.async_remove(entry.entry_id)
    assert not hass.config_entries.async_entries(DOMAIN)
    assert VAULT_KEY in hass_storage

    # The next start with a key clears what is left.
    key_file.write_text(key)
    hass.config.components.remove(DOMAIN)
    assert await async_setup_component(hass, DOMAIN, {})
    assert VAULT_KEY not in hass_storage


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


async def test_plain_text_of_the_first_version_is_sealed_at_start_up(
    hass: HomeAssistant, hass_storage: dict[str, Any], simulator: Simulator
) -> None:
    entry = await add_real_debrid(hass, simulator)
    token = (await async_get_vault(hass)).token(str(entry.unique_id))
    assert token is not None
    del hass_storage[STORAGE_KEY]
    hass_storage[VAULT_KEY] = {
        "version": 1,
        "minor_version": 1,
        "key": VAULT_KEY,
        "data": {str(entry.unique_id): token.as_json()},
    }
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


async def test_a_key_file_needs_its_new_key_first(
    hass: HomeAssistant, simulator: Simulator, key_file: Path
) -> None:
    entry = await add_real_debrid(hass, simulator)
    await set_up(hass, entry)
    with pytest.raises(ServiceValidationError) as raised:
        await rotate(hass)
    assert raised.value.translation_key == "key_file_without_new_key"
    key_file.write_text(f"{new_key()}\n{key_file.read_text()}")
    assert await rotate(hass) == {"accounts": 1}


# Removal.


async def test_a_removed_account_gives_its_access_token_up(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    entry = await add_real_debrid(hass, simulator)
    await set_up(hass, entry)
    token = (await async_get_vault(hass)).token(str(entry.unique_id))
    assert token is not None
    assert token.access_token in simulator.real_debrid.grants.access_tokens

    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)

    (request,) = simulator.requests_to(path=DISABLE_PATH)
    assert request.headers["Authorization"] == f"Bearer {token.access_token}"
    assert not hass.config_entries.async_entries(DOMAIN)


@pytest.mark.parametrize(
    "fault", [{"status": 503}, {"drop": True}, {"status": 401}], ids=str
)
async def test_an_account_goes_even_where_its_token_cannot_be_given_up(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    simulator: Simulator,
    fault: dict[str, Any],
) -> None:
    entry = await add_real_debrid(hass, simulator)
    await set_up(hass, entry)
    simulator.fault(Provider.REAL_DEBRID, DISABLE_PATH, **fault)
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert not reauth_flows(hass)
    assert not [key for key in hass_storage if key.startswith(DOMAIN)]


async def test_a_private_api_token_stays_its_owners(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    entry = await add_real_debrid(hass, simulator)
    vault = await async_get_vault(hass)
    token = vault.token(str(entry.unique_id))
    assert token is not None
    await vault.async_store(str(entry.unique_id), Token.lasting(token.access_token))
    await set_up(hass, entry)
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert not simulator.requests_to(path=DISABLE_PATH)


async def test_nothing_is_asked_of_blubrry_for_an_account_that_was_removed(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    entry = await ADD_ENTRY[Provider.BLUBRRY](hass, simulator)
    await set_up(hass, entry)
    asked = len(simulator.requests)
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert len(simulator.requests) == asked


# Rights.


async def person(hass: HomeAssistant, group_id: str) -> User:
    """Return somebody beside the owner, who is the first user."""
    MockUser(is_owner=True).add_to_hass(hass)
    return await hass.auth.async_create_user("Robin", group_ids=[group_id])


def test_what_destroys_or_publishes_is_for_administrators() -> None:
    names = {
        action.name: action.admin_only
        for kit in KITS.values()
        for action in kit.actions
        if action.name.partition("_")[0] in ("delete", "publish", "clear", "remove")
    }
    assert names.keys() >= {"delete_download", "delete_torrent", "publish_episode"}
    assert all(names.values())


@pytest.mark.parametrize("provider", Provider)
async def test_a_read_only_user_may_use_no_action(
    hass: HomeAssistant, simulator: Simulator, provider: Provider
) -> None:
    entry = await ADD_ENTRY[provider](hass, simulator)
    await set_up(hass, entry)
    reader = await person(hass, GROUP_ID_READ_ONLY)
    asked = len(simulator.requests)
    for action in KITS[provider].actions:
        with pytest.raises(Unauthorized):
            await call(hass, reader, action.name, entry.entry_id)
    with pytest.raises(Unauthorized):
        await rotate(hass, reader)
    assert len(simulator.requests) == asked


async def test_a_user_may_use_what_does_not_destroy(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    entry = await add_real_debrid(hass, simulator)
    await set_up(hass, entry)
    user = await person(hass, GROUP_ID_USER)
    assert await call(hass, user, "get_torrents", entry.entry_id)
    with pytest.raises(Unauthorized):
        await call(hass, user, "delete_torrent", entry.entry_id)
    with pytest.raises(Unauthorized):
        await rotate(hass, user)


async def test_somebody_who_is_gone_may_use_nothing(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    entry = await add_real_debrid(hass, simulator)
    await set_up(hass, entry)
    user = await person(hass, GROUP_ID_USER)
    await hass.auth.async_remove_user(user)
    with pytest.raises(Unauthorized):
        await call(hass, user, "get_torrents", entry.entry_id)


FIELDS = {
    "add_magnet": {"magnet": f"magnet:?xt=urn:btih:{'0' * 40}"},
    "check_link": {"link": "https://example.org/film"},
    "delete_download": {"download_id": "ABC"},
    "delete_torrent": {"torrent_id": "ABC"},
    "get_audience": {"program": "1"},
    "get_episodes": {"program": "1"},
    "get_media": {"program": "1"},
    "get_statistics": {"program": "1"},
    "get_streams": {"download_id": "ABC"},
    "get_torrent": {"torrent_id": "ABC"},
    "publish_episode": {"program": "1", "filename": "a.mp3", "title": "A"},
    "select_files": {"torrent_id": "ABC"},
    "unrestrict_link": {"link": "https://example.org/film"},
}
"""What actions cannot do without."""


async def call(hass: HomeAssistant, user: User, name: str, entry_id: str) -> Any:
    return await hass.services.async_call(
        DOMAIN,
        name,
        {"config_entry_id": entry_id, **FIELDS.get(name, {})},
        blocking=True,
        return_response=True,
        context=Context(user_id=user.id),
    )
