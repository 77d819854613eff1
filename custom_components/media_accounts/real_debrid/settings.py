"""Settings of an account (Real-Debrid API documentation, /settings).

Outside of the scopes of the open-source client.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from aiohttp import hdrs

from ..errors import RequestRefused
from ..exchange import Answer, ServiceClient
from ..parse import as_text
from .checks import check_answer

_BASE: Final = "rest/1.0/settings"

NOT_ENOUGH_POINTS: Final = "not_enough_points"

_CHOSEN: Final = (
    "download_port",
    "download_protocol",
    "locale",
    "mobile_streaming_quality",
    "streaming_cast_audio_preference",
    "streaming_language_preference",
    "streaming_quality",
)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the owner has chosen, by the names of the settings."""

    chosen: Mapping[str, str]


class SettingsCalls:
    """The calls below /settings. Each raises a ProviderError, NotIncluded too."""

    def __init__(self, api: ServiceClient) -> None:
        """Take the client."""
        self._api = api

    async def read(self) -> Settings:
        """Read the settings."""
        answer = await self._api.get(_BASE)
        return Settings(
            chosen={
                name: text
                for name in _CHOSEN
                if (text := as_text(answer.map.get(name))) is not None
            }
        )

    async def convert_points(self) -> None:
        """Turn fidelity points into premium days.

        Raises RequestRefused with NOT_ENOUGH_POINTS where there are too few.
        """
        await self._api.request(
            hdrs.METH_POST,
            f"{_BASE}/convertPoints",
            data={},
            check=_check_conversion,
        )


def _check_conversion(answer: Answer) -> None:
    """Check an answer in which 503 is documented as "not enough points"."""
    if answer.status == HTTPStatus.SERVICE_UNAVAILABLE and answer.map:
        raise RequestRefused(f"{answer.where}: 503", reason=NOT_ENOUGH_POINTS)
    check_answer(answer)
