"""The encryption keys of the vault, in a store in `.storage` or in a key file.

An environment variable can name a file outside Home Assistant's folder, such as a
Docker secret or a systemd credential, so that no backup contains the key. That file is
only read.
"""

from contextlib import suppress
import os
from pathlib import Path
from typing import Final

from homeassistant.core import HomeAssistant

from ..api.parsing import Json, as_list, as_map
from ..const import DOMAIN
from ..verified_store import StoreUnusable, VerifiedStore
from .encryption import Cipher, InvalidKey, generate_key, parse_key
from .errors import VaultProblem, VaultUnavailable
from .issues import async_show_exposed_key_file

STORAGE_VERSION: Final = 1
STORAGE_KEY: Final = f"{DOMAIN}.key"
KEY_FILE_VARIABLE: Final = "MEDIA_ACCOUNTS_KEY_FILE"

# systemd stores credentials in a folder that only the service can read, named here.
_CREDENTIALS_VARIABLE: Final = "CREDENTIALS_DIRECTORY"

# Several keys and their line ends; a longer file is not a key file.
_MAX_FILE_BYTES: Final = 4096


class Keys:
    """The encryption keys of this Home Assistant, the newest first.

    If there is a key file, only its keys are used, one a line. The store contains the
    keys that the integration generated, and older ones for as long as a token is
    encrypted with them.
    """

    def __init__(self, hass: HomeAssistant) -> None:
        """Initialize the store; `async_load` reads it."""
        self._hass = hass
        self._store = VerifiedStore(hass, STORAGE_VERSION, STORAGE_KEY)
        self._outside: list[str] = []
        self._inside: list[str] = []

    @property
    def are_outside(self) -> bool:
        """Return whether the keys come from the key file."""
        return bool(self._outside)

    @property
    def cipher(self) -> Cipher | None:
        """Return a cipher with the keys in use, None while there is no key."""
        keys = self._outside or self._inside
        return Cipher.from_texts(keys) if keys else None

    @property
    def inside_cipher(self) -> Cipher | None:
        """Return a cipher with the keys in the store, in use or not."""
        return Cipher.from_texts(self._inside) if self._inside else None

    async def async_load(self) -> None:
        """Read the keys.

        Raises VaultUnavailable if the key file contains no key, or if there is no key
        file and the store cannot be used.
        """
        self._outside = await self._async_read_file()
        try:
            stored = as_map(await self._store.async_load())
        except StoreUnusable as err:
            if not self._outside:
                raise VaultUnavailable(err.problem) from None
            stored = {}
        self._inside = [
            key
            for key in as_list(stored.get("keys"))
            if isinstance(key, str) and _is_key(key)
        ]

    async def async_ensure_key(self) -> None:
        """Generate a first key if there is none; it is on disk when this returns.

        Raises VaultUnavailable if it could not be written.
        """
        if not (self._outside or self._inside):
            await self._async_write(generate_key())

    async def async_add_newest(self) -> None:
        """Add a key that encrypts from now on; the older ones still decrypt.

        With a key file, the new key must already be in that file. Raises
        VaultUnavailable.
        """
        if not self._outside:
            await self._async_write(generate_key(), *self._inside)
            return
        outside = await self._async_read_file()
        if outside[:1] == self._outside[:1]:
            raise VaultUnavailable(VaultProblem.KEY_FILE_WITHOUT_NEW_KEY)
        self._outside = outside

    async def async_drop_older(self) -> None:
        """Remove the keys in the store that no token is encrypted with anymore.

        If the store cannot be written they are kept, until the next time.
        """
        if self._outside and self._inside:
            await self.async_remove()
        elif len(self._inside) > 1:
            with suppress(VaultUnavailable):
                await self._async_write(self._inside[0])

    async def async_remove(self) -> bool:
        """Remove the store and return whether it is gone."""
        is_removed = await self._store.async_delete()
        if is_removed:
            self._inside = []
        return is_removed

    async def _async_write(self, *keys: str) -> None:
        if not await self._store.async_write({"keys": list[Json](keys)}):
            raise VaultUnavailable(VaultProblem.KEY_STORE_UNWRITABLE)
        self._inside = list(keys)

    async def _async_read_file(self) -> list[str]:
        """Return the keys of the key file, if the environment variable is set."""
        name = os.environ.get(KEY_FILE_VARIABLE)
        if not name:
            return []
        try:
            text, is_exposed = await self._hass.async_add_executor_job(
                _read, Path(name)
            )
            keys = text.split()
            Cipher.from_texts(keys)
        except OSError, ValueError:
            # Without its cause, whose text contains what was read.
            raise VaultUnavailable(VaultProblem.KEY_FILE_UNUSABLE) from None
        if not keys:
            raise VaultUnavailable(VaultProblem.KEY_FILE_UNUSABLE)
        async_show_exposed_key_file(self._hass, is_exposed=is_exposed)
        return keys


def _read(path: Path) -> tuple[str, bool]:
    """Return the text of the key file, and whether users besides its owner may read it.

    Raises OSError or ValueError.
    """
    if not path.is_file():
        raise OSError("not a file")
    with path.open("rb") as file:
        mode = os.fstat(file.fileno()).st_mode
        text = file.read(_MAX_FILE_BYTES).decode("ascii")
    folder = os.environ.get(_CREDENTIALS_VARIABLE)
    is_guarded = folder is not None and path.is_relative_to(folder)
    return text, bool(mode & 0o066) and not is_guarded


def _is_key(text: str) -> bool:
    try:
        parse_key(text)
    except InvalidKey:
        return False
    return True
