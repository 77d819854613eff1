"""The step in which a person enters Real-Debrid's private API token."""

import re
from typing import Any, Final

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.const import CONF_TOKEN
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.selector import (
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
import voluptuous as vol

from ...api.client import FixedToken
from ...api.endpoints import EndpointInvalid
from ...api.errors import AccountTrouble, ProviderError, SignInRefused
from ...api.token import Token
from ..api.client import RealDebridClient
from ..api.endpoint import ENDPOINT
from ..definition import API_TOKEN
from .flow import RealDebridSignIn

# Real-Debrid API documentation, "Authentication": where a person finds it.
TOKEN_PAGE: Final = "https://real-debrid.com/apitoken"

# Anything else could not even be put into a header (RFC 6750, section 2.1).
_SENDABLE = re.compile(r"[A-Za-z0-9._~+/=-]{1,256}")

_SCHEMA = vol.Schema(
    {
        vol.Required(CONF_TOKEN): TextSelector(
            TextSelectorConfig(type=TextSelectorType.PASSWORD)
        )
    }
)


class ApiTokenSteps(RealDebridSignIn):
    """One form. The token has no end and cannot be renewed."""

    async def async_step_real_debrid_api_token(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the token, try it, and keep the account."""
        error = None
        if user_input is not None:
            access_token = user_input[CONF_TOKEN].strip()
            try:
                url = ENDPOINT.base_url()
                if not _SENDABLE.fullmatch(access_token):
                    raise SignInRefused("this is not a token")
                user = await RealDebridClient(
                    async_get_clientsession(self.hass), url, FixedToken(access_token)
                ).user()
            except EndpointInvalid as err:
                return self.abort_endpoint_invalid(err)
            except ProviderError as err:
                error = _failure(err)
            else:
                if not self.is_another_account(user):
                    return await self.async_keep(
                        user, Token.lasting(access_token), method=API_TOKEN
                    )
                error = "api_token_of_another_account"
        return self.async_show_form(
            step_id="real_debrid_api_token",
            data_schema=_SCHEMA,
            errors={"base": error} if error else None,
            description_placeholders={"url": TOKEN_PAGE},
        )


def _failure(error: ProviderError) -> str:
    """Return the translation key of what a person can do about an error."""
    match error:
        case SignInRefused():
            return "api_token_refused"
        case AccountTrouble():
            return f"account_{error.problem}"
        case _:
            return "real_debrid_unreachable"
