"""Sign in with the private API token of Real-Debrid's website."""

from collections.abc import Mapping
import re
from typing import Any, Final, override

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.const import CONF_TOKEN
from homeassistant.helpers.selector import (
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
import voluptuous as vol

from ...api.endpoints import EndpointInvalid
from ...api.errors import AccountTrouble, ProviderError, SignInRefused
from ...api.token import Token
from ...http_session import async_get_http_session
from ...sign_in.flow import SignIn, Step
from .identity import identify

# Real-Debrid API documentation, "Authentication": the page that shows the token.
TOKEN_PAGE: Final = "https://real-debrid.com/apitoken"

# Other characters could not be sent in a header (RFC 6750, section 2.1).
_SENDABLE = re.compile(r"[A-Za-z0-9._~+/=-]{1,256}")

_SCHEMA = vol.Schema(
    {
        vol.Required(CONF_TOKEN): TextSelector(
            TextSelectorConfig(type=TextSelectorType.PASSWORD)
        )
    }
)


class ApiTokenSignIn(SignIn):
    """A form for the token, which never expires and cannot be renewed."""

    @property
    @override
    def steps(self) -> Mapping[str, Step]:
        return {self.method.step_id: self.async_step_start}

    async def async_step_start(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the token, check it, and store the account."""
        error = None
        if user_input is not None:
            token = Token.lasting(user_input[CONF_TOKEN].strip())
            try:
                url = self.endpoint.base_url()
                if not _SENDABLE.fullmatch(token.access_token):
                    raise SignInRefused("this is not a token")
                http = async_get_http_session(self.flow.hass)
                account = await identify(http, url, token)
            except EndpointInvalid as err:
                return self.abort_endpoint_invalid(err)
            except ProviderError as err:
                error = _error_key(err)
            else:
                if not self.is_another_account(account):
                    return await self.async_keep(account, token)
                error = "api_token_of_another_account"
        return self.flow.async_show_form(
            step_id=self.method.step_id,
            data_schema=_SCHEMA,
            errors={"base": error} if error else None,
            description_placeholders={**self.placeholders, "url": TOKEN_PAGE},
        )


def _error_key(error: ProviderError) -> str:
    """Return the translation key of the message for an error."""
    match error:
        case SignInRefused():
            return "api_token_refused"
        case AccountTrouble():
            return f"account_{error.problem}"
        case _:
            return "service_unreachable"
