"""Files that earlier versions wrote are loaded, and updated where that is needed.

`stored/version_1` was written by the version before encryption, `stored/version_2` by
commit 42826ff.
"""

from pathlib import Path
import shutil
import stat

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.media_accounts.vault.encryption import Cipher, generate_key
from custom_components.media_accounts.vault.keys import KEY_FILE_VARIABLE
from custom_components.media_accounts.vault.vault import Vault
from tests.helpers import add_real_debrid, reauth_flows, set_up
from tests.simulator import Simulator
from tests.test_repairs import issues
from tests.vault.helpers import (
    FINCH,
    FINCH_TOKEN,
    NEWER,
    OTTER,
    OTTER_TOKEN,
    assert_both_decrypt,
    envelope,
    fix,
    issue_ids,
    key_store,
    loaded,
    no_space,
    restart,
    stored,
)

FOLDER = Path(__file__).parent / "stored"

pytestmark = pytest.mark.real_storage


def put(version: str, file: Path) -> None:
    """Copy the files of a version into `.storage`."""
    shutil.copytree(FOLDER / version, file.parent, dirs_exist_ok=True)


async def test_version_2_is_loaded_as_it_is(hass: HomeAssistant, file: Path) -> None:
    put("version_2", file)
    before = file.read_bytes(), key_store(file).read_bytes()
    await assert_both_decrypt(hass)
    assert (file.read_bytes(), key_store(file).read_bytes()) == before


async def test_version_2_is_continued(hass: HomeAssistant, file: Path) -> None:
    put("version_2", file)
    vault = await loaded(hass)
    await vault.async_replace(FINCH, FINCH_TOKEN, NEWER)
    content = stored(file)
    assert content["version"] == 2
    # The version that wrote the file can still decrypt it with its key.
    (key,) = stored(key_store(file))["data"]["keys"]
    for unique_id, ciphertext in content["data"].items():
        assert Cipher.from_texts([key]).decrypt(unique_id, ciphertext)
    assert (await loaded(hass)).token(FINCH) == NEWER
    assert (await loaded(hass)).token(OTTER) == OTTER_TOKEN


async def test_version_1_is_encrypted_at_once(hass: HomeAssistant, file: Path) -> None:
    put("version_1", file)
    await assert_both_decrypt(hass)
    assert "canary" not in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stored(file)["version"] == 2
    await assert_both_decrypt(hass)


async def test_version_1_is_encrypted_after_an_interruption(
    hass: HomeAssistant, file: Path
) -> None:
    """The tokens are still in plain text although the file has version 2."""
    put("version_1", file)
    content = stored(file)["data"]
    file.write_text(envelope(content))
    await assert_both_decrypt(hass)
    assert "canary" not in file.read_text()


async def test_damaged_tokens_of_version_1_are_dropped(
    hass: HomeAssistant, file: Path
) -> None:
    file.parent.mkdir(exist_ok=True)
    tokens = {OTTER: [], "blubrry_2": {"access_token": ""}}
    file.write_text(envelope(tokens | {FINCH: FINCH_TOKEN.as_json()}, version=1))
    vault = await loaded(hass)
    assert vault.token(FINCH) == FINCH_TOKEN
    for unique_id in tokens:
        assert vault.token(unique_id) is None
        assert not vault.is_locked(unique_id)
    assert stored(file)["data"].keys() == {FINCH}


async def test_a_newer_minor_version_is_kept(hass: HomeAssistant, file: Path) -> None:
    put("version_2", file)
    content = stored(file)["data"]
    file.write_text(envelope(content, minor_version=7))
    await assert_both_decrypt(hass)
    assert stored(file)["data"] == content


# With a key file, `.storage` alone is not trusted.


KEY_FILE_NOT_USED = "key_file_not_used"


async def test_the_key_moves_into_a_key_file_when_a_person_confirms_it(
    hass: HomeAssistant, file: Path, key_file: Path
) -> None:
    put("version_2", file)
    before = file.read_bytes(), key_store(file).read_bytes()
    vault = await loaded(hass)
    assert vault.is_locked(FINCH)
    assert vault.is_locked(OTTER)
    assert issue_ids(hass) == {KEY_FILE_NOT_USED}
    assert (file.read_bytes(), key_store(file).read_bytes()) == before

    await vault.async_adopt()
    assert not issue_ids(hass)
    assert vault.token(FINCH) == FINCH_TOKEN
    await assert_both_decrypt(hass)
    assert not key_store(file).exists()
    cipher = Cipher.from_texts([key_file.read_text()])
    for unique_id, ciphertext in stored(file)["data"].items():
        assert cipher.decrypt(unique_id, ciphertext)


async def test_version_1_is_not_used_beside_a_key_file_until_a_person_confirms_it(
    hass: HomeAssistant, file: Path, key_file: Path
) -> None:
    put("version_1", file)
    vault = await loaded(hass)
    assert vault.token(FINCH) is None
    assert vault.is_locked(FINCH)
    assert issue_ids(hass) == {KEY_FILE_NOT_USED}
    vault = await loaded(hass)
    assert vault.token(FINCH) is None
    await vault.async_adopt()
    assert "canary" not in file.read_text()
    await assert_both_decrypt(hass)
    assert not issue_ids(hass)


