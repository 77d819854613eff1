"""Exact types out of what services send.

Both services send numbers as number, digit string or null, lists in place of
maps and the other way round, and dates in several notations. Everything is read
through here, so that nothing behind the clients ever sees an odd type.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import islice
import json
from math import isfinite
import re

type Json = bool | int | float | str | list[Json] | dict[str, Json] | None

# Longer texts than this serve nobody: Home Assistant states end at 255 characters.
MAX_TEXT = 1024

# Request headers, in which tokens are sent, usually end at 8 KiB.
MAX_SECRET = 4096

# Twice the longest page that either service gives.
MAX_ITEMS = 10_000

# What databases and JSON can hold.
MAX_INT = 2**63 - 1

# Half characters and control characters break databases and JSON; the others turn
# the direction of the text around them.
_UNFIT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)

_NO_LIST: list[Json] = []
_NO_MAP: Mapping[str, Json] = {}


def parse_json(body: str) -> Json:
    """Return the JSON value of a body.

    Raises ValueError where the body is not JSON, or is nested too deeply.
    """
    try:
        value: Json = json.loads(body)
    except RecursionError:
        raise ValueError("JSON is nested too deeply") from None
    return value


def as_map(value: Json) -> Mapping[str, Json]:
    """Return a map; anything else, such as PHP's `[]` for an empty map, is empty."""
    if not isinstance(value, dict):
        return _NO_MAP
    if len(value) > MAX_ITEMS:
        return dict(islice(value.items(), MAX_ITEMS))
    return value


def as_list(value: Json) -> list[Json]:
    """Return a list; anything else, such as `{}` for an empty list, is empty."""
    return value[:MAX_ITEMS] if isinstance(value, list) else _NO_LIST


def as_rows(value: Json) -> list[Json]:
    """Return the rows of a list that may have become a map with numbered keys."""
    return list(as_map(value).values()) if isinstance(value, dict) else as_list(value)


def as_int(value: Json) -> int | None:
    """Return an integer from a number or a digit string, with or without commas.

    None where it does not fit into 64 bits.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, str):
        value = value.replace(",", "").strip()
    try:
        number = int(value)
    except ValueError, OverflowError:
        return None
    return number if -MAX_INT <= number <= MAX_INT else None


def as_float(value: Json) -> float | None:
    """Return a finite number from a number or a digit string."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except ValueError, OverflowError:
        return None
    return number if isfinite(number) else None


def as_flag(value: Json) -> bool:
    """Return a yes or no that can also come as a number or a word."""
    if isinstance(value, str):
        return value.strip().lower() not in ("", "0", "false", "no")
    return isinstance(value, bool | int | float) and bool(value)


def as_text(value: Json) -> str | None:
    """Return a non-empty text of at most `MAX_TEXT` characters, or None.

    Characters that break what keeps or shows texts are left out.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    if isinstance(value, float) and not isfinite(value):
        return None
    try:
        text = str(value)
    except ValueError:  # A number of thousands of digits.
        return None
    return _UNFIT.sub("", text[: 4 * MAX_TEXT]).strip()[:MAX_TEXT] or None


def as_web_address(value: Json) -> str | None:
    """Return the address of something on the web, or None."""
    text = as_text(value)
    return text if text and text.startswith(("https://", "http://")) else None


def as_secret(value: Json) -> str | None:
    """Return a token or a client credential as it was sent, or None.

    RFC 6749, appendix A, has them of printable ASCII characters. Anything else
    could not be sent in a header, or not be written to the vault.
    """
    if not isinstance(value, str) or not 0 < len(value) <= MAX_SECRET:
        return None
    return value if value.isascii() and value.isprintable() else None


def iso_datetime(value: Json) -> datetime | None:
    """Return a UTC time from ISO 8601 text; without a zone it counts as UTC."""
    return _utc(value, datetime.fromisoformat)


def mail_datetime(value: Json) -> datetime | None:
    """Return a UTC time from RFC 2822 text (HTTP headers, podcast feeds)."""
    return _utc(value, parsedate_to_datetime)


def _utc(value: Json, parse: Callable[[str], datetime]) -> datetime | None:
    """Return the time that a text says, None where it says none."""
    if not isinstance(value, str):
        return None
    try:
        parsed = parse(value)
        if parsed.tzinfo is None:
            return parsed.replace(tzinfo=UTC)
        return parsed.astimezone(UTC)
    except ValueError, OverflowError:
        return None
