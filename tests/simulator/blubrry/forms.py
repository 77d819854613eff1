"""The forms in which Blubrry writes numbers, ids, dates and rows."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from email.utils import format_datetime

from tests.simulator.blubrry.people import Program
from tests.simulator.blubrry.settings import DateForm, Numbers, RecordCount, Settings

type Row = dict[str, object]


def number(
    value: int, settings: Settings, documented: type[int | str] = int
) -> int | str:
    """Return a number in its documented form, or in the form of the settings."""
    match settings.numbers:
        case Numbers.STRINGS:
            return str(value)
        case Numbers.INTEGERS:
            return value
        case Numbers.COMMAS:
            return f"{value:,}"
        case Numbers.MIXED:
            return documented(value)


def identifier(value: int, settings: Settings) -> int | str:
    """Return an id."""
    return str(value) if settings.ids_as_strings else value


def keyword(program: Program, settings: Settings) -> str | None:
    """Return a program's keyword, unless programs have none."""
    return None if settings.keyword_null else program.keyword


def rows(listed: Sequence[Row], settings: Settings) -> object:
    """Return rows as a list, or as an object with numbered keys."""
    return numbered(listed) if settings.lists_as_maps else list(listed)


def numbered(listed: Sequence[Row]) -> Mapping[str, Row]:
    """Return rows as PHP writes an array that has names in it too."""
    return {str(place): row for place, row in enumerate(listed)}


def record_count(page: Sequence[object], total: int, settings: Settings) -> int:
    """Return the value of `record_count` for a page."""
    return len(page) if settings.record_count is RecordCount.PAGE else total


def american(day: date) -> str:
    """Return MM/DD/YYYY."""
    return f"{day:%m/%d/%Y}"


def readable(day: date) -> str:
    """Return a date such as December 3, 2026."""
    return f"{day:%B} {day.day}, {day.year}"


def written(day: date, form: DateForm) -> str | int:
    """Return a day in one of the forms in which a date may come."""
    midnight = datetime.combine(day, time(), UTC)
    match form:
        case DateForm.MIXED | DateForm.DAY:
            return day.isoformat()
        case DateForm.AMERICAN:
            return american(day)
        case DateForm.TEXT:
            return readable(day)
        case DateForm.RFC_2822:
            return format_datetime(midnight)
        case DateForm.UNIX:
            return int(midnight.timestamp())