@pytest.mark.parametrize("version", ["version_1", "version_2"])
async def test_what_is_put_into_storage_later_is_not_used(
    hass: HomeAssistant, file: Path, key_file: Path, version: str
) -> None:
    """An attacker who can only write to `.storage` injects no token."""
    vault = await loaded(hass)
    await vault.async_store(FINCH, NEWER)
    good = stored(file)["data"]
    put(version, file)
    injected = stored(file)["data"]
    file.write_text(envelope({OTTER: injected[OTTER], **good}))

    vault = await loaded(hass)
    assert vault.token(FINCH) == NEWER
    assert vault.token(OTTER) is None
    assert issue_ids(hass) == {KEY_FILE_NOT_USED}
    # A refresh and a rotation write the file, and do not use that token either.
    await vault.async_replace(FINCH, NEWER, FINCH_TOKEN)
    key_file.write_text(f"{generate_key()}\n{key_file.read_text()}")
    assert await vault.async_rotate_key() == 1
    assert (await loaded(hass)).token(OTTER) is None

    await vault.async_discard()
    assert not issue_ids(hass)
    assert not key_store(file).exists()
    assert stored(file)["data"].keys() == {FINCH}
    assert (await loaded(hass)).token(FINCH) == FINCH_TOKEN


async def test_a_new_sign_in_replaces_what_the_key_file_does_not_protect(
    hass: HomeAssistant, file: Path, key_file: Path
) -> None:
    put("version_2", file)
    vault = await loaded(hass)
    await vault.async_store(FINCH, NEWER)
    assert issue_ids(hass) == {KEY_FILE_NOT_USED}
    await vault.async_store(OTTER, OTTER_TOKEN)
    assert not issue_ids(hass)
    vault = await loaded(hass)
    assert vault.token(FINCH) == NEWER
    assert not key_store(file).exists()


async def test_a_key_in_storage_that_decrypts_nothing_is_removed(
    hass: HomeAssistant, file: Path, key_file: Path
) -> None:
    await (await loaded(hass)).async_store(FINCH, FINCH_TOKEN)
    shutil.copy(FOLDER / "version_2" / key_store(file).name, file.parent)
    assert (await loaded(hass)).token(FINCH) == FINCH_TOKEN
    assert not key_store(file).exists()
    assert not issue_ids(hass)


async def test_what_cannot_be_encrypted_with_the_key_file_stays(
    hass: HomeAssistant, file: Path, key_file: Path
) -> None:
    put("version_2", file)
    vault = await loaded(hass)
    with no_space():
        await vault.async_adopt()
    assert key_store(file).exists()
    await vault.async_adopt()
    assert not key_store(file).exists()
    await assert_both_decrypt(hass)


@pytest.mark.parametrize("version", ["version_1", "version_2"])
async def test_tokens_are_removed_without_the_key_file(
    hass: HomeAssistant, file: Path, key_file: Path, version: str
) -> None:
    put(version, file)
    key_file.unlink()
    vault = Vault(hass)
    await vault.async_remove(FINCH)
    assert stored(file)["data"].keys() == {OTTER}
    await Vault(hass).async_remove_unknown([])
    assert not file.exists()
    assert not key_store(file).exists()


async def beside_a_key_file(hass: HomeAssistant, simulator: Simulator) -> ConfigEntry:
    """Return an account whose token was encrypted before there was a key file."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.delenv(KEY_FILE_VARIABLE)
        entry = await add_real_debrid(hass, simulator)
        await set_up(hass, entry)
    await restart(hass, entry)
    assert entry.state is ConfigEntryState.SETUP_ERROR
    assert issues(hass).keys() == {KEY_FILE_NOT_USED, "secrets_locked"}
    return entry


@pytest.mark.usefixtures("no_waiting", "key_file")
@pytest.mark.parametrize("option", ["adopt", "discard"])
async def test_the_dialog_of_the_issue(
    hass: HomeAssistant,
    simulator: Simulator,
    hass_client: ClientSessionGenerator,
    option: str,
) -> None:
    entry = await beside_a_key_file(hass, simulator)
    result = await fix(hass, hass_client, KEY_FILE_NOT_USED, option)
    assert result["type"] == "create_entry"
    assert not issues(hass)
    is_loaded = entry.state is ConfigEntryState.LOADED
    assert is_loaded == (option == "adopt")
    assert bool(reauth_flows(hass)) == (option == "discard")


@pytest.mark.usefixtures("no_waiting")
async def test_the_dialog_of_the_issue_while_the_key_file_is_missing(
    hass: HomeAssistant,
    simulator: Simulator,
    file: Path,
    key_file: Path,
    hass_client: ClientSessionGenerator,
) -> None:
    await beside_a_key_file(hass, simulator)
    key_file.unlink()
    result = await fix(hass, hass_client, KEY_FILE_NOT_USED, "adopt")
    assert result["reason"] == "not_solved"
    assert KEY_FILE_NOT_USED in issues(hass)
    # The removal needs no key.
    result = await fix(hass, hass_client, KEY_FILE_NOT_USED, "discard")
    assert result["type"] == "create_entry"
    assert not file.exists()
