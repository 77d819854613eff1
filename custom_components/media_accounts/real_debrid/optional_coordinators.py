"""What is read only where the sign-in includes it, and somebody looks at it."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, override

from ..api.errors import NotIncluded, ProviderError
from ..coordinator import confirmed
from .api.hosts import HostState, HostStatus
from .api.settings import Setting
from .api.traffic import MAX_DAYS, HostTraffic, used_since
from .coordinator import RealDebridCoordinator
from .events import News, traffic_news

# Under which name it is remembered what was told of the traffic.
TRAFFIC_MEMORY: Final = "traffic"

# When an extra that was never read is tried again: until then it has no entities.
FIRST_READ_RETRY: Final = timedelta(minutes=5)


class ExtraCoordinator[DataT](RealDebridCoordinator[DataT | None]):
    """An extra: None where this sign-in does not include it.

    Then it is not asked for again until the account is loaded anew. That counts only
    before the first success, and when a second answer agrees: later it is trouble
    that passes. Read once, to see what there is, it costs nothing while all of its
    entities are disabled.
    """

    included = True

    @abstractmethod
    async def async_read_extra(self) -> DataT:
        """Read the data; raises a ProviderError."""

    @override
    async def async_read(self) -> DataT | None:
        """Read the data where there is any, and anybody wants it."""
        unseen = self.data is not None and next(self.async_contexts(), None) is None
        if unseen or not self.included:
            return self.data
        try:
            return await self.async_read_extra()
        except NotIncluded:
            if self.data is not None:
                raise
        try:
            return await self.async_read_extra()
        except NotIncluded:
            self.included = False
            self.update_interval = None
            return None

    @override
    def _wait_after(self, error: ProviderError) -> float | None:
        wait = super()._wait_after(error)
        if wait is None and self.data is None:
            return FIRST_READ_RETRY.total_seconds()
        return wait


@dataclass(frozen=True, kw_only=True)
class Traffic:
    """Bytes of today, of the last 7 and 31 days, and what is left at which host.

    `day` is what the service calls today.
    """

    day: date
    today: int
    last_7_days: int
    last_31_days: int
    hosts: Mapping[str, HostTraffic]


class TrafficCoordinator(ExtraCoordinator[Traffic]):
    """The traffic: two requests an hour."""

    subject = "Real-Debrid traffic"
    pace = timedelta(hours=1)

    @override
    async def async_read_extra(self) -> Traffic:
        hosts = await confirmed(
            self._client.traffic.hosts, lambda reading: bool(self._news(reading)[1])
        )
        await self.announcer.async_announce(TRAFFIC_MEMORY, *self._news(hosts))
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

    def _news(self, hosts: Mapping[str, HostTraffic]) -> News:
        return traffic_news(self.announcer.recall(TRAFFIC_MEMORY), hosts)


@dataclass(frozen=True, kw_only=True)
class Hosts:
    """The supported hosts by their domains, and how many of them work."""

    hosts: Mapping[str, HostStatus]

    def count(self, state: HostState) -> int:
        """Return how many hosts are in a state."""
        return sum(host.state is state for host in self.hosts.values())


class HostsCoordinator(ExtraCoordinator[Hosts]):
    """The file hosts: one request an hour."""

    subject = "Real-Debrid hosts"
    pace = timedelta(hours=1)

    @override
    async def async_read_extra(self) -> Hosts:
        status = await self._client.hosts.status()
        return Hosts(
            hosts={domain: host for domain, host in status.items() if host.supported}
        )


class SettingsCoordinator(ExtraCoordinator[Mapping[str, Setting]]):
    """The settings: one request an hour for who shows them.

    That they can be read also tells that points can be converted.
    """

    subject = "Real-Debrid settings"
    pace = timedelta(hours=1)

    @override
    async def async_read_extra(self) -> Mapping[str, Setting]:
        return await self._client.settings.read()
