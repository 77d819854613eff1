"""Settings of an account (Real-Debrid API documentation, /settings).

Not covered by the scopes of the open-source client.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final, Self

from aiohttp import hdrs

from ...api.client import ServiceClient
from ...api.errors import RequestRefused
from ...api.http import Answer
from ...api.parsing import Json, Text, as_list, as_text, identified, read_rows
from .error_codes import check_answer

_BASE: Final = "rest/1.0/settings"

# All values of a setting are in the state of its entity; there are dozens of languages.
MAX_VALUES: Final = 250

NOT_ENOUGH_POINTS: Final = "not_enough_points"
SETTING_REFUSED: Final = "setting_refused"

# The settings, and the keys of their allowed values in the same answer. The protocol is
# not documented, but it exists.
SETTINGS: Final[Mapping[str, str]] = {
    "download_port": "download_ports",
    "download_protocol": "download_protocols",
    "locale": "locales",
    "mobile_streaming_quality": "streaming_qualities",
    "streaming_cast_audio_preference": "streaming_cast_audio",
    "streaming_language_preference": "streaming_languages",
    "streaming_quality": "streaming_qualities",
}


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One setting: its options and the current one, in the service's own words.

    `offered` are the allowed values by their labels, such as `en` by `English`.
    """

    offered: Mapping[str, str]
    chosen: str | None

    @classmethod
    def from_answer(cls, allowed: Json, value: Json) -> Self:
        """Read the allowed values, a list or a map of labels, and the current one."""
        words = _labels(allowed)
        offered: dict[str, str] = {}
        for name, word in words.items():
            # Options with the same label are distinguished by their values.
            offered[name if word in offered else word] = name
        chosen = as_text(value)
        return cls(
            offered=offered,
            chosen=next((w for w, name in offered.items() if name == chosen), None),
        )


class SettingsCalls:
    """The calls below /settings. Each raises a ProviderError, also NotIncluded."""

    def __init__(self, client: ServiceClient) -> None:
        """Initialize with the client."""
        self._client = client

    async def read(self) -> Mapping[str, Setting]:
        """Read the settings that have options, by their names."""
        answer = (await self._client.get(_BASE)).map
        settings = {
            name: Setting.from_answer(answer.get(allowed), answer.get(name))
            for name, allowed in SETTINGS.items()
        }
        return {name: setting for name, setting in settings.items() if setting.offered}

    async def update(self, name: str, value: str) -> None:
        """Change one setting to one of its allowed values.

        Raises RequestRefused with SETTING_REFUSED if that is not allowed.
        """
        await self._client.request(
            hdrs.METH_POST,
            f"{_BASE}/update",
            data={"setting_name": name, "setting_value": value},
            check=_check_update,
        )

    async def convert_points(self) -> None:
        """Convert fidelity points into premium days.

        Raises RequestRefused with NOT_ENOUGH_POINTS if there are too few.
        """
        await self._client.request(
            hdrs.METH_POST,
            f"{_BASE}/convertPoints",
            data={},
            check=_check_conversion,
        )


def _labels(allowed: Json) -> Mapping[str, Text]:
    """Return the labels of allowed values; those of a list are their own labels.

    PHP sends a list as a map with numbered keys after an element was removed.
    """
    named = identified(allowed, limit=MAX_VALUES)
    if not all(map(str.isdecimal, named)):
        return {
            name: word
            for name, text in named.items()
            if (word := as_text(text)) is not None
        }
    values = [*named.values()] or as_list(allowed)[:MAX_VALUES]
    return {word: word for word in read_rows(values, as_text)}


def _check_update(answer: Answer) -> None:
    """Check an answer in which any refusal is about the value that was sent."""
    try:
        check_answer(answer)
    except RequestRefused as err:
        raise RequestRefused(str(err), reason=SETTING_REFUSED) from None


def _check_conversion(answer: Answer) -> None:
    """Check an answer in which 503 is documented as "not enough points"."""
    if answer.status == HTTPStatus.SERVICE_UNAVAILABLE and answer.map:
        raise RequestRefused(f"{answer.where}: 503", reason=NOT_ENOUGH_POINTS)
    check_answer(answer)
