"""The update frequency of an account, as selected in its options."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.helpers.selector import SelectSelector, SelectSelectorConfig
import voluptuous as vol

CONF_UPDATE_FREQUENCY: Final = "pace"


class UpdateFrequency(StrEnum):
    """The options; the values are stored."""

    HALF = "calm"
    NORMAL = "usual"
    DOUBLE = "lively"


# The factors of the update interval.
_FACTORS: Final = {
    UpdateFrequency.HALF: 2.0,
    UpdateFrequency.NORMAL: 1.0,
    UpdateFrequency.DOUBLE: 0.5,
}


def update_frequency(entry: ConfigEntry) -> UpdateFrequency:
    """Return the update frequency of an account; an unknown one is the normal one."""
    try:
        return UpdateFrequency(entry.options.get(CONF_UPDATE_FREQUENCY, ""))
    except ValueError:
        return UpdateFrequency.NORMAL


def update_interval_factor(entry: ConfigEntry) -> float:
    """Return the factor of the update intervals of an account."""
    return _FACTORS[update_frequency(entry)]


def update_interval_field(entry: ConfigEntry) -> Mapping[Any, Any]:
    """Return the field of the options form, with the current value."""
    return {
        vol.Required(
            CONF_UPDATE_FREQUENCY, default=update_frequency(entry).value
        ): SelectSelector(
            SelectSelectorConfig(
                options=list(UpdateFrequency), translation_key=CONF_UPDATE_FREQUENCY
            )
        )
    }
