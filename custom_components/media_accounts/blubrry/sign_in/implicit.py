"""The steps in which a person brings a token along (implicit grant)."""

from secrets import compare_digest, token_urlsafe
from typing import Any, Final

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.const import CONF_CLIENT_ID
from homeassistant.helpers.config_entry_oauth2_flow import (
    MY_AUTH_CALLBACK_PATH,
    async_get_redirect_uri,
)
from homeassistant.helpers.selector import (
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
import voluptuous as vol
from yarl import URL

from ...api.endpoints import EndpointInvalid
from ...api.parsing import Json
from ..api.endpoint import ENDPOINT
from ..api.oauth2 import AUTHORIZE_PATH
from .flow import CONSENT_DENIED, KNOWN_REASONS, BlubrrySignIn, SignInFailed
from .methods import IMPLICIT

CONF_REDIRECT_URI: Final = "redirect_uri"
CONF_ADDRESS: Final = "address"

_URL_FIELD: Final = TextSelector(TextSelectorConfig(type=TextSelectorType.URL))


class ImplicitSteps(BlubrrySignIn):
    """A link, and the address of the page that it led to.

    The token is in the fragment of that address, which no server gets to see. It lasts
    an hour, cannot be renewed, and is kept in memory only.
    """

    _state: str
    _client_id: str
    _redirect_uri: str

    async def async_step_blubrry_implicit(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for what the link is made of."""
        if user_input is not None:
            self._client_id = user_input[CONF_CLIENT_ID].strip()
            self._redirect_uri = user_input[CONF_REDIRECT_URI].strip()
            self._state = token_urlsafe(24)
            return await self.async_step_blubrry_address()
        known = self.known_entry.data if self.known_entry else {}
        client_id = known.get(CONF_CLIENT_ID)
        return self.async_show_form(
            step_id="blubrry_implicit",
            data_schema=vol.Schema(
                {
                    vol.Required(
                        CONF_CLIENT_ID,
                        description={"suggested_value": client_id},
                    ): TextSelector(),
                    vol.Required(
                        CONF_REDIRECT_URI,
                        default=known.get(CONF_REDIRECT_URI) or self._own_address(),
                    ): _URL_FIELD,
                }
            ),
        )

    def _own_address(self) -> str:
        """Return the address that Blubrry most likely knows: that of the usual way."""
        try:
            return async_get_redirect_uri(self.hass)
        except RuntimeError:  # Nobody's browser is asking.
            return MY_AUTH_CALLBACK_PATH

    async def async_step_blubrry_address(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show the link, and ask for the address that it led to."""
        try:
            authorize = ENDPOINT.base_url().joinpath(AUTHORIZE_PATH)
        except EndpointInvalid as err:
            return self.abort_endpoint_invalid(err)
        errors: dict[str, str] = {}
        if user_input is not None:
            try:
                return await self.async_keep_account(
                    self._token_answer(user_input[CONF_ADDRESS]),
                    {
                        CONF_CLIENT_ID: self._client_id,
                        CONF_REDIRECT_URI: self._redirect_uri,
                    },
                    method=IMPLICIT,
                    in_memory=True,
                )
            except SignInFailed as err:
                errors["base"] = err.error
        link = authorize.with_query(
            response_type="token",
            client_id=self._client_id,
            redirect_uri=self._redirect_uri,
            state=self._state,
        )
        entry = self.known_entry
        return self.async_show_form(
            step_id="blubrry_address",
            data_schema=vol.Schema({vol.Required(CONF_ADDRESS): TextSelector()}),
            errors=errors,
            description_placeholders={
                "url": str(link),
                "account": entry.title if entry else "",
            },
        )

    async def _token_answer(self, address: str) -> dict[str, Json]:
        """Read the fragment of the address, in which the state has to be ours.

        Raises SignInFailed.
        """
        try:
            url = URL(address.strip())
            answer = {**url.query, **URL.build(query_string=url.raw_fragment).query}
        except ValueError:
            raise SignInFailed("address_without_token") from None
        if "access_token" not in answer and "error" not in answer:
            raise SignInFailed("address_without_token")
        if not compare_digest(answer.get("state", "").encode(), self._state.encode()):
            raise SignInFailed("address_of_another_link")
        if (error := answer.get("error")) is not None:
            if error in CONSENT_DENIED:
                raise SignInFailed("consent_denied")
            raise SignInFailed(error if error in KNOWN_REASONS else "not_authorized")
        # An implicit grant has no refresh token; one in the address is not ours.
        return {
            name: answer[name]
            for name in ("access_token", "expires_in")
            if name in answer
        }
