"""The private store, on a real disk."""

from collections.abc import Generator
from contextlib import AbstractContextManager
from dataclasses import replace
import json
import os
from pathlib import Path
import stat
from typing import Any
from unittest.mock import patch

import atomicwrites
from freezegun.api import FrozenDateTimeFactory
from homeassistant.const import EVENT_HOMEASSISTANT_FINAL_WRITE
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.helpers import issue_registry as ir
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.media_accounts.api.token import Token
from custom_components.media_accounts.const import DOMAIN
from custom_components.media_accounts.vault.keys import (
    STORAGE_KEY as KEY_STORAGE_KEY,
    KeyProblem,
    KeyUnusable,
)
from custom_components.media_accounts.vault.vault import (
    RETRY_SECONDS,
    STORAGE_KEY,
    STORAGE_VERSION,
    Vault,
    async_get_vault,
)
from custom_components.media_accounts.vault.verified_store import PrivateStore

FINCH, OTTER = "real_debrid_1", "blubrry_40211"

FINCH_TOKEN = Token(
    access_token="canary-finch-access",
    expires_at=1_795_345_200.5,
    lifetime=3600,
    refresh_token="canary-finch-refresh",
    client_id="canary-finch-id",
    client_secret="canary-finch-secret",
)
OTTER_TOKEN = Token(
    access_token="canary-otter-access",
    expires_at=1_795_345_200,
    lifetime=3600,
    refresh_token="canary-otter-refresh",
)


NEWER = replace(FINCH_TOKEN, access_token="canary-finch-newer")


@pytest.fixture
def hass_config_dir(hass_tmp_config_dir: str) -> str:
    return hass_tmp_config_dir


@pytest.fixture
def hass_storage() -> None:
    """Leave Home Assistant's storage as it is: it writes files."""


@pytest.fixture
def file(hass_config_dir: str) -> Path:
    return Path(hass_config_dir, ".storage", STORAGE_KEY)


@pytest.fixture(autouse=True)
def open_umask() -> Generator[None]:
    """Let every file be open to everybody that nothing makes private."""
    before = os.umask(0)
    yield
    os.umask(before)


async def loaded(hass: HomeAssistant) -> Vault:
    """Return a vault as after a restart."""
    vault = Vault(hass)
    await vault.async_load()
    return vault


def stored(file: Path) -> Any:
    return json.loads(file.read_text())


def key_store(file: Path) -> Path:
    return file.with_name(KEY_STORAGE_KEY)


def no_space() -> AbstractContextManager[object]:
    """Let no file be written."""
    return patch.object(
        atomicwrites.AtomicWriter, "commit", side_effect=OSError("no space left")
    )


async def test_a_token_is_on_disk_when_it_was_stored(
    hass: HomeAssistant, file: Path
) -> None:
    vault = await loaded(hass)
    await vault.async_store(FINCH, FINCH_TOKEN)
    assert stored(file)["data"].keys() == {FINCH}
    assert (await loaded(hass)).token(FINCH) == FINCH_TOKEN


async def test_what_is_on_disk_is_ciphertext(hass: HomeAssistant, file: Path) -> None:
    vault = await loaded(hass)
    await vault.async_store(FINCH, FINCH_TOKEN)
    content = stored(file)
    sealed = content["data"].pop(FINCH)
    assert content == {
        "version": STORAGE_VERSION,
        "minor_version": 1,
        "key": STORAGE_KEY,
        "data": {},
    }
    assert sealed.startswith("gAAAA")  # a Fernet token
    for value in FINCH_TOKEN.as_json().values():
        assert str(value) not in file.read_text()


async def test_only_home_assistants_own_user_may_read_it(
    hass: HomeAssistant, file: Path
) -> None:
    vault = await loaded(hass)
    await vault.async_store(FINCH, FINCH_TOKEN)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    # Nor does it open up when it is written once more.
    await vault.async_store(FINCH, OTTER_TOKEN)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


