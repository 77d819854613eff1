"""Every state of a stored file, and the files that interrupted writes leave."""

from collections.abc import Callable
import json
import os
from pathlib import Path
import shutil
from typing import Any
from unittest.mock import patch

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.storage import get_internal_store_manager
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.media_accounts.const import DOMAIN
from custom_components.media_accounts.events.announcer import announcer_of
from custom_components.media_accounts.vault.keys import STORAGE_KEY as KEY_STORE
from custom_components.media_accounts.vault.vault import (
    STORAGE_KEY as VAULT,
    async_get_vault,
)
from custom_components.media_accounts.verified_store import (
    StoreProblem,
    StoreUnusable,
    VerifiedStore,
)
from tests.helpers import add_real_debrid, reauth_flows, set_up
from tests.simulator import Simulator
from tests.test_repairs import issues
from tests.vault.helpers import fix, forget_vault, no_space

pytestmark = [pytest.mark.real_storage, pytest.mark.usefixtures("no_waiting")]

KEY = f"{DOMAIN}.sample"
DATA: dict[str, Any] = {"a": 1}


def envelope(**changes: object) -> str:
    return json.dumps(
        {"version": 2, "minor_version": 1, "key": KEY, "data": DATA} | changes
    )


def text(content: str) -> Callable[[Path], object]:
    return lambda path: path.write_text(content)


def folder(path: Path) -> None:
    path.mkdir()
    (path / "file").touch()


STATES = {
    "empty": (text(""), StoreProblem.DAMAGED),
    "zeros": (text("\0" * 400), StoreProblem.DAMAGED),
    "cut": (text(envelope()[:-9]), StoreProblem.DAMAGED),
    "bytes": (lambda path: path.write_bytes(b"\xff\xfe"), StoreProblem.DAMAGED),
    "deep": (text("[" * 100_000), StoreProblem.DAMAGED),
    "null": (text("null"), StoreProblem.DAMAGED),
    "a list": (text("[1, 2]"), StoreProblem.DAMAGED),
    "a text": (text('"text"'), StoreProblem.DAMAGED),
    "an empty object": (text("{}"), StoreProblem.DAMAGED),
    "no version": (text(envelope(version=None)), StoreProblem.DAMAGED),
    "version in words": (text(envelope(version="2")), StoreProblem.DAMAGED),
    "data null": (text(envelope(data=None)), StoreProblem.DAMAGED),
    "data list": (text(envelope(data=[1])), StoreProblem.DAMAGED),
    "newer": (text(envelope(version=99)), StoreProblem.NEWER),
    "newer list": (text(envelope(version=3, data=[])), StoreProblem.NEWER),
    "a folder": (folder, StoreProblem.UNREADABLE),
    "a pipe": (os.mkfifo, StoreProblem.UNREADABLE),
}
"""The content found at the path of a file, and the problem that is reported."""


@pytest.fixture
def storage(hass_config_dir: str) -> Path:
    path = Path(hass_config_dir, ".storage")
    path.mkdir(exist_ok=True)
    return path


def shown(path: Path) -> object:
    """Return a description of the content of a path."""
    if path.is_file():
        return path.read_bytes()
    return sorted(path.iterdir()) if path.is_dir() else path.exists()


@pytest.mark.parametrize(("put", "problem"), STATES.values(), ids=STATES)
async def test_an_unusable_file_is_reported_and_stays(
    hass: HomeAssistant,
    storage: Path,
    put: Callable[[Path], object],
    problem: StoreProblem,
) -> None:
    path = storage / KEY
    put(path)
    before = shown(path)
    store = VerifiedStore(hass, 2, KEY)
    for _ in range(2):
        with pytest.raises(StoreUnusable) as raised:
            await store.async_load()
        assert raised.value.problem is problem
        assert raised.value.key == KEY
        (issue,) = issues(hass).values()
        assert issue.translation_key == problem
        assert issue.translation_placeholders == {"file": f".storage/{KEY}"}
    assert not await store.async_write(DATA)
    await store.async_save(DATA)
    assert shown(path) == before
    assert list(storage.iterdir()) == [path]

    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    path.write_text(envelope())
    assert await store.async_load() == DATA
    assert not issues(hass)
    assert await store.async_write({"b": 2})
    assert await VerifiedStore(hass, 2, KEY).async_load() == {"b": 2}


async def test_a_missing_file_is_no_problem(hass: HomeAssistant, storage: Path) -> None:
    store = VerifiedStore(hass, 2, KEY)
    assert await store.async_load() is None
    assert not issues(hass)
    assert await store.async_write(DATA)
    assert await store.async_delete()
    assert await store.async_load() is None


