"""What an account has in its calendar, before it becomes anybody's words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta


@dataclass(frozen=True, kw_only=True)
class DatedEvent:
    """Something that has a date: a day as a whole, or an aware moment.

    `kind` is the key of its text, which `placeholders` fill. What is `routine` comes
    so often that nobody waits for it: it is never what the calendar shows as next.
    """

    kind: str
    start: date
    end: date | None = None
    placeholders: Mapping[str, str] = field(default_factory=dict)
    details: str | None = None
    routine: bool = False

    def __post_init__(self) -> None:
        """Refuse a moment without a time zone: nobody knows when that is."""
        if isinstance(self.start, datetime) and self.start.tzinfo is None:
            raise ValueError(f"{self.kind} is at a time without a zone")


def days_between(first: date, last: date) -> Iterator[date]:
    """Yield the days of a span, both ends included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
