"""The private store of every sign-in's secrets.

One file for all entries, readable by Home Assistant's own user only, written
whole and at once. Each secret is sealed to its entry; the keys are elsewhere.
Nothing else keeps a secret: not `entry.data`, not a log.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime
import json
from typing import Final, override

from homeassistant.const import EVENT_HOMEASSISTANT_FINAL_WRITE
from homeassistant.core import (
    CALLBACK_TYPE,
    CoreState,
    Event,
    HassJob,
    HomeAssistant,
    callback,
)
from homeassistant.helpers.event import async_call_later
from homeassistant.helpers.singleton import singleton
from homeassistant.util.hass_dict import HassKey

from ..api.parsing import Json, as_map, parse_json
from ..api.token import Token
from ..const import DOMAIN
from .encryption import Seal
from .issues import async_tell_problem
from .keys import KeyProblem, Keys, KeyUnusable
from .verified_store import PrivateStore, Stored

STORAGE_VERSION: Final = 2
STORAGE_KEY: Final = f"{DOMAIN}.vault"

# So long after a write that failed there is another try.
RETRY_SECONDS: Final = 60


class Vault:
    """Tokens by the unique id of the config entry that they belong to."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Name the stores; `async_load` reads them."""
        self._hass = hass
        self._keys = Keys(hass)
        self._store = _Store(hass, self._keys.async_make_seal)
        self._sealed: dict[str, str] = {}
        self._tokens: dict[str, Token] = {}
        self._held: dict[str, Token] = {}
        self._of_earlier_runs: set[str] = set()
        # Newer than what is sealed of them.
        self._unsealed: set[str] = set()
        # One change at a time: each reads and writes both the keys and the secrets.
        self._changing = asyncio.Lock()
        self._is_unwritten = False
        self._stop_waiting: CALLBACK_TYPE | None = None
        # What could not be written yet has a last try when Home Assistant ends.
        hass.bus.async_listen_once(
            EVENT_HOMEASSISTANT_FINAL_WRITE, self._async_write_last
        )

    async def async_load(self) -> None:
        """Read what earlier runs kept, as far as it can be read.

        What none of the keys opens stays as it is: the right key may come back.
        Raises KeyUnusable.
        """
        async with self._changing:
            await self._keys.async_load()
            stored = as_map(await self._store.async_load())
            self._sealed |= {
                unique_id: sealed
                for unique_id, sealed in stored.items()
                if isinstance(sealed, str)
            }
            self._of_earlier_runs = set(self._sealed)
            await self._async_open()

    async def async_unlock(self, unique_id: str) -> None:
        """Look for the key once more where a secret is locked: it may be back.

        Raises KeyUnusable.
        """
        async with self._changing:
            if self.is_locked(unique_id):
                await self._keys.async_load()
                await self._async_open()

    async def _async_open(self) -> None:
        """Open what can be opened; what was not sealed with the newest key is now.

        A rotation may have been cut off, or the keys have moved outside.
        """
        if (seal := self._keys.seal) is not None:
            for unique_id, sealed in self._sealed.items():
                if unique_id in self._unsealed:
                    continue
                if (token := _open(seal, unique_id, sealed)) is not None:
                    self._tokens[unique_id] = token
        await self._async_seal_anew()

    @property
    def key_is_outside(self) -> bool:
        """Return whether the key comes from outside Home Assistant's folder."""
        return self._keys.are_outside

    def token(self, unique_id: str) -> Token | None:
        """Return the token of an entry, None where there is none."""
        return self._held.get(unique_id) or self._tokens.get(unique_id)

    def is_held(self, unique_id: str) -> bool:
        """Return whether the token of an entry is in memory only."""
        return unique_id in self._held

    def is_locked(self, unique_id: str) -> bool:
        """Return whether there is a secret that none of the keys opens."""
        return unique_id in self._sealed and self.token(unique_id) is None

    async def async_store(self, unique_id: str, token: Token) -> None:
        """Keep a token; it is on disk when this returns.

        Raises KeyUnusable where it, or a first key, could not be written: then
        nothing has changed.
        """
        async with self._changing:
            await self._async_keep(unique_id, token)

    async def _async_keep(self, unique_id: str, token: Token) -> None:
        seal = await self._keys.async_make_seal()
        self._seal_stale(seal)
        sealed = self._sealed | {unique_id: _seal(seal, unique_id, token)}
        if not await self._async_write(sealed) and not self._is_written_last:
            raise KeyUnusable(KeyProblem.VAULT)
        self._held.pop(unique_id, None)
        self._tokens[unique_id] = token
        self._sealed = sealed
        self._of_earlier_runs.discard(unique_id)

    async def async_replace(self, unique_id: str, old: Token, new: Token) -> None:
        """Keep what an old token was renewed to, unless that is not kept any more.

        It may be the only token that is still valid: where it cannot be written it is
        kept in memory, and written as soon as that is possible.
        """
        async with self._changing:
            if self.token(unique_id) != old:
                return
            if self.is_held(unique_id):
                self._held[unique_id] = new
                return
            try:
                await self._async_keep(unique_id, new)
            except KeyUnusable:
                self._tokens[unique_id] = new
                self._unsealed.add(unique_id)
                self._of_earlier_runs.discard(unique_id)
                self._try_again_later()

    async def async_hold(self, unique_id: str, token: Token) -> None:
        """Keep a token in memory only; one that was on disk is removed."""
        async with self._changing:
            await self._async_drop(unique_id)
            self._held[unique_id] = token

    async def async_forget(self, unique_id: str) -> None:
        """Remove the token of an entry; without any left files and keys go too."""
        async with self._changing:
            await self._async_drop(unique_id)

    async def _async_drop(self, unique_id: str) -> None:
        self._held.pop(unique_id, None)
        self._tokens.pop(unique_id, None)
        self._unsealed.discard(unique_id)
        if self._sealed.pop(unique_id, None) is not None:
            await self._async_write(self._sealed)

    async def async_forget_orphans(self, unique_ids: Collection[str]) -> None:
        """Remove what earlier runs kept of any other entry than these.

        What was stored in this run stays: its entry may just be in the making.
        """
        for unique_id in self._of_earlier_runs.difference(unique_ids):
            await self.async_forget(unique_id)

    async def async_rotate_key(self) -> int:
        """Seal everything with a new key, give up the old, return how many these are.

        A crash at any moment of it loses nothing: until all is written, both keys
        are. Raises KeyUnusable.
        """
        async with self._changing:
            if self._tokens:
                await self._keys.async_renew()
                if not await self._async_seal_anew():
                    raise KeyUnusable(KeyProblem.VAULT)
            return len(self._tokens)

    async def _async_seal_anew(self) -> bool:
        """Seal with the newest key what is not yet; return whether it is on disk."""
        if (seal := self._keys.seal) is None:
            return not self._is_unwritten
        is_due = self._seal_stale(seal) or self._is_unwritten
        if is_due and not await self._async_write(self._sealed):
            return False
        await self._keys.async_keep_newest()
        return True

    def _seal_stale(self, seal: Seal) -> bool:
        """Seal anew, in memory, what has to be; return whether there was any."""
        stale = [
            unique_id
            for unique_id, sealed in self._sealed.items()
            if unique_id in self._unsealed
            or (unique_id in self._tokens and not seal.is_current(unique_id, sealed))
        ]
        for unique_id in stale:
            self._sealed[unique_id] = _seal(seal, unique_id, self._tokens[unique_id])
        self._unsealed.clear()
        return bool(stale)

    @property
    def _is_written_last(self) -> bool:
        """Return whether Home Assistant stops: it writes then what was given to it."""
        return self._hass.state is CoreState.stopping

    async def _async_write(self, sealed: dict[str, str]) -> bool:
        """Write all secrets, now or later; return whether they are on disk.

        Without any, the file and the keys go.
        """
        if sealed:
            is_written = await self._store.async_write(dict[str, Json](sealed))
        else:
            await self._store.async_remove()
            await self._keys.async_forget()
            is_written = True
        if is_written and not self._unsealed:
            self._all_is_written()
        else:
            self._try_again_later()
        return is_written

    @callback
    def _all_is_written(self) -> None:
        if self._stop_waiting is not None:
            self._stop_waiting()
            self._stop_waiting = None
        if self._is_unwritten:
            self._is_unwritten = False
            self._tell(None)

    @callback
    def _try_again_later(self) -> None:
        self._is_unwritten = True
        self._tell(KeyProblem.VAULT)
        if self._stop_waiting is None and not self._hass.is_stopping:
            self._stop_waiting = async_call_later(
                self._hass,
                RETRY_SECONDS,
                HassJob(self._async_try_again, cancel_on_shutdown=True),
            )

    @callback
    def _tell(self, problem: KeyProblem | None) -> None:
        if not self._hass.is_stopping:  # Then nobody could do anything.
            async_tell_problem(self._hass, problem, among=[KeyProblem.VAULT])

    async def _async_write_last(self, _: Event) -> None:
        if self._is_unwritten:
            await self._async_try_again()

    async def _async_try_again(self, _: datetime | None = None) -> None:
        self._stop_waiting = None
        async with self._changing:
            try:
                await self._keys.async_make_seal()
            except KeyUnusable:
                self._try_again_later()
            else:
                await self._async_seal_anew()


