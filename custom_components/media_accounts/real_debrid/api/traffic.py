"""Traffic of limited hosts (Real-Debrid API documentation, /traffic).

Not covered by the scopes of the open-source client.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, Self

from ...api.client import ServiceClient
from ...api.parsing import (
    Json,
    as_count,
    as_map,
    as_text,
    identified,
    iso_date,
    total,
)
from .hosts import MAX_HOSTS

# The longest span of /traffic/details.
MAX_DAYS: Final = 31

_GIB: Final = 1024**3

# Not a host but the "remote traffic" that users can buy; it has no limit.
_REMOTE: Final = "remote"


class Unit(StrEnum):
    """The unit in which the traffic of a host is counted."""

    BYTES = "bytes"
    LINKS = "links"


class Reset(StrEnum):
    """The period after which the traffic of a host is reset."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True, kw_only=True)
class HostTraffic:
    """The traffic left at a limited host, in bytes or links.

    For `gigabytes` the service counts `left` in bytes, but `limit` and `extra` in GiB;
    here all of them are in bytes.
    """

    unit: Unit
    left: int | None
    limit: int | None
    extra: int | None
    used_bytes: int | None
    used_links: int | None
    reset: Reset | None

    @classmethod
    def from_row(cls, row: Json) -> Self:
        """Read the traffic left at a host."""
        fields = as_map(row)
        kind = as_text(fields.get("type"))
        factor = _GIB if kind == "gigabytes" else 1
        reset = as_text(fields.get("reset"))
        return cls(
            unit=Unit.LINKS if kind == "links" else Unit.BYTES,
            left=as_count(fields.get("left")),
            limit=as_count(fields.get("limit"), factor=factor),
            extra=as_count(fields.get("extra"), factor=factor),
            used_bytes=as_count(fields.get("bytes")),
            used_links=as_count(fields.get("links")),
            reset=Reset(reset) if reset and reset in Reset else None,
        )


@dataclass(frozen=True, kw_only=True)
class DayTraffic:
    """The traffic of one day of the service, in bytes."""

    total: int
    hosts: Mapping[str, int]

    @classmethod
    def from_row(cls, row: Json) -> Self:
        """Read a day."""
        fields = as_map(row)
        hosts: dict[str, int] = {
            host: size
            for host, value in identified(fields.get("host"), limit=MAX_HOSTS).items()
            if (size := as_count(value)) is not None
        }
        whole = as_count(fields.get("bytes"))
        return cls(total=total(hosts.values()) if whole is None else whole, hosts=hosts)


class TrafficCalls:
    """The calls below /traffic. Each raises a ProviderError, also NotIncluded."""

    def __init__(self, client: ServiceClient) -> None:
        """Initialize with the client."""
        self._client = client

    async def hosts(self) -> Mapping[str, HostTraffic]:
        """Read the traffic left at the limited hosts, by their domains."""
        answer = await self._client.get("rest/1.0/traffic")
        return {
            domain: HostTraffic.from_row(row)
            for domain, row in identified(answer.json, limit=MAX_HOSTS).items()
            if domain != _REMOTE
        }

    async def days(self, start: date, end: date) -> Mapping[date, DayTraffic]:
        """Read the traffic of each day; days without traffic are missing.

        Both days are included; the service returns at most `MAX_DAYS`.
        """
        answer = await self._client.get(
            "rest/1.0/traffic/details",
            params={"start": start.isoformat(), "end": end.isoformat()},
        )
        return {
            day: DayTraffic.from_row(row)
            for text, row in answer.map.items()
            if (day := iso_date(text)) is not None and start <= day <= end
        }


def used_since(days: Mapping[date, DayTraffic], today: date, count: int) -> int:
    """Return the bytes of the last days up to `today`."""
    first = today - timedelta(days=count - 1)
    return total(
        traffic.total for day, traffic in days.items() if first <= day <= today
    )
