"""Sign in on a page of the service: the authorization code grant (RFC 6749)."""

from abc import abstractmethod
from collections.abc import Awaitable, Iterable, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final, override

from homeassistant.config_entries import SOURCE_REAUTH, ConfigFlowResult
from homeassistant.core import DOMAIN as HOMEASSISTANT_DOMAIN, HomeAssistant
from homeassistant.helpers import http
from homeassistant.helpers.config_entry_oauth2_flow import (
    ImplementationUnavailableError,
    LocalOAuth2Implementation,
    async_get_implementations,
)
from homeassistant.util.hass_dict import HassKey
import voluptuous as vol

from ..api.endpoints import Endpoint, EndpointInvalid
from ..api.parsing import Json
from ..const import DOMAIN
from .flow import SignIn, SignInFlow, SignInMethod, Step

CONF_AUTH_IMPLEMENTATION: Final = "auth_implementation"
CONF_IMPLEMENTATION: Final = "implementation"

# The errors of RFC 6749 and OpenID Connect that have a message of their own.
_CONSENT_DENIED: Final = frozenset({"access_denied", "consent_required"})
KNOWN_ERRORS: Final = frozenset(
    {"invalid_client", "invalid_grant", "redirect_uri_mismatch", "unauthorized_client"}
)


# A user who left to create an API key at the service is back within this time.
_AWAITED_SECONDS: Final = 3600


@dataclass(frozen=True, kw_only=True)
class _AwaitedCredentials:
    """A flow that ended because there were no usable credentials.

    `known` are the credentials that existed then, `since` is monotonic.
    """

    step_id: str
    known: frozenset[str]
    since: float


_AWAITED: Final = HassKey[_AwaitedCredentials](f"{DOMAIN}_awaited_credentials")


async def async_step_to_resume(hass: HomeAssistant) -> str | None:
    """Return the first step of the method that ended for lack of credentials.

    Returns None if there is none, or if no credentials were added since then.
    """
    awaited = hass.data.get(_AWAITED)
    if awaited is None or monotonic() - awaited.since > _AWAITED_SECONDS:
        return None
    try:
        found = await async_get_implementations(hass, DOMAIN)
    except ImplementationUnavailableError:
        return None
    if found.keys() <= awaited.known:
        return None
    del hass.data[_AWAITED]
    return awaited.step_id


class SignInFailed(Exception):
    """The account cannot be stored; `error` is the translation key of what to do."""

    def __init__(self, error: str) -> None:
        """Store the translation key."""
        super().__init__(error)
        self.error = error


def authorization_error(error: str) -> str:
    """Return the translation key of an error (RFC 6749, section 4.1.2.1)."""
    if error in _CONSENT_DENIED:
        return "consent_denied"
    return error if error in KNOWN_ERRORS else "not_authorized"


def _client(implementation: LocalOAuth2Implementation) -> tuple[str, str]:
    return implementation.client_id, implementation.client_secret


