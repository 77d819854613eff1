"""The action that clears long-term statistics, which outlive their accounts."""

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
    """Clear statistics and return their ids, once they are cleared.

    These are the statistics of an account, the given ones, or by default those that no
    account updates anymore. Raises ServiceValidationError.
    """
    if RECORDER not in hass.config.components:
        raise _refused("recorder_missing")
    known = {
        str(found["statistic_id"]): found["source"] == DOMAIN
        for found in await async_list_statistic_ids(hass)
    }
    ours = {statistic_id for statistic_id, is_ours in known.items() if is_ours}
    if (entry_id := call.data.get(ATTR_CONFIG_ENTRY_ID)) is not None:
        entry = hass.config_entries.async_get_entry(entry_id)
        if entry is None or entry.domain != DOMAIN:
            raise _refused("account_unknown")
        cleared = known.keys() & _entities(hass, entry) | _ids_of_account(ours, entry)
    elif (named := call.data.get(ATTR_STATISTIC_IDS)) is not None:
        if not ours.issuperset(named):
            raise _refused("statistics_unknown")
        cleared = set(named)
    else:
        used = [
            _ids_of_account(ours, entry)
            for entry in hass.config_entries.async_entries(DOMAIN)
        ]
        cleared = ours.difference(*used)

    done = asyncio.Event()

    def on_done() -> None:
        hass.loop.call_soon_threadsafe(done.set)

    statistic_ids = sorted(cleared)
    get_instance(hass).async_clear_statistics(statistic_ids, on_done=on_done)
    await done.wait()
    return {"statistics": [*statistic_ids]}


def _ids_of_account(
    statistic_ids: set[str], entry: MediaAccountsConfigEntry
) -> set[str]:
    """Return the statistic ids that an account updates."""
    definition = definition_of(entry)
    if definition is None or definition.statistic_id_prefixes is None:
        return set()
    prefixes = tuple(definition.statistic_id_prefixes(entry))
    return {name for name in statistic_ids if name.startswith(prefixes)}


def _entities(hass: HomeAssistant, entry: MediaAccountsConfigEntry) -> set[str]:
    registry = er.async_get(hass)
    registered = er.async_entries_for_config_entry(registry, entry.entry_id)
    return {entity.entity_id for entity in registered}


def _refused(key: str) -> ServiceValidationError:
    return ServiceValidationError(translation_domain=DOMAIN, translation_key=key)
