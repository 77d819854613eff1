"""Coordinators of data that not every sign-in includes."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from ..api.errors import NotIncluded, ProviderError
from ..api.refusals import Refusals
from .api.client import RealDebridClient
from .api.hosts import HostState, HostStatus
from .api.settings import Setting
from .api.traffic import MAX_DAYS, HostTraffic, used_since
from .coordinator import RealDebridCoordinator
from .events import traffic_changes

# The key in the memory of the announcer.
_TRAFFIC_KEY: Final = "traffic"

# The first wait after a confirmed refusal. It doubles up to a week.
_REFUSED_INTERVAL: Final = timedelta(hours=6)

# The wait after an error before the first success: until then there are no entities.
_FIRST_READ_RETRY: Final = timedelta(minutes=5)


class OptionalCoordinator[DataT](RealDebridCoordinator[DataT | None]):
    """Reads data that not every sign-in includes; None if this one does not.

    A refusal counts only before the first success, and is confirmed; later it is an
    error like any other. While all entities of the data are disabled, it is read once,
    to find out which entities to add, and not polled after that.
    """

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry, client: RealDebridClient
    ) -> None:
        """Initialize with the client."""
        super().__init__(hass, entry, client)
        self._refusals = Refusals(interval=_REFUSED_INTERVAL)

    @abstractmethod
    async def async_read_optional(self) -> DataT:
        """Read the data; raises a ProviderError."""

    @override
    async def async_read(self) -> DataT | None:
        """Read the data if the sign-in includes it and an entity is enabled.

        Refused data is requested again with increasing intervals.
        """
        if self.data is not None:
            is_needed = next(self.async_contexts(), None) is not None
            return await self.async_read_optional() if is_needed else self.data
        if not self._refusals.is_due(self.name):
            return None
        try:
            return await self.async_confirm(
                self.async_read_optional,
                doubted=(NotIncluded,) if self.is_included else (),
            )
        except NotIncluded:
            self._refusals.add(self.name)
            return None

    @property
    @override
    def is_included(self) -> bool:
        return super().is_included and self.name not in self._refusals

    @override
    def retry_after(self, error: ProviderError) -> float | None:
        """Return the seconds to the next update, None for the update interval."""
        wait = super().retry_after(error)
        if wait is None and self.data is None:
            return _FIRST_READ_RETRY.total_seconds()
        return wait


@dataclass(frozen=True, kw_only=True)
class Traffic:
    """Bytes of today, of the last 7 and 31 days, and what is left per host.

    `day` is the current day at the service.
    """

    day: date
    today: int
    last_7_days: int
    last_31_days: int
    hosts: Mapping[str, HostTraffic]


class TrafficCoordinator(OptionalCoordinator[Traffic]):
    """The traffic: two requests an hour."""

    name = "Real-Debrid traffic"
    base_interval = timedelta(hours=1)

    @override
    async def async_read_optional(self) -> Traffic:
        hosts = await self.async_read_and_announce(
            _TRAFFIC_KEY, self._client.traffic.hosts, traffic_changes
        )
        today = datetime.now(await self._client.zone.read()).date()
        start = today - timedelta(days=MAX_DAYS - 1)
        days = await self._client.traffic.days(start, today)
        return Traffic(
            day=today,
            today=used_since(days, today, 1),
            last_7_days=used_since(days, today, 7),
            last_31_days=used_since(days, today, MAX_DAYS),
            hosts=hosts,
        )


@dataclass(frozen=True, kw_only=True)
class Hosts:
    """The supported hosts by their domains, and how many of them work."""

    hosts: Mapping[str, HostStatus]

    def count(self, state: HostState) -> int:
        """Return the number of hosts in a state."""
        return sum(host.state is state for host in self.hosts.values())


class HostsCoordinator(OptionalCoordinator[Hosts]):
    """The file hosts: one request an hour."""

    name = "Real-Debrid hosts"
    base_interval = timedelta(hours=1)

    @override
    async def async_read_optional(self) -> Hosts:
        status = await self._client.hosts.status()
        return Hosts(
            hosts={domain: host for domain, host in status.items() if host.supported}
        )


class SettingsCoordinator(OptionalCoordinator[Mapping[str, Setting]]):
    """The settings: one request an hour while an entity of them is enabled.

    If the settings can be read, points can be converted, too.
    """

    name = "Real-Debrid settings"
    base_interval = timedelta(hours=1)

    @override
    async def async_read_optional(self) -> Mapping[str, Setting]:
        return await self._client.settings.read()
