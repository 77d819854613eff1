"""What every way of signing in to Blubrry has in common: whose account it is."""

import asyncio
from collections.abc import Awaitable, Mapping
import time
from typing import Final

from homeassistant.config_entries import ConfigEntry, ConfigFlowResult
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.config_entry_oauth2_flow import OAUTH_TOKEN_TIMEOUT_SEC

from ...api.client import FixedToken
from ...api.errors import ProviderError, RateLimited, RequestRefused, SignInRefused
from ...api.parsing import Json
from ...api.token import Token
from ...const import CONF_PROGRAM_IDS, CONF_PROVIDER, DOMAIN
from ...sign_in.flow import SignInFlow
from ..api.client import BlubrryClient
from ..api.endpoint import ENDPOINT
from ..api.oauth2 import UNSUPPORTED_GRANT
from ..api.programs import Program

# What a person can do about the OAuth errors (RFC 6749) of the two endpoints.
CONSENT_DENIED: Final = frozenset({"access_denied", "consent_required"})
KNOWN_REASONS: Final = frozenset(
    {"invalid_client", "invalid_grant", "redirect_uri_mismatch", "unauthorized_client"}
)


class SignInFailed(Exception):
    """There is no account to keep; `error` is the translation key of what to do."""

    def __init__(self, error: str) -> None:
        """Keep the key."""
        super().__init__(error)
        self.error = error


class BlubrrySignIn(SignInFlow):
    """The end of a sign-in: the token is tried, and the programs name the account."""

    async def async_keep_account(
        self,
        answer: Awaitable[Mapping[str, Json]],
        data: Mapping[str, str],
        *,
        method: str | None = None,
        in_memory: bool = False,
    ) -> ConfigFlowResult:
        """Wait for a token answer, read the programs, keep the account.

        Raises SignInFailed.
        """
        try:
            async with asyncio.timeout(OAUTH_TOKEN_TIMEOUT_SEC):
                token = Token.from_answer(await answer, now=time.time())
                listing = await BlubrryClient(
                    async_get_clientsession(self.hass),
                    ENDPOINT.base_url(),
                    FixedToken(token.access_token),
                ).programs.list()
        except (TimeoutError, ProviderError) as err:
            raise SignInFailed(_failure(err)) from err
        programs = list(listing.programs.values())
        if not programs:
            raise SignInFailed("no_programs")
        ids = {program.program_id for program in programs}
        same_account = self._same_account(ids)
        if self.known_entry and (
            not ids & _program_ids(self.known_entry)
            # Programs can be shared: then the whole set tells whose they are.
            or same_account not in (None, self.known_entry)
        ):
            raise SignInFailed("wrong_account")
        # Accounts may share programs with each other: the oldest one that no other
        # entry is named after names this one.
        entries = self.hass.config_entries.async_entries(DOMAIN)
        taken = {entry.unique_id for entry in entries}
        first = min(programs, key=lambda p: (_entry_id(p) in taken, _age(p)))
        unique_id = _entry_id(first)
        return await self.async_finish_sign_in(
            ENDPOINT.service,
            token,
            unique_id=unique_id,
            title=f"Blubrry ({first.title})",
            data={**data, CONF_PROGRAM_IDS: sorted(ids)},
            method=method,
            in_memory=in_memory,
            same_account=same_account
            # Where none is left, every program is there already.
            or self.hass.config_entries.async_entry_for_domain_unique_id(
                DOMAIN, unique_id
            ),
        )

    def _same_account(self, ids: set[str]) -> ConfigEntry | None:
        """Return the entry of the account, which may have more or fewer programs now.

        Blubrry names no account, so the programs have to tell (design: accounts
        share programs with each other, so that one in common is not enough). The
        entry that is being signed in again comes before all others.
        """
        entries = [
            entry
            for entry in self.hass.config_entries.async_entries(DOMAIN)
            if entry.data[CONF_PROVIDER] == ENDPOINT.service
        ]
        for entry in sorted(entries, key=lambda entry: entry is not self.known_entry):
            known = _program_ids(entry)
            if known <= ids or ids <= known:
                return entry
        return None


def _program_ids(entry: ConfigEntry) -> set[str]:
    return set(entry.data[CONF_PROGRAM_IDS])


def _entry_id(program: Program) -> str:
    return f"{ENDPOINT.service}_{program.program_id}"


def _age(program: Program) -> tuple[int, str]:
    """Sort programs by their numbers, which grow with time."""
    number = program.program_id
    return (int(number) if number.isdecimal() else 0, number)


def _failure(error: TimeoutError | ProviderError) -> str:
    """Return the translation key of what a person can do about an error."""
    match error:
        case SignInRefused(reason=reason) if reason in KNOWN_REASONS:
            return str(reason)
        case SignInRefused():
            return "not_authorized"
        case RequestRefused(reason=reason) if reason == UNSUPPORTED_GRANT:
            return "unauthorized_client"
        case RateLimited():
            return "rate_limited"
        case _:
            return "service_unreachable"
