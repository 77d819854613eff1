"""Following an account through reloads, and before it is set up."""

from collections.abc import Callable
from typing import Final

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, async_noop, callback
from homeassistant.helpers.dispatcher import (
    async_dispatcher_connect,
    async_dispatcher_send,
)

from .account import MediaAccountsConfigEntry
from .const import DOMAIN

_SET_UP: Final = f"{DOMAIN}_{{}}_set_up"


@callback
def async_tell_watchers(hass: HomeAssistant, entry: MediaAccountsConfigEntry) -> None:
    """Tell those who follow an account that it has been set up."""
    async_dispatcher_send(hass, _SET_UP.format(entry.entry_id))


@callback
def async_watch(
    hass: HomeAssistant,
    entry: MediaAccountsConfigEntry,
    follow: Callable[[], CALLBACK_TYPE],
) -> CALLBACK_TYPE:
    """Follow an account from now on, if it is set up, and each time that it is.

    A coordinator reads only while somebody listens to it, and an account need not
    have any enabled entity that does. `follow` returns what ends it; call what is
    returned to follow no more.
    """
    leave: CALLBACK_TYPE = async_noop

    @callback
    def async_follow() -> None:
        nonlocal leave
        leave()
        leave = follow()

    if entry.state is ConfigEntryState.LOADED:
        async_follow()
    disconnect = async_dispatcher_connect(
        hass, _SET_UP.format(entry.entry_id), async_follow
    )

    @callback
    def async_leave() -> None:
        disconnect()
        leave()

    return async_leave
