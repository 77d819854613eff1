"""The coordinator of a Film Locker account."""

from datetime import timedelta
from typing import Final, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from ..coordinator import MediaAccountsCoordinator
from .api.client import FilmLockerClient, Locker
from .events import locker_changes

LOCKER_MEMORY: Final = "locker"


class LockerCoordinator(MediaAccountsCoordinator[Locker]):
    """Reads the account four times an hour."""

    name = "Film Locker account"
    base_interval = timedelta(minutes=15)
    proves_sign_in = True

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry, client: FilmLockerClient
    ) -> None:
        """Initialize with the client."""
        super().__init__(hass, entry)
        self._client = client

    @override
    async def async_read(self) -> Locker:
        return await self.async_read_and_announce(
            LOCKER_MEMORY, self._client.locker, locker_changes
        )
