"""File hosts (Real-Debrid API documentation, /hosts)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from ...api.client import ServiceClient
from ...api.errors import NotIncluded, SignInRefused
from ...api.parsing import as_int, as_list, as_map, as_text
from .server_time import ServiceZone, service_datetime

_BASE: Final = "rest/1.0/hosts"


class HostState(StrEnum):
    """The documented values of `status`."""

    UP = "up"
    DOWN = "down"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, kw_only=True)
class HostStatus:
    """Whether a host works at the service now."""

    name: str
    supported: bool
    state: HostState | None
    checked: datetime | None = field(compare=False)


class HostCalls:
    """The calls below /hosts. Each raises a ProviderError."""

    def __init__(self, api: ServiceClient, zone: ServiceZone) -> None:
        """Take the client, and where the zone of dates comes from."""
        self._api = api
        self._zone = zone

    async def names(self) -> Mapping[str, str]:
        """Read the names of the supported hosts, by their main domains."""
        hosts = (await self._api.get(_BASE)).map
        # The entry without a domain is no host but the service itself.
        return {
            domain: as_text(as_map(row).get("name")) or domain
            for domain, row in hosts.items()
            if domain
        }

    async def status(self) -> Mapping[str, HostStatus]:
        """Read which hosts work, by their main domains; raises NotIncluded too.

        No documented scope covers this path. Some sign-ins are told that they are
        none at all, which here says nothing about the sign-in.
        """
        try:
            answer = await self._api.get(f"{_BASE}/status")
        except SignInRefused as err:
            raise NotIncluded("the status of hosts is out of scope") from err
        zone = await self._zone.read()
        hosts = {}
        for domain, value in answer.map.items():
            row = as_map(value)
            state = as_text(row.get("status"))
            if domain:
                hosts[domain] = HostStatus(
                    name=as_text(row.get("name")) or domain,
                    supported=bool(as_int(row.get("supported"))),
                    state=HostState(state) if state and state in HostState else None,
                    checked=service_datetime(row.get("check_time"), zone),
                )
        return hosts

    async def domains(self) -> tuple[str, ...]:
        """Read all domains of the supported hosts."""
        return await self._texts("domains")

    async def link_patterns(self) -> tuple[str, ...]:
        """Read the regular expressions of supported links."""
        return tuple(map(_bare, await self._texts("regex")))

    async def folder_patterns(self) -> tuple[str, ...]:
        """Read the regular expressions of supported folders."""
        return tuple(map(_bare, await self._texts("regexFolder")))

    async def _texts(self, name: str) -> tuple[str, ...]:
        answer = await self._api.get(f"{_BASE}/{name}")
        texts = (as_text(text) for text in as_list(answer.json))
        return tuple(text for text in texts if text)


def _bare(pattern: str) -> str:
    """Return a PHP pattern without its delimiters, and its slashes unescaped."""
    return pattern.removeprefix("/").removesuffix("/").replace("\\/", "/")
