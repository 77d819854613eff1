"""The steps in which a person signs in to Blubrry."""

import asyncio
import logging
import time
from typing import Any, Final, override

from homeassistant.config_entries import ConfigEntry, ConfigFlowResult
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.config_entry_oauth2_flow import (
    OAUTH_TOKEN_TIMEOUT_SEC,
    AbstractOAuth2FlowHandler,
)

from ..const import CONF_PROGRAM_IDS, CONF_PROVIDER, DOMAIN, Provider
from ..endpoints import EndpointInvalid, base_url
from ..errors import ProviderError, RateLimited, SignInRefused
from ..exchange import FixedToken
from ..sign_in import SignInFlow
from ..tokens import Token
from .client import BlubrryClient
from .models import Program

CONF_AUTH_IMPLEMENTATION: Final = "auth_implementation"

# What a person can do about the OAuth errors (RFC 6749) of the two endpoints.
_CONSENT_DENIED: Final = frozenset({"access_denied", "consent_required"})
_KNOWN_REASONS: Final = frozenset(
    {"invalid_client", "invalid_grant", "redirect_uri_mismatch", "unauthorized_client"}
)


class BlubrrySteps(SignInFlow, AbstractOAuth2FlowHandler):
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
        """Send the person to Blubrry, with the credentials of before if possible."""
        try:
            base_url(Provider.BLUBRRY)
        except EndpointInvalid as err:
            return self.abort_endpoint_invalid(err)
        if self.source == "reauth":
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
        if error in _CONSENT_DENIED:
            return await self._async_fail("consent_denied")
        return await self._async_fail(
            error if error in _KNOWN_REASONS else "not_authorized"
        )

    @override
    async def async_step_creation(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Exchange the code for a token, read the programs, keep the account."""
        try:
            async with asyncio.timeout(OAUTH_TOKEN_TIMEOUT_SEC):
                answer = await self.flow_impl.async_resolve_external_data(
                    self.external_data
                )
                token = Token.from_answer(answer, now=time.time())
                listing = await BlubrryClient(
                    async_get_clientsession(self.hass),
                    base_url(Provider.BLUBRRY),
                    FixedToken(token.access_token),
                ).programs()
        except (TimeoutError, ProviderError) as err:
            return await self._async_fail(_failure(err))
        if not listing.programs:
            return await self._async_fail("no_programs")
        return await self._async_keep(token, list(listing.programs.values()))

    async def _async_keep(
        self, token: Token, programs: list[Program]
    ) -> ConfigFlowResult:
        ids = {program.program_id for program in programs}
        if self.known_entry and not ids & _program_ids(self.known_entry):
            return await self._async_fail("wrong_account")
        # Accounts may share programs with each other: the oldest one that no other
        # entry is named after names this one.
        entries = self.hass.config_entries.async_entries(DOMAIN)
        taken = {entry.unique_id for entry in entries}
        first = min(programs, key=lambda p: (_entry_id(p) in taken, _age(p)))
        unique_id = _entry_id(first)
        return await self.async_finish_sign_in(
            Provider.BLUBRRY,
            token,
            unique_id=unique_id,
            title=f"Blubrry ({first.title})",
            data={
                CONF_AUTH_IMPLEMENTATION: self.flow_impl.domain,
                CONF_PROGRAM_IDS: sorted(ids),
            },
            same_account=self._same_account(ids)
            # Where none is left, every program is there already.
            or self.hass.config_entries.async_entry_for_domain_unique_id(
                DOMAIN, unique_id
            ),
        )

    def _same_account(self, ids: set[str]) -> ConfigEntry | None:
        """Return the entry of the account, which may have more or fewer programs now.

        Blubrry names no account, so the programs have to tell (design: accounts
        share programs with each other, so that one in common is not enough).
        """
        for entry in self.hass.config_entries.async_entries(DOMAIN):
            if entry.data[CONF_PROVIDER] == Provider.BLUBRRY:
                known = _program_ids(entry)
                if known <= ids or ids <= known:
                    return entry
        return None

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


def _program_ids(entry: ConfigEntry) -> set[str]:
    return set(entry.data[CONF_PROGRAM_IDS])


def _entry_id(program: Program) -> str:
    return f"{Provider.BLUBRRY}_{program.program_id}"


def _age(program: Program) -> tuple[int, str]:
    """Sort programs by their numbers, which grow with time."""
    number = program.program_id
    return (int(number) if number.isdecimal() else 0, number)


def _failure(error: TimeoutError | ProviderError) -> str:
    """Return the translation key of what a person can do about an error."""
    match error:
        case SignInRefused(reason=reason) if reason in _KNOWN_REASONS:
            return str(reason)
        case SignInRefused():
            return "not_authorized"
        case RateLimited():
            return "rate_limited"
        case _:
            return "service_unreachable"
