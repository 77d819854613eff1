"""The Media Accounts integration."""

from contextlib import suppress
import logging
from typing import Final

from homeassistant.const import STATE_UNAVAILABLE, Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConfigEntryError, ConfigEntryNotReady
from homeassistant.helpers import config_validation as cv, entity_registry as er
from homeassistant.helpers.device_registry import AnyDeviceEntry
from homeassistant.helpers.typing import ConfigType

from .api.endpoints import EndpointInvalid
from .api.errors import ProviderError
from .api.token import Token
from .const import CONF_METHOD, CONF_PROVIDER, DOMAIN
from .events.announcer import announcer_of, async_get_announcer
from .events.sign_in import async_announce_sign_in
from .ha_compat import async_delete_issues_of_entry
from .issues import (
    async_create_access_issue,
    async_delete_access_issue,
    async_follow_issues,
    refresh_set_up_issues,
)
from .pictures import async_setup_pictures
from .provider.account import MediaAccountsConfigEntry
from .provider.definition import ProviderDefinition, SignOut
from .providers import definition_of
from .services import async_setup_services
from .target import async_signal_set_up
from .vault.errors import VaultUnavailable
from .vault.issues import async_show_blocking_problem
from .vault.vault import Vault, async_get_vault, vault_of

_LOGGER = logging.getLogger(__name__)

PLATFORMS: Final = (
    Platform.BINARY_SENSOR,
    Platform.BUTTON,
    Platform.CALENDAR,
    Platform.EVENT,
    Platform.IMAGE,
    Platform.SELECT,
    Platform.SENSOR,
)

CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Register actions and pictures, and remove secrets of removed accounts."""
    async_setup_services(hass)
    async_setup_pictures(hass)
    with suppress(VaultUnavailable):  # The set-up of each account reports it.
        await vault_of(hass).async_remove_unknown(
            {str(e.unique_id) for e in hass.config_entries.async_entries(DOMAIN)}
        )
    return True


async def async_migrate_entry(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry
) -> bool:
    """Migrate an entry of an earlier version.

    Version 1.1 did not store the method of the sign-in, of which there was only one.
    """
    if entry.minor_version < 2 and (definition := definition_of(entry)):
        hass.config_entries.async_update_entry(
            entry,
            data={CONF_METHOD: definition.sign_in_method(None).key, **entry.data},
            minor_version=2,
        )
    return True


async def async_setup_entry(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry
) -> bool:
    """Set up an account; announce the events found meanwhile once it is set up."""
    if (definition := definition_of(entry)) is None:
        raise ConfigEntryError(
            translation_domain=DOMAIN,
            translation_key="unknown_provider",
            translation_placeholders={"provider": str(entry.data.get(CONF_PROVIDER))},
        )
    try:
        vault = await async_get_vault(hass)
        await vault.async_unlock(str(entry.unique_id))
    except VaultUnavailable as err:
        # Once this is fixed, no new sign-in is needed: the set-up is only retried.
        async_show_blocking_problem(hass, err.problem)
        raise ConfigEntryNotReady(
            translation_domain=DOMAIN, translation_key=err.problem
        ) from err
    async_show_blocking_problem(hass, None)
    async_delete_access_issue(hass, entry)
    announcer = await async_get_announcer(hass, str(entry.unique_id))
    announcer.async_hold()
    try:
        await _async_set_up(hass, entry, definition, vault)
        await async_announce_sign_in(announcer, is_valid=True)
    finally:
        await announcer.async_start()
    return True


async def _async_set_up(
    hass: HomeAssistant,
    entry: MediaAccountsConfigEntry,
    definition: ProviderDefinition,
    vault: Vault,
) -> None:
    try:
        with refresh_set_up_issues(hass, entry, vault):
            account = await definition.set_up(hass, entry, vault)
    except EndpointInvalid as err:
        raise ConfigEntryError(
            translation_domain=DOMAIN,
            translation_key="endpoint_invalid",
            translation_placeholders={"variable": err.variable},
        ) from err
    entry.runtime_data = account
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    async_signal_set_up(hass, entry)
    async_follow_issues(hass, entry, definition.issues)
    _ = entry.async_create_background_task(
        hass, account.async_read_remaining(), f"read the data of {entry.unique_id}"
    )


async def async_unload_entry(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry
) -> bool:
    """Unload an account and close its session."""
    if not await hass.config_entries.async_unload_platforms(entry, PLATFORMS):
        return False
    await entry.runtime_data.session.async_close()
    return True


async def async_remove_config_entry_device(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry, device: AnyDeviceEntry
) -> bool:
    """Allow the removal of a device that has no available data."""
    if (DOMAIN, entry.unique_id) in device.identifiers:
        return False
    entities = er.async_entries_for_device(er.async_get(hass), device.id)
    states = (hass.states.get(entity.entity_id) for entity in entities)
    return all(state is None or state.state == STATE_UNAVAILABLE for state in states)


async def async_remove_entry(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry
) -> None:
    """Remove all stored data of an account, and its access token.

    Only the user can revoke the access at the service; an issue explains how.
    """
    async_delete_issues_of_entry(hass, DOMAIN, entry.entry_id)
    definition = definition_of(entry)
    if definition is not None:
        async_create_access_issue(hass, entry, definition.access_page)
    if not hass.config_entries.async_entries(DOMAIN):
        async_show_blocking_problem(hass, None)
    account_id = str(entry.unique_id)
    await announcer_of(hass, account_id).async_forget()
    vault = vault_of(hass)
    with suppress(VaultUnavailable):  # Without a key, the token cannot be disabled.
        await vault.async_load()
    token = vault.token(account_id)
    with suppress(VaultUnavailable):  # The next start with a usable file removes it.
        await vault.async_remove(account_id)
    if token is not None and definition is not None and definition.sign_out is not None:
        # In the background, because the service may be out of reach.
        _ = hass.async_create_background_task(
            _async_sign_out(hass, definition.sign_out, token),
            f"sign out {account_id}",
        )


async def _async_sign_out(hass: HomeAssistant, sign_out: SignOut, token: Token) -> None:
    """Disable the token of a removed account; it would stay valid until it expires."""
    try:
        await sign_out(hass, token)
    except (ProviderError, EndpointInvalid) as err:
        _LOGGER.debug("A token was not disabled: %s", err)
