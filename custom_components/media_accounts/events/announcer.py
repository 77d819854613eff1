"""Announce the events of an account, each of them once.

The memory is on disk before an event is announced: a restart, a reload or a failed
update in between does not repeat it.
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
from .announcement import Announcement, Changes

STORAGE_VERSION: Final = 1

_STORAGE_KEY: Final = f"{DOMAIN}.known."
_FILE_NAME: Final = re.compile(r"\w{1,100}", re.ASCII)

type Listener = Callable[[Announcement], None]


class Announcer:
    """Passes events on to its listeners, and stores the state for the next comparison.

    The memory contains, by a key that the coordinator defines, the state that the next
    data is compared with; None if there is none yet. An account keeps its announcer
    while Home Assistant runs, so that a listener also receives events of an account
    that is not set up.
    """

    def __init__(self, hass: HomeAssistant, account_id: str) -> None:
        """Initialize the store; `async_load` reads it."""
        self._hass = hass
        digest = sha256(account_id.encode(errors="surrogatepass")).hexdigest()
        self._store = VerifiedStore(hass, STORAGE_VERSION, _STORAGE_KEY + digest[:32])
        # Earlier versions named the file after the account, whose id a service
        # assigned.
        self._earlier_store = (
            VerifiedStore(hass, STORAGE_VERSION, _STORAGE_KEY + account_id)
            if _FILE_NAME.fullmatch(account_id)
            else None
        )
        self._memory: dict[str, Json] = {}
        self._is_loaded = False
        self._listeners: list[Listener] = []
        # Events held back until `async_start`; None after that.
        self._held: dict[str, Changes] | None = {}

    async def async_load(self) -> None:
        """Read the stored memory, once.

        A file that cannot be used is left unchanged: until it can be, the memory is
        lost when Home Assistant stops.
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
        """Hold back events from now on, until `async_start`."""
        if self._held is None:
            self._held = {}

    def recall(self, key: str) -> Json:
        """Return the memory under a key, None if there is none."""
        return self._memory.get(key)

    async def async_announce(
        self, key: str, memory: Json, events: tuple[Announcement, ...]
    ) -> None:
        """Write the memory, then pass on the events; hold them until the start.

        Until then `recall` returns the memory of the previous run, so that a second
        comparison finds the same events as the first one.
        """
        if self._held is not None:
            self._held[key] = (memory, events)
            return
        await self._async_remember({key: memory})
        self._pass_on(events)

    async def async_start(self) -> None:
        """Pass on the events that were held back.

        While Home Assistant itself starts, they are held back longer: automations begin
        to listen right before it has started.
        """
        if self._hass.state is CoreState.running:
            await self._async_release(self._hass)
        else:
            async_at_started(self._hass, self._async_release)

    async def _async_release(self, _hass: HomeAssistant) -> None:
        held, self._held = self._held or {}, None
        # All at once: an update that ends meanwhile must not be compared with the
        # memory of the previous run.
        await self._async_remember({key: memory for key, (memory, _) in held.items()})
        for _, events in held.values():
            self._pass_on(events)

    async def _async_remember(self, memories: Mapping[str, Json]) -> None:
        """Change the memory, and return when it is on disk."""
        if any(self._memory.get(key) != memory for key, memory in memories.items()):
            self._memory.update(memories)
            if self._is_loaded:
                await self._store.async_save(self._memory)

    def _pass_on(self, events: tuple[Announcement, ...]) -> None:
        for event in events:
            for listener in tuple(self._listeners):
                listener(event)

    @callback
    def async_listen(self, listener: Listener) -> CALLBACK_TYPE:
        """Call the listener with each event; returns a callback that stops this."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def async_forget(self) -> None:
        """Remove the memory of an account that was removed."""
        self._memory = {}
        self._held = {}
        await self._store.async_delete()
        if self._earlier_store is not None:
            await self._earlier_store.async_delete()


_ANNOUNCERS: Final = HassKey[dict[str, Announcer]](f"{DOMAIN}_announcers")


@callback
def announcer_of(hass: HomeAssistant, account_id: str) -> Announcer:
    """Return the announcer of an account, whether its memory has been read or not."""
    announcers = hass.data.setdefault(_ANNOUNCERS, {})
    if account_id not in announcers:
        announcers[account_id] = Announcer(hass, account_id)
    return announcers[account_id]


async def async_get_announcer(hass: HomeAssistant, account_id: str) -> Announcer:
    """Return the announcer of an account, with the stored memory."""
    announcer = announcer_of(hass, account_id)
    await announcer.async_load()
    return announcer
