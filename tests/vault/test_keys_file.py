"""A key outside Home Assistant's folder that is late, bad, replaced or new."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import (
    ConfigEntry,
    ConfigEntryState,
    ConfigFlowResult,
)
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.issue_registry import IssueSeverity
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.media_accounts.const import DOMAIN
from custom_components.media_accounts.vault.encryption import new_key
from custom_components.media_accounts.vault.keys import KEY_FILE_VARIABLE
from custom_components.media_accounts.vault.vault import STORAGE_KEY as VAULT_KEY
from custom_components.media_accounts.vault.verified_store import PrivateStore
from tests.descriptions import ADD_ENTRY
from tests.helpers import (
    Pauses,
    add_real_debrid,
    approves,
    choose,
    outcome,
    reauth_flows,
    set_up,
)
from tests.simulator import Simulator
from tests.test_repairs import issues
from tests.vault.test_vault_lost_keys import rotate, unsealed

pytestmark = pytest.mark.usefixtures("no_waiting", "secrets_stay_secret")


@pytest.fixture
def key_file(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Name a key file with a key in it."""
    path = tmp_path_factory.mktemp("outside") / "key"
    path.write_text(new_key())
    monkeypatch.setenv(KEY_FILE_VARIABLE, str(path))
    return path


async def restart(hass: HomeAssistant, *accounts: ConfigEntry) -> None:
    """Start once more, with nothing but what is on disk."""
    for entry in accounts:
        await hass.config_entries.async_unload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    del hass.data[f"{DOMAIN}_vault"]
    await set_up(hass, *accounts)


