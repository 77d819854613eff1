"""Remaining traffic of a person at one host."""

import dataclasses
from enum import StrEnum


class Measure(StrEnum):
    """The unit of a limit."""

    LINKS = "links"
    GIGABYTES = "gigabytes"
    BYTES = "bytes"


class Reset(StrEnum):
    """The period after which it resets."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclasses.dataclass(kw_only=True)
class HostTraffic:
    """One host with a limit; the response omits fields that are None.

    With gigabytes, `limit` and `extra` are in GiB but `left` and `bytes` in bytes.
    """

    type: Measure
    left: int
    bytes: int | None = None
    links: int | None = None
    limit: int | None = None
    extra: int | None = None
    reset: Reset | None = None

    def take_link(self) -> None:
        """Count a link that was unrestricted."""
        if self.links is not None:
            self.links += 1
        if self.type is Measure.LINKS:
            self.left = max(0, self.left - 1)

    def take_bytes(self, count: int) -> None:
        """Count bytes that were downloaded."""
        if self.bytes is not None:
            self.bytes += count
        if self.type is not Measure.LINKS:
            self.left = max(0, self.left - count)
