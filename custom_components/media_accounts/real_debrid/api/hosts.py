"""File hosts (Real-Debrid API documentation, /hosts)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import Final, Self

from ...api.client import ServiceClient
from ...api.errors import NotIncluded, SignInRefused
from ...api.parsing import (
    Identifier,
    Json,
    as_flag,
    as_identifier,
    as_list,
    as_map,
    as_text,
    identified,
    read_rows,
)
from .server_time import ServiceZone, service_datetime

_BASE: Final = "rest/1.0/hosts"

# Each limited host is several entities; about a hundred hosts are supported.
MAX_HOSTS: Final = 250


class HostState(StrEnum):
    """The documented values of `status`."""

    UP = "up"
    DOWN = "down"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, kw_only=True)
class HostStatus:
    """The status of a host at the service."""

    name: str
    supported: bool
    state: HostState | None
    checked: datetime | None = field(compare=False)

    @classmethod
    def from_row(cls, row: Json, domain: Identifier, zone: tzinfo) -> Self:
        """Read the status of a host; `zone` is the time zone of its dates."""
        fields = as_map(row)
        state = as_text(fields.get("status"))
        return cls(
            name=as_text(fields.get("name")) or domain,
            supported=as_flag(fields.get("supported")),
            state=HostState(state) if state and state in HostState else None,
            checked=service_datetime(fields.get("check_time"), zone),
        )


class HostCalls:
    """The calls below /hosts. Each raises a ProviderError."""

    def __init__(self, client: ServiceClient, zone: ServiceZone) -> None:
        """Initialize with the client, and the source of the time zone of dates."""
        self._client = client
        self._zone = zone

    async def names(self) -> Mapping[str, str]:
        """Read the names of the supported hosts, by their main domains."""
        answer = await self._client.get(_BASE)
        # The entry without a domain is not a host but the service itself.
        return {
            domain: as_text(as_map(row).get("name")) or domain
            for domain, row in identified(answer.json, limit=MAX_HOSTS).items()
        }

    async def status(self) -> Mapping[str, HostStatus]:
        """Read the status of all hosts, by their main domains; also raises NotIncluded.

        No documented scope covers this path. The service refuses some valid sign-ins
        here as invalid, which says nothing about the sign-in itself.
        """
        try:
            answer = await self._client.get(f"{_BASE}/status")
        except SignInRefused as err:
            raise NotIncluded("the status of hosts is out of scope") from err
        zone = await self._zone.read()
        return {
            domain: HostStatus.from_row(row, domain, zone)
            for domain, row in identified(answer.json, limit=MAX_HOSTS).items()
        }

    async def domains(self) -> tuple[Identifier, ...]:
        """Read all domains of the supported hosts."""
        return tuple(read_rows(await self._list("domains"), as_identifier))

    async def link_patterns(self) -> tuple[str, ...]:
        """Read the regular expressions of supported links."""
        return tuple(read_rows(await self._list("regex"), _without_delimiters))

    async def folder_patterns(self) -> tuple[str, ...]:
        """Read the regular expressions of supported folders."""
        return tuple(read_rows(await self._list("regexFolder"), _without_delimiters))

    async def _list(self, name: str) -> list[Json]:
        return as_list((await self._client.get(f"{_BASE}/{name}")).json)


def _without_delimiters(pattern: Json) -> str | None:
    """Return a PHP pattern without its delimiters, and with its slashes unescaped."""
    text = as_text(pattern)
    return text and text.removeprefix("/").removesuffix("/").replace("\\/", "/")
