"""The account settings of a person."""

import dataclasses
from typing import Final


@dataclasses.dataclass(kw_only=True)
class Preferences:
    """The settings of an account, but for its locale."""

    download_port: str = "secured"
    download_protocol: str = "IPv4+IPv6"
    streaming_quality: str = "original"
    mobile_streaming_quality: str = "original"
    streaming_language_preference: str = "eng"
    streaming_cast_audio_preference: str = "dolby"


QUALITIES: Final = ["original", "high", "medium", "low"]
LOCALES: Final = {"en": "English", "fr": "Français", "de": "Deutsch"}
LANGUAGES: Final = {
    "eng": "English",
    "fre": "French",
    "ita": "Italian",
    "esp": "Spanish",
}
CAST_AUDIO: Final = ["aac", "dolby"]
PORTS: Final = ["normal", "secured"]
PROTOCOLS: Final = ["IPv4+IPv6", "IPv4", "IPv6"]

CHOICES: Final[dict[str, list[str]]] = {
    "download_port": PORTS,
    "download_protocol": PROTOCOLS,
    "locale": list(LOCALES),
    "streaming_quality": QUALITIES,
    "mobile_streaming_quality": QUALITIES,
    "streaming_language_preference": list(LANGUAGES),
    "streaming_cast_audio_preference": CAST_AUDIO,
}
"""The choices of each setting."""
