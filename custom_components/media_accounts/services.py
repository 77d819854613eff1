"""The actions of every provider, each addressed to an account."""

from typing import Final

from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv, service
import voluptuous as vol

from .account import MediaAccountsConfigEntry
from .actions import Action
from .const import CONF_PROVIDER, DOMAIN, Provider
from .outcomes import telling_failures
from .providers import KITS

ATTR_CONFIG_ENTRY_ID: Final = "config_entry_id"


@callback
def async_setup_services(hass: HomeAssistant) -> None:
    """Register the actions of every provider."""
    for provider, kit in KITS.items():
        for action in kit.actions:
            _register(hass, provider, action)


def _register(hass: HomeAssistant, provider: Provider, action: Action) -> None:
    async def handle(call: ServiceCall) -> ServiceResponse:
        entry: MediaAccountsConfigEntry = service.async_get_config_entry(
            hass, DOMAIN, call.data[ATTR_CONFIG_ENTRY_ID]
        )
        if entry.data[CONF_PROVIDER] != provider:
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key=f"not_an_account_of_{provider}",
                translation_placeholders={"account": entry.title},
            )
        with telling_failures(hass, entry):
            return await action.run(hass, entry, call.data)

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
