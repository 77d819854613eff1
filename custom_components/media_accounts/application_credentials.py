"""Application credentials: the OAuth 2.0 clients that users register at a service."""

from collections.abc import Iterator

from aiohttp import hdrs
from homeassistant.components.application_credentials import ClientCredential
from homeassistant.core import HomeAssistant
from homeassistant.helpers.config_entry_oauth2_flow import (
    AUTH_CALLBACK_PATH,
    MY_AUTH_CALLBACK_PATH,
    AbstractOAuth2Implementation,
)
from homeassistant.helpers.http import current_request

from .provider.definition import ApplicationCredentials
from .providers import PROVIDERS


async def async_get_auth_implementation(
    hass: HomeAssistant, auth_domain: str, credential: ClientCredential
) -> AbstractOAuth2Implementation:
    """Return the OAuth 2.0 implementation of a client.

    Home Assistant stores no provider with a client: where several providers have
    clients, the name of the client identifies it by the title of the service.
    """
    name = (credential.name or "").casefold()
    found = dict(_credentials())
    named = (title for title in found if title.casefold() in name)
    title = next(named, next(iter(found)))
    return found[title].implementation(hass, auth_domain, credential)


def _credentials() -> Iterator[tuple[str, ApplicationCredentials]]:
    for definition in PROVIDERS.values():
        if definition.application_credentials is not None:
            yield definition.title, definition.application_credentials


async def async_get_description_placeholders(hass: HomeAssistant) -> dict[str, str]:
    """Return the addresses of the service and of the redirect, for the dialog."""
    _, credentials = next(_credentials())
    return {
        "console_url": credentials.console_url,
        "redirect_url": _redirect_url(hass),
    }


def _redirect_url(hass: HomeAssistant) -> str:
    """Return the redirect URL of the service.

    With "My Home Assistant" it is the same for everybody; otherwise it begins with the
    address at which the browser that shows the dialog reaches Home Assistant.
    """
    if "my" in hass.config.components:
        return MY_AUTH_CALLBACK_PATH
    request = current_request.get()
    origin = request.headers.get(hdrs.ORIGIN, "") if request is not None else ""
    return f"{origin}{AUTH_CALLBACK_PATH}"
