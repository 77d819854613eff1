"""The keys of the vault, on a real disk: in a store of their own, or outside."""

from base64 import b64encode
import json
from pathlib import Path
import stat
from unittest.mock import patch

from homeassistant.core import HomeAssistant
import pytest

from custom_components.media_accounts.vault.encryption import Seal, new_key
from custom_components.media_accounts.vault.keys import (
    KEY_FILE_VARIABLE,
    STORAGE_KEY,
    KeyProblem,
    Keys,
    KeyUnusable,
)
from custom_components.media_accounts.vault.vault import STORAGE_KEY as VAULT_KEY, Vault
from custom_components.media_accounts.vault.verified_store import PrivateStore
from tests.vault.test_vault import (
    FINCH,
    FINCH_TOKEN,
    OTTER,
    OTTER_TOKEN,
    hass_config_dir,  # noqa: F401
    hass_storage,  # noqa: F401
    loaded,
    no_space,
    open_umask,  # noqa: F401
)


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
    """Name a key file, which is not there yet."""
    path = tmp_path_factory.mktemp("outside") / "media_accounts_key"
    monkeypatch.setenv(KEY_FILE_VARIABLE, str(path))
    return path


def keys_in(store: Path) -> list[str]:
    keys: list[str] = json.loads(store.read_text())["data"]["keys"]
    return keys


async def kept(hass: HomeAssistant) -> Vault:
    """Return a vault that keeps two tokens."""
    vault = await loaded(hass)
    await vault.async_store(FINCH, FINCH_TOKEN)
    await vault.async_store(OTTER, OTTER_TOKEN)
    return vault


async def assert_all_opens(hass: HomeAssistant) -> None:
    vault = await loaded(hass)
    assert vault.token(FINCH) == FINCH_TOKEN
    assert vault.token(OTTER) == OTTER_TOKEN


async def test_there_is_no_key_until_something_is_sealed(
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


async def test_no_secret_is_sealed_with_a_key_that_is_not_on_disk(
    hass: HomeAssistant, store: Path, vault_file: Path
) -> None:
    vault = await loaded(hass)
    with no_space(), pytest.raises(KeyUnusable) as raised:
        await vault.async_store(FINCH, FINCH_TOKEN)
    assert raised.value.problem is KeyProblem.STORE
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
    await kept(hass)
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
    vault = await kept(hass)
    (old,) = keys_in(store)
    before = json.loads(vault_file.read_text())["data"]

    assert await vault.async_rotate_key() == 2

    (new,) = keys_in(store)
    assert new != old
    after = json.loads(vault_file.read_text())["data"]
    for owner in (FINCH, OTTER):
        assert Seal.of([old]).open(owner, before[owner])
        assert Seal.of([old]).open(owner, after[owner]) is None
        assert Seal.of([new]).open(owner, after[owner])
    await assert_all_opens(hass)


async def test_a_rotation_that_is_cut_off_loses_nothing_and_is_finished_later(
    hass: HomeAssistant, store: Path, vault_file: Path
) -> None:
    vault = await kept(hass)
    (old,) = keys_in(store)
    write = PrivateStore.async_write
    writes = 0

    async def crash(self: PrivateStore, data: dict[str, object]) -> bool:
        """Write so many times, then never again."""
        nonlocal left, writes
        writes += 1
        left -= 1
        if left < 0:
            raise RuntimeError("the plug was pulled")
        return await write(self, data)  # type: ignore[arg-type]

    for whole in range(3):
        left = whole
        with (
            patch.object(PrivateStore, "async_write", crash),
            pytest.raises(RuntimeError),
        ):
            await vault.async_rotate_key()
        await assert_all_opens(hass)
        # Whoever starts next gives up what is not needed any more.
        assert len(keys_in(store)) == 1
        vault = await loaded(hass)
    assert old not in keys_in(store)


async def test_a_full_disk_leaves_the_old_key_in_use(
    hass: HomeAssistant, store: Path
) -> None:
    vault = await kept(hass)
    before = keys_in(store)
    with no_space(), pytest.raises(KeyUnusable) as raised:
        await vault.async_rotate_key()
    assert raised.value.problem is KeyProblem.STORE
    assert keys_in(store) == before
    await assert_all_opens(hass)


async def test_the_old_key_stays_until_everything_is_sealed_anew(
    hass: HomeAssistant, store: Path
) -> None:
    vault = await kept(hass)
    (old,) = keys_in(store)
    write = PrivateStore.async_write

    async def only_keys(self: PrivateStore, data: dict[str, object]) -> bool:
        if self.key != STORAGE_KEY:
            return False
        return await write(self, data)  # type: ignore[arg-type]

    with (
        patch.object(PrivateStore, "async_write", only_keys),
        pytest.raises(KeyUnusable),
    ):
        await vault.async_rotate_key()
    assert len(keys_in(store)) == 2
    assert keys_in(store)[1] == old
    await assert_all_opens(hass)


async def test_an_old_key_that_cannot_be_given_up_yet_stays(
    hass: HomeAssistant, store: Path
) -> None:
    vault = await kept(hass)
    keys = vault._keys
    await keys.async_renew()
    with no_space():
        await keys.async_keep_newest()
    assert len(keys_in(store)) == 2
    await assert_all_opens(hass)
    assert len(keys_in(store)) == 1


async def test_a_key_outside_is_used_and_nothing_of_it_is_kept(
    hass: HomeAssistant, store: Path, outside: Path
) -> None:
    key = new_key()
    outside.write_text(f"{key}\n")
    vault = await kept(hass)
    assert vault.key_is_outside
    assert not store.exists()
    await assert_all_opens(hass)
    for path in Path(hass.config.config_dir).rglob("*"):
        assert not path.is_file() or key not in path.read_text(errors="replace")


async def test_a_key_may_be_written_as_openssl_does(
    hass: HomeAssistant, outside: Path
) -> None:
    outside.write_bytes(b64encode(bytes(range(224, 256))) + b"\r\n")
    await kept(hass)
    await assert_all_opens(hass)


async def test_the_key_moves_outside(
    hass: HomeAssistant,
    store: Path,
    outside: Path,
    vault_file: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as without:
        without.delenv(KEY_FILE_VARIABLE)
        await kept(hass)
    assert store.exists()
    key = new_key()
    outside.write_text(key)
    await assert_all_opens(hass)
    assert not store.exists()
    for owner, sealed in json.loads(vault_file.read_text())["data"].items():
        assert Seal.of([key]).open(owner, sealed)


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"canary\n", b"\xff\xfe", b"canary" * 4000, b"AAAA\nAAAA"],
    ids=["empty", "a line end", "a word", "no text", "long", "short keys"],
)
async def test_a_file_without_a_key_is_said_and_changes_nothing(
    hass: HomeAssistant,
    outside: Path,
    vault_file: Path,
    content: bytes,
    caplog: pytest.LogCaptureFixture,
) -> None:
    key = new_key()
    outside.write_text(key)
    await kept(hass)
    before = vault_file.read_bytes()

    outside.write_bytes(content)
    with pytest.raises(KeyUnusable) as raised:
        await loaded(hass)
    assert raised.value.problem is KeyProblem.FILE
    assert raised.value.__suppress_context__ or raised.value.__context__ is None
    outside.unlink()
    with pytest.raises(KeyUnusable):
        await loaded(hass)
    assert "canary" not in caplog.text
    assert vault_file.read_bytes() == before

    outside.write_text(key)
    await assert_all_opens(hass)


