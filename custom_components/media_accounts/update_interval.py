"""How often accounts are read, within what is polite."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.helpers.selector import SelectSelector, SelectSelectorConfig
import voluptuous as vol

CONF_PACE: Final = "pace"


class Pace(StrEnum):
    """What can be chosen, beside the pace that suits most people."""

    CALM = "calm"
    USUAL = "usual"
    LIVELY = "lively"


# What the time between two readings is multiplied with.
_FACTORS: Final = {Pace.CALM: 2.0, Pace.USUAL: 1.0, Pace.LIVELY: 0.5}


def update_frequency(entry: ConfigEntry) -> Pace:
    """Return the pace of an account."""
    return Pace(entry.options.get(CONF_PACE, Pace.USUAL))


def update_interval_factor(entry: ConfigEntry) -> float:
    """Return how much longer than usual an account waits between two readings."""
    return _FACTORS[update_frequency(entry)]


def update_interval_field(entry: ConfigEntry) -> Mapping[Any, Any]:
    """Return the field of the options, filled in with what is chosen now."""
    return {
        vol.Required(CONF_PACE, default=update_frequency(entry).value): SelectSelector(
            SelectSelectorConfig(options=list(Pace), translation_key=CONF_PACE)
        )
    }
