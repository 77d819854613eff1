"""The dated events of an account, before they are translated."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta


@dataclass(frozen=True, kw_only=True)
class DatedEvent:
    """A dated event: a whole day, or an aware moment.

    `kind` is the translation key, with `placeholders`. A `routine` event recurs so
    often that the calendar never shows it as the next event.
    """

    kind: str
    start: date
    end: date | None = None
    placeholders: Mapping[str, str] = field(default_factory=dict)
    details: str | None = None
    routine: bool = False

    def __post_init__(self) -> None:
        """Reject a moment without a time zone, which is ambiguous."""
        if isinstance(self.start, datetime) and self.start.tzinfo is None:
            raise ValueError(f"{self.kind} is at a time without a zone")


def days_between(first: date, last: date) -> Iterator[date]:
    """Yield the days of a span, both ends included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
