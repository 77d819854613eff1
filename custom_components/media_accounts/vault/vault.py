"""The vault: the encrypted store of the tokens of all accounts.

One file for all accounts, readable by Home Assistant's own user only, written
atomically. Each token is encrypted for its account; the keys are stored separately.
Secrets are nowhere else: not in `entry.data`, not in a log.
"""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto
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
from homeassistant.util.hass_dict import HassKey

from ..api.parsing import Json, parse_json
from ..api.token import Token
from ..const import DOMAIN
from ..verified_store import Stored, StoreUnusable, VerifiedStore
from .encryption import Cipher
from .errors import VaultProblem, VaultUnavailable
from .issues import async_show_key_file_not_used, async_show_unwritten
from .keys import Keys

STORAGE_VERSION: Final = 2
STORAGE_KEY: Final = f"{DOMAIN}.vault"

# The delay before a failed write is retried.
RETRY_SECONDS: Final = 60


class TokenState(Enum):
    """The state of an account's token.

    These transitions are legal; a removed account leaves every state:

    - (none) -> LOCKED: it was found in the file.
    - LOCKED -> STORED: a key decrypts it, or the user signed in again.
    - (none), STORED, UNWRITTEN, IN_MEMORY -> STORED: it was written.
    - STORED -> UNWRITTEN: it was renewed, and writing failed.
    - (any) -> IN_MEMORY: the user signed in and chose to keep it in memory.
    """

    LOCKED = auto()  # In the file; no key has decrypted it yet.
    STORED = auto()  # In the file, and decrypted.
    UNWRITTEN = auto()  # Decrypted, and newer than in the file.
    IN_MEMORY = auto()  # Not in the file, by choice.


@dataclass(frozen=True, kw_only=True)
class _Record:
    """The token of one account, and its state.

    `stored` is its value in the file: ciphertext, or the JSON object of a token, which
    version 1 wrote; None if it is not in the file. `token` is None only if LOCKED.
    `is_new` is True if the user signed in since Home Assistant started.
    """

    state: TokenState
    stored: Json = None
    token: Token | None = None
    is_new: bool = True


type _Records = Mapping[str, _Record]


