"""Parse the notations in which Blubrry writes dates.

The notation is documented for some fields only, and differs between them: 2026-12-03,
12/03/2026, December 3, 2026, 06:00:00 2026-12-03, RFC 2822 and seconds since the epoch.
So every field accepts all of them.
"""

from collections.abc import Iterator
from datetime import date, datetime
import re
from typing import Final

from ...api.parsing import (
    Json,
    as_int,
    as_text,
    iso_date,
    iso_datetime,
    mail_datetime,
    noted_datetime,
    unix_datetime,
)

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
    """Return the UTC time in a value, None if there is none.

    UTC is assumed for a time without a zone. PHP writes zeros for no date.
    """
    if as_int(value) is not None:
        return unix_datetime(value)
    return next(_moments(value), None)


def as_day(value: Json) -> date | None:
    """Return the day in a value, None if there is none."""
    if (day := iso_date((as_text(value) or "")[:10])) is not None:
        return day
    moment = as_moment(value)
    return moment and moment.date()


def _moments(value: Json) -> Iterator[datetime]:
    text = as_text(value)
    if text is None:
        return
    for read in (iso_datetime, mail_datetime):
        if (moment := read(text)) is not None:
            yield moment
    cardinal = _ORDINAL.sub("", text)
    for notation in _NOTATIONS:
        if (moment := noted_datetime(cardinal, notation)) is not None:
            yield moment
