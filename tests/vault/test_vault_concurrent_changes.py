"""Concurrent changes of the vault on a slow disk."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any
from unittest.mock import patch

from homeassistant.core import HomeAssistant
from homeassistant.helpers.storage import Store
import pytest

from custom_components.media_accounts.vault import keys
from custom_components.media_accounts.vault.encryption import generate_key
from custom_components.media_accounts.vault.vault import Vault
from tests.support import case
from tests.vault.helpers import (
    FINCH,
    FINCH_TOKEN,
    NEWER,
    OTTER,
    OTTER_TOKEN,
    loaded,
)

pytestmark = pytest.mark.real_storage

THIRD = "real_debrid_3"

type Change = Callable[[Vault], Coroutine[Any, Any, object]]


async def at_once(vault: Vault, first: Change, second: Change) -> None:
    """Start a change while another one waits for the disk."""
    is_busy, may_go_on = asyncio.Event(), asyncio.Event()

    def slow(
        act: Callable[..., Awaitable[None]],
    ) -> Callable[..., Coroutine[Any, Any, None]]:
        async def slowed(*args: object) -> None:
            is_busy.set()
            await may_go_on.wait()
            await act(*args)

        return slowed

    with (
        patch.object(Store, "async_save", slow(Store.async_save)),
        patch.object(Store, "async_remove", slow(Store.async_remove)),
    ):
        one = asyncio.create_task(first(vault))
        await is_busy.wait()
        is_busy.clear()
        other = asyncio.create_task(second(vault))
        # Run it until it waits for the lock or for the disk.
        await asyncio.sleep(0)
        may_go_on.set()
        await asyncio.gather(one, other)


def store(unique_id: str) -> Change:
    return lambda vault: vault.async_store(unique_id, OTTER_TOKEN)


def replace(vault: Vault) -> Coroutine[Any, Any, object]:
    return vault.async_replace(FINCH, FINCH_TOKEN, NEWER)


def remove(vault: Vault) -> Coroutine[Any, Any, object]:
    return vault.async_remove(FINCH)


def store_in_memory(vault: Vault) -> Coroutine[Any, Any, object]:
    return vault.async_store_in_memory(FINCH, FINCH_TOKEN)


def rotate(vault: Vault) -> Coroutine[Any, Any, object]:
    return vault.async_rotate_key()


async def test_two_first_tokens_are_encrypted_with_one_key(hass: HomeAssistant) -> None:
    with patch.object(keys, "generate_key", wraps=generate_key) as made:
        await at_once(await loaded(hass), store(OTTER), store(THIRD))
    assert made.call_count == 1
    vault = await loaded(hass)
    assert vault.token(OTTER) == vault.token(THIRD) == OTTER_TOKEN


@pytest.mark.parametrize(
    ("first", "second", "finch"),
    [
        case("remove, store", remove, store(OTTER), None),
        case("store, remove", store(OTTER), remove, None),
        case("in memory, store", store_in_memory, store(OTTER), None),
        case("rotate, store", rotate, store(OTTER), FINCH_TOKEN),
        case("store, rotate", store(OTTER), rotate, FINCH_TOKEN),
        case("rotate, replace", rotate, replace, NEWER),
        case("sign in again, replace", store(FINCH), replace, OTTER_TOKEN),
        case("remove, replace", remove, replace, None),
        case("rotate, rotate", rotate, rotate, FINCH_TOKEN),
        case("rotate, remove", rotate, remove, None),
    ],
)
async def test_each_change_is_complete(
    hass: HomeAssistant, first: Change, second: Change, finch: object
) -> None:
    vault = await loaded(hass)
    await vault.async_store(FINCH, FINCH_TOKEN)
    await at_once(vault, first, second)
    again = await loaded(hass)
    assert again.token(FINCH) == finch
    assert again.token(OTTER) == vault.token(OTTER)
    assert not again.is_locked(FINCH)
    assert not again.is_locked(OTTER)
    # Another change still works.
    await again.async_store(OTTER, NEWER)
    assert (await loaded(hass)).token(OTTER) == NEWER
