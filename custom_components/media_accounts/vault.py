"""The private store of every sign-in's secrets.

One file for all entries, readable by Home Assistant's own user only, written
whole and at once. Nothing else keeps a secret: not `entry.data`, not a log.
"""

from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.singleton import singleton
from homeassistant.helpers.storage import Store
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN
from .parse import Json, as_map
from .tokens import Token

STORAGE_VERSION: Final = 1
STORAGE_KEY: Final = f"{DOMAIN}.vault"


class Vault:
    """Tokens by the unique id of the config entry that they belong to."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Name the store; `async_load` reads it."""
        self._store: Store[dict[str, Json]] = Store(
            hass, STORAGE_VERSION, STORAGE_KEY, private=True, atomic_writes=True
        )
        self._tokens: dict[str, Token] = {}
        self._held: dict[str, Token] = {}

    async def async_load(self) -> None:
        """Read what earlier runs kept, as far as it can be read."""
        for unique_id, stored in as_map(await self._store.async_load()).items():
            if (token := Token.from_json(stored)) is not None:
                self._tokens[unique_id] = token

    def token(self, unique_id: str) -> Token | None:
        """Return the token of an entry, None where there is none."""
        return self._held.get(unique_id) or self._tokens.get(unique_id)

    async def async_store(self, unique_id: str, token: Token) -> None:
        """Keep a token; it is on disk when this returns."""
        self._held.pop(unique_id, None)
        self._tokens[unique_id] = token
        await self._async_save()

    async def async_hold(self, unique_id: str, token: Token) -> None:
        """Keep a token in memory only; one that was on disk is removed."""
        await self.async_forget(unique_id)
        self._held[unique_id] = token

    async def async_forget(self, unique_id: str) -> None:
        """Remove the token of an entry; without any left the file goes too."""
        self._held.pop(unique_id, None)
        if self._tokens.pop(unique_id, None) is not None:
            await self._async_save()

    async def _async_save(self) -> None:
        if not self._tokens:
            await self._store.async_remove()
            return
        await self._store.async_save(
            {key: token.as_json() for key, token in self._tokens.items()}
        )


@singleton(HassKey[Vault](f"{DOMAIN}_vault"), async_=True)
async def async_get_vault(hass: HomeAssistant) -> Vault:
    """Return the vault of this Home Assistant, read on first use."""
    vault = Vault(hass)
    await vault.async_load()
    return vault
