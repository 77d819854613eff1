"""Blubrry as an OAuth 2.0 implementation of Home Assistant's."""

import time
from typing import Any, override

from homeassistant.components.application_credentials import (
    AuthImplementation,
    AuthorizationServer,
    ClientCredential,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers import oauth2
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.config_entry_oauth2_flow import AbstractOAuth2Implementation
from yarl import URL

from ..const import Provider
from ..endpoints import base_url
from ..errors import SignInRefused
from ..tokens import Token, as_lifetime
from .auth import AUTHORIZE_PATH, TOKEN_PATH, request_token


class BlubrryImplementation(AuthImplementation):
    """Application credentials for Blubrry: HTTP Basic, errors as ours."""

    token_auth_method = "client_secret_basic"

    def __init__(
        self, hass: HomeAssistant, auth_domain: str, credential: ClientCredential
    ) -> None:
        """Know Blubrry's endpoints; raises EndpointInvalid for a bad override."""
        base = base_url(Provider.BLUBRRY)
        super().__init__(
            hass,
            auth_domain,
            credential,
            AuthorizationServer(
                authorize_url=str(base.joinpath(AUTHORIZE_PATH)),
                token_url=str(base.joinpath(TOKEN_PATH)),
            ),
        )

    @override
    async def _token_request(self, data: dict[str, Any]) -> dict[str, Any]:
        """Ask the token endpoint; raises a ProviderError.

        Home Assistant's own request takes any 4xx for a lost sign-in, a firewall's
        page among them, and logs an answer without `expires_in`, tokens and all.
        """
        form, headers = oauth2.client_auth(
            data, self.client_id, self.client_secret, self.token_auth_method
        )
        answer = await request_token(
            async_get_clientsession(self.hass), URL(self.token_url), form, headers
        )
        # Home Assistant insists on a number; Blubrry's can be missing or anything.
        return {**answer, "expires_in": as_lifetime(answer.get("expires_in"))}


async def refresh(implementation: AbstractOAuth2Implementation, token: Token) -> Token:
    """Renew a token; raises SignInRefused where a person has to sign in again."""
    if token.refresh_token is None:
        raise SignInRefused("this sign-in cannot be renewed")
    answer = await implementation.async_refresh_token(
        {"refresh_token": token.refresh_token}
    )
    return token.renewed(answer, now=time.time())