class _Store(PrivateStore):
    """The file of the vault."""

    def __init__(
        self, hass: HomeAssistant, make_seal: Callable[[], Awaitable[Seal]]
    ) -> None:
        super().__init__(hass, STORAGE_VERSION, STORAGE_KEY)
        self._make_seal = make_seal

    @override
    async def _async_migrate_func(
        self, old_major_version: int, old_minor_version: int, old_data: Stored
    ) -> Stored:
        """Seal what version 1 had in plain text; it is written right after this."""
        seal = await self._make_seal()
        return {
            unique_id: _seal(seal, unique_id, token)
            for unique_id, value in as_map(old_data).items()
            if (token := Token.from_json(value)) is not None
        }


def _seal(seal: Seal, unique_id: str, token: Token) -> str:
    return seal.seal(unique_id, json.dumps(token.as_json()))


def _open(seal: Seal, unique_id: str, sealed: str) -> Token | None:
    secret = seal.open(unique_id, sealed)
    return None if secret is None else Token.from_json(parse_json(secret))


@singleton(HassKey[Vault](f"{DOMAIN}_vault"), async_=True)
async def async_get_vault(hass: HomeAssistant) -> Vault:
    """Return the vault of this Home Assistant, read on first use.

    Raises KeyUnusable, until what is wrong with the key was mended.
    """
    vault = Vault(hass)
    await vault.async_load()
    return vault
