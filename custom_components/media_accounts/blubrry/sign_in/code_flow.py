"""The steps in which a person signs in to Blubrry."""

import logging
from typing import Any, Final, override

from homeassistant.config_entries import SOURCE_REAUTH, ConfigFlowResult
from homeassistant.helpers.config_entry_oauth2_flow import AbstractOAuth2FlowHandler

from ...api.endpoints import EndpointInvalid
from ...const import DOMAIN
from ..api.endpoint import ENDPOINT
from .flow import CONSENT_DENIED, KNOWN_REASONS, BlubrrySignIn, SignInFailed

CONF_AUTH_IMPLEMENTATION: Final = "auth_implementation"


class BlubrrySteps(BlubrrySignIn, AbstractOAuth2FlowHandler):
    """The authorization code flow, with a plain sentence at each of its ends."""

    DOMAIN = DOMAIN

    _error: str

    @property
    @override
    def logger(self) -> logging.Logger:
        """Return the logger that Home Assistant's part of the flow writes to."""
        return logging.getLogger(__name__)

    async def async_step_blubrry(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Send the person to Blubrry."""
        return await self.async_choose_key()

    async def async_choose_key(self) -> ConfigFlowResult:
        """Go on with the API key of before if possible, else let the person choose."""
        try:
            ENDPOINT.base_url()
        except EndpointInvalid as err:
            return self.abort_endpoint_invalid(err)
        if self.source == SOURCE_REAUTH:
            entry = self._get_reauth_entry()
            return await self.async_step_pick_implementation(
                {"implementation": entry.data[CONF_AUTH_IMPLEMENTATION]}
            )
        return await self.async_step_pick_implementation()

    @override
    async def async_step_authorize_rejected(
        self, data: None = None
    ) -> ConfigFlowResult:
        """Say that nobody agreed, or what Blubrry did not like."""
        error = self.external_data["error"]
        if error in CONSENT_DENIED:
            return await self._async_fail("consent_denied")
        return await self._async_fail(
            error if error in KNOWN_REASONS else "not_authorized"
        )

    @override
    async def async_step_creation(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Exchange the code for a token, read the programs, keep the account."""
        try:
            return await self.async_keep_account(
                self.flow_impl.async_resolve_external_data(self.external_data),
                {CONF_AUTH_IMPLEMENTATION: self.flow_impl.domain},
            )
        except SignInFailed as err:
            return await self._async_fail(err.error)

    async def _async_fail(self, error: str) -> ConfigFlowResult:
        self._error = error
        return await self.async_step_blubrry_failed()

    async def async_step_blubrry_failed(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Say what did not work, then start over at Blubrry's page."""
        if user_input is not None:
            return await self.async_step_blubrry()
        return self.show_failure("blubrry_failed", self._error)
