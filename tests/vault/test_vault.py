"""The vault on a real disk."""

from pathlib import Path
import stat
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from homeassistant.const import EVENT_HOMEASSISTANT_FINAL_WRITE
from homeassistant.core import CoreState, HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.media_accounts.const import DOMAIN
from custom_components.media_accounts.vault.errors import VaultProblem, VaultUnavailable
from custom_components.media_accounts.vault.vault import (
    RETRY_SECONDS,
    STORAGE_KEY,
    STORAGE_VERSION,
    Vault,
    async_get_vault,
)
from custom_components.media_accounts.verified_store import VerifiedStore
from tests.vault.helpers import (
    FINCH,
    FINCH_TOKEN,
    NEWER,
    OTTER,
    OTTER_TOKEN,
    envelope,
    issue_ids,
    key_store,
    loaded,
    no_space,
    stored,
)

pytestmark = pytest.mark.real_storage


async def test_a_token_is_on_disk_when_it_was_stored(
    hass: HomeAssistant, file: Path
) -> None:
    vault = await loaded(hass)
    await vault.async_store(FINCH, FINCH_TOKEN)
    assert stored(file)["data"].keys() == {FINCH}
    assert (await loaded(hass)).token(FINCH) == FINCH_TOKEN


async def test_the_file_contains_ciphertext(hass: HomeAssistant, file: Path) -> None:
    vault = await loaded(hass)
    await vault.async_store(FINCH, FINCH_TOKEN)
    content = stored(file)
    ciphertext = content["data"].pop(FINCH)
    assert content == {
        "version": STORAGE_VERSION,
        "minor_version": 1,
        "key": STORAGE_KEY,
        "data": {},
    }
    assert ciphertext.startswith("gAAAA")  # a Fernet token
    for value in FINCH_TOKEN.as_json().values():
        assert str(value) not in file.read_text()


async def test_only_the_user_of_home_assistant_may_read_the_file(
    hass: HomeAssistant, file: Path
) -> None:
    vault = await loaded(hass)
    await vault.async_store(FINCH, FINCH_TOKEN)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    # Nor when it is rewritten.
    await vault.async_store(FINCH, OTTER_TOKEN)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


async def test_all_tokens_are_there_after_a_restart(
    hass: HomeAssistant, file: Path
) -> None:
    vault = await loaded(hass)
    assert vault.token(FINCH) is None
    await vault.async_store(FINCH, FINCH_TOKEN)
    await vault.async_store(OTTER, OTTER_TOKEN)
    again = await loaded(hass)
    assert again.token(FINCH) == FINCH_TOKEN
    assert again.token(OTTER) == OTTER_TOKEN
    assert again.token("real_debrid_2") is None


async def test_a_newer_token_replaces_the_old_one(
    hass: HomeAssistant, file: Path
) -> None:
    vault = await loaded(hass)
    await vault.async_store(FINCH, FINCH_TOKEN)
    await vault.async_store(FINCH, OTTER_TOKEN)
    assert vault.token(FINCH) == OTTER_TOKEN
    assert (await loaded(hass)).token(FINCH) == OTTER_TOKEN
    assert "canary-finch" not in file.read_text()


async def test_removing_a_token_keeps_the_others(
    hass: HomeAssistant, file: Path
) -> None:
    vault = await loaded(hass)
    await vault.async_store(FINCH, FINCH_TOKEN)
    await vault.async_store(OTTER, OTTER_TOKEN)
    await vault.async_remove(FINCH)
    assert vault.token(FINCH) is None
    assert "canary-finch" not in file.read_text()
    assert (await loaded(hass)).token(OTTER) == OTTER_TOKEN


async def test_removing_the_last_token_removes_all_files(
    hass: HomeAssistant, file: Path
) -> None:
    vault = await loaded(hass)
    await vault.async_store(FINCH, FINCH_TOKEN)
    await vault.async_remove(FINCH)
    assert list(file.parent.glob(f"*{DOMAIN}*")) == []


async def test_removing_an_unknown_token_writes_nothing(
    hass: HomeAssistant, file: Path
) -> None:
    vault = await loaded(hass)
    await vault.async_remove(FINCH)
    assert not file.exists()


