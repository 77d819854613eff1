"""Telling what happened to an account, each thing once.

What was told is on disk before it is told: a restart, a reload or a failed
refresh in between repeats nothing.
"""

from collections.abc import Callable, Mapping
from hashlib import sha256
import re
from typing import Final

from homeassistant.core import CALLBACK_TYPE, CoreState, HomeAssistant, callback
from homeassistant.helpers.start import async_at_started
from homeassistant.util.hass_dict import HassKey

from ..api.parsing import Json
from ..const import DOMAIN
from ..verified_store import StoreUnusable, VerifiedStore
from .announcement import Announcement

STORAGE_VERSION: Final = 1

_STORAGE_KEY: Final = f"{DOMAIN}.known."
_FILE_NAME: Final = re.compile(r"\w{1,100}", re.ASCII)

type Listener = Callable[[Announcement], None]


class Announcer:
    """Tells its listeners what a coordinator found, and remembers what it knew.

    `memory` holds, by a name of the coordinator's choice, what it compares the
    next answer with; None where nothing was known yet. There is one announcer for
    an account as long as Home Assistant runs, so that who listens hears of an
    account that is not set up, too.
    """

    def __init__(self, hass: HomeAssistant, account_id: str) -> None:
        """Name the store; `async_load` reads it."""
        self._hass = hass
        digest = sha256(account_id.encode()).hexdigest()
        self._store = VerifiedStore(hass, STORAGE_VERSION, _STORAGE_KEY + digest[:32])
        # Earlier versions named the file after the account, whose id a service gave.
        self._earlier_store = (
            VerifiedStore(hass, STORAGE_VERSION, _STORAGE_KEY + account_id)
            if _FILE_NAME.fullmatch(account_id)
            else None
        )
        self._memory: dict[str, Json] = {}
        self._is_loaded = False
        self._listeners: list[Listener] = []
        self._waiting: dict[str, tuple[Json, tuple[Announcement, ...]]] | None = {}

    async def async_load(self) -> None:
        """Read what earlier runs knew, once.

        A file that cannot be used stays as it is: until it can be, the memory does not
        outlast Home Assistant.
        """
        if self._is_loaded:
            return
        try:
            self._memory = await self._async_read()
        except StoreUnusable:
            return
        self._is_loaded = True

    async def _async_read(self) -> dict[str, Json]:
        """Return the stored memory; raises StoreUnusable."""
        memory = await self._store.async_load()
        if self._earlier_store is None:
            return memory or {}
        if memory is None:
            memory = await self._earlier_store.async_load() or {}
            if memory and not await self._store.async_write(memory):
                return memory
        await self._earlier_store.async_delete()
        return memory

    @callback
    def async_hold(self) -> None:
        """Keep in mind what is found from now on, until `async_start`."""
        if self._waiting is None:
            self._waiting = {}

    def recall(self, name: str) -> Json:
        """Return what was remembered under a name, None where nothing was."""
        return self._memory.get(name)

    async def async_announce(
        self, name: str, memory: Json, announcements: tuple[Announcement, ...]
    ) -> None:
        """Remember first, then tell; before the start, only keep in mind.

        Until then `recall` goes on with what earlier runs knew, so that a second
        comparison finds again what the first one found.
        """
        if self._waiting is not None:
            self._waiting[name] = (memory, announcements)
            return
        await self._async_remember({name: memory})
        self._tell(announcements)

    async def async_start(self) -> None:
        """Tell what was found before anybody could listen.

        While Home Assistant itself starts, nobody can: automations begin to listen
        right before it has started.
        """
        if self._hass.state is CoreState.running:
            await self._async_tell_waiting(self._hass)
        else:
            async_at_started(self._hass, self._async_tell_waiting)

    async def _async_tell_waiting(self, _hass: HomeAssistant) -> None:
        waiting, self._waiting = self._waiting or {}, None
        # All at once: a reading that ends meanwhile compares with this, not with what
        # earlier runs knew.
        await self._async_remember(
            {name: memory for name, (memory, _) in waiting.items()}
        )
        for _, announcements in waiting.values():
            self._tell(announcements)

    async def _async_remember(self, memories: Mapping[str, Json]) -> None:
        """Know these from now on, and return when they are on disk."""
        if any(self._memory.get(name) != memory for name, memory in memories.items()):
            self._memory.update(memories)
            if self._is_loaded:
                await self._store.async_save(self._memory)

    def _tell(self, announcements: tuple[Announcement, ...]) -> None:
        for announcement in announcements:
            for listener in tuple(self._listeners):
                listener(announcement)

    @callback
    def async_listen(self, listener: Listener) -> CALLBACK_TYPE:
        """Be told from now on; call what is returned to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def async_forget(self) -> None:
        """Remove the memory of an account that was removed."""
        self._memory = {}
        self._waiting = {}
        await self._store.async_delete()
        if self._earlier_store is not None:
            await self._earlier_store.async_delete()


_ANNOUNCERS: Final = HassKey[dict[str, Announcer]](f"{DOMAIN}_announcers")


@callback
def announcer_of(hass: HomeAssistant, account_id: str) -> Announcer:
    """Return the one announcer of an account, whether it has been read or not."""
    announcers = hass.data.setdefault(_ANNOUNCERS, {})
    if account_id not in announcers:
        announcers[account_id] = Announcer(hass, account_id)
    return announcers[account_id]


async def async_get_announcer(hass: HomeAssistant, account_id: str) -> Announcer:
    """Return the announcer of an account, with what earlier runs knew."""
    announcer = announcer_of(hass, account_id)
    await announcer.async_load()
    return announcer