async def test_another_key_outside_opens_nothing_and_loses_nothing(
    hass: HomeAssistant, outside: Path
) -> None:
    key = new_key()
    outside.write_text(key)
    await kept(hass)
    outside.write_text(new_key())
    vault = await loaded(hass)
    assert vault.is_locked(FINCH)
    assert vault.is_locked(OTTER)
    outside.write_text(key)
    await assert_all_opens(hass)


async def test_a_new_line_outside_is_the_new_key(
    hass: HomeAssistant, outside: Path, vault_file: Path
) -> None:
    old, new = new_key(), new_key()
    outside.write_text(f"{old}\n")
    vault = await kept(hass)

    with pytest.raises(KeyUnusable) as raised:
        await vault.async_rotate_key()
    assert raised.value.problem is KeyProblem.NOT_NEW

    outside.write_text(f"{new}\n{old}\n")
    assert await vault.async_rotate_key() == 2
    outside.write_text(f"{new}\n")
    await assert_all_opens(hass)

    # A start does it too, as long as the old key is still there.
    newest = new_key()
    outside.write_text(f"{newest}\n{new}\n")
    await assert_all_opens(hass)
    for owner, sealed in json.loads(vault_file.read_text())["data"].items():
        assert Seal.of([newest]).open(owner, sealed)


async def test_to_forget_the_last_secret_leaves_the_file_outside_alone(
    hass: HomeAssistant, outside: Path, vault_file: Path
) -> None:
    outside.write_text(new_key())
    vault = await kept(hass)
    await vault.async_forget(FINCH)
    await vault.async_forget(OTTER)
    assert not vault_file.exists()
    assert outside.exists()


async def test_keys_show_nothing_of_themselves(
    hass: HomeAssistant, store: Path
) -> None:
    vault = await kept(hass)
    (key,) = keys_in(store)
    assert key not in repr(vault._keys)
    assert key not in repr(vault._keys.seal)
    assert isinstance(vault._keys, Keys)
