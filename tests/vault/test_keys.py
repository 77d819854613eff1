"""The keys of the vault on a real disk, in their store or in a key file."""

from base64 import b64encode
import json
import os
from pathlib import Path
import stat
from unittest.mock import patch

from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
import pytest

from custom_components.media_accounts.vault.encryption import Cipher, generate_key
from custom_components.media_accounts.vault.errors import VaultProblem, VaultUnavailable
from custom_components.media_accounts.vault.keys import (
    KEY_FILE_VARIABLE,
    STORAGE_KEY,
    Keys,
)
from custom_components.media_accounts.vault.vault import STORAGE_KEY as VAULT_KEY
from custom_components.media_accounts.verified_store import VerifiedStore
from tests.vault.helpers import (
    FINCH,
    FINCH_TOKEN,
    OTTER,
    OTTER_TOKEN,
    assert_both_decrypt,
    issue_ids,
    loaded,
    no_space,
    with_both,
)

pytestmark = pytest.mark.real_storage


@pytest.fixture
def store(hass: HomeAssistant) -> Path:
    return Path(hass.config.path(".storage", STORAGE_KEY))


@pytest.fixture
def vault_file(store: Path) -> Path:
    return store.with_name(VAULT_KEY)


@pytest.fixture
def outside(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Configure a key file that does not exist yet."""
    path = tmp_path_factory.mktemp("outside") / "media_accounts_key"
    monkeypatch.setenv(KEY_FILE_VARIABLE, str(path))
    return path


def keys_in(store: Path) -> list[str]:
    keys: list[str] = json.loads(store.read_text())["data"]["keys"]
    return keys


async def test_there_is_no_key_until_something_is_encrypted(
    hass: HomeAssistant, store: Path
) -> None:
    vault = await loaded(hass)
    assert not store.exists()
    assert await vault.async_rotate_key() == 0
    assert not store.exists()
    await vault.async_store(FINCH, FINCH_TOKEN)
    assert len(keys_in(store)) == 1
    assert stat.S_IMODE(store.stat().st_mode) == 0o600
    assert not vault.key_is_outside


async def test_nothing_is_encrypted_with_a_key_that_is_not_on_disk(
    hass: HomeAssistant, store: Path, vault_file: Path
) -> None:
    vault = await loaded(hass)
    with no_space(), pytest.raises(VaultUnavailable) as raised:
        await vault.async_store(FINCH, FINCH_TOKEN)
    assert raised.value.problem is VaultProblem.KEY_STORE_UNWRITABLE
    assert vault.token(FINCH) is None
    assert not vault_file.exists()
    await vault.async_store(FINCH, FINCH_TOKEN)
    assert (await loaded(hass)).token(FINCH) == FINCH_TOKEN


@pytest.mark.parametrize(
    "garbage", [{}, {"keys": None}, {"keys": ["", 1, "short"]}, {"keys": {}}]
)
async def test_garbage_in_place_of_the_key_is_a_lost_key(
    hass: HomeAssistant, store: Path, garbage: object
) -> None:
    await with_both(hass)
    content = json.loads(store.read_text())
    store.write_text(json.dumps(content | {"data": garbage}))
    vault = await loaded(hass)
    assert vault.is_locked(FINCH)
    assert await vault.async_rotate_key() == 0
    await vault.async_store(FINCH, OTTER_TOKEN)
    assert (await loaded(hass)).token(FINCH) == OTTER_TOKEN


async def test_a_new_key_replaces_the_old_one(
    hass: HomeAssistant, store: Path, vault_file: Path
) -> None:
    vault = await with_both(hass)
    (old,) = keys_in(store)
    before = json.loads(vault_file.read_text())["data"]

    assert await vault.async_rotate_key() == 2

    (new,) = keys_in(store)
    assert new != old
    after = json.loads(vault_file.read_text())["data"]
    for owner in (FINCH, OTTER):
        assert Cipher.from_texts([old]).decrypt(owner, before[owner])
        assert Cipher.from_texts([old]).decrypt(owner, after[owner]) is None
        assert Cipher.from_texts([new]).decrypt(owner, after[owner])
    await assert_both_decrypt(hass)


async def test_an_interrupted_rotation_loses_nothing_and_is_finished_later(
    hass: HomeAssistant, store: Path, vault_file: Path
) -> None:
    vault = await with_both(hass)
    (old,) = keys_in(store)
    write = VerifiedStore.async_write
    writes = 0

    async def crash(self: VerifiedStore, data: dict[str, object]) -> bool:
        """Write a number of times, then fail."""
        nonlocal left, writes
        writes += 1
        left -= 1
        if left < 0:
            raise RuntimeError("the plug was pulled")
        return await write(self, data)  # type: ignore[arg-type]

    for whole in range(3):
        left = whole
        with (
            patch.object(VerifiedStore, "async_write", crash),
            pytest.raises(RuntimeError),
        ):
            await vault.async_rotate_key()
        await assert_both_decrypt(hass)
        # The next start removes the key that is no longer needed.
        assert len(keys_in(store)) == 1
        vault = await loaded(hass)
    assert old not in keys_in(store)


async def test_a_full_disk_leaves_the_old_key_in_use(
    hass: HomeAssistant, store: Path
) -> None:
    vault = await with_both(hass)
    before = keys_in(store)
    with no_space(), pytest.raises(VaultUnavailable) as raised:
        await vault.async_rotate_key()
    assert raised.value.problem is VaultProblem.KEY_STORE_UNWRITABLE
    assert keys_in(store) == before
    await assert_both_decrypt(hass)


async def test_the_old_key_stays_until_everything_is_encrypted_again(
    hass: HomeAssistant, store: Path
) -> None:
    vault = await with_both(hass)
    (old,) = keys_in(store)
    write = VerifiedStore.async_write

    async def only_keys(self: VerifiedStore, data: dict[str, object]) -> bool:
        if self.key != STORAGE_KEY:
            return False
        return await write(self, data)  # type: ignore[arg-type]

    with (
        patch.object(VerifiedStore, "async_write", only_keys),
        pytest.raises(VaultUnavailable),
    ):
        await vault.async_rotate_key()
    assert len(keys_in(store)) == 2
    assert keys_in(store)[1] == old
    await assert_both_decrypt(hass)


async def test_an_old_key_that_cannot_be_removed_yet_stays(
    hass: HomeAssistant, store: Path
) -> None:
    vault = await with_both(hass)
    keys = vault._keys
    await keys.async_add_newest()
    with no_space():
        await keys.async_drop_older()
    assert len(keys_in(store)) == 2
    await assert_both_decrypt(hass)
    assert len(keys_in(store)) == 1


async def test_a_key_file_is_used_and_nowhere_copied(
    hass: HomeAssistant, store: Path, outside: Path
) -> None:
    key = generate_key()
    outside.write_text(f"{key}\n")
    vault = await with_both(hass)
    assert vault.key_is_outside
    assert not store.exists()
    await assert_both_decrypt(hass)
    for path in Path(hass.config.config_dir).rglob("*"):
        assert not path.is_file() or key not in path.read_text(errors="replace")


async def test_a_key_may_be_written_as_openssl_does(
    hass: HomeAssistant, outside: Path
) -> None:
    outside.write_bytes(b64encode(bytes(range(224, 256))) + b"\r\n")
    await with_both(hass)
    await assert_both_decrypt(hass)


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"canary\n", b"\xff\xfe", b"canary" * 4000, b"AAAA\nAAAA"],
    ids=["empty", "a line end", "a word", "no text", "long", "short keys"],
)
async def test_a_file_without_a_key_is_reported_and_changes_nothing(
    hass: HomeAssistant,
    outside: Path,
    vault_file: Path,
    content: bytes,
    caplog: pytest.LogCaptureFixture,
) -> None:
    key = generate_key()
    outside.write_text(key)
    await with_both(hass)
    before = vault_file.read_bytes()

    outside.write_bytes(content)
    with pytest.raises(VaultUnavailable) as raised:
        await loaded(hass)
    assert raised.value.problem is VaultProblem.KEY_FILE_UNUSABLE
    assert raised.value.__suppress_context__ or raised.value.__context__ is None
    outside.unlink()
    with pytest.raises(VaultUnavailable):
        await loaded(hass)
    assert "canary" not in caplog.text
    assert vault_file.read_bytes() == before

    outside.write_text(key)
    await assert_both_decrypt(hass)


async def test_another_key_file_decrypts_nothing_and_loses_nothing(
    hass: HomeAssistant, outside: Path
) -> None:
    key = generate_key()
    outside.write_text(key)
    await with_both(hass)
    outside.write_text(generate_key())
    vault = await loaded(hass)
    assert vault.is_locked(FINCH)
    assert vault.is_locked(OTTER)
    outside.write_text(key)
    await assert_both_decrypt(hass)


async def test_a_new_first_line_of_the_key_file_is_the_new_key(
    hass: HomeAssistant, outside: Path, vault_file: Path
) -> None:
    old, new = generate_key(), generate_key()
    outside.write_text(f"{old}\n")
    vault = await with_both(hass)

    with pytest.raises(VaultUnavailable) as raised:
        await vault.async_rotate_key()
    assert raised.value.problem is VaultProblem.KEY_FILE_WITHOUT_NEW_KEY

    outside.write_text(f"{new}\n{old}\n")
    assert await vault.async_rotate_key() == 2
    outside.write_text(f"{new}\n")
    await assert_both_decrypt(hass)

    # A start also re-encrypts while the old key still exists.
    newest = generate_key()
    outside.write_text(f"{newest}\n{new}\n")
    await assert_both_decrypt(hass)
    for owner, ciphertext in json.loads(vault_file.read_text())["data"].items():
        assert Cipher.from_texts([newest]).decrypt(owner, ciphertext)


async def test_removing_the_last_token_keeps_the_key_file(
    hass: HomeAssistant, outside: Path, vault_file: Path
) -> None:
    outside.write_text(generate_key())
    vault = await with_both(hass)
    await vault.async_remove(FINCH)
    await vault.async_remove(OTTER)
    assert not vault_file.exists()
    assert outside.exists()


async def test_no_repr_contains_a_key(hass: HomeAssistant, store: Path) -> None:
    vault = await with_both(hass)
    (key,) = keys_in(store)
    assert key not in repr(vault._keys)
    assert key not in repr(vault._keys.cipher)
    assert isinstance(vault._keys, Keys)


@pytest.mark.parametrize("mode", [0o400, 0o600, 0o700])
async def test_a_private_key_file_is_no_problem(
    hass: HomeAssistant, outside: Path, mode: int
) -> None:
    outside.write_text(generate_key())
    outside.chmod(mode)
    await with_both(hass)
    assert not issue_ids(hass)


@pytest.mark.parametrize("mode", [0o640, 0o620, 0o604, 0o602, 0o444, 0o644])
async def test_a_key_file_that_others_can_read_or_change_is_reported(
    hass: HomeAssistant, outside: Path, mode: int
) -> None:
    outside.write_text(generate_key())
    outside.chmod(mode)
    await with_both(hass)
    (issue,) = ir.async_get(hass).issues.values()
    assert issue.issue_id == issue.translation_key == "key_file_exposed"
    assert issue.severity is ir.IssueSeverity.WARNING
    outside.chmod(0o600)
    await assert_both_decrypt(hass)
    assert not issue_ids(hass)


async def test_a_credential_of_systemd_is_guarded_by_its_folder(
    hass: HomeAssistant, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Access lists of the service's user appear as permissions of the group."""
    outside.write_text(generate_key())
    outside.chmod(0o440)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(outside.parent))
    await with_both(hass)
    assert not issue_ids(hass)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(outside.parent / "other"))
    await assert_both_decrypt(hass)
    assert issue_ids(hass) == {"key_file_exposed"}


