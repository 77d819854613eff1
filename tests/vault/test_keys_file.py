"""A key file that is missing, damaged, replaced or new, in Home Assistant."""

from collections.abc import Generator
import os
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
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.media_accounts.const import DOMAIN
from custom_components.media_accounts.vault.encryption import generate_key
from custom_components.media_accounts.vault.vault import STORAGE_KEY, async_get_vault
from custom_components.media_accounts.verified_store import VerifiedStore
from tests.descriptions import ADD_ENTRY
from tests.helpers import (
    Pauses,
    add_blubrry,
    add_real_debrid,
    approves,
    choose,
    outcome,
    reauth_flows,
    set_up,
)
from tests.simulator import Simulator
from tests.test_repairs import issues
from tests.vault.helpers import (
    fix,
    forget_vault,
    restart,
    rotate,
    to_version_1,
    wait,
)

pytestmark = pytest.mark.usefixtures("no_waiting", "secrets_stay_secret")


@pytest.fixture(autouse=True)
def private_umask() -> Generator[None]:
    """Create files that only their owner may read, as SECURITY.md says."""
    before = os.umask(0o077)
    yield
    os.umask(before)


@pytest.mark.parametrize(
    "content",
    [None, b"", b"canary\n", b"\xff\xfe"],
    ids=["gone", "empty", "word", "bytes"],
)
async def test_an_unusable_key_file_is_reported_and_waited_for(
    hass: HomeAssistant,
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
    key_file: Path,
    content: bytes | None,
) -> None:
    accounts = [
        await add_real_debrid(hass, simulator),
        await add_blubrry(hass, simulator),
    ]
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
    # Signing in again would not help.
    assert not reauth_flows(hass)
    assert not simulator.requests

    # First with the wrong key, then with the right one.
    await wait(hass, freezer)
    assert issues(hass).keys() == {"key_file_unusable"}
    key_file.write_text(key)
    await wait(hass, freezer)
    assert not issues(hass)
    for entry in accounts:
        assert entry.state is ConfigEntryState.LOADED


async def test_a_key_that_cannot_be_written_is_reported_and_tried_again(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
) -> None:
    entry = await add_real_debrid(hass, simulator)
    token = (await async_get_vault(hass)).token(str(entry.unique_id))
    assert token is not None
    # Its plain text is encrypted at the next start, with a new key.
    to_version_1(hass_storage, **{str(entry.unique_id): token})
    with patch.object(VerifiedStore, "async_write", return_value=False):
        await restart(hass, entry)
        assert entry.state is ConfigEntryState.SETUP_RETRY
        assert issues(hass).keys() == {"key_store_unwritable"}
    await wait(hass, freezer)
    assert entry.state is ConfigEntryState.LOADED
    assert not issues(hass)


async def test_a_key_that_no_account_needs_is_not_reported(
    hass: HomeAssistant, simulator: Simulator, key_file: Path
) -> None:
    accounts = [
        await add_real_debrid(hass, simulator),
        await add_blubrry(hass, simulator),
    ]
    key_file.unlink()
    await restart(hass)
    await set_up(hass, *accounts)
    for entry, is_needed in zip(accounts, (True, False), strict=True):
        await hass.config_entries.async_remove(entry.entry_id)
        assert ("key_file_unusable" in issues(hass)) is is_needed


def issue_id(hass: HomeAssistant, key: str) -> str:
    return str(issues(hass)[key].issue_id)


async def replaced(
    hass: HomeAssistant, simulator: Simulator, key_file: Path
) -> tuple[ConfigEntry, str]:
    """Return an account whose key was replaced by another, and the right key."""
    entry = await add_real_debrid(hass, simulator)
    key = key_file.read_text()
    key_file.write_text(generate_key())
    await restart(hass, entry)
    assert entry.state is ConfigEntryState.SETUP_ERROR
    assert issues(hass).keys() == {"secrets_locked"}
    return entry, key