async def test_every_token_is_there_after_a_restart(
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


async def test_the_newest_token_is_the_one_that_stays(
    hass: HomeAssistant, file: Path
) -> None:
    vault = await loaded(hass)
    await vault.async_store(FINCH, FINCH_TOKEN)
    await vault.async_store(FINCH, OTTER_TOKEN)
    assert vault.token(FINCH) == OTTER_TOKEN
    assert (await loaded(hass)).token(FINCH) == OTTER_TOKEN
    assert "canary-finch" not in file.read_text()


async def test_a_forgotten_token_leaves_the_others(
    hass: HomeAssistant, file: Path
) -> None:
    vault = await loaded(hass)
    await vault.async_store(FINCH, FINCH_TOKEN)
    await vault.async_store(OTTER, OTTER_TOKEN)
    await vault.async_forget(FINCH)
    assert vault.token(FINCH) is None
    assert "canary-finch" not in file.read_text()
    assert (await loaded(hass)).token(OTTER) == OTTER_TOKEN


async def test_nothing_is_left_when_the_last_token_goes(
    hass: HomeAssistant, file: Path
) -> None:
    vault = await loaded(hass)
    await vault.async_store(FINCH, FINCH_TOKEN)
    await vault.async_forget(FINCH)
    assert list(file.parent.glob(f"*{DOMAIN}*")) == []


async def test_to_forget_what_is_unknown_writes_nothing(
    hass: HomeAssistant, file: Path
) -> None:
    vault = await loaded(hass)
    await vault.async_forget(FINCH)
    assert not file.exists()


async def test_a_write_that_is_cut_off_changes_nothing(
    hass: HomeAssistant, file: Path
) -> None:
    vault = await loaded(hass)
    await vault.async_store(FINCH, FINCH_TOKEN)
    before = file.read_text()
    files = set(file.parent.iterdir())

    for owner in (FINCH, OTTER):
        with no_space(), pytest.raises(KeyUnusable) as raised:
            await vault.async_store(owner, OTTER_TOKEN)
        assert raised.value.problem is KeyProblem.VAULT

    assert file.read_text() == before
    assert set(file.parent.iterdir()) == files
    for one in (vault, await loaded(hass)):
        assert one.token(FINCH) == FINCH_TOKEN
        assert one.token(OTTER) is None
        assert not one.is_locked(OTTER)


def told(hass: HomeAssistant) -> set[str]:
    return {issue_id for _, issue_id in ir.async_get(hass).issues}


async def wait(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """Wait until it is tried again to write."""
    freezer.tick(RETRY_SECONDS)
    async_fire_time_changed(hass)
    await hass.async_block_till_done(wait_background_tasks=True)


async def renewed_on_a_full_disk(hass: HomeAssistant) -> Vault:
    """Return a vault with a renewed token that is not on disk."""
    vault = await loaded(hass)
    await vault.async_store(FINCH, FINCH_TOKEN)
    with no_space():
        await vault.async_replace(FINCH, FINCH_TOKEN, NEWER)
    assert vault.token(FINCH) == NEWER
    assert (await loaded(hass)).token(FINCH) == FINCH_TOKEN
    assert told(hass) == {KeyProblem.VAULT}
    return vault


async def test_a_renewed_token_that_cannot_be_written_is_kept_and_tried_again(
    hass: HomeAssistant, file: Path, freezer: FrozenDateTimeFactory
) -> None:
    vault = await renewed_on_a_full_disk(hass)
    with no_space():
        await wait(hass, freezer)
    assert told(hass) == {KeyProblem.VAULT}
    await wait(hass, freezer)
    assert not told(hass)
    assert (await loaded(hass)).token(FINCH) == vault.token(FINCH) == NEWER


async def test_the_next_write_brings_everything_to_disk(
    hass: HomeAssistant, file: Path
) -> None:
    vault = await renewed_on_a_full_disk(hass)
    await vault.async_store(OTTER, OTTER_TOKEN)
    assert not told(hass)
    again = await loaded(hass)
    assert again.token(FINCH) == NEWER
    assert again.token(OTTER) == OTTER_TOKEN


async def test_what_was_not_written_is_when_home_assistant_ends(
    hass: HomeAssistant, file: Path
) -> None:
    await renewed_on_a_full_disk(hass)
    hass.set_state(CoreState.final_write)
    hass.bus.async_fire_internal(EVENT_HOMEASSISTANT_FINAL_WRITE)
    await hass.async_block_till_done()
    assert (await loaded(hass)).token(FINCH) == NEWER


async def test_a_renewed_token_outlives_a_key_that_comes_back(
    hass: HomeAssistant, file: Path, freezer: FrozenDateTimeFactory
) -> None:
    vault = await loaded(hass)
    await vault.async_store(FINCH, FINCH_TOKEN)
    file.write_text(envelope(stored(file)["data"] | {OTTER: "sealed elsewhere"}))
    vault = await loaded(hass)
    key = key_store(file)
    away = key.rename(key.with_suffix(".away"))
    await vault.async_unlock(OTTER)
    with no_space():  # Neither for a new key nor for the token.
        await vault.async_replace(FINCH, FINCH_TOKEN, NEWER)
        await wait(hass, freezer)
    assert told(hass) == {KeyProblem.VAULT}
    away.rename(key)
    with no_space():
        await vault.async_unlock(OTTER)
    assert vault.token(FINCH) == NEWER
    await wait(hass, freezer)
    assert not told(hass)
    assert (await loaded(hass)).token(FINCH) == NEWER


async def test_a_secret_that_could_not_be_removed_is_removed_later(
    hass: HomeAssistant, file: Path
) -> None:
    vault = await loaded(hass)
    await vault.async_store(FINCH, FINCH_TOKEN)
    await vault.async_store(OTTER, OTTER_TOKEN)
    with no_space():
        await vault.async_forget(FINCH)
    assert told(hass) == {KeyProblem.VAULT}
    assert stored(file)["data"].keys() == {FINCH, OTTER}
    await vault.async_store(OTTER, NEWER)
    assert not told(hass)
    assert stored(file)["data"].keys() == {OTTER}


async def test_a_renewed_token_takes_no_other_place(
    hass: HomeAssistant, file: Path
) -> None:
    vault = await loaded(hass)
    await vault.async_replace(FINCH, FINCH_TOKEN, NEWER)
    assert vault.token(FINCH) is None
    await vault.async_store(FINCH, OTTER_TOKEN)
    await vault.async_replace(FINCH, FINCH_TOKEN, NEWER)
    assert vault.token(FINCH) == OTTER_TOKEN
    # What a person wanted in memory only stays there.
    await vault.async_hold(FINCH, FINCH_TOKEN)
    await vault.async_replace(FINCH, FINCH_TOKEN, NEWER)
    assert vault.token(FINCH) == NEWER
    assert vault.is_held(FINCH)
    assert not file.exists()


@pytest.mark.parametrize("trouble", [OSError("read-only"), NotImplementedError])
async def test_a_disk_that_fails_otherwise_is_a_full_one(
    hass: HomeAssistant, file: Path, trouble: object
) -> None:
    vault = await loaded(hass)
    await vault.async_store(FINCH, FINCH_TOKEN)
    with (
        patch.object(PrivateStore, "async_save", side_effect=trouble),
        pytest.raises(KeyUnusable) as raised,
    ):
        await vault.async_store(FINCH, NEWER)
    assert raised.value.problem is KeyProblem.VAULT


async def test_a_token_that_comes_while_home_assistant_stops_is_written_last(
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


def envelope(data: object, version: int = STORAGE_VERSION) -> str:
    return json.dumps(
        {"version": version, "minor_version": 1, "key": STORAGE_KEY} | {"data": data}
    )


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("", id="empty"),
        pytest.param("\x00" * 400, id="zeros of a disk that failed"),
        pytest.param("{", id="cut off"),
        pytest.param(envelope(None), id="null"),
        pytest.param(envelope([1, 2]), id="a list"),
        pytest.param(envelope("text"), id="a text"),
        pytest.param(envelope({FINCH: None}), id="no token"),
        pytest.param(envelope({FINCH: {"access_token": ""}}), id="half a token"),
        pytest.param(envelope({FINCH: "gAAAA"}), id="half a seal"),
        pytest.param(envelope({FINCH: "\u00fc"}), id="no seal"),
        pytest.param(envelope({FINCH: None}, version=1), id="version 1, no token"),
        pytest.param(envelope([1], version=1), id="version 1, a list"),
    ],
)
async def test_garbage_means_no_tokens_and_does_not_stay(
    content: str, hass: HomeAssistant, file: Path
) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(content)
    vault = await loaded(hass)
    assert vault.token(FINCH) is None
    await vault.async_store(FINCH, FINCH_TOKEN)
    assert (await loaded(hass)).token(FINCH) == FINCH_TOKEN


async def test_one_broken_token_does_not_cost_the_others(
    hass: HomeAssistant, file: Path
) -> None:
    await (await loaded(hass)).async_store(FINCH, FINCH_TOKEN)
    sealed = stored(file)["data"][FINCH]
    for broken in ([], sealed[:-4], sealed[:-4] + "AAAA", ""):
        file.write_text(envelope({OTTER: broken, FINCH: sealed}))
        assert (await loaded(hass)).token(FINCH) == FINCH_TOKEN


async def test_plain_text_of_version_1_is_sealed_at_once(
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
    with no_space(), pytest.raises(KeyUnusable) as raised:
        await loaded(hass)
    assert raised.value.problem is KeyProblem.STORE
    assert file.read_text() == plain
    assert (await loaded(hass)).token(FINCH) == FINCH_TOKEN


async def test_a_secret_does_not_open_for_another_entry(
    hass: HomeAssistant, file: Path
) -> None:
    await (await loaded(hass)).async_store(FINCH, FINCH_TOKEN)
    sealed = stored(file)["data"][FINCH]
    file.write_text(envelope({OTTER: sealed, FINCH: sealed}))
    vault = await loaded(hass)
    assert vault.token(OTTER) is None
    assert vault.is_locked(OTTER)
    assert vault.token(FINCH) == FINCH_TOKEN
    assert not vault.is_locked(FINCH)


async def test_what_the_key_does_not_open_waits_for_it(
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
    # Signing in again makes a new key, and leaves alone what that does not open.
    await vault.async_store(OTTER, OTTER_TOKEN)
    assert stored(file)["data"].keys() == {FINCH, OTTER}
    assert not vault.is_locked(OTTER)
    assert (await loaded(hass)).token(OTTER) == OTTER_TOKEN

    key.with_suffix(".away").rename(key)
    vault = await loaded(hass)
    assert vault.token(FINCH) == FINCH_TOKEN
    assert vault.is_locked(OTTER)


async def test_a_held_token_is_not_locked(hass: HomeAssistant, file: Path) -> None:
    vault = await loaded(hass)
    await vault.async_hold(FINCH, FINCH_TOKEN)
    assert vault.token(FINCH) == FINCH_TOKEN
    assert vault.is_held(FINCH)
    assert not vault.is_locked(FINCH)
    assert not file.exists()


async def test_secrets_of_entries_that_are_gone_go(
    hass: HomeAssistant, file: Path
) -> None:
    vault = await loaded(hass)
    await vault.async_store(FINCH, FINCH_TOKEN)
    await vault.async_store(OTTER, OTTER_TOKEN)

    vault = await loaded(hass)
    await vault.async_forget_orphans({OTTER})
    assert stored(file)["data"].keys() == {OTTER}

    # Also where the key for them is lost.
    key_store(file).unlink()
    vault = await loaded(hass)
    await vault.async_forget_orphans([])
    assert not file.exists()


async def test_secrets_of_an_entry_in_the_making_are_no_orphans(
    hass: HomeAssistant, file: Path
) -> None:
    vault = await loaded(hass)
    await vault.async_store(FINCH, FINCH_TOKEN)
    await vault.async_store(OTTER, OTTER_TOKEN)
    vault = await loaded(hass)
    await vault.async_store(FINCH, OTTER_TOKEN)
    await vault.async_store("real_debrid_2", FINCH_TOKEN)
    await vault.async_forget_orphans([])
    assert stored(file)["data"].keys() == {FINCH, "real_debrid_2"}


async def test_there_is_one_vault_for_all(hass: HomeAssistant, file: Path) -> None:
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
    await loaded(hass)
    assert STORAGE_KEY in caplog.text
    assert "canary" not in caplog.text
    assert "canary" not in repr(vault)
