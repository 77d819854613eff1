"""The entities of an account's settings, where the sign-in includes them."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from homeassistant.const import EntityCategory

from ..button import MediaAccountsButtonDescription
from ..select import MediaAccountsSelectDescription
from .api.settings import SETTINGS, Setting
from .commands import async_change_setting, async_convert_points

_QUALITIES: Final = ["original", "high", "medium", "low"]

# The values that the service has no words for.
_TRANSLATED: Final = {
    "download_port": ["normal", "secured"],
    "mobile_streaming_quality": _QUALITIES,
    "streaming_cast_audio_preference": ["aac", "dolby"],
    "streaming_quality": _QUALITIES,
}

_GONE: Final = Setting(offered={}, chosen=None)


def _select(name: str) -> MediaAccountsSelectDescription:
    """Describe a setting; one that is not listed any more offers nothing."""

    def setting(settings: Mapping[str, Setting]) -> Setting:
        return settings.get(name, _GONE)

    return MediaAccountsSelectDescription(
        key=name,
        translation_key=name,
        entity_category=EntityCategory.CONFIG,
        entity_registry_enabled_default=False,
        options=_TRANSLATED.get(name),
        exists=lambda settings: name in settings,
        offered=lambda settings: list(setting(settings).offered),
        chosen=lambda settings: setting(settings).chosen,
        choose=partial(async_change_setting, name),
    )


SETTINGS_ENTITIES: Final = (
    MediaAccountsButtonDescription(
        key="convert_points",
        translation_key="convert_points",
        entity_registry_enabled_default=False,
        press=async_convert_points,
    ),
    *map(_select, SETTINGS),
)
