"""Sign in on Blubrry's page with an API key that only the vault stores."""

from collections.abc import Awaitable, Mapping
from typing import Any, Final, override

from homeassistant.components.application_credentials import ClientCredential
from homeassistant.config_entries import ConfigFlowResult
from homeassistant.const import CONF_CLIENT_ID, CONF_CLIENT_SECRET
from homeassistant.helpers.selector import (
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
import voluptuous as vol

from ...api.endpoints import EndpointInvalid
from ...api.parsing import Json
from ...const import DOMAIN
from ...vault.errors import VaultUnavailable
from ...vault.vault import async_get_vault
from .code_flow import BlubrryCodeSignIn
from .identity import async_keep_account
from .implementation import BlubrryImplementation

_PASSWORD: Final = TextSelector(TextSelectorConfig(type=TextSelectorType.PASSWORD))


class SealedKeySignIn(BlubrryCodeSignIn):
    """A form for client ID and secret, then Blubrry's page.

    The API key is stored only in the vault, encrypted together with the token of the
    account: removing the account removes it too.
    """

    @override
    async def async_step_start(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the API key, unless the vault has that of the account."""
        client = (
            await self._async_known_client()
            if user_input is None
            else ClientCredential(
                user_input[CONF_CLIENT_ID].strip(),
                user_input[CONF_CLIENT_SECRET].strip(),
            )
        )
        if client is not None and (user_input or self.error != "invalid_client"):
            try:
                self.implementation = BlubrryImplementation(
                    self.flow.hass, DOMAIN, client
                )
            except EndpointInvalid as err:
                return self.abort_endpoint_invalid(err)
            return await self.async_authorize()
        client_id = client.client_id if client else None
        return self.flow.async_show_form(
            step_id=self.method.step_id,
            data_schema=vol.Schema(
                {
                    vol.Required(
                        CONF_CLIENT_ID, description={"suggested_value": client_id}
                    ): TextSelector(),
                    vol.Required(CONF_CLIENT_SECRET): _PASSWORD,
                }
            ),
            description_placeholders=self.placeholders,
        )

    async def _async_known_client(self) -> ClientCredential | None:
        entry = self.flow.known_entry
        if entry is None:
            return None
        try:
            vault = await async_get_vault(self.flow.hass)
        except VaultUnavailable:
            return None
        token = vault.token(str(entry.unique_id))
        if token is None or token.client_id is None or token.client_secret is None:
            return None
        return ClientCredential(token.client_id, token.client_secret)

    @override
    async def async_correct_client(self) -> ConfigFlowResult:
        return await self.async_step_start()

    @override
    async def async_keep_account(
        self, answer: Awaitable[Mapping[str, Json]], data: Mapping[str, str]
    ) -> ConfigFlowResult:
        client = ClientCredential(
            self.implementation.client_id, self.implementation.client_secret
        )
        return await async_keep_account(self, answer, {}, client=client)