class Vault:
    """Stores tokens by the unique id of the config entry that they belong to."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Initialize the stores; `async_load` reads them."""
        self._hass = hass
        self._keys = Keys(hass)
        self._store = _Store(hass, STORAGE_VERSION, STORAGE_KEY)
        self._records: _Records = {}
        self._is_loaded = False
        # One change at a time: each reads and writes both the keys and the tokens.
        self._lock = asyncio.Lock()
        self._is_unwritten = False
        self._cancel_retry: CALLBACK_TYPE | None = None
        # Data that could not be written is written when Home Assistant stops, if
        # possible.
        hass.bus.async_listen_once(
            EVENT_HOMEASSISTANT_FINAL_WRITE, self._async_write_last
        )

    async def async_load(self) -> None:
        """Read the file and the keys, once; raises VaultUnavailable.

        A token that no key decrypts is kept: the matching key may be restored.
        """
        async with self._lock:
            if not self._is_loaded:
                await self._async_read()

    async def async_unlock(self, unique_id: str) -> None:
        """Read the file and the keys again if the token of an account is missing.

        Either may have been restored meanwhile. Raises VaultUnavailable.
        """
        async with self._lock:
            if self.token(unique_id) is None:
                await self._async_read()

    async def _async_read(self) -> None:
        await self._async_read_file()
        await self._keys.async_load()
        await self._async_decrypt()
        self._is_loaded = True

    async def _async_read_file(self) -> None:
        """Add the tokens in the file that are not known yet."""
        if self._is_unwritten:
            return  # The file may contain tokens that were removed since.
        try:
            stored = await self._store.async_load()
        except StoreUnusable as err:
            raise VaultUnavailable(err.problem) from None
        found = {
            unique_id: _Record(state=TokenState.LOCKED, stored=value, is_new=False)
            for unique_id, value in (stored or {}).items()
            if isinstance(value, str) or Token.from_json(value) is not None
        }
        known = {
            unique_id: record
            for unique_id, record in self._records.items()
            if record.state is not TokenState.LOCKED
        }
        self._records = found | known

    async def _async_decrypt(self, *, is_adopting: bool = False) -> None:
        """Decrypt all tokens that a key decrypts, and encrypt with the newest key.

        An earlier rotation may have been interrupted. With a key file, tokens that it
        does not protect are left unchanged unless they are adopted: an attacker who can
        only write to `.storage` could have put them there. Raises VaultUnavailable.
        """
        readable: dict[str, Token] = {}
        if is_adopting or not self._keys.are_outside:
            readable = self._unprotected_tokens()
        if readable:
            await self._keys.async_ensure_key()
        if (cipher := self._keys.cipher) is not None:
            readable |= _decrypt(self._records, cipher)
        self._records = {
            unique_id: replace(record, state=TokenState.STORED, token=token)
            if (token := readable.get(unique_id)) is not None
            else record
            for unique_id, record in self._records.items()
        }
        await self._async_encrypt()

    def _unprotected_tokens(self) -> dict[str, Token]:
        """Return the tokens in plain text, or encrypted with a key inside `.storage`.

        Keys in `.storage` are allowed if there is no key file.
        """
        locked = _locked(self._records)
        tokens = {
            unique_id: token
            for unique_id, record in locked.items()
            if isinstance(record.stored, dict)
            and (token := Token.from_json(record.stored)) is not None
        }
        if self._keys.are_outside and (cipher := self._keys.inside_cipher) is not None:
            tokens |= _decrypt(locked, cipher)
        return tokens

    @property
    def key_is_outside(self) -> bool:
        """Return whether the key comes from outside Home Assistant's folder."""
        return self._keys.are_outside

    def token(self, unique_id: str) -> Token | None:
        """Return the token of an account, None if there is no usable one."""
        record = self._records.get(unique_id)
        return record.token if record else None

    def is_in_memory(self, unique_id: str) -> bool:
        """Return whether the token of an account is in memory only, by choice."""
        record = self._records.get(unique_id)
        return record is not None and record.state is TokenState.IN_MEMORY

    def is_locked(self, unique_id: str) -> bool:
        """Return whether there is a token that no key decrypts."""
        record = self._records.get(unique_id)
        return record is not None and record.state is TokenState.LOCKED

    async def async_store(self, unique_id: str, token: Token) -> None:
        """Store a token; it is on disk when this returns.

        Raises VaultUnavailable if it, or a first key, could not be written: then
        nothing changes.
        """
        async with self._lock:
            await self._async_store(unique_id, token)

    async def _async_store(self, unique_id: str, token: Token) -> None:
        await self._keys.async_ensure_key()
        records = self._with_unwritten(unique_id, token)
        if not await self._async_write(records):
            # While it stops, Home Assistant delays this write until its final write.
            if self._hass.state is not CoreState.stopping:
                raise VaultUnavailable(VaultProblem.VAULT_UNWRITABLE)
            self._records = records

    async def async_replace(self, unique_id: str, old: Token, new: Token) -> None:
        """Store a renewed token, unless the old one was replaced meanwhile.

        It may be the only token that is still valid: if it cannot be written, it is
        kept in memory, and written as soon as possible.
        """
        async with self._lock:
            if self.token(unique_id) != old:
                return
            if self.is_in_memory(unique_id):
                self._keep_in_memory(unique_id, new)
                return
            try:
                await self._async_store(unique_id, new)
            except VaultUnavailable:
                self._records = self._with_unwritten(unique_id, new)
                self._retry_later()

    async def async_store_in_memory(self, unique_id: str, token: Token) -> None:
        """Keep a token in memory only; one that was on disk is removed."""
        async with self._lock:
            await self._async_remove([unique_id])
            self._keep_in_memory(unique_id, token)

    async def async_remove(self, unique_id: str) -> None:
        """Remove the token of an account; with the last one, also file and keys.

        This requires no key. Raises VaultUnavailable if the file cannot be used.
        """
        async with self._lock:
            if not self._is_loaded:
                await self._async_read_file()
            await self._async_remove([unique_id])

    async def async_remove_unknown(self, unique_ids: Collection[str]) -> None:
        """Remove the stored tokens of all other accounts.

        The account of a new token may not be created yet, so such tokens are kept. This
        requires no key. Raises VaultUnavailable if the file cannot be used.
        """
        async with self._lock:
            if not self._is_loaded:
                await self._async_read_file()
            await self._async_remove(
                [
                    unique_id
                    for unique_id, record in self._records.items()
                    if not record.is_new and unique_id not in unique_ids
                ]
            )

    async def _async_remove(self, unique_ids: Collection[str]) -> None:
        removed = [
            record.stored
            for unique_id, record in self._records.items()
            if unique_id in unique_ids
        ]
        self._records = {
            unique_id: record
            for unique_id, record in self._records.items()
            if unique_id not in unique_ids
        }
        if any(stored is not None for stored in removed):
            await self._async_write(self._records)

    async def async_adopt(self) -> None:
        """Encrypt with the key file the tokens that it does not protect yet.

        Raises VaultUnavailable.
        """
        async with self._lock:
            await self._async_read_file()
            await self._keys.async_load()
            await self._async_decrypt(is_adopting=True)

    async def async_discard(self) -> None:
        """Remove tokens that the key file does not protect; raises VaultUnavailable."""
        async with self._lock:
            await self._async_remove(self._unprotected_tokens().keys())
            await self._async_read()

    async def async_rotate_key(self) -> int:
        """Encrypt all tokens with a new key, and return how many there are.

        A crash loses nothing: until all tokens are written, both keys are available.
        Raises VaultUnavailable.
        """
        async with self._lock:
            stored = [
                record
                for record in self._records.values()
                if record.state in (TokenState.STORED, TokenState.UNWRITTEN)
            ]
            if stored:
                await self._keys.async_add_newest()
                if not await self._async_encrypt():
                    raise VaultUnavailable(VaultProblem.VAULT_UNWRITABLE)
            return len(stored)

    def _with_unwritten(self, unique_id: str, token: Token) -> _Records:
        """Return the records with a token that is not on disk yet."""
        known = self._records.get(unique_id)
        stored = known.stored if known else None
        record = _Record(state=TokenState.UNWRITTEN, stored=stored, token=token)
        return {**self._records, unique_id: record}

    def _keep_in_memory(self, unique_id: str, token: Token) -> None:
        record = _Record(state=TokenState.IN_MEMORY, token=token)
        self._records = {**self._records, unique_id: record}

    async def _async_encrypt(self) -> bool:
        """Encrypt with the newest key and write if due; return whether it is done."""
        cipher = self._keys.cipher
        is_due = self._is_unwritten or any(
            _is_due(unique_id, record, cipher)
            for unique_id, record in self._records.items()
        )
        if is_due and not await self._async_write(self._records):
            return False
        if not self._show_unprotected():
            await self._keys.async_drop_older()
        return True

    @callback
    def _show_unprotected(self) -> bool:
        """Update the issue about unprotected tokens; return whether there are any."""
        is_shown = self._keys.are_outside and bool(self._unprotected_tokens())
        async_show_key_file_not_used(self._hass, is_shown=is_shown)
        return is_shown

    async def _async_write(self, records: _Records) -> bool:
        """Encrypt and write all tokens, and return whether they are on disk.

        On success, the vault takes over the records; otherwise nothing changes, and the
        vault writes its own records later. Without records, the file and the keys are
        removed.
        """
        cipher = self._keys.cipher
        records = _encrypt(records, cipher)
        data: Stored = {
            unique_id: record.stored
            for unique_id, record in records.items()
            if record.stored is not None
        }
        if data:
            is_written = await self._store.async_write(data)
        else:
            is_written = await self._store.async_delete()
            is_written = await self._keys.async_remove() and is_written
        if not is_written:
            self._retry_later()
            return False
        self._records = {
            unique_id: replace(record, state=TokenState.STORED)
            if record.state is TokenState.UNWRITTEN and cipher is not None
            else record
            for unique_id, record in records.items()
        }
        self._show_unprotected()
        if self._has_unwritten():
            self._retry_later()
            return True
        if self._cancel_retry is not None:
            self._cancel_retry()
            self._cancel_retry = None
        self._set_unwritten(is_unwritten=False)
        return True

    def _has_unwritten(self) -> bool:
        return any(
            record.state is TokenState.UNWRITTEN for record in self._records.values()
        )

    @callback
    def _retry_later(self) -> None:
        self._set_unwritten(is_unwritten=True)
        if self._cancel_retry is None and not self._hass.is_stopping:
            self._cancel_retry = async_call_later(
                self._hass,
                RETRY_SECONDS,
                HassJob(self._async_retry, cancel_on_shutdown=True),
            )

    @callback
    def _set_unwritten(self, *, is_unwritten: bool) -> None:
        if self._is_unwritten == is_unwritten:
            return
        self._is_unwritten = is_unwritten
        if not self._hass.is_stopping:  # Then it is too late for an issue.
            async_show_unwritten(self._hass, is_shown=is_unwritten)

    async def _async_write_last(self, _: Event) -> None:
        if self._is_unwritten:
            await self._async_retry()

    async def _async_retry(self, _: datetime | None = None) -> None:
        self._cancel_retry = None
        async with self._lock:
            try:
                if self._has_unwritten():
                    await self._keys.async_ensure_key()
            except VaultUnavailable:
                self._retry_later()
            else:
                await self._async_encrypt()


