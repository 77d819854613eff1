"""Several changes of the vault at once, on a slow disk."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any
from unittest.mock import patch

from homeassistant.core import HomeAssistant
from homeassistant.helpers.storage import Store
import pytest

from custom_components.media_accounts.vault import keys
from custom_components.media_accounts.vault.encryption import new_key
from custom_components.media_accounts.vault.vault import Vault
from tests.support import case
from tests.vault.test_vault import (
    FINCH,
    FINCH_TOKEN,
    NEWER,
    OTTER,
    OTTER_TOKEN,
    hass_config_dir,  # noqa: F401
    hass_storage,  # noqa: F401
    loaded,
    open_umask,  # noqa: F401
)

THIRD = "real_debrid_3"

type Change = Callable[[Vault], Coroutine[Any, Any, object]]


async def at_once(vault: Vault, first: Change, second: Change) -> None:
    """Let a change begin while another one waits for the disk."""
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
        # As far as it gets: it waits for its turn, or for the disk.
        await asyncio.sleep(0)
        may_go_on.set()
        await asyncio.gather(one, other)


def keep(unique_id: str) -> Change:
    return lambda vault: vault.async_store(unique_id, OTTER_TOKEN)


def replace(vault: Vault) -> Coroutine[Any, Any, object]:
    return vault.async_replace(FINCH, FINCH_TOKEN, NEWER)


def forget(vault: Vault) -> Coroutine[Any, Any, object]:
    return vault.async_forget(FINCH)


def hold(vault: Vault) -> Coroutine[Any, Any, object]:
    return vault.async_hold(FINCH, FINCH_TOKEN)


def rotate(vault: Vault) -> Coroutine[Any, Any, object]:
    return vault.async_rotate_key()


async def test_two_first_tokens_are_sealed_with_one_key(hass: HomeAssistant) -> None:
    with patch.object(keys, "new_key", wraps=new_key) as made:
        await at_once(await loaded(hass), keep(OTTER), keep(THIRD))
    assert made.call_count == 1
    vault = await loaded(hass)
    assert vault.token(OTTER) == vault.token(THIRD) == OTTER_TOKEN


@pytest.mark.parametrize(
    ("first", "second", "finch"),
    [
        case("forget, keep", forget, keep(OTTER), None),
        case("keep, forget", keep(OTTER), forget, None),
        case("hold, keep", hold, keep(OTTER), None),
        case("rotate, keep", rotate, keep(OTTER), FINCH_TOKEN),
        case("keep, rotate", keep(OTTER), rotate, FINCH_TOKEN),
        case("rotate, replace", rotate, replace, NEWER),
        case("sign in again, replace", keep(FINCH), replace, OTTER_TOKEN),
        case("forget, replace", forget, replace, None),
        case("rotate, rotate", rotate, rotate, FINCH_TOKEN),
        case("rotate, forget", rotate, forget, None),
    ],
)
async def test_each_change_is_whole(
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
    # What is there can be changed once more.
    await again.async_store(OTTER, NEWER)
    assert (await loaded(hass)).token(OTTER) == NEWER
