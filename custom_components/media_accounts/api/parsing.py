"""Convert what services send to exact types.

Services send numbers as number, digit string or null, lists in place of maps and the
other way round, dates in several notations, and sometimes invalid values. All of it is
read through here: the result is an identifier, a text, an address or a secret, each a
type of its own, or a number or a date within bounds that all of Home Assistant can
store. Anything else becomes None, which stands for unknown.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from itertools import islice
import json
import logging
import re
from typing import Final, NewType

from yarl import URL

_LOGGER = logging.getLogger(__name__)

type Json = bool | int | float | str | list[Json] | dict[str, Json] | None

# A name that is safe as part of a unique id, a path, a statistic id.
Identifier = NewType("Identifier", str)

# A text to display: without characters that break a database, JSON or a line.
Text = NewType("Text", str)

# A token or a client credential.
Secret = NewType("Secret", str)

# An absolute HTTP or HTTPS address without credentials.
WebAddress = NewType("WebAddress", str)

# Home Assistant states end at 255 characters; notes and summaries are longer.
MAX_TEXT: Final = 1024

# Request headers, in which tokens are sent, usually end at 8 KiB.
MAX_SECRET: Final = 4096

# Addresses of content delivery networks contain long signatures.
MAX_ADDRESS: Final = 4096

# Twice the longest page that either service sends.
MAX_ITEMS: Final = 10_000

# The largest integer that every reader of JSON keeps exact (RFC 8259, section 6). The
# sum of a thousand such numbers fits into the 64 bits of databases.
MAX_INT: Final = 2**53 - 1

# Longer texts are neither numbers nor dates, and would be slow to parse as such.
_MAX_NUMBER_TEXT: Final = 32
_MAX_DATE_TEXT: Final = 80

# Zeros mean "no date", and dates beyond a lifetime "never". Calendars add days to a
# date and time zones hours, which must stay within Python's range of years.
_FIRST_YEAR: Final = 1971
_LAST_YEAR: Final = 2999

# The alphabet of Real-Debrid's ids, of domain names, and of Blubrry's ids and numbers.
_IDENTIFIER: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,63}")

_BREAK: Final = re.compile("[\t\n\r\u2028\u2029]")

# Surrogates and control characters break databases and JSON; the others change the
# direction of the text around them.
_UNFIT: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)

_NO_LIST: Final[list[Json]] = []
_NO_MAP: Final[Mapping[str, Json]] = {}


def parse_json(body: str | bytes) -> Json:
    """Return the JSON value of a body.

    Raises ValueError if the body is not JSON, or is nested too deeply.
    """
    try:
        value: Json = json.loads(body)
    except RecursionError:
        raise ValueError("JSON is nested too deeply") from None
    return value


def as_map(value: Json) -> Mapping[str, Json]:
    """Return a map; anything else, such as PHP's `[]` for an empty map, is empty.

    Its keys are unchecked: use it to look up known keys only. `identified` returns the
    entries whose keys are identifiers.
    """
    if not isinstance(value, dict):
        return _NO_MAP
    if len(value) > MAX_ITEMS:
        return dict(islice(value.items(), MAX_ITEMS))
    return value


def as_list(value: Json) -> list[Json]:
    """Return a list; anything else, such as `{}` for an empty list, is empty."""
    return value[:MAX_ITEMS] if isinstance(value, list) else _NO_LIST


def as_rows(value: Json) -> list[Json]:
    """Return the rows of a list that may be a map with numbered keys."""
    return list(as_map(value).values()) if isinstance(value, dict) else as_list(value)


def read_rows[T](rows: Iterable[Json], read: Callable[[Json], T | None]) -> list[T]:
    """Return the results of `read` for all rows, without None."""
    results = [read(row) for row in rows]
    found = [result for result in results if result is not None]
    if len(found) < len(results):
        _LOGGER.debug("Ignored %d of %d rows", len(results) - len(found), len(results))
    return found


def identified(value: Json, *, limit: int = MAX_ITEMS) -> dict[Identifier, Json]:
    """Return the first `limit` entries of a map whose keys are identifiers."""
    entries = as_map(value)
    found = {
        name: entry
        for key, entry in entries.items()
        if (name := as_identifier(key)) is not None
    }
    if len(found) > limit:
        found = dict(islice(found.items(), limit))
    if len(found) < len(entries):
        _LOGGER.debug(
            "Ignored %d of %d entries", len(entries) - len(found), len(entries)
        )
    return found


def as_int(value: Json) -> int | None:
    """Return an integer from a number or a digit string, with or without commas."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, str):
        if len(value) > _MAX_NUMBER_TEXT:
            return None
        value = value.replace(",", "").strip()
    try:
        number = int(value)
    except ValueError, OverflowError:
        return None
    return number if -MAX_INT <= number <= MAX_INT else None


