"""The runtime data of a config entry of any provider."""

from abc import ABC, abstractmethod
import asyncio
from dataclasses import dataclass

from homeassistant.config_entries import ConfigEntry

from ..api.client import ServiceClient
from ..coordinator import AnyCoordinator
from ..events.announcer import Announcer
from ..vault.session import OAuth2Session
from .entities import AnyEntityGroup


@dataclass(frozen=True, kw_only=True)
class Account(ABC):
    """The runtime data of an entry: its client, its session and its entities.

    `coordinators` are all of them, including those without entities. A provider adds
    the data that its own actions and media need.
    """

    client: ServiceClient
    session: OAuth2Session
    announcer: Announcer
    coordinators: tuple[AnyCoordinator, ...]
    groups: tuple[AnyEntityGroup, ...]

    async def async_read_remaining(self) -> None:
        """Read all data that the set-up did not wait for, in parallel."""
        for is_bulk in (False, True):
            await asyncio.gather(
                *(
                    coordinator.async_refresh()
                    for coordinator in self.coordinators
                    if coordinator.is_bulk is is_bulk and coordinator.needs_update
                )
            )

    @property
    @abstractmethod
    def main(self) -> AnyCoordinator:
        """Return the coordinator that is required for the set-up."""


type MediaAccountsConfigEntry = ConfigEntry[Account]
