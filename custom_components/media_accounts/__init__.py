"""The Media Accounts integration."""

from contextlib import suppress
import logging
from typing import Final

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConfigEntryError, ConfigEntryNotReady
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.typing import ConfigType

from .api.endpoints import EndpointInvalid
from .api.errors import ProviderError
from .api.token import Token
from .const import CONF_METHOD, CONF_PROVIDER, DOMAIN
from .events.announcer import announcer_of, async_get_announcer
from .events.sign_in import async_tell_sign_in
from .ha_compat import async_delete_issues_of_entry
from .issues import (
    async_access_is_used,
    async_follow_issues,
    async_tell_access_remains,
    async_tell_key_problem,
    telling_obstacles,
)
from .provider.account import MediaAccountsConfigEntry
from .provider.definition import ProviderDefinition, SignOut
from .providers import definition_of
from .services import async_setup_services
from .target import async_signal_set_up
from .vault.keys import KeyUnusable
from .vault.vault import Vault, async_get_vault

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
    """Set up the actions: they exist before any account does.

    Secrets of accounts that do not exist any more are removed.
    """
    async_setup_services(hass)
    with suppress(KeyUnusable):  # Each account says so when it is set up.
        vault = await async_get_vault(hass)
        await vault.async_forget_orphans(
            {str(e.unique_id) for e in hass.config_entries.async_entries(DOMAIN)}
        )
    return True


async def async_migrate_entry(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry
) -> bool:
    """Bring an entry of an earlier version up to date.

    1.1 did not say how the account is signed in: there was one way only.
    """
    if entry.minor_version < 2 and (definition := definition_of(entry)):
        hass.config_entries.async_update_entry(
            entry,
            data={CONF_METHOD: definition.usual_method, **entry.data},
            minor_version=2,
        )
    return True


async def async_setup_entry(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry
) -> bool:
    """Set up an account; what is found meanwhile is told when all can hear it."""
    if (definition := definition_of(entry)) is None:
        raise ConfigEntryError(
            translation_domain=DOMAIN,
            translation_key="unknown_provider",
            translation_placeholders={"provider": str(entry.data.get(CONF_PROVIDER))},
        )
    try:
        vault = await async_get_vault(hass)
        await vault.async_unlock(str(entry.unique_id))
    except KeyUnusable as err:
        # A file may come late, and needs no new sign-in when it does.
        async_tell_key_problem(hass, err.problem)
        raise ConfigEntryNotReady(
            translation_domain=DOMAIN, translation_key=err.problem
        ) from err
    async_tell_key_problem(hass, None)
    async_access_is_used(hass, entry)
    announcer = await async_get_announcer(hass, str(entry.unique_id))
    announcer.async_hold()
    try:
        await _async_set_up(hass, entry, definition, vault)
        await async_tell_sign_in(announcer, is_valid=True)
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
        with telling_obstacles(hass, entry, vault):
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


async def async_unload_entry(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry
) -> bool:
    """Unload an account, not before a refresh in flight has been kept."""
    if not await hass.config_entries.async_unload_platforms(entry, PLATFORMS):
        return False
    await entry.runtime_data.session.async_settle()
    return True


async def async_remove_entry(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry
) -> None:
    """Forget what was kept of an account: its secrets and what it had told.

    What a person allowed to it at the service only they can take back.
    """
    async_delete_issues_of_entry(hass, DOMAIN, entry.entry_id)
    definition = definition_of(entry)
    if definition is not None:
        async_tell_access_remains(hass, entry, definition.access_page)
    if not hass.config_entries.async_entries(DOMAIN):
        async_tell_key_problem(hass, None)
    account_id = str(entry.unique_id)
    await announcer_of(hass, account_id).async_forget()
    try:
        vault = await async_get_vault(hass)
    except KeyUnusable:
        return  # What is sealed is removed at the first start with a usable key.
    token = vault.token(account_id)
    await vault.async_forget(account_id)
    if token is not None and definition is not None and definition.sign_out is not None:
        # Nobody waits for it: the service may be out of reach.
        _ = hass.async_create_background_task(
            _async_sign_out(hass, definition.sign_out, token),
            f"sign out {account_id}",
        )


async def _async_sign_out(hass: HomeAssistant, sign_out: SignOut, token: Token) -> None:
    """Give up the token of a removed account; otherwise it is valid to its end."""
    try:
        await sign_out(hass, token)
    except (ProviderError, EndpointInvalid) as err:
        _LOGGER.debug("A token was not given up: %s", err)
