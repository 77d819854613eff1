"""Long-term statistics outlive accounts: the action that clears them."""

import asyncio
from typing import Final

from homeassistant.components.recorder import DOMAIN as RECORDER, get_instance
from homeassistant.components.recorder.statistics import async_list_statistic_ids
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv, entity_registry as er
import voluptuous as vol

from .const import DOMAIN
from .provider.account import MediaAccountsConfigEntry
from .providers import definition_of

ATTR_CONFIG_ENTRY_ID: Final = "config_entry_id"
ATTR_STATISTIC_IDS: Final = "statistic_ids"

CLEAR_STATISTICS_SCHEMA: Final = vol.All(
    vol.Schema(
        {
            vol.Optional(ATTR_CONFIG_ENTRY_ID): cv.string,
            vol.Optional(ATTR_STATISTIC_IDS): vol.All(cv.ensure_list, [cv.string]),
        }
    ),
    cv.has_at_most_one_key(ATTR_CONFIG_ENTRY_ID, ATTR_STATISTIC_IDS),
)


async def async_clear_statistics(
    hass: HomeAssistant, call: ServiceCall
) -> ServiceResponse:
    """Clear the statistics of an account, or named ones, or those of nobody any more.

    They are gone when this returns, which says their ids.
    """
    if RECORDER not in hass.config.components:
        raise _refused("recorder_missing")
    known = {
        str(found["statistic_id"]): found["source"] == DOMAIN
        for found in await async_list_statistic_ids(hass)
    }
    series = {statistic_id for statistic_id, is_ours in known.items() if is_ours}
    if (entry_id := call.data.get(ATTR_CONFIG_ENTRY_ID)) is not None:
        entry = hass.config_entries.async_get_entry(entry_id)
        if entry is None or entry.domain != DOMAIN:
            raise _refused("account_unknown")
        chosen = known.keys() & _entities(hass, entry) | _of_account(series, entry)
    elif (named := call.data.get(ATTR_STATISTIC_IDS)) is not None:
        if not series.issuperset(named):
            raise _refused("statistics_unknown")
        chosen = set(named)
    else:
        used = [
            _of_account(series, entry)
            for entry in hass.config_entries.async_entries(DOMAIN)
        ]
        chosen = series.difference(*used)

    done = asyncio.Event()

    def is_done() -> None:
        hass.loop.call_soon_threadsafe(done.set)

    get_instance(hass).async_clear_statistics(sorted(chosen), on_done=is_done)
    await done.wait()
    return {"statistics": [*sorted(chosen)]}


def _of_account(series: set[str], entry: MediaAccountsConfigEntry) -> set[str]:
    """Return the series that an account fills."""
    definition = definition_of(entry)
    starts = definition.statistic_id_prefixes if definition else None
    return {name for name in series if starts and name.startswith(tuple(starts(entry)))}


def _entities(hass: HomeAssistant, entry: MediaAccountsConfigEntry) -> set[str]:
    registry = er.async_get(hass)
    registered = er.async_entries_for_config_entry(registry, entry.entry_id)
    return {entity.entity_id for entity in registered}


def _refused(key: str) -> ServiceValidationError:
    return ServiceValidationError(translation_domain=DOMAIN, translation_key=key)
