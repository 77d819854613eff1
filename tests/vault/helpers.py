"""The accounts, files and faults of the tests of the vault."""

from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
import json
from pathlib import Path
from typing import Any
from unittest.mock import patch

import atomicwrites
from freezegun.api import FrozenDateTimeFactory
from homeassistant.auth.models import User
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import async_fire_time_changed
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.media_accounts.api.token import Token
from custom_components.media_accounts.const import DOMAIN
from custom_components.media_accounts.vault.keys import STORAGE_KEY as KEY_STORE
from custom_components.media_accounts.vault.vault import (
    STORAGE_KEY as VAULT,
    STORAGE_VERSION,
    Vault,
)
from tests.helpers import set_up

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


async def loaded(hass: HomeAssistant) -> Vault:
    """Return a vault as after a restart."""
    vault = Vault(hass)
    await vault.async_load()
    return vault


async def with_both(hass: HomeAssistant) -> Vault:
    """Return a vault with two tokens."""
    vault = await loaded(hass)
    await vault.async_store(FINCH, FINCH_TOKEN)
    await vault.async_store(OTTER, OTTER_TOKEN)
    return vault


async def assert_both_decrypt(hass: HomeAssistant) -> None:
    vault = await loaded(hass)
    assert vault.token(FINCH) == FINCH_TOKEN
    assert vault.token(OTTER) == OTTER_TOKEN


def stored(file: Path) -> Any:
    return json.loads(file.read_text())


def key_store(file: Path) -> Path:
    """Return the key store beside another file in `.storage`."""
    return file.with_name(KEY_STORE)


def envelope(data: object, version: object = STORAGE_VERSION, **more: object) -> str:
    """Return the content of a file of the vault."""
    head = {"version": version, "minor_version": 1, "key": VAULT}
    return json.dumps({**head, **more, "data": data})


def no_space() -> AbstractContextManager[object]:
    """Make all writes fail."""
    return patch.object(
        atomicwrites.AtomicWriter, "commit", side_effect=OSError("no space left")
    )


def issue_ids(hass: HomeAssistant) -> set[str]:
    """Return the ids of our repair issues."""
    return {
        issue_id for domain, issue_id in ir.async_get(hass).issues if domain == DOMAIN
    }


def forget_vault(hass: HomeAssistant) -> None:
    """Drop the vault's data in memory, as a restart does."""
    del hass.data[f"{DOMAIN}_vault"]


def to_version_1(hass_storage: dict[str, Any], **tokens: Token) -> None:
    """Replace the vault by tokens in plain text, as the first version stored them."""
    hass_storage.pop(KEY_STORE, None)
    hass_storage[VAULT] = {
        "version": 1,
        "minor_version": 1,
        "key": VAULT,
        "data": {unique_id: token.as_json() for unique_id, token in tokens.items()},
    }


async def restart(hass: HomeAssistant, *accounts: ConfigEntry) -> None:
    """Unload accounts, and set them up again from disk only."""
    for entry in accounts:
        await hass.config_entries.async_unload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    forget_vault(hass)
    await set_up(hass, *accounts)


async def wait(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """Advance the time until failed operations are retried."""
    freezer.tick(timedelta(minutes=2))
    async_fire_time_changed(hass)
    await hass.async_block_till_done(wait_background_tasks=True)


async def fix(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    issue_id: str,
    option: str | None = None,
) -> Any:
    """Open the dialog of an issue, choose an option or confirm; return the result."""
    assert await async_setup_component(hass, "repairs", {})
    client = await hass_client()
    path = "/api/repairs/issues/fix"
    named = {"handler": DOMAIN, "issue_id": issue_id}
    async with client.post(path, json=named) as response:
        shown = await response.json()
    choice = {} if option is None else {"next_step_id": option}
    async with client.post(f"{path}/{shown['flow_id']}", json=choice) as response:
        result = await response.json()
    await hass.async_block_till_done(wait_background_tasks=True)
    return result


async def rotate(hass: HomeAssistant, user: User | None = None) -> Any:
    """Call the action that rotates the key."""
    return await hass.services.async_call(
        DOMAIN,
        "rotate_key",
        blocking=True,
        return_response=True,
        context=Context(user_id=user.id if user else None),
    )
