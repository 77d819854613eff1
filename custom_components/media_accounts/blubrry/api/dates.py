"""The notations in which Blubrry writes dates.

Which one comes where is documented for some fields only, and differs between them:
2026-12-03, 12/03/2026, December 3, 2026, 06:00:00 2026-12-03, RFC 2822 and seconds
since the epoch. So each is read wherever a date is.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
import re
from typing import Final

from ...api.parsing import Json, as_int, as_text, iso_datetime, mail_datetime

_NOTATIONS: Final = (
    "%H:%M:%S %Y-%m-%d",
    "%m/%d/%Y",
    "%B %d, %Y",
    "%b %d, %Y",
    "%d %B %Y",
    "%d %b %Y",
)

_ORDINAL: Final = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")


def as_moment(value: Json) -> datetime | None:
    """Return the UTC time that is written, None where none is.

    A time without a zone counts as UTC. PHP writes zeros where there is no date.
    """
    seconds = as_int(value)
    if seconds is not None:
        return _since_the_epoch(seconds) if seconds > 0 else None
    return next(_readings(value), None)


def as_day(value: Json) -> date | None:
    """Return the day that is written, None where none is."""
    text = as_text(value) or ""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        found = as_moment(value)
    return found.date() if found else None


def _readings(value: Json) -> Iterator[datetime]:
    for read in (iso_datetime, mail_datetime):
        if (found := read(value)) is not None:
            yield found
    text = _ORDINAL.sub("", as_text(value) or "")
    for notation in _NOTATIONS:
        try:
            yield datetime.strptime(text, notation).replace(tzinfo=UTC)
        except ValueError:
            continue


def _since_the_epoch(seconds: int) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except ValueError, OverflowError, OSError:
        return None