def as_count(value: Json, *, factor: int = 1) -> int | None:
    """Return `factor` times a non-negative number: a count, a size."""
    number = as_int(value)
    if number is None or not 0 <= number <= MAX_INT // factor:
        return None
    return number * factor


def as_tally(value: Json) -> int | None:
    """Return a count; a missing one is zero, an invalid one unknown."""
    return 0 if value is None or value == "" else as_count(value)


def total(numbers: Iterable[int]) -> int:
    """Return a sum if it is within bounds."""
    return min(sum(numbers), MAX_INT)


def as_float(value: Json) -> float | None:
    """Return a finite number from a number or a digit string."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, str) and len(value) > _MAX_NUMBER_TEXT:
        return None
    try:
        number = float(value)
    except ValueError, OverflowError:
        return None
    return number if -MAX_INT <= number <= MAX_INT else None


def as_amount(value: Json) -> float | None:
    """Return a finite, non-negative number: an average, a duration."""
    number = as_float(value)
    return None if number is None or number < 0 else number


def as_flag(value: Json) -> bool:
    """Return a boolean that can also be sent as a number or a word."""
    if isinstance(value, str):
        return value.strip().lower() not in ("", "0", "false", "no")
    return isinstance(value, bool | int | float) and bool(value)


def as_identifier(value: Json) -> Identifier | None:
    """Return an identifier used by the service, from a text or a whole number."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value) if 0 <= value <= MAX_INT else None
    if not isinstance(value, str) or not _IDENTIFIER.fullmatch(value):
        return None
    return Identifier(value)


def digest(text: Text) -> Identifier:
    """Return an identifier for something that only a text identifies."""
    return Identifier(sha256(text.encode()).hexdigest()[:32])


def as_text(value: Json) -> Text | None:
    """Return a non-empty text of at most `MAX_TEXT` characters, or None.

    Line breaks become spaces; characters that break databases or displays are removed.
    """
    if isinstance(value, int | float):
        if isinstance(value, bool) or not -MAX_INT <= value <= MAX_INT:
            return None
        value = str(value)
    if not isinstance(value, str):
        return None
    text = _BREAK.sub(" ", value[: 4 * MAX_TEXT])
    return Text(_UNFIT.sub("", text).strip()[:MAX_TEXT].rstrip()) or None


def as_web_address(value: Json) -> WebAddress | None:
    """Return an absolute web address, or None."""
    if not isinstance(value, str) or not 0 < len(value) <= MAX_ADDRESS:
        return None
    if not value.isprintable():
        return None
    try:
        url = URL(value)
        is_whole = bool(url.host) and url.port is not None and url.user is None
    except ValueError:
        return None
    return WebAddress(value) if url.scheme in ("http", "https") and is_whole else None


def as_secret(value: Json) -> Secret | None:
    """Return a token or a client credential exactly as it was sent, or None.

    RFC 6749, appendix A, defines them as printable ASCII characters. Anything else
    could not be sent in a header or written to the vault.
    """
    if not isinstance(value, str) or not 0 < len(value) <= MAX_SECRET:
        return None
    return Secret(value) if value.isascii() and value.isprintable() else None


def iso_datetime(value: Json) -> datetime | None:
    """Return a UTC time from ISO 8601 text; UTC is assumed without a zone."""
    moment = iso_local_datetime(value)
    return moment and moment.astimezone(UTC)


def iso_local_datetime(value: Json) -> datetime | None:
    """Return a time from ISO 8601 text, with the offset of the text, UTC without."""
    return _datetime(value, datetime.fromisoformat)


def iso_date(value: Json) -> date | None:
    """Return a day from ISO 8601 text."""
    moment = _datetime(value, datetime.fromisoformat)
    return moment and moment.date()


def mail_datetime(value: Json) -> datetime | None:
    """Return a UTC time from RFC 2822 text (HTTP headers, podcast feeds)."""
    moment = _datetime(value, parsedate_to_datetime)
    return moment and moment.astimezone(UTC)


def noted_datetime(value: Json, notation: str) -> datetime | None:
    """Return a UTC time from text in a notation of `strptime`, without a zone."""
    return _datetime(value, lambda text: datetime.strptime(text, notation))  # noqa: DTZ007


def unix_datetime(value: Json) -> datetime | None:
    """Return a UTC time from seconds since the epoch."""
    seconds = as_int(value)
    if seconds is None:
        return None
    return _moment(lambda: datetime.fromtimestamp(seconds, UTC))


def _datetime(value: Json, parse: Callable[[str], datetime]) -> datetime | None:
    """Return the time in a text, None if there is none."""
    if not isinstance(value, str) or len(value) > _MAX_DATE_TEXT:
        return None
    return _moment(lambda: parse(value))


def _moment(read: Callable[[], datetime]) -> datetime | None:
    """Return an aware time within bounds, None if there is none."""
    try:
        moment = read()
    except ValueError, OverflowError, OSError:
        return None
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