async def wait(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """Let Home Assistant try again by itself."""
    freezer.tick(timedelta(minutes=2))
    async_fire_time_changed(hass)
    await hass.async_block_till_done(wait_background_tasks=True)


@pytest.mark.parametrize(
    "content",
    [None, b"", b"canary\n", b"\xff\xfe"],
    ids=["gone", "empty", "word", "bytes"],
)
async def test_a_key_file_that_cannot_be_used_is_told_and_waited_for(
    hass: HomeAssistant,
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
    key_file: Path,
    content: bytes | None,
) -> None:
    accounts = [await add(hass, simulator) for add in ADD_ENTRY.values()]
    key = key_file.read_text()
    key_file.unlink()
    if content is not None:
        key_file.write_bytes(content)
    await restart(hass)

    await set_up(hass, *accounts)
    for entry in accounts:
        assert entry.state is ConfigEntryState.SETUP_RETRY
        assert entry.error_reason_translation_key == "key_file_unusable"
    (issue,) = issues(hass).values()
    assert issue.translation_key == "key_file_unusable"
    assert issue.severity is IssueSeverity.ERROR
    assert str(issue.learn_more_url).endswith("/SECURITY.md")
    # To sign in again would help nobody.
    assert not reauth_flows(hass)
    assert not simulator.requests

    # It is still wrong, and then it is right.
    await wait(hass, freezer)
    assert issues(hass).keys() == {"key_file_unusable"}
    key_file.write_text(key)
    await wait(hass, freezer)
    assert not issues(hass)
    for entry in accounts:
        assert entry.state is ConfigEntryState.LOADED


async def test_a_key_that_cannot_be_written_is_told_and_tried_again(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
) -> None:
    entry = await add_real_debrid(hass, simulator)
    # Its plain text is sealed at the first start, with a new key.
    await unsealed(hass, hass_storage, entry)
    with patch.object(PrivateStore, "async_write", return_value=False):
        await restart(hass, entry)
        assert entry.state is ConfigEntryState.SETUP_RETRY
        assert issues(hass).keys() == {"key_store_unwritable"}
    await wait(hass, freezer)
    assert entry.state is ConfigEntryState.LOADED
    assert not issues(hass)


async def test_nobody_is_told_of_a_key_that_no_account_needs(
    hass: HomeAssistant, simulator: Simulator, key_file: Path
) -> None:
    accounts = [await add(hass, simulator) for add in ADD_ENTRY.values()]
    key_file.unlink()
    await restart(hass)
    await set_up(hass, *accounts)
    for entry, told in zip(accounts, (True, False), strict=True):
        await hass.config_entries.async_remove(entry.entry_id)
        assert ("key_file_unusable" in issues(hass)) is told


async def replaced(
    hass: HomeAssistant, simulator: Simulator, key_file: Path
) -> tuple[ConfigEntry, str]:
    """Return an account whose key was replaced by another, and the right key."""
    entry = await add_real_debrid(hass, simulator)
    key = key_file.read_text()
    key_file.write_text(new_key())
    await restart(hass, entry)
    assert entry.state is ConfigEntryState.SETUP_ERROR
    assert issues(hass).keys() == {"secrets_locked"}
    return entry, key


async def fix(
    hass: HomeAssistant, hass_client: ClientSessionGenerator, key: str
) -> Any:
    """Press the button of an issue, and the one in its dialog."""
    assert await async_setup_component(hass, "repairs", {})
    issue = issues(hass)[key]
    client = await hass_client()
    path = "/api/repairs/issues/fix"
    named = {"handler": DOMAIN, "issue_id": issue.issue_id}
    async with client.post(path, json=named) as answer:
        form = await answer.json()
    async with client.post(f"{path}/{form['flow_id']}", json={}) as answer:
        return await answer.json()


async def test_a_key_that_is_put_back_opens_everything_at_the_press_of_a_button(
    hass: HomeAssistant,
    simulator: Simulator,
    hass_client: ClientSessionGenerator,
    key_file: Path,
) -> None:
    entry, key = await replaced(hass, simulator, key_file)
    key_file.write_text(key)
    done = await fix(hass, hass_client, "secrets_locked")
    assert done["type"] == FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done(wait_background_tasks=True)
    assert entry.state is ConfigEntryState.LOADED
    assert not issues(hass)
    assert not reauth_flows(hass)


async def test_without_the_right_key_the_button_leads_to_a_new_sign_in(
    hass: HomeAssistant,
    simulator: Simulator,
    hass_client: ClientSessionGenerator,
    key_file: Path,
) -> None:
    await replaced(hass, simulator, key_file)
    shown = await fix(hass, hass_client, "secrets_locked")
    assert shown["type"] == FlowResultType.ABORT
    (flow,) = reauth_flows(hass)
    assert shown["next_flow"] == ["config_flow", flow["flow_id"]]
    assert issues(hass).keys() == {"secrets_locked"}


async def test_the_button_leads_there_even_where_nothing_waits_for_a_person(
    hass: HomeAssistant,
    simulator: Simulator,
    hass_client: ClientSessionGenerator,
    key_file: Path,
) -> None:
    await replaced(hass, simulator, key_file)
    for flow in reauth_flows(hass):
        hass.config_entries.flow.async_abort(flow["flow_id"])
    key_file.unlink()  # Meanwhile: the account is not refused, but waits for the key.
    shown = await fix(hass, hass_client, "secrets_locked")
    (flow,) = reauth_flows(hass)
    assert shown["next_flow"] == ["config_flow", flow["flow_id"]]
    form = await hass.config_entries.flow.async_configure(flow["flow_id"])
    assert form["errors"] == {"base": "key_file_unusable"}


async def test_a_key_that_is_put_back_is_found_when_the_account_is_reloaded(
    hass: HomeAssistant, simulator: Simulator, key_file: Path
) -> None:
    entry, key = await replaced(hass, simulator, key_file)
    # One that cannot even be read is waited for, instead.
    key_file.unlink()
    await hass.config_entries.async_reload(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert "key_file_unusable" in issues(hass)
    key_file.write_text(key)
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert entry.state is ConfigEntryState.LOADED
    assert not issues(hass)


async def test_without_a_usable_key_nothing_can_be_added(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses, key_file: Path
) -> None:
    key_file.write_text("not a key")
    pauses.then(approves(simulator, "quietotter"))
    result = await outcome(hass, await choose(hass, "real_debrid"))
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
