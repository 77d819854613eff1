"""Parsing of times and values from the command line."""

from argparse import ArgumentTypeError
from datetime import UTC, datetime
import json
import re
from typing import Any, Final

UNITS: Final = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}


def duration(text: str) -> float:
    """Return seconds: `90`, `90s`, `15m`, `3h`, `2.5d`, `-1w`."""
    found = re.fullmatch(r"(-?\d+(?:\.\d+)?)([smhdw]?)", text)
    if found is None:
        raise ArgumentTypeError(f"{text!r} is no duration such as 90s, 15m, 3h or 2d")
    return float(found[1]) * UNITS[found[2] or "s"]


def premium(text: str) -> float | None:
    """Return a duration, or None for `never`."""
    return None if text == "never" else duration(text)


def error_code(text: str) -> int | None:
    """Return a whole number, or None for `never`."""
    try:
        return None if text == "never" else int(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is neither a number nor 'never'") from None


def moment(text: str) -> float:
    """Return unix seconds of an ISO 8601 time; without a zone it is UTC."""
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(
            f"{text!r} is no time such as 2026-12-24T18:00"
        ) from None
    return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).timestamp()


def assignment(text: str) -> tuple[str, Any]:
    """Return (name, value) of `name=value`; a value that is not JSON is a string."""
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise ArgumentTypeError(f"{text!r} is not of the form name=value")
    try:
        return name, json.loads(value)
    except json.JSONDecodeError:
        return name, value


def json_value(text: str) -> Any:
    """Return JSON."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ArgumentTypeError(f"not JSON: {error}") from None


def header(text: str) -> tuple[str, str]:
    """Return (name, value) of `Name: value`."""
    name, colon, value = text.partition(":")
    if not colon or not name.strip():
        raise ArgumentTypeError(f"{text!r} is not of the form Name: value")
    return name.strip(), value.strip()


def times(text: str) -> int | None:
    """Return a number of times, or None for `always`."""
    if text == "always":
        return None
    if not text.isdigit():
        raise ArgumentTypeError(f"{text!r} is neither a number nor 'always'")
    return int(text)
