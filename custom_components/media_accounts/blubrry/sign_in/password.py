"""Sign in with user name and password (Blubrry API, user credentials grant)."""

from collections.abc import Mapping
from typing import Any, Final, override

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.const import CONF_PASSWORD, CONF_USERNAME
from homeassistant.helpers.selector import (
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
import voluptuous as vol

from ...sign_in.code_flow import CONF_AUTH_IMPLEMENTATION, SignInFailed
from ...sign_in.flow import Step
from .code_flow import BlubrryCodeSignIn

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

# The errors of the token endpoint that have another meaning for this grant.
_ERROR_KEYS: Final = {
    "invalid_grant": "credentials_refused",
    "unauthorized_client": "credentials_not_approved",
}


class PasswordSignIn(BlubrryCodeSignIn):
    """A form in place of Blubrry's page. User name and password are not stored."""

    @property
    @override
    def steps(self) -> Mapping[str, Step]:
        return {**super().steps, "blubrry_password": self.async_step_password}

    @override
    async def async_authorize(self) -> ConfigFlowResult:
        return await self.async_step_password()

    async def async_step_password(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for user name and password, and exchange them for a token."""
        errors: dict[str, str] = {}
        if user_input is not None:
            try:
                return await self.async_keep_account(
                    self.implementation.async_password_token(
                        user_input[CONF_USERNAME].strip(), user_input[CONF_PASSWORD]
                    ),
                    {CONF_AUTH_IMPLEMENTATION: self.implementation.domain},
                )
            except SignInFailed as err:
                if err.error == "invalid_client":
                    self.error = err.error
                    return await self.async_step_failed()
                errors["base"] = _ERROR_KEYS.get(err.error, err.error)
        return self.flow.async_show_form(
            step_id="blubrry_password",
            data_schema=_SCHEMA,
            errors=errors,
            description_placeholders=self.placeholders,
        )
