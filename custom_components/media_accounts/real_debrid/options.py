"""What can be chosen for a Real-Debrid account."""

from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import UnitOfTime
from homeassistant.helpers.selector import (
    BooleanSelector,
    NumberSelector,
    NumberSelectorConfig,
)
import voluptuous as vol

from ..update_interval import update_interval_field

CONF_EXPIRING_DAYS: Final = "expiring_days"
DEFAULT_EXPIRING_DAYS: Final = 7
MAX_EXPIRING_DAYS: Final = 30

CONF_PREMIUM_WARNINGS: Final = "premium_warnings"


def expiring_days(entry: ConfigEntry) -> int:
    """Return how many days before its end premium counts as ending; 0 is never."""
    return int(entry.options.get(CONF_EXPIRING_DAYS, DEFAULT_EXPIRING_DAYS))


def warns_of_premium(entry: ConfigEntry) -> bool:
    """Return whether the end of premium is worth a repair issue."""
    return bool(entry.options.get(CONF_PREMIUM_WARNINGS, True))


def options_schema(entry: ConfigEntry) -> vol.Schema:
    """Return the form, filled with what is chosen now."""
    return vol.Schema(
        {
            vol.Required(
                CONF_EXPIRING_DAYS, default=expiring_days(entry)
            ): NumberSelector(
                NumberSelectorConfig(
                    min=0,
                    max=MAX_EXPIRING_DAYS,
                    step=1,
                    unit_of_measurement=UnitOfTime.DAYS,
                )
            ),
            vol.Required(
                CONF_PREMIUM_WARNINGS, default=warns_of_premium(entry)
            ): BooleanSelector(),
            **update_interval_field(entry),
        }
    )
