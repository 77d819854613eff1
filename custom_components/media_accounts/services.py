"""Registration of the actions: those of the providers, and those of all accounts."""

from functools import partial
from typing import Final

from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv, service
import voluptuous as vol

from .action_errors import translated_errors
from .const import CONF_PROVIDER, DOMAIN
from .permissions import async_check_may_use
from .provider.account import MediaAccountsConfigEntry
from .provider.actions import Action
from .providers import PROVIDERS
from .statistics import CLEAR_STATISTICS_SCHEMA, async_clear_statistics
from .vault.errors import VaultUnavailable
from .vault.vault import async_get_vault

ATTR_CONFIG_ENTRY_ID: Final = "config_entry_id"


@callback
def async_setup_services(hass: HomeAssistant) -> None:
    """Register all actions."""
    for provider, definition in PROVIDERS.items():
        for action in definition.actions:
            _register(hass, provider, action)
    service.async_register_admin_service(
        hass,
        DOMAIN,
        "clear_statistics",
        partial(async_clear_statistics, hass),
        CLEAR_STATISTICS_SCHEMA,
        SupportsResponse.OPTIONAL,
    )
    service.async_register_admin_service(
        hass,
        DOMAIN,
        "rotate_key",
        partial(_rotate_key, hass),
        supports_response=SupportsResponse.OPTIONAL,
    )


async def _rotate_key(hass: HomeAssistant, call: ServiceCall) -> ServiceResponse:
    """Encrypt all sign-ins with a new key, and return how many there are."""
    try:
        vault = await async_get_vault(hass)
        return {"accounts": await vault.async_rotate_key()}
    except VaultUnavailable as err:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key=err.problem
        ) from err


def _register(hass: HomeAssistant, provider: str, action: Action) -> None:
    async def handle(call: ServiceCall) -> ServiceResponse:
        entry: MediaAccountsConfigEntry = service.async_get_config_entry(
            hass, DOMAIN, call.data[ATTR_CONFIG_ENTRY_ID]
        )
        if entry.data.get(CONF_PROVIDER) != provider:
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="not_an_account_of",
                translation_placeholders={
                    "account": entry.title,
                    "service": PROVIDERS[provider].title,
                },
            )
        await async_check_may_use(hass, call.context, entry)
        with translated_errors(hass, entry):
            return await action.handler(entry, call)

    schema = vol.Schema(
        {vol.Required(ATTR_CONFIG_ENTRY_ID): cv.string, **action.fields}
    )
    if action.admin_only:
        service.async_register_admin_service(
            hass, DOMAIN, action.name, handle, schema, action.supports_response
        )
    else:
        hass.services.async_register(
            DOMAIN, action.name, handle, schema, action.supports_response
        )
