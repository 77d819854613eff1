"""The private store of every sign-in's secrets.

One file for all entries, readable by Home Assistant's own user only, written
whole and at once. Each secret is sealed to its entry; the keys are elsewhere.
Nothing else keeps a secret: not `entry.data`, not a log.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection
import json
from typing import Final, override

from homeassistant.core import HomeAssistant
from homeassistant.helpers.singleton import singleton
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN
from .keys import KeyProblem, Keys, KeyUnusable
from .parse import Json, as_map, parse_json
from .private_store import PrivateStore, Stored
from .seal import Seal
from .tokens import Token

STORAGE_VERSION: Final = 2
STORAGE_KEY: Final = f"{DOMAIN}.vault"


class Vault:
    """Tokens by the unique id of the config entry that they belong to."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Name the stores; `async_load` reads them."""
        self._keys = Keys(hass)
        self._store = _Store(hass, self._keys.async_make_seal)
        self._sealed: dict[str, str] = {}
        self._tokens: dict[str, Token] = {}
        self._held: dict[str, Token] = {}
        self._of_earlier_runs: set[str] = set()
        self._rotation = asyncio.Lock()

    async def async_load(self) -> None:
        """Read what earlier runs kept, as far as it can be read.

        What none of the keys opens stays as it is: the right key may come back.
        Raises KeyUnusable.
        """
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
        if self.is_locked(unique_id):
            await self._keys.async_load()
            await self._async_open()

    async def _async_open(self) -> None:
        """Open what can be opened; what was not sealed with the newest key is now.

        A rotation may have been cut off, or the keys have moved outside.
        """
        if (seal := self._keys.seal) is not None:
            for unique_id, sealed in self._sealed.items():
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

        Raises KeyUnusable where a first key could not be written.
        """
        seal = await self._keys.async_make_seal()
        self._held.pop(unique_id, None)
        self._tokens[unique_id] = token
        self._sealed[unique_id] = _seal(seal, unique_id, token)
        self._of_earlier_runs.discard(unique_id)
        await self._async_save()

    async def async_hold(self, unique_id: str, token: Token) -> None:
        """Keep a token in memory only; one that was on disk is removed."""
        await self.async_forget(unique_id)
        self._held[unique_id] = token

    async def async_forget(self, unique_id: str) -> None:
        """Remove the token of an entry; without any left files and keys go too."""
        self._held.pop(unique_id, None)
        self._tokens.pop(unique_id, None)
        if self._sealed.pop(unique_id, None) is not None:
            await self._async_save()

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
        async with self._rotation:
            if self._tokens:
                await self._keys.async_renew()
                if not await self._async_seal_anew():
                    raise KeyUnusable(KeyProblem.STORE)
            return len(self._tokens)

    async def _async_seal_anew(self) -> bool:
        """Seal with the newest key what is not yet; return whether it is on disk."""
        if (seal := self._keys.seal) is None:
            return True
        stale = [
            unique_id
            for unique_id in self._tokens
            if not seal.is_current(unique_id, self._sealed[unique_id])
        ]
        for unique_id in stale:
            self._sealed[unique_id] = _seal(seal, unique_id, self._tokens[unique_id])
        if stale and not await self._store.async_write(dict[str, Json](self._sealed)):
            return False
        await self._keys.async_keep_newest()
        return True

    async def _async_save(self) -> None:
        if self._sealed:
            await self._store.async_save(dict[str, Json](self._sealed))
            return
        await self._store.async_remove()
        await self._keys.async_forget()


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