class CodeSignIn[ImplementationT: LocalOAuth2Implementation](SignIn):
    """Selects the client, opens the service's page, exchanges the code.

    Home Assistant's OAuth 2.0 helpers manage the clients and receive the code. A
    provider supplies the implementation, and the function that stores the account.
    """

    implementation: ImplementationT

    _external_data: Mapping[str, Any]
    error: str | None = None
    _refused: tuple[str, str] | None = None

    def __init__(
        self,
        flow: SignInFlow,
        method: SignInMethod,
        *,
        endpoint: Endpoint,
        implementation_type: type[ImplementationT],
    ) -> None:
        """Initialize with the type of the service's implementations."""
        super().__init__(flow, method, endpoint=endpoint)
        self._implementation_type = implementation_type

    @abstractmethod
    async def async_keep_account(
        self, answer: Awaitable[Mapping[str, Json]], data: Mapping[str, str]
    ) -> ConfigFlowResult:
        """Wait for the token response, and store the account with `data`.

        Raises SignInFailed.
        """

    @property
    @override
    def steps(self) -> Mapping[str, Step]:
        return {
            self.method.step_id: self.async_step_start,
            "pick_implementation": self.async_step_pick_implementation,
            "auth": self.async_step_auth,
            "creation": self.async_step_creation,
            f"{self.method.step_id}_failed": self.async_step_failed,
        }

    async def async_step_start(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Use the previous client if possible, otherwise let the user choose."""
        try:
            self.endpoint.base_url()
        except EndpointInvalid as err:
            return self.abort_endpoint_invalid(err)
        entry = self.flow.known_entry
        if entry is not None and self.flow.source == SOURCE_REAUTH:
            return await self.async_step_pick_implementation(
                {CONF_IMPLEMENTATION: entry.data.get(CONF_AUTH_IMPLEMENTATION)}
            )
        return await self.async_step_pick_implementation()

    async def async_step_pick_implementation(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Choose a client; ask for one if there is none, and which if several."""
        try:
            found = await async_get_implementations(self.flow.hass, DOMAIN)
        except ImplementationUnavailableError:
            return self._abort_as_home_assistant("oauth_implementation_unavailable")
        implementations = {
            key: implementation
            for key, implementation in found.items()
            if isinstance(implementation, self._implementation_type)
            and _client(implementation) != self._refused
        }
        if not implementations:
            return self._abort_to_add_credentials(found)
        chosen = user_input and implementations.get(user_input[CONF_IMPLEMENTATION])
        if chosen:
            self.implementation = chosen
            return await self.async_authorize()
        # A client is selected automatically only at the user's own request.
        if len(implementations) == 1 and http.current_request.get() is not None:
            (self.implementation,) = implementations.values()
            return await self.async_authorize()
        return self.flow.async_show_form(
            step_id="pick_implementation",
            data_schema=vol.Schema(
                {
                    vol.Required(
                        CONF_IMPLEMENTATION, default=next(reversed(implementations))
                    ): vol.In(
                        {
                            key: implementation.name
                            for key, implementation in implementations.items()
                        }
                    )
                }
            ),
            description_placeholders=self.placeholders,
        )

    def _abort_to_add_credentials(self, known: Iterable[str]) -> ConfigFlowResult:
        """End the flow; Home Assistant then opens its dialog to add credentials."""
        self.flow.hass.data[_AWAITED] = _AwaitedCredentials(
            step_id=self.method.step_id, known=frozenset(known), since=monotonic()
        )
        return self._abort_as_home_assistant("missing_credentials")

    def _abort_as_home_assistant(self, reason: str) -> ConfigFlowResult:
        """Abort the flow with a reason, and a dialog, of Home Assistant's own."""
        return self.flow.async_abort(
            reason=reason, translation_domain=HOMEASSISTANT_DOMAIN
        )

    async def async_correct_client(self) -> ConfigFlowResult:
        """Continue with credentials that were not refused, or ask for some."""
        self._refused = _client(self.implementation)
        return await self.async_step_pick_implementation()

    async def async_authorize(self) -> ConfigFlowResult:
        """Continue with the selected client."""
        return await self.async_step_auth()

    async def async_step_auth(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Open the page of the service, and receive its response."""
        if user_input is None:
            url = await self.implementation.async_generate_authorize_url(
                self.flow.flow_id
            )
            return self.flow.async_external_step(step_id="auth", url=url)
        if "error" in user_input:
            self.error = authorization_error(user_input["error"])
            return self.flow.async_external_step_done(
                next_step_id=f"{self.method.step_id}_failed"
            )
        self._external_data = user_input
        return self.flow.async_external_step_done(next_step_id="creation")

    async def async_step_creation(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Exchange the code for a token, and store the account."""
        try:
            return await self.async_keep_account(
                self.implementation.async_resolve_external_data(self._external_data),
                {CONF_AUTH_IMPLEMENTATION: self.implementation.domain},
            )
        except SignInFailed as err:
            self.error = err.error
            return await self.async_step_failed()

    async def async_step_failed(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show the failure, then start over, or ask for other credentials."""
        if user_input is not None:
            if self.error == "invalid_client":
                return await self.async_correct_client()
            return await self.async_step_start()
        return self.show_failure(f"{self.method.step_id}_failed", self.error)