async def test_a_file_without_permission_is_unreadable(
    hass: HomeAssistant, storage: Path
) -> None:
    (storage / KEY).write_text(envelope())
    with (
        patch.object(Path, "read_bytes", side_effect=PermissionError),
        pytest.raises(StoreUnusable) as raised,
    ):
        await VerifiedStore(hass, 2, KEY).async_load()
    assert raised.value.problem is StoreProblem.UNREADABLE


async def test_a_deleted_file_ends_the_issue(
    hass: HomeAssistant, storage: Path
) -> None:
    (storage / KEY).write_text("")
    store = VerifiedStore(hass, 2, KEY)
    with pytest.raises(StoreUnusable):
        await store.async_load()
    assert await store.async_delete()
    assert not issues(hass)
    assert await store.async_write(DATA)


async def test_a_folder_cannot_be_deleted(hass: HomeAssistant, storage: Path) -> None:
    folder(storage / KEY)
    store = VerifiedStore(hass, 2, KEY)
    with pytest.raises(StoreUnusable):
        await store.async_load()
    assert not await store.async_delete()
    assert issues(hass)


async def test_an_earlier_version_without_a_migration_is_not_written_over(
    hass: HomeAssistant, storage: Path
) -> None:
    (storage / KEY).write_text(envelope(version=1))
    with no_space():
        assert not await VerifiedStore(hass, 2, KEY).async_write(DATA)


async def test_a_file_that_was_put_back_after_the_start_is_seen(
    hass: HomeAssistant, storage: Path
) -> None:
    """Home Assistant lists the files once, when it starts."""
    await get_internal_store_manager(hass).async_initialize()
    store = VerifiedStore(hass, 2, KEY)
    assert await store.async_load() is None
    (storage / KEY).write_text(envelope())
    assert await store.async_load() == DATA


# Files left by interrupted writes.


async def test_leftovers_of_ours_are_removed_at_the_start(
    hass: HomeAssistant, storage: Path
) -> None:
    ours = json.dumps({"version": 1, "minor_version": 1, "key": f"{DOMAIN}.key"})
    left = {
        "tmpours": ours[:-1] + ', "data": {"keys": ["canary"]}}',
        "tmpcut": f"{{\n  {ours[1:-1]}, ",
        f"{DOMAIN}.key.corrupt.2026-11-24T10:00:00+00:00": "canary",
        f"{DOMAIN}.vault.corrupt.2026-11-24T10:00:00+00:00": "",
    }
    kept = {
        "tmpother": ours.replace(DOMAIN, "other"),
        "tmpempty": "",
        "tmplonger": json.dumps({"data": ours}),
        "othertmp": ours,
        "other.key.corrupt.2026-11-24T10:00:00+00:00": "canary",
        f"{DOMAIN}_other.key.corrupt.2026": "canary",
        KEY: envelope(),
    }
    for name, content in {**left, **kept}.items():
        (storage / name).write_text(content)
    (storage / "tmpfolder").mkdir()
    os.mkfifo(storage / "tmppipe")
    await VerifiedStore(hass, 2, KEY).async_load()
    names = {path.name for path in storage.iterdir()}
    assert names == {*kept, "tmpfolder", "tmppipe"}


async def test_leftovers_are_searched_for_before_anything_is_written(
    hass: HomeAssistant, storage: Path
) -> None:
    """A temporary file of a write in progress is never removed."""
    store = VerifiedStore(hass, 2, KEY)
    await store.async_load()
    tmp = storage / "tmpours"
    tmp.write_text(envelope())
    await store.async_load()
    await VerifiedStore(hass, 2, f"{KEY}2").async_load()
    assert tmp.exists()


async def test_a_leftover_that_cannot_be_removed_does_no_harm(
    hass: HomeAssistant, storage: Path
) -> None:
    (storage / "tmpours").write_text(envelope())
    with patch.object(Path, "unlink", side_effect=OSError):
        assert await VerifiedStore(hass, 2, KEY).async_load() is None


# In Home Assistant: accounts retry, and the issue's dialog offers two options.


async def prepared(
    hass: HomeAssistant, simulator: Simulator
) -> tuple[ConfigEntry, bytes]:
    """Return an account that is not loaded, and the right file of the vault."""
    entry = await add_real_debrid(hass, simulator)
    await set_up(hass, entry)
    await hass.config_entries.async_unload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    forget_vault(hass)
    return entry, Path(hass.config.path(".storage", VAULT)).read_bytes()


