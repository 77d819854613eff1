"""The steps in which a person gives name and password (user credentials)."""

from typing import Any, Final, cast, override

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.const import CONF_PASSWORD, CONF_USERNAME
from homeassistant.helpers.selector import (
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
import voluptuous as vol

from ...markup import escape_markdown
from .code_flow import CONF_AUTH_IMPLEMENTATION, BlubrrySteps
from .flow import SignInFailed
from .implementation import BlubrryImplementation
from .methods import USER_CREDENTIALS

_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_USERNAME): TextSelector(
            TextSelectorConfig(type=TextSelectorType.EMAIL, autocomplete="username")
        ),
        vol.Required(CONF_PASSWORD): TextSelector(
            TextSelectorConfig(
                type=TextSelectorType.PASSWORD, autocomplete="current-password"
            )
        ),
    }
)

# What the errors of the token endpoint mean where it was given name and password.
_MEANINGS: Final = {
    "invalid_grant": "credentials_refused",
    "unauthorized_client": "credentials_not_approved",
}


class CredentialsSteps(BlubrrySteps):
    """Name and password serve one request, and are kept nowhere.

    The API key is chosen as for the usual way; the form takes the place of Blubrry's
    page.
    """

    _asks_for_credentials = False

    async def async_step_blubrry_credentials(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Choose the API key first."""
        self._asks_for_credentials = True
        return await self.async_choose_key()

    @override
    async def async_step_auth(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show the form in place of Blubrry's page."""
        if self._asks_for_credentials:
            return await self.async_step_blubrry_password()
        return await super().async_step_auth(user_input)

    async def async_step_blubrry_password(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for name and password, and for a token in exchange."""
        errors: dict[str, str] = {}
        if user_input is not None:
            implementation = cast("BlubrryImplementation", self.flow_impl)
            try:
                return await self.async_keep_account(
                    implementation.async_password_token(
                        user_input[CONF_USERNAME].strip(), user_input[CONF_PASSWORD]
                    ),
                    {CONF_AUTH_IMPLEMENTATION: implementation.domain},
                    method=USER_CREDENTIALS,
                )
            except SignInFailed as err:
                errors["base"] = _MEANINGS.get(err.error, err.error)
        entry = self.known_entry
        return self.async_show_form(
            step_id="blubrry_password",
            data_schema=_SCHEMA,
            errors=errors,
            description_placeholders={"account": escape_markdown(entry.title)}
            if entry
            else None,
        )
