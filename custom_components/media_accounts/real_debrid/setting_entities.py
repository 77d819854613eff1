"""The entities of the settings that Real-Debrid stores for an account."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from homeassistant.const import EntityCategory

from ..provider.entities import (
    EntityDescriptions,
    MediaAccountsButtonEntityDescription,
    MediaAccountsSelectEntityDescription,
)
from .api.settings import SETTINGS, Setting
from .commands import async_change_setting, async_convert_points

_QUALITIES: Final = ["original", "high", "medium", "low"]

# Options with a translated name: the service has no names for them.
_TRANSLATED: Final = {
    "download_port": ["normal", "secured"],
    "mobile_streaming_quality": _QUALITIES,
    "streaming_cast_audio_preference": ["aac", "dolby"],
    "streaming_quality": _QUALITIES,
}

_UNLISTED: Final = Setting(offered={}, chosen=None)


type Settings = Mapping[str, Setting]


def _select(name: str) -> MediaAccountsSelectEntityDescription[Settings]:
    """Return the description of a select; a setting that is missing has no options."""

    def setting(settings: Settings) -> Setting:
        return settings.get(name, _UNLISTED)

    return MediaAccountsSelectEntityDescription(
        key=name,
        translation_key=name,
        entity_category=EntityCategory.CONFIG,
        entity_registry_enabled_default=False,
        options=_TRANSLATED.get(name),
        exists_fn=lambda settings: name in settings,
        options_fn=lambda settings: list(setting(settings).offered),
        current_option_fn=lambda settings: setting(settings).chosen,
        select_option_fn=partial(async_change_setting, name),
    )


SETTINGS_ENTITIES: Final[EntityDescriptions[Settings]] = (
    MediaAccountsButtonEntityDescription(
        key="convert_points",
        translation_key="convert_points",
        entity_registry_enabled_default=False,
        press_fn=async_convert_points,
    ),
    *map(_select, SETTINGS),
)
