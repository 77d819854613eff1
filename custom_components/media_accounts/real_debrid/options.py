"""The options of a Real-Debrid entry."""

from homeassistant.config_entries import ConfigEntry
import voluptuous as vol

from ..provider.premium import premium_options
from ..update_interval import update_interval_field


def options_schema(entry: ConfigEntry) -> vol.Schema:
    """Return the schema of the form, filled with the current options."""
    return vol.Schema({**premium_options(entry), **update_interval_field(entry)})
