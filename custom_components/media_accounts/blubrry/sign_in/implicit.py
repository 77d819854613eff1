"""Sign in for one hour: the implicit grant (RFC 6749, section 4.2)."""

from collections.abc import Mapping
from secrets import compare_digest, token_urlsafe
from typing import Any, Final, override

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.const import CONF_CLIENT_ID
from homeassistant.helpers import http
from homeassistant.helpers.config_entry_oauth2_flow import (
    HEADER_FRONTEND_BASE,
    MY_AUTH_CALLBACK_PATH,
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
from ...sign_in.fragment import CALLBACK_PATH, async_wait_for_fragment
from ..api.oauth2 import AUTHORIZE_PATH
from .identity import async_keep_account

CONF_REDIRECT_URI: Final = "redirect_uri"
CONF_ADDRESS: Final = "address"

_URL_FIELD: Final = TextSelector(TextSelectorConfig(type=TextSelectorType.URL))


class ImplicitSignIn(SignIn):
    """A link, and the address of the page to which it redirected.

    The token is in the fragment of that address, which no server receives. It expires
    after an hour, cannot be renewed, and is kept in memory only.
    """

    _state: str
    _client_id: str
    _redirect_uri: str
    _fragment: str

    @property
    @override
    def steps(self) -> Mapping[str, Step]:
        return {
            self.method.step_id: self.async_step_start,
            "blubrry_address": self.async_step_address,
            "blubrry_redirect": self.async_step_redirect,
            "blubrry_redirected": self.async_step_redirected,
        }

    async def async_step_start(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the client ID and the redirect address of the link."""
        if user_input is not None:
            self._client_id = user_input[CONF_CLIENT_ID].strip()
            self._redirect_uri = user_input[CONF_REDIRECT_URI].strip()
            self._state = token_urlsafe(24)
            if self._redirect_uri == self._own_address():
                return await self.async_step_redirect()
            return await self.async_step_address()
        return self._show_form()

    def _show_form(self, error: str | None = None) -> ConfigFlowResult:
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
                        default=self._suggested_redirect_uri(
                            known.get(CONF_REDIRECT_URI)
                        ),
                    ): _URL_FIELD,
                }
            ),
            errors={"base": error} if error else None,
        )

    def _suggested_redirect_uri(self, known: str | None) -> str:
        """Return the previous address; "My Home Assistant" drops the fragment."""
        if known is None or known == MY_AUTH_CALLBACK_PATH:
            return self._own_address()
        return known

    def _own_address(self) -> str:
        """Return the address of the callback page of this Home Assistant."""
        request = http.current_request.get()
        base = request.headers.get(HEADER_FRONTEND_BASE, "") if request else ""
        return f"{base}{CALLBACK_PATH}"

    async def async_step_redirect(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Open Blubrry's page, and receive the fragment of its redirect."""
        if user_input is not None:
            self._fragment = user_input["fragment"]
            return self.flow.async_external_step_done(next_step_id="blubrry_redirected")
        try:
            link = self._link()
        except EndpointInvalid as err:
            return self.abort_endpoint_invalid(err)
        async_wait_for_fragment(self.flow.hass, self._state, self.flow.flow_id)
        return self.flow.async_external_step(step_id="blubrry_redirect", url=str(link))

    async def async_step_redirected(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Store the account, or show the failure in the step that creates the link."""
        try:
            return await self._async_keep(f"{self._redirect_uri}#{self._fragment}")
        except SignInFailed as err:
            return self._show_form(err.error)

    def _link(self) -> URL:
        return (
            self.endpoint.base_url()
            .joinpath(AUTHORIZE_PATH)
            .with_query(
                response_type="token",
                client_id=self._client_id,
                redirect_uri=self._redirect_uri,
                state=self._state,
            )
        )

    async def _async_keep(self, address: str) -> ConfigFlowResult:
        return await async_keep_account(
            self,
            self._token_answer(address),
            {CONF_CLIENT_ID: self._client_id, CONF_REDIRECT_URI: self._redirect_uri},
            in_memory=True,
        )

    async def async_step_address(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show the link, and ask for the address to which it redirected."""
        try:
            link = self._link()
        except EndpointInvalid as err:
            return self.abort_endpoint_invalid(err)
        errors: dict[str, str] = {}
        if user_input is not None:
            try:
                return await self._async_keep(user_input[CONF_ADDRESS])
            except SignInFailed as err:
                errors["base"] = err.error
        return self.flow.async_show_form(
            step_id="blubrry_address",
            data_schema=vol.Schema({vol.Required(CONF_ADDRESS): TextSelector()}),
            errors=errors,
            description_placeholders={**self.placeholders, "url": str(link)},
        )

    async def _token_answer(self, address: str) -> dict[str, Json]:
        """Read the fragment of the address, whose state has to match that of the link.

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
        # An implicit grant has no refresh token; one in the address is not from
        # Blubrry.
        return {
            name: answer[name]
            for name in ("access_token", "expires_in", "token_type")
            if name in answer
        }
