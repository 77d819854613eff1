"""The forms in which Real-Debrid writes JSON and dates."""

from collections.abc import Mapping
from datetime import UTC, datetime
import json
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web

from tests.simulator.real_debrid.settings import DateForm, EmptyList, Settings


def answer(
    data: object,
    settings: Settings,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> web.Response:
    """Return JSON with escaped slashes, and with strings of digits where set so."""
    shown = _digits(data) if settings.strings_for_ints else data
    # A slash stands only inside strings, where JSON allows it to be escaped.
    text = json.dumps(shown, separators=(",", ":")).replace("/", "\\/")
    return web.Response(
        status=status, headers=headers, text=text, content_type="application/json"
    )


def answer_map(data: Mapping[str, object], settings: Settings) -> web.Response:
    """Return an object, or the configured form of an empty one."""
    if data or settings.empty_map is EmptyList.OBJECT:
        return answer(data, settings)
    if settings.empty_map is EmptyList.NO_CONTENT:
        return web.Response(status=204)
    return answer([], settings)


def inner_map(data: Mapping[str, object], settings: Settings) -> object:
    """Return an object inside of another one; PHP takes an empty one for a list."""
    return data or ([] if settings.inner_maps_as_lists else {})


def json_date(timestamp: float, zone: str, form: DateForm) -> str:
    """Return whole seconds in a zone, in one of the forms that clients have seen."""
    local = datetime.fromtimestamp(int(timestamp), UTC).astimezone(ZoneInfo(zone))
    if form is DateForm.OFFSET:
        return local.isoformat()
    return local.replace(tzinfo=None).isoformat(timespec=form.value) + "Z"


def _digits(data: Any) -> Any:
    if isinstance(data, dict):
        return {name: _digits(value) for name, value in data.items()}
    if isinstance(data, list):
        return [_digits(item) for item in data]
    return str(data) if type(data) is int else data