async def test_a_key_that_is_put_back_decrypts_everything_at_the_press_of_a_button(
    hass: HomeAssistant,
    simulator: Simulator,
    hass_client: ClientSessionGenerator,
    key_file: Path,
) -> None:
    entry, key = await replaced(hass, simulator, key_file)
    key_file.write_text(key)
    done = await fix(hass, hass_client, issue_id(hass, "secrets_locked"))
    assert done["type"] == FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done(wait_background_tasks=True)
    assert entry.state is ConfigEntryState.LOADED
    assert not issues(hass)
    assert not reauth_flows(hass)


async def test_without_the_right_key_the_button_opens_a_new_sign_in(
    hass: HomeAssistant,
    simulator: Simulator,
    hass_client: ClientSessionGenerator,
    key_file: Path,
) -> None:
    await replaced(hass, simulator, key_file)
    shown = await fix(hass, hass_client, issue_id(hass, "secrets_locked"))
    assert shown["type"] == FlowResultType.ABORT
    (flow,) = reauth_flows(hass)
    assert shown["next_flow"] == ["config_flow", flow["flow_id"]]
    assert issues(hass).keys() == {"secrets_locked"}


async def test_the_button_opens_a_new_sign_in_even_if_none_is_waiting(
    hass: HomeAssistant,
    simulator: Simulator,
    hass_client: ClientSessionGenerator,
    key_file: Path,
) -> None:
    await replaced(hass, simulator, key_file)
    for flow in reauth_flows(hass):
        hass.config_entries.flow.async_abort(flow["flow_id"])
    key_file.unlink()  # Meanwhile: the account is not refused, but waits for the key.
    shown = await fix(hass, hass_client, issue_id(hass, "secrets_locked"))
    (flow,) = reauth_flows(hass)
    assert shown["next_flow"] == ["config_flow", flow["flow_id"]]
    form = await hass.config_entries.flow.async_configure(flow["flow_id"])
    assert form["errors"] == {"base": "key_file_unusable"}


async def test_a_key_that_is_put_back_is_found_by_a_reload(
    hass: HomeAssistant, simulator: Simulator, key_file: Path
) -> None:
    entry, key = await replaced(hass, simulator, key_file)
    # The vault waits for a key file that cannot be read.
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


async def test_a_key_file_that_becomes_unusable_is_named_in_the_dialog(
    hass: HomeAssistant, simulator: Simulator, key_file: Path
) -> None:
    entry = await add_real_debrid(hass, simulator)
    await set_up(hass, entry)
    key_file.unlink()
    forget_vault(hass)
    entry.async_start_reauth(hass)
    await hass.async_block_till_done()
    (flow,) = reauth_flows(hass)
    form: ConfigFlowResult = await hass.config_entries.flow.async_configure(
        flow["flow_id"]
    )
    assert form["errors"] == {"base": "key_file_unusable"}


async def test_the_removal_of_accounts_needs_no_key(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    simulator: Simulator,
    key_file: Path,
) -> None:
    first, second = [await add(hass, simulator) for add in ADD_ENTRY.values()]
    key_file.unlink()
    await restart(hass, first, second)
    await hass.config_entries.async_remove(first.entry_id)
    assert hass_storage[STORAGE_KEY]["data"].keys() == {second.unique_id}
    await hass.config_entries.async_remove(second.entry_id)
    assert STORAGE_KEY not in hass_storage
    assert not simulator.requests


async def test_tokens_without_an_account_are_removed_without_a_key(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    simulator: Simulator,
    key_file: Path,
) -> None:
    entry = await add_real_debrid(hass, simulator)
    vault = await async_get_vault(hass)
    token = vault.token(str(entry.unique_id))
    assert token is not None
    await vault.async_store("real_debrid_999", token)
    key_file.unlink()
    await restart(hass, entry)
    assert hass_storage[STORAGE_KEY]["data"].keys() == {entry.unique_id}


async def test_a_key_file_needs_its_new_key_first(
    hass: HomeAssistant, simulator: Simulator, key_file: Path
) -> None:
    entry = await add_real_debrid(hass, simulator)
    await set_up(hass, entry)
    with pytest.raises(ServiceValidationError) as raised:
        await rotate(hass)
    assert raised.value.translation_key == "key_file_without_new_key"
    key_file.write_text(f"{generate_key()}\n{key_file.read_text()}")
    assert await rotate(hass) == {"accounts": 1}
