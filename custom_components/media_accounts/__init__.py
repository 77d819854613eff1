"""The Media Accounts integration."""

from typing import Final

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConfigEntryError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.typing import ConfigType

from .account import MediaAccountsConfigEntry
from .announcer import announcer_of, async_get_announcer
from .const import CONF_METHOD, CONF_PROVIDER, DOMAIN, Provider
from .endpoints import EndpointInvalid
from .providers import KITS
from .services import async_setup_services
from .sign_in_news import async_tell_sign_in
from .vault import Vault, async_get_vault
from .watching import async_tell_watchers

PLATFORMS: Final = (
    Platform.BINARY_SENSOR,
    Platform.BUTTON,
    Platform.CALENDAR,
    Platform.EVENT,
    Platform.IMAGE,
    Platform.SENSOR,
)

CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Set up the actions: they exist before any account does."""
    async_setup_services(hass)
    return True


async def async_migrate_entry(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry
) -> None:
    """Bring an entry of an earlier version up to date.

    1.1 did not say how the account is signed in: there was one way only.
    """
    if entry.minor_version < 2:
        usual = KITS[Provider(entry.data[CONF_PROVIDER])].usual_method
        hass.config_entries.async_update_entry(
            entry, data={CONF_METHOD: usual, **entry.data}, minor_version=2
        )


async def async_setup_entry(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry
) -> None:
    """Set up an account; what is found meanwhile is told when all can hear it."""
    vault = await async_get_vault(hass)
    announcer = await async_get_announcer(hass, str(entry.unique_id))
    announcer.async_hold()
    try:
        await _async_set_up(hass, entry, vault)
        await async_tell_sign_in(announcer, is_valid=True)
    finally:
        await announcer.async_start()


async def _async_set_up(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry, vault: Vault
) -> None:
    try:
        account = await KITS[Provider(entry.data[CONF_PROVIDER])].set_up(
            hass, entry, vault
        )
    except EndpointInvalid as err:
        raise ConfigEntryError(
            translation_domain=DOMAIN,
            translation_key="endpoint_invalid",
            translation_placeholders={"variable": err.variable},
        ) from err
    entry.runtime_data = account
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    async_tell_watchers(hass, entry)


async def async_unload_entry(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry
) -> None:
    """Unload an account, not before a refresh in flight has been kept."""
    await hass.config_entries.async_unload_platforms_or_raise(entry, PLATFORMS)
    await entry.runtime_data.session.async_settle()


async def async_remove_entry(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry
) -> None:
    """Forget what was kept of an account: its secrets and what it had told."""
    account_id = str(entry.unique_id)
    vault = await async_get_vault(hass)
    await vault.async_forget(account_id)
    await announcer_of(hass, account_id).async_forget()
