"""What is read of a Real-Debrid account, and at which pace."""

from dataclasses import replace
from datetime import timedelta
from typing import override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from ..coordinator import MediaAccountsCoordinator
from .client import RealDebridClient
from .models import Transfers, User

# An end of premium that is computed from the seconds left wavers with the network.
STEADY = timedelta(minutes=5)


class UserCoordinator(MediaAccountsCoordinator[User]):
    """The account itself: four requests an hour."""

    subject = "Real-Debrid account"
    pace = timedelta(minutes=15)

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry, client: RealDebridClient
    ) -> None:
        """Take the client."""
        super().__init__(hass, entry)
        self._client = client

    @override
    async def async_read(self) -> User:
        """Read the account, keeping an end of premium that merely wavered."""
        user = await self._client.user()
        known: User | None = self.data
        if (
            known is not None
            and known.premium_until is not None
            and user.premium_until is not None
            and abs(user.premium_until - known.premium_until) < STEADY
        ):
            return replace(user, premium_until=known.premium_until)
        return user


class TransfersCoordinator(MediaAccountsCoordinator[Transfers]):
    """The torrents: twelve requests an hour when idle, more while some are active."""

    subject = "Real-Debrid transfers"
    pace = timedelta(minutes=10)
    busy_pace = timedelta(minutes=1)

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry, client: RealDebridClient
    ) -> None:
        """Take the client."""
        super().__init__(hass, entry)
        self._client = client

    @override
    async def async_read(self) -> Transfers:
        """Count the torrents, and choose the pace that they deserve."""
        transfers = await self._client.transfers()
        self.update_interval = self.busy_pace if transfers.active else self.pace
        return transfers
