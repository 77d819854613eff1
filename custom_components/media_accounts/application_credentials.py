"""Application credentials: the API keys that people create at Blubrry."""

from aiohttp import hdrs
from homeassistant.components.application_credentials import ClientCredential
from homeassistant.core import HomeAssistant
from homeassistant.helpers.config_entry_oauth2_flow import (
    AUTH_CALLBACK_PATH,
    MY_AUTH_CALLBACK_PATH,
)
from homeassistant.helpers.http import current_request

from .blubrry.sign_in.implementation import BlubrryImplementation


async def async_get_auth_implementation(
    hass: HomeAssistant, auth_domain: str, credential: ClientCredential
) -> BlubrryImplementation:
    """Return the OAuth 2.0 implementation for an API key."""
    return BlubrryImplementation(hass, auth_domain, credential)


async def async_get_description_placeholders(hass: HomeAssistant) -> dict[str, str]:
    """Return what the dialog says of the API key: where to, and where from."""
    return {
        "console_url": "https://blubrry.com",
        "redirect_url": _redirect_url(hass),
    }


def _redirect_url(hass: HomeAssistant) -> str:
    """Return the address that Blubrry will send people back to.

    With "My Home Assistant" it is the same for everybody, otherwise it begins with
    the address at which the browser that shows the dialog has Home Assistant.
    """
    if "my" in hass.config.components:
        return MY_AUTH_CALLBACK_PATH
    request = current_request.get()
    origin = request.headers.get(hdrs.ORIGIN, "") if request is not None else ""
    return f"{origin}{AUTH_CALLBACK_PATH}"
