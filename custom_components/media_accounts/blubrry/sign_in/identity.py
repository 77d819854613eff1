"""Identify the Blubrry account of a token by its podcasts, as it has no id."""

import asyncio
from collections.abc import Awaitable, Mapping
from dataclasses import replace
import time

from homeassistant.components.application_credentials import ClientCredential
from homeassistant.config_entries import ConfigEntry, ConfigFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.helpers.config_entry_oauth2_flow import OAUTH_TOKEN_TIMEOUT_SEC

from ...api.client import FixedToken
from ...api.errors import ProviderError, RateLimited, RequestRefused, SignInRefused
from ...api.parsing import Json
from ...api.token import Token
from ...const import CONF_PROGRAM_IDS, CONF_PROVIDER, DOMAIN
from ...http_session import async_get_http_session
from ...sign_in.code_flow import KNOWN_ERRORS, SignInFailed
from ...sign_in.flow import SignIn
from ..api.client import BlubrryClient
from ..api.endpoint import ENDPOINT
from ..api.oauth2 import UNSUPPORTED_GRANT
from ..api.programs import Program


async def async_keep_account(
    sign_in: SignIn,
    answer: Awaitable[Mapping[str, Json]],
    data: Mapping[str, str],
    *,
    in_memory: bool = False,
    client: ClientCredential | None = None,
) -> ConfigFlowResult:
    """Wait for a token response, read the podcasts, store the account.

    `client` is the API key if it is to be stored in the vault, with the token. Raises
    SignInFailed.
    """
    flow = sign_in.flow
    hass = flow.hass
    try:
        async with asyncio.timeout(OAUTH_TOKEN_TIMEOUT_SEC):
            token = Token.from_answer(await answer, now=time.time())
            if client is not None:
                token = replace(
                    token,
                    client_id=client.client_id,
                    client_secret=client.client_secret,
                )
            listing = await BlubrryClient(
                async_get_http_session(hass),
                ENDPOINT.base_url(),
                FixedToken(token.access_token),
            ).programs.list()
    except (TimeoutError, ProviderError) as err:
        raise SignInFailed(_error_key(err)) from err
    programs = list(listing.programs.values())
    if not programs:
        raise SignInFailed("no_programs")
    ids: set[str] = {program.program_id for program in programs}
    known_entry = flow.known_entry
    same_account = _same_account(hass, ids, known_entry)
    if known_entry and (
        not ids & _program_ids(known_entry)
        # Podcasts can be shared: then all of them together identify the account.
        or same_account not in (None, known_entry)
    ):
        raise SignInFailed("wrong_account")
    # Accounts may share podcasts with each other: the account gets the id of its oldest
    # podcast that no other entry uses.
    taken = {entry.unique_id for entry in hass.config_entries.async_entries(DOMAIN)}
    first = min(programs, key=lambda p: (_unique_id(p) in taken, _sort_key(p)))
    unique_id = _unique_id(first)
    return await flow.async_finish_sign_in(
        sign_in,
        token,
        unique_id=unique_id,
        title=f"Blubrry ({first.title})",
        data={**data, CONF_PROGRAM_IDS: sorted(ids)},
        in_memory=in_memory,
        # If none is left, every podcast is in another entry already.
        same_account=same_account
        or hass.config_entries.async_entry_for_domain_unique_id(DOMAIN, unique_id),
    )


def _same_account(
    hass: HomeAssistant, ids: set[str], known_entry: ConfigEntry | None
) -> ConfigEntry | None:
    """Return the entry of the account, which may have more or fewer podcasts now.

    Accounts share podcasts with each other, so that one in common is not enough. The
    entry that is being reauthenticated takes precedence over all others.
    """
    entries = [
        entry
        for entry in hass.config_entries.async_entries(DOMAIN)
        if entry.data.get(CONF_PROVIDER) == ENDPOINT.service
    ]
    for entry in sorted(entries, key=lambda entry: entry is not known_entry):
        known = _program_ids(entry)
        if known <= ids or ids <= known:
            return entry
    return None


def _program_ids(entry: ConfigEntry) -> set[str]:
    return set(entry.data[CONF_PROGRAM_IDS])


def _unique_id(program: Program) -> str:
    return f"{ENDPOINT.service}_{program.program_id}"


def _sort_key(program: Program) -> tuple[int, str]:
    """Return the sort key of a podcast: its id, which grows with time."""
    number = program.program_id
    return (int(number) if number.isdecimal() else 0, number)


def _error_key(error: TimeoutError | ProviderError) -> str:
    """Return the translation key of the message for an error."""
    match error:
        case SignInRefused(reason=reason) if reason in KNOWN_ERRORS:
            return str(reason)
        case SignInRefused():
            return "not_authorized"
        case RequestRefused(reason=reason) if reason == UNSUPPORTED_GRANT:
            return "unauthorized_client"
        case RateLimited():
            return "rate_limited"
        case _:
            return "service_unreachable"
