"""The Media Accounts integration."""

from typing import Final

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConfigEntryError

from .account import MediaAccountsConfigEntry
from .const import CONF_PROVIDER, DOMAIN, Provider
from .endpoints import EndpointInvalid
from .providers import SET_UP
from .vault import async_get_vault

PLATFORMS: Final = (Platform.BINARY_SENSOR, Platform.SENSOR)


async def async_setup_entry(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry
) -> None:
    """Set up an account."""
    vault = await async_get_vault(hass)
    try:
        entry.runtime_data = await SET_UP[Provider(entry.data[CONF_PROVIDER])](
            hass, entry, vault
        )
    except EndpointInvalid as err:
        raise ConfigEntryError(
            translation_domain=DOMAIN,
            translation_key="endpoint_invalid",
            translation_placeholders={"variable": err.variable},
        ) from err
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)


async def async_unload_entry(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry
) -> None:
    """Unload an account, not before a refresh in flight has been kept."""
    await hass.config_entries.async_unload_platforms_or_raise(entry, PLATFORMS)
    await entry.runtime_data.session.async_settle()


async def async_remove_entry(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry
) -> None:
    """Forget the secrets of an account."""
    vault = await async_get_vault(hass)
    await vault.async_forget(str(entry.unique_id))