class _Store(VerifiedStore):
    """The file of the vault."""

    @override
    async def _async_migrate_func(
        self, old_major_version: int, old_minor_version: int, old_data: Stored
    ) -> Stored:
        """Keep the plain tokens of version 1; the vault encrypts them after loading."""
        if old_major_version >= STORAGE_VERSION:
            raise NotImplementedError
        return old_data


def _locked(records: _Records) -> _Records:
    return {
        unique_id: record
        for unique_id, record in records.items()
        if record.state is TokenState.LOCKED
    }


def _decrypt(records: _Records, cipher: Cipher) -> dict[str, Token]:
    """Return the locked tokens that a cipher decrypts."""
    tokens: dict[str, Token] = {}
    for unique_id, record in _locked(records).items():
        if isinstance(record.stored, str):
            secret = cipher.decrypt(unique_id, record.stored)
            token = Token.from_json(parse_json(secret)) if secret is not None else None
            if token is not None:
                tokens[unique_id] = token
    return tokens


def _encrypt(records: _Records, cipher: Cipher | None) -> _Records:
    """Return the records with every token encrypted with the newest key of a cipher."""
    return {
        unique_id: replace(
            record,
            stored=cipher.encrypt(unique_id, json.dumps(record.token.as_json())),
        )
        if cipher and record.token and _is_due(unique_id, record, cipher)
        else record
        for unique_id, record in records.items()
    }


def _is_due(unique_id: str, record: _Record, cipher: Cipher | None) -> bool:
    """Return whether the file lacks the token encrypted with the newest key."""
    if record.state is not TokenState.STORED:
        return record.state is TokenState.UNWRITTEN
    if not isinstance(record.stored, str):
        return True
    return cipher is not None and not cipher.is_current(unique_id, record.stored)


_VAULT: Final = HassKey[Vault](f"{DOMAIN}_vault")


@callback
def vault_of(hass: HomeAssistant) -> Vault:
    """Return the vault of this Home Assistant, whether it was loaded or not."""
    if _VAULT not in hass.data:
        hass.data[_VAULT] = Vault(hass)
    return hass.data[_VAULT]


async def async_get_vault(hass: HomeAssistant) -> Vault:
    """Return the vault of this Home Assistant, loaded on first use.

    Raises VaultUnavailable until the problem is fixed.
    """
    vault = vault_of(hass)
    await vault.async_load()
    return vault
