"""Uploads of a program, and its monthly quota."""

import dataclasses
from datetime import date
from enum import StrEnum
from typing import Final

BYTES_PER_SECOND: Final = 16_000
"""Of a recording at 128 kbit/s."""


class QuotaMode(StrEnum):
    """The unit of a monthly quota."""

    BYTES = "bytes"
    TIME = "time"
    """Seconds of audio, as the plans of hours have it"""


@dataclasses.dataclass(kw_only=True)
class Upload:
    """A file that is not published yet; `created` in unix seconds."""

    name: str
    created: float
    duration: int = 1_800
    """Seconds"""

    @property
    def length(self) -> int:
        """Its size in bytes."""
        return self.duration * BYTES_PER_SECOND


class Moving(StrEnum):
    """The status of a file that is migrated from another host."""

    QUEUED = "queued"
    DOWNLOADING = "downloading"
    COMPLETED = "completed"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclasses.dataclass(kw_only=True)
class Migration:
    """A file that is fetched from another host."""

    source_url: str
    new_url: str | None = None
    status: Moving = Moving.QUEUED


@dataclasses.dataclass(kw_only=True)
class Publication:
    """A call that published a file; `time` in unix seconds."""

    program_id: int
    name: str
    username: str
    time: float


@dataclasses.dataclass(kw_only=True)
class Quota:
    """The publishing quota of a program."""

    mode: QuotaMode = QuotaMode.BYTES
    total: int = 262_144_000
    """Bytes or seconds for each month"""
    unlimited: bool = False
    reset_day: int = 3
    """Day of the month on which it resets, 28 at most"""
    used_up_until: float | None = None
    """Unix seconds; until then nothing is left, whatever was published."""
    frozen: bool = False
    expires_at: float | None = None
    """End of the plan in unix seconds; None: it renews itself."""
    unpublished_total: int = 524_288_000
    """Bytes for files that are not published yet"""

    def expired(self, now: float) -> bool:
        """Return true if the plan has ended."""
        return self.expires_at is not None and now >= self.expires_at

    def begins(self, today: date) -> date:
        """Return the first day of the month of the quota."""
        if today.day >= self.reset_day:
            return today.replace(day=self.reset_day)
        years, months = divmod(today.month - 2, 12)
        return date(today.year + years, months + 1, self.reset_day)

    def begins_anew(self, today: date) -> date:
        """Return the first day of the next month of the quota."""
        years, months = divmod(self.begins(today).month, 12)
        return date(self.begins(today).year + years, months + 1, self.reset_day)