async def test_a_failed_write_changes_nothing(hass: HomeAssistant, file: Path) -> None:
    vault = await loaded(hass)
    await vault.async_store(FINCH, FINCH_TOKEN)
    before = file.read_text()
    files = set(file.parent.iterdir())

    for owner in (FINCH, OTTER):
        with no_space(), pytest.raises(VaultUnavailable) as raised:
            await vault.async_store(owner, OTTER_TOKEN)
        assert raised.value.problem is VaultProblem.VAULT_UNWRITABLE

    assert file.read_text() == before
    assert set(file.parent.iterdir()) == files
    for one in (vault, await loaded(hass)):
        assert one.token(FINCH) == FINCH_TOKEN
        assert one.token(OTTER) is None
        assert not one.is_locked(OTTER)


async def wait(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """Advance the time until the next attempt to write."""
    freezer.tick(RETRY_SECONDS)
    async_fire_time_changed(hass)
    await hass.async_block_till_done(wait_background_tasks=True)


async def refreshed_on_a_full_disk(hass: HomeAssistant) -> Vault:
    """Return a vault with a refreshed token that is not on disk."""
    vault = await loaded(hass)
    await vault.async_store(FINCH, FINCH_TOKEN)
    with no_space():
        await vault.async_replace(FINCH, FINCH_TOKEN, NEWER)
    assert vault.token(FINCH) == NEWER
    assert (await loaded(hass)).token(FINCH) == FINCH_TOKEN
    assert issue_ids(hass) == {VaultProblem.VAULT_UNWRITABLE}
    return vault


async def test_a_refreshed_token_that_cannot_be_written_is_written_later(
    hass: HomeAssistant, file: Path, freezer: FrozenDateTimeFactory
) -> None:
    vault = await refreshed_on_a_full_disk(hass)
    with no_space():
        await wait(hass, freezer)
    assert issue_ids(hass) == {VaultProblem.VAULT_UNWRITABLE}
    await wait(hass, freezer)
    assert not issue_ids(hass)
    assert (await loaded(hass)).token(FINCH) == vault.token(FINCH) == NEWER


async def test_the_next_write_includes_what_was_not_written(
    hass: HomeAssistant, file: Path
) -> None:
    vault = await refreshed_on_a_full_disk(hass)
    await vault.async_store(OTTER, OTTER_TOKEN)
    assert not issue_ids(hass)
    again = await loaded(hass)
    assert again.token(FINCH) == NEWER
    assert again.token(OTTER) == OTTER_TOKEN


async def test_what_was_not_written_is_written_when_home_assistant_stops(
    hass: HomeAssistant, file: Path
) -> None:
    await refreshed_on_a_full_disk(hass)
    hass.set_state(CoreState.final_write)
    hass.bus.async_fire_internal(EVENT_HOMEASSISTANT_FINAL_WRITE)
    await hass.async_block_till_done()
    assert (await loaded(hass)).token(FINCH) == NEWER


async def test_a_refreshed_token_is_kept_when_a_lost_key_comes_back(
    hass: HomeAssistant, file: Path, freezer: FrozenDateTimeFactory
) -> None:
    vault = await loaded(hass)
    await vault.async_store(FINCH, FINCH_TOKEN)
    file.write_text(envelope(stored(file)["data"] | {OTTER: "encrypted elsewhere"}))
    vault = await loaded(hass)
    key = key_store(file)
    away = key.rename(key.with_suffix(".away"))
    await vault.async_unlock(OTTER)
    with no_space():  # Neither for a new key nor for the token.
        await vault.async_replace(FINCH, FINCH_TOKEN, NEWER)
        await wait(hass, freezer)
    assert issue_ids(hass) == {VaultProblem.VAULT_UNWRITABLE}
    away.rename(key)
    with no_space():
        await vault.async_unlock(OTTER)
    assert vault.token(FINCH) == NEWER
    await wait(hass, freezer)
    assert not issue_ids(hass)
    assert (await loaded(hass)).token(FINCH) == NEWER


async def test_a_token_that_could_not_be_removed_is_removed_later(
    hass: HomeAssistant, file: Path
) -> None:
    vault = await loaded(hass)
    await vault.async_store(FINCH, FINCH_TOKEN)
    await vault.async_store(OTTER, OTTER_TOKEN)
    with no_space():
        await vault.async_remove(FINCH)
    assert issue_ids(hass) == {VaultProblem.VAULT_UNWRITABLE}
    assert stored(file)["data"].keys() == {FINCH, OTTER}
    await vault.async_store(OTTER, NEWER)
    assert not issue_ids(hass)
    assert stored(file)["data"].keys() == {OTTER}


async def test_a_refresh_replaces_only_the_token_that_it_refreshed(
    hass: HomeAssistant, file: Path
) -> None:
    vault = await loaded(hass)
    await vault.async_replace(FINCH, FINCH_TOKEN, NEWER)
    assert vault.token(FINCH) is None
    await vault.async_store(FINCH, OTTER_TOKEN)
    await vault.async_replace(FINCH, FINCH_TOKEN, NEWER)
    assert vault.token(FINCH) == OTTER_TOKEN
    # A token in memory stays in memory.
    await vault.async_store_in_memory(FINCH, FINCH_TOKEN)
    await vault.async_replace(FINCH, FINCH_TOKEN, NEWER)
    assert vault.token(FINCH) == NEWER
    assert vault.is_in_memory(FINCH)
    assert not file.exists()


@pytest.mark.parametrize("trouble", [OSError("read-only"), NotImplementedError])
async def test_other_errors_of_the_disk_count_as_a_failed_write(
    hass: HomeAssistant, file: Path, trouble: object
) -> None:
    vault = await loaded(hass)
    await vault.async_store(FINCH, FINCH_TOKEN)
    with (
        patch.object(VerifiedStore, "async_save", side_effect=trouble),
        pytest.raises(VaultUnavailable) as raised,
    ):
        await vault.async_store(FINCH, NEWER)
    assert raised.value.problem is VaultProblem.VAULT_UNWRITABLE


async def test_a_token_that_is_stored_during_the_stop_is_written_last(
    hass: HomeAssistant, file: Path
) -> None:
    vault = await loaded(hass)
    await vault.async_store(FINCH, OTTER_TOKEN)
    hass.set_state(CoreState.stopping)
    await vault.async_store(FINCH, FINCH_TOKEN)
    hass.set_state(CoreState.final_write)
    hass.bus.async_fire_internal(EVENT_HOMEASSISTANT_FINAL_WRITE)
    await hass.async_block_till_done()
    assert (await loaded(hass)).token(FINCH) == FINCH_TOKEN


async def test_one_damaged_token_does_not_affect_the_others(
    hass: HomeAssistant, file: Path
) -> None:
    await (await loaded(hass)).async_store(FINCH, FINCH_TOKEN)
    ciphertext = stored(file)["data"][FINCH]
    for broken in ([], ciphertext[:-4], ciphertext[:-4] + "AAAA", ""):
        file.write_text(envelope({OTTER: broken, FINCH: ciphertext}))
        assert (await loaded(hass)).token(FINCH) == FINCH_TOKEN


async def test_plain_text_of_version_1_is_encrypted_at_once(
    hass: HomeAssistant, file: Path
) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(envelope({OTTER: [], FINCH: FINCH_TOKEN.as_json()}, version=1))
    vault = await loaded(hass)
    assert vault.token(FINCH) == FINCH_TOKEN
    assert "canary" not in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stored(file)["version"] == STORAGE_VERSION
    assert (await loaded(hass)).token(FINCH) == FINCH_TOKEN


async def test_plain_text_stays_until_the_key_is_on_disk(
    hass: HomeAssistant, file: Path
) -> None:
    file.parent.mkdir(exist_ok=True)
    plain = envelope({FINCH: FINCH_TOKEN.as_json()}, version=1)
    file.write_text(plain)
    with no_space(), pytest.raises(VaultUnavailable) as raised:
        await loaded(hass)
    assert raised.value.problem is VaultProblem.KEY_STORE_UNWRITABLE
    assert file.read_text() == plain
    assert (await loaded(hass)).token(FINCH) == FINCH_TOKEN


async def test_a_token_is_not_decrypted_for_another_account(
    hass: HomeAssistant, file: Path
) -> None:
    await (await loaded(hass)).async_store(FINCH, FINCH_TOKEN)
    ciphertext = stored(file)["data"][FINCH]
    file.write_text(envelope({OTTER: ciphertext, FINCH: ciphertext}))
    vault = await loaded(hass)
    assert vault.token(OTTER) is None
    assert vault.is_locked(OTTER)
    assert vault.token(FINCH) == FINCH_TOKEN
    assert not vault.is_locked(FINCH)


async def test_what_the_key_does_not_decrypt_waits_for_the_right_key(
    hass: HomeAssistant, file: Path
) -> None:
    vault = await loaded(hass)
    await vault.async_store(FINCH, FINCH_TOKEN)
    await vault.async_store(OTTER, OTTER_TOKEN)
    key = key_store(file)
    key.rename(key.with_suffix(".away"))

    vault = await loaded(hass)
    assert vault.token(FINCH) is None
    assert vault.is_locked(FINCH)
    # Signing in again creates a key, and keeps data that it does not decrypt.
    await vault.async_store(OTTER, OTTER_TOKEN)
    assert stored(file)["data"].keys() == {FINCH, OTTER}
    assert not vault.is_locked(OTTER)
    assert (await loaded(hass)).token(OTTER) == OTTER_TOKEN

    key.with_suffix(".away").rename(key)
    vault = await loaded(hass)
    assert vault.token(FINCH) == FINCH_TOKEN
    assert vault.is_locked(OTTER)


async def test_a_token_in_memory_is_not_locked(hass: HomeAssistant, file: Path) -> None:
    vault = await loaded(hass)
    await vault.async_store_in_memory(FINCH, FINCH_TOKEN)
    assert vault.token(FINCH) == FINCH_TOKEN
    assert vault.is_in_memory(FINCH)
    assert not vault.is_locked(FINCH)
    assert not file.exists()


async def test_tokens_of_unknown_accounts_are_removed(
    hass: HomeAssistant, file: Path
) -> None:
    vault = await loaded(hass)
    await vault.async_store(FINCH, FINCH_TOKEN)
    await vault.async_store(OTTER, OTTER_TOKEN)

    vault = await loaded(hass)
    await vault.async_remove_unknown({OTTER})
    assert stored(file)["data"].keys() == {OTTER}

    # Also if the key is lost.
    key_store(file).unlink()
    vault = await loaded(hass)
    await vault.async_remove_unknown([])
    assert not file.exists()


async def test_a_new_token_is_kept_while_its_account_is_being_created(
    hass: HomeAssistant, file: Path
) -> None:
    vault = await loaded(hass)
    await vault.async_store(FINCH, FINCH_TOKEN)
    await vault.async_store(OTTER, OTTER_TOKEN)
    vault = await loaded(hass)
    await vault.async_store(FINCH, OTTER_TOKEN)
    await vault.async_store("real_debrid_2", FINCH_TOKEN)
    await vault.async_remove_unknown([])
    assert stored(file)["data"].keys() == {FINCH, "real_debrid_2"}


async def test_there_is_one_vault(hass: HomeAssistant, file: Path) -> None:
    vault = await async_get_vault(hass)
    await vault.async_store(FINCH, FINCH_TOKEN)
    assert await async_get_vault(hass) is vault


async def test_no_secret_is_logged(
    hass: HomeAssistant, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    vault = await loaded(hass)
    await vault.async_store(FINCH, FINCH_TOKEN)
    with no_space():
        await vault.async_replace(FINCH, FINCH_TOKEN, OTTER_TOKEN)
    file.write_text(file.read_text()[:-20])
    with pytest.raises(VaultUnavailable):
        await loaded(hass)
    assert STORAGE_KEY in caplog.text
    assert "canary" not in caplog.text
    assert "canary" not in repr(vault)


async def test_a_removal_without_a_key_keeps_what_waits_to_be_written(
    hass: HomeAssistant, file: Path, freezer: FrozenDateTimeFactory
) -> None:
    await (await loaded(hass)).async_store(FINCH, FINCH_TOKEN)
    file.write_text(envelope(stored(file)["data"] | {OTTER: "encrypted elsewhere"}))
    vault = await loaded(hass)
    key_store(file).unlink()
    await vault.async_unlock(OTTER)
    with no_space():
        await vault.async_replace(FINCH, FINCH_TOKEN, NEWER)
    await vault.async_remove(OTTER)
    assert stored(file)["data"].keys() == {FINCH}
    assert vault.token(FINCH) == NEWER
    assert issue_ids(hass) == {VaultProblem.VAULT_UNWRITABLE}
    await wait(hass, freezer)
    assert not issue_ids(hass)
    assert (await loaded(hass)).token(FINCH) == NEWER


async def test_a_start_without_changes_writes_nothing(
    hass: HomeAssistant, file: Path
) -> None:
    await (await loaded(hass)).async_store(FINCH, FINCH_TOKEN)
    with patch.object(VerifiedStore, "async_write") as write:
        assert (await loaded(hass)).token(FINCH) == FINCH_TOKEN
    write.assert_not_called()
