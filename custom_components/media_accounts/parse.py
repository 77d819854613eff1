"""Exact types out of what services send.

Both services send numbers as number, digit string or null, lists in place of
maps and the other way round, and dates in several notations. Everything is read
through here, so that nothing behind the clients ever sees an odd type.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
import json

type Json = bool | int | float | str | list[Json] | dict[str, Json] | None

# Longer texts than this serve nobody: Home Assistant states end at 255 characters.
MAX_TEXT = 1024

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
    return value if isinstance(value, dict) else _NO_MAP


def as_list(value: Json) -> list[Json]:
    """Return a list; anything else, such as `{}` for an empty list, is empty."""
    return value if isinstance(value, list) else _NO_LIST


def as_int(value: Json) -> int | None:
    """Return an integer from a number or a digit string, with or without commas."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        value = value.replace(",", "").strip()
    try:
        return int(value) if isinstance(value, int | float | str) else None
    except ValueError, OverflowError:
        return None


def as_text(value: Json) -> str | None:
    """Return a non-empty text of at most `MAX_TEXT` characters, or None."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value).strip()[:MAX_TEXT] or None


def as_secret(value: Json) -> str | None:
    """Return a token or a client credential as it was sent, or None."""
    return value if isinstance(value, str) and value else None


def iso_datetime(value: Json) -> datetime | None:
    """Return an aware time from ISO 8601 text; without a zone it counts as UTC."""
    try:
        parsed = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    if parsed is not None and parsed.tzinfo is None:
        parsed = parsed.replace(tzinfo=UTC)
    return parsed


def mail_datetime(value: Json) -> datetime | None:
    """Return an aware time from RFC 2822 text (HTTP headers, podcast feeds)."""
    try:
        parsed = parsedate_to_datetime(value) if isinstance(value, str) else None
    except ValueError:
        return None
    if parsed is not None and parsed.tzinfo is None:
        parsed = parsed.replace(tzinfo=UTC)
    return parsed