@pytest.mark.parametrize("state", ["cut", "null", "a list", "newer", "a folder"])
@pytest.mark.parametrize("name", [VAULT, KEY_STORE])
async def test_an_account_waits_for_a_usable_file(
    hass: HomeAssistant,
    simulator: Simulator,
    storage: Path,
    state: str,
    name: str,
) -> None:
    entry, _ = await prepared(hass, simulator)
    put, problem = STATES[state]
    path = storage / name
    right = path.read_bytes()
    path.unlink()
    put(path)
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert entry.error_reason_translation_key == problem
    assert issues(hass).keys() == {problem}
    assert not reauth_flows(hass)

    if path.is_dir():
        shutil.rmtree(path)
    path.write_bytes(right)
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert entry.state is ConfigEntryState.LOADED
    assert not issues(hass)


async def test_the_dialog_reads_a_file_again(
    hass: HomeAssistant,
    simulator: Simulator,
    storage: Path,
    hass_client: ClientSessionGenerator,
) -> None:
    entry, right = await prepared(hass, simulator)
    (storage / VAULT).write_text("null")
    await set_up(hass, entry)
    (issue,) = issues(hass).values()
    result = await fix(hass, hass_client, issue.issue_id, "reload")
    assert result["reason"] == "not_solved"
    assert issues(hass)
    (storage / VAULT).write_bytes(right)
    result = await fix(hass, hass_client, issue.issue_id, "reload")
    assert result["type"] == "create_entry"
    assert entry.state is ConfigEntryState.LOADED
    assert not issues(hass)


async def test_the_dialog_starts_without_a_file(
    hass: HomeAssistant,
    simulator: Simulator,
    storage: Path,
    hass_client: ClientSessionGenerator,
) -> None:
    entry, _ = await prepared(hass, simulator)
    (storage / VAULT).write_text(envelope(version=99))
    await set_up(hass, entry)
    (issue,) = issues(hass).values()
    result = await fix(hass, hass_client, issue.issue_id, "start_over")
    assert result["type"] == "create_entry"
    assert not (storage / VAULT).exists()
    assert not issues(hass)
    assert entry.state is ConfigEntryState.SETUP_ERROR
    assert reauth_flows(hass)


async def test_the_dialog_cannot_delete_a_folder(
    hass: HomeAssistant,
    simulator: Simulator,
    storage: Path,
    hass_client: ClientSessionGenerator,
) -> None:
    entry, _ = await prepared(hass, simulator)
    (storage / VAULT).unlink()
    folder(storage / VAULT)
    await set_up(hass, entry)
    (issue,) = issues(hass).values()
    result = await fix(hass, hass_client, issue.issue_id, "start_over")
    assert result["reason"] == "not_solved"
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert issues(hass)


@pytest.mark.parametrize("state", ["cut", "null", "newer", "a folder"])
async def test_an_account_works_without_the_file_of_what_was_announced(
    hass: HomeAssistant, simulator: Simulator, storage: Path, state: str
) -> None:
    entry, _ = await prepared(hass, simulator)
    (path,) = storage.glob(f"{DOMAIN}.known.*")
    right = path.read_bytes()
    put, problem = STATES[state]
    path.unlink()
    put(path)
    before = shown(path)
    hass.data.pop(f"{DOMAIN}_announcers")
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.LOADED
    assert issues(hass).keys() == {problem}
    assert shown(path) == before
    assert announcer_of(hass, str(entry.unique_id)).recall("sign_in") == "valid"

    if path.is_dir():
        shutil.rmtree(path)
    content = json.loads(right)
    content["data"]["marked"] = True
    path.write_text(json.dumps(content))
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert not issues(hass)
    assert announcer_of(hass, str(entry.unique_id)).recall("marked") is True


async def test_an_account_is_removed_while_the_vault_cannot_be_used(
    hass: HomeAssistant, simulator: Simulator, storage: Path
) -> None:
    entry, right = await prepared(hass, simulator)
    (storage / VAULT).write_text("null")
    await set_up(hass, entry)
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert (storage / VAULT).read_text() == "null"
    # The next start with the right file removes the remaining data of the account.
    (storage / VAULT).write_bytes(right)
    await (await async_get_vault(hass)).async_remove_unknown([])
    assert not (storage / VAULT).exists()
    assert not [i for i in ir.async_get(hass).issues.values() if "store_" in i.issue_id]


@pytest.mark.parametrize("name", [VAULT, KEY_STORE])
async def test_a_reload_uses_a_file_of_a_backup_that_was_put_back(
    hass: HomeAssistant, simulator: Simulator, storage: Path, name: str
) -> None:
    entry, _ = await prepared(hass, simulator)
    backup = (storage / name).rename(storage.parent / name)
    await get_internal_store_manager(hass).async_initialize()
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.SETUP_ERROR
    assert reauth_flows(hass)

    backup.rename(storage / name)
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert entry.state is ConfigEntryState.LOADED
    assert not reauth_flows(hass)
    assert not issues(hass)