async def test_a_pipe_in_place_of_the_key_file_is_not_read(
    hass: HomeAssistant, outside: Path
) -> None:
    os.mkfifo(outside)
    with pytest.raises(VaultUnavailable) as raised:
        await loaded(hass)
    assert raised.value.problem is VaultProblem.KEY_FILE_UNUSABLE


async def test_a_damaged_key_store_does_not_matter_beside_a_key_file(
    hass: HomeAssistant, store: Path, outside: Path
) -> None:
    outside.touch(mode=0o600)
    outside.write_text(generate_key())
    await with_both(hass)
    store.write_text("null")
    await assert_both_decrypt(hass)
    assert issue_ids(hass) == {f"store_damaged_{STORAGE_KEY}"}
    assert store.read_text() == "null"


async def test_a_key_that_cannot_be_deleted_is_deleted_later(
    hass: HomeAssistant, store: Path, vault_file: Path
) -> None:
    vault = await loaded(hass)
    await vault.async_store(FINCH, FINCH_TOKEN)
    with patch("homeassistant.helpers.storage.os.unlink", side_effect=OSError):
        await vault.async_remove(FINCH)
    assert store.exists()
    assert vault_file.exists()
    assert issue_ids(hass) == {VaultProblem.VAULT_UNWRITABLE}
    await vault._async_retry()
    assert not store.exists()
    assert not vault_file.exists()
    assert not issue_ids(hass)
