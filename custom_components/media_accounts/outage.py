"""Log an outage of an account once, whichever of its coordinators fail."""

from collections import defaultdict
import logging
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN

_LOGGER = logging.getLogger(__package__)

# By entry: the names of the coordinators whose last update failed.
_FAILED: Final = HassKey[defaultdict[str, set[str]]](f"{DOMAIN}_outages")


@callback
def async_note_update(
    hass: HomeAssistant, entry: ConfigEntry, name: str, error: BaseException | None
) -> None:
    """Record the result of an update; log when an outage begins or ends."""
    none: defaultdict[str, set[str]] = defaultdict(set)
    failed = hass.data.setdefault(_FAILED, none)[entry.entry_id]
    if error is not None:
        if not failed:
            _LOGGER.error("%s: the update of %s failed: %s", entry.title, name, error)
            entry.async_on_unload(failed.clear)
        failed.add(name)
    elif name in failed:
        failed.discard(name)
        if not failed:
            _LOGGER.info("%s: all updates succeed again", entry.title)
