"""Signing in for one hour: the implicit grant (RFC 6749, section 4.2)."""

from collections.abc import Mapping
from secrets import compare_digest, token_urlsafe
from typing import Any, Final, override

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
from ...sign_in.code_flow import SignInFailed, authorization_error
from ...sign_in.flow import SignIn, Step
from ..api.oauth2 import AUTHORIZE_PATH
from .identity import async_keep_account

CONF_REDIRECT_URI: Final = "redirect_uri"
CONF_ADDRESS: Final = "address"

_URL_FIELD: Final = TextSelector(TextSelectorConfig(type=TextSelectorType.URL))


class ImplicitSignIn(SignIn):
    """A link, and the address of the page that it led to.

    The token is in the fragment of that address, which no server gets to see. It
    expires after an hour, cannot be renewed, and is kept in memory only.
    """

    _state: str
    _client_id: str
    _redirect_uri: str

    @property
    @override
    def steps(self) -> Mapping[str, Step]:
        return {
            self.method.step_id: self.async_step_start,
            "blubrry_address": self.async_step_address,
        }

    async def async_step_start(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the client ID and the redirect address of the link."""
        if user_input is not None:
            self._client_id = user_input[CONF_CLIENT_ID].strip()
            self._redirect_uri = user_input[CONF_REDIRECT_URI].strip()
            self._state = token_urlsafe(24)
            return await self.async_step_address()
        known = entry.data if (entry := self.flow.known_entry) else {}
        client_id = known.get(CONF_CLIENT_ID)
        return self.flow.async_show_form(
            step_id=self.method.step_id,
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
        """Return the redirect address of the authorization code grant."""
        try:
            return async_get_redirect_uri(self.flow.hass)
        except RuntimeError:  # Nobody's browser is asking.
            return MY_AUTH_CALLBACK_PATH

    async def async_step_address(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show the link, and ask for the address that it led to."""
        try:
            authorize = self.endpoint.base_url().joinpath(AUTHORIZE_PATH)
        except EndpointInvalid as err:
            return self.abort_endpoint_invalid(err)
        errors: dict[str, str] = {}
        if user_input is not None:
            try:
                return await async_keep_account(
                    self,
                    self._token_answer(user_input[CONF_ADDRESS]),
                    {
                        CONF_CLIENT_ID: self._client_id,
                        CONF_REDIRECT_URI: self._redirect_uri,
                    },
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
        return self.flow.async_show_form(
            step_id="blubrry_address",
            data_schema=vol.Schema({vol.Required(CONF_ADDRESS): TextSelector()}),
            errors=errors,
            description_placeholders={**self.placeholders, "url": str(link)},
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
            raise SignInFailed(authorization_error(error))
        # An implicit grant has no refresh token; one in the address is not ours.
        return {
            name: answer[name]
            for name in ("access_token", "expires_in", "token_type")
            if name in answer
        }
