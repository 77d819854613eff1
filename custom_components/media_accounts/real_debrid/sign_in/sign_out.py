"""Disable the access token of a removed account."""

from homeassistant.core import HomeAssistant

from ...api.client import FixedToken
from ...api.token import Token
from ...http_session import async_get_http_session
from ..api.client import RealDebridClient
from ..api.endpoint import ENDPOINT


async def async_sign_out(hass: HomeAssistant, token: Token) -> None:
    """Disable an access token (/disable_access_token); raises a ProviderError.

    The grant itself remains: only the user can revoke it, on Real-Debrid's website. A
    private API token remains valid too. Its owner created it, and may use it elsewhere.
    """
    if token.refresh_token is not None:
        client = RealDebridClient(
            async_get_http_session(hass),
            ENDPOINT.base_url(),
            FixedToken(token.access_token),
        )
        await client.disable_access_token()
