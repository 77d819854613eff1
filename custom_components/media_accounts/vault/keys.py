"""Where the keys of the vault are: in a store of their own, or outside.

The environment can name a file outside Home Assistant's folder, such as a Docker
secret or a systemd credential, so that no backup holds the key. It is only read.
"""

from contextlib import suppress
from enum import StrEnum
import os
from pathlib import Path
from typing import Final

from homeassistant.core import HomeAssistant

from ..api.parsing import Json, as_list, as_map
from ..const import DOMAIN
from .encryption import NotAKey, Seal, new_key, read_key
from .verified_store import PrivateStore

STORAGE_VERSION: Final = 1
STORAGE_KEY: Final = f"{DOMAIN}.key"
KEY_FILE_VARIABLE: Final = "MEDIA_ACCOUNTS_KEY_FILE"

# Some keys and their line ends; whatever is longer is another file.
_MAX_FILE_BYTES: Final = 4096


class KeyProblem(StrEnum):
    """Why the vault cannot be used, as its translation key."""

    FILE = "key_file_unusable"
    STORE = "key_store_unwritable"
    NOT_NEW = "key_file_without_new_key"
    VAULT = "vault_unwritable"


class KeyUnusable(Exception):
    """A secret cannot be sealed, or not be kept; signing in again would not help."""

    def __init__(self, problem: KeyProblem) -> None:
        """Keep what a person has to mend."""
        super().__init__(problem)
        self.problem = problem


class Keys:
    """The keys of this Home Assistant, the newest first.

    The outside file holds one key a line; the store holds those that were made
    here, and the older ones for as long as something is sealed with them.
    """

    def __init__(self, hass: HomeAssistant) -> None:
        """Name the store; `async_load` reads it."""
        self._hass = hass
        self._store = PrivateStore(hass, STORAGE_VERSION, STORAGE_KEY)
        self._outside: list[str] = []
        self._inside: list[str] = []

    @property
    def are_outside(self) -> bool:
        """Return whether the newest key comes from outside."""
        return bool(self._outside)

    @property
    def seal(self) -> Seal | None:
        """Return the seal of all keys, None while there is no key."""
        keys = self._outside + self._inside
        return Seal.of(keys) if keys else None

    async def async_load(self) -> None:
        """Read the keys; raises KeyUnusable where the outside file has none."""
        self._outside = await self._async_read_outside()
        stored = as_map(await self._store.async_load())
        self._inside = [
            key
            for key in as_list(stored.get("keys"))
            if isinstance(key, str) and _is_key(key)
        ]

    async def async_make_seal(self) -> Seal:
        """Return the seal; the first one comes with a new key, which is on disk.

        Raises KeyUnusable where the key could not be written.
        """
        if self.seal is None:
            await self._async_write(new_key())
        return Seal.of(self._outside + self._inside)

    async def async_renew(self) -> None:
        """Take a new key as the newest one; the others still open.

        From outside it has to be there already. Raises KeyUnusable.
        """
        if not self._outside:
            await self._async_write(new_key(), *self._inside)
            return
        outside = await self._async_read_outside()
        if outside[:1] == self._outside[:1]:
            raise KeyUnusable(KeyProblem.NOT_NEW)
        self._outside = outside

    async def async_keep_newest(self) -> None:
        """Give up the older keys that were made here: nothing needs them.

        Where that cannot be written they stay, until the next time.
        """
        if self._outside:
            await self.async_forget()
        elif len(self._inside) > 1:
            with suppress(KeyUnusable):
                await self._async_write(self._inside[0])

    async def async_forget(self) -> None:
        """Remove the keys that were made here."""
        if self._inside:
            await self._store.async_remove()
            self._inside = []

    async def _async_write(self, *keys: str) -> None:
        if not await self._store.async_write({"keys": list[Json](keys)}):
            raise KeyUnusable(KeyProblem.STORE)
        self._inside = list(keys)

    async def _async_read_outside(self) -> list[str]:
        """Return the keys of the file that the environment names, if it names one."""
        path = os.environ.get(KEY_FILE_VARIABLE)
        if not path:
            return []
        try:
            text = await self._hass.async_add_executor_job(_read, Path(path))
            keys = text.split()
            Seal.of(keys)
        except OSError, ValueError:
            # Without its cause: its text holds what was read.
            raise KeyUnusable(KeyProblem.FILE) from None
        if not keys:
            raise KeyUnusable(KeyProblem.FILE)
        return keys


def _read(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(_MAX_FILE_BYTES).decode("ascii")


def _is_key(text: str) -> bool:
    try:
        read_key(text)
    except NotAKey:
        return False
    return True
