"""Home Assistant's OAuth 2.0 implementation for Blubrry."""

from collections.abc import Mapping
import time
from typing import Any, Final, Literal, override

from homeassistant.components.application_credentials import (
    AuthImplementation,
    AuthorizationServer,
    ClientCredential,
)
from homeassistant.core import HomeAssistant
from yarl import URL

from ...api.errors import RequestRefused, SignInRefused
from ...api.parsing import Json
from ...api.token import CLIENT_AUTHENTICATION, Token
from ...const import DOMAIN
from ...ha_compat import client_auth
from ...http_session import async_get_http_session
from ..api.endpoint import ENDPOINT
from ..api.oauth2 import (
    AUTHORIZE_PATH,
    TOKEN_PATH,
    request_token,
    request_token_by_query,
)

type _Method = Literal["client_secret_basic", "client_secret_post"]

# The methods of client authentication; the documented one first.
_METHODS: Final[tuple[_Method, ...]] = ("client_secret_basic", "client_secret_post")


# The refusals after which a password is not sent again.
_ABOUT_THE_PERSON: Final = (None, "invalid_grant", "access_denied")


class BlubrryImplementation(AuthImplementation):
    """Application credentials for Blubrry, with HTTP Basic and ProviderErrors.

    `worked` is the method by which the client was last accepted, None before that.
    """

    worked: str | None = None

    def __init__(
        self, hass: HomeAssistant, auth_domain: str, credential: ClientCredential
    ) -> None:
        """Initialize with Blubrry's endpoints; raises EndpointInvalid."""
        base = ENDPOINT.base_url()
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
        """Send a request to the token endpoint; raises a ProviderError.

        HTTP Basic is documented. If it is refused as an unknown client, the form is
        tried once, and the answer shows which method worked.

        Home Assistant's own request treats any 4xx as a revoked sign-in, including a
        firewall's page, and logs an answer without `expires_in`, tokens included.
        """
        refused: SignInRefused | None = None
        for method in sorted(_METHODS, key=lambda method: method != self.worked):
            try:
                answer = await self._ask(data, method)
            except SignInRefused as err:
                if err.reason == "invalid_client":
                    refused = refused or err
                    continue
                self.worked = method
                raise
            self.worked = method
            return {**answer, CLIENT_AUTHENTICATION: method}
        raise refused or SignInRefused("no way to authenticate the client")

    async def _ask(
        self, data: Mapping[str, str], method: _Method
    ) -> Mapping[str, Json]:
        form, headers = client_auth(data, self.client_id, self.client_secret, method)
        return await request_token(
            async_get_http_session(self.hass), URL(self.token_url), form, headers
        )

    async def async_refresh(self, refresh_token: str) -> Mapping[str, Json]:
        """Renew a token (RFC 6749, section 6); raises a ProviderError.

        Home Assistant's own refresh rejects an answer without `expires_in`.
        """
        return await self._token_request(
            {
                "grant_type": "refresh_token",
                "client_id": self.client_id,
                "refresh_token": refresh_token,
            }
        )

    async def async_password_token(
        self, username: str, password: str
    ) -> Mapping[str, Json]:
        """Request a token with user name and password (user credentials).

        First the request of RFC 6749, section 4.3.2, which puts no password into an
        address. If it is refused, but not because of user name or password, then the
        request that Blubrry documents. A refusal without a known reason may be about
        these, so the password is not sent again. Raises a ProviderError.
        """
        form = {
            "grant_type": "password",
            "username": username,
            "password": password,
        }
        try:
            return await self._token_request(form)
        except SignInRefused as err:
            if err.reason in _ABOUT_THE_PERSON:
                raise
        except RequestRefused:
            pass
        query = form | {
            "client_id": self.client_id,
            "client_secret": self.client_secret,
        }
        return await request_token_by_query(
            async_get_http_session(self.hass), URL(self.authorize_url), query
        )


async def refresh(implementation: BlubrryImplementation, token: Token) -> Token:
    """Renew a token; raises SignInRefused if the user has to sign in again.

    The vault stores the method of client authentication with each token, so that a
    restart does not begin with the method that was refused.
    """
    if token.refresh_token is None:
        raise SignInRefused("this sign-in cannot be renewed")
    implementation.worked = implementation.worked or token.client_authentication
    answer = await implementation.async_refresh(token.refresh_token)
    return token.renewed(answer, now=time.time())


async def refresh_with_sealed_key(hass: HomeAssistant, token: Token) -> Token:
    """Renew a token with the API key stored with it; raises like `refresh`."""
    if token.client_id is None or token.client_secret is None:
        raise SignInRefused("the API key is missing")
    client = ClientCredential(token.client_id, token.client_secret)
    return await refresh(BlubrryImplementation(hass, DOMAIN, client), token)


async def refuse_to_refresh(token: Token) -> Token:
    """Raise SignInRefused: a token of the implicit grant cannot be renewed."""
    raise SignInRefused("this sign-in cannot be renewed")
