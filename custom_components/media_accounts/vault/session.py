"""The one OAuth 2.0 session of a config entry."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from math import inf
import time
from typing import Final

from homeassistant.core import HomeAssistant

from ..api.errors import ProviderError, RateLimited, SecretsLocked, SignInRefused
from ..api.token import Token
from .vault import Vault

# After a refresh that failed, callers get the same answer for this many seconds:
# a burst of requests must not become a burst of refreshes.
COOL_DOWN_SECONDS: Final = 30

type Refresh = Callable[[Token], Awaitable[Token]]


@dataclass(frozen=True, kw_only=True)
class _Failure:
    """A refresh that failed, and until when there is no use in another.

    `until` is monotonic: a clock that starts years ahead and is then set right must
    not make a short wait endless.
    """

    token: Token
    error: ProviderError
    until: float


class OAuth2Session:
    """Where every request of an entry takes its access token from.

    Implements `exchange.TokenSource`. The vault is the only memory: a token that a
    person has just renewed is used from the next request on.
    """

    def __init__(
        self, hass: HomeAssistant, vault: Vault, unique_id: str, refresh: Refresh
    ) -> None:
        """Take the vault, the entry's key in it, and the provider's refresh."""
        self._hass = hass
        self._vault = vault
        self._unique_id = unique_id
        self._refresh = refresh
        self._renewals: dict[Token, asyncio.Task[Token]] = {}
        self._failure: _Failure | None = None

    async def access_token(self, *, rejected: str | None = None) -> str:
        """Return an access token that is worth trying.

        A token near its end is renewed first; where that fails for a passing
        reason, it serves until its end. `rejected`, the token that the service
        has just refused, is renewed in any case, if there is a way to.

        Raises SignInRefused where a person has to sign in again, and another
        ProviderError where a needed renewal failed for now.
        """
        token = self._current_token()
        was_rejected = token.access_token == rejected
        if not was_rejected and not token.is_due(time.time()):
            return token.access_token
        if token.refresh_token is None and not token.is_over(time.time()):
            # All there is. It is worth a second try: a single refusal may be odd.
            return token.access_token
        try:
            token = await self._async_renew(token)
        except SignInRefused:
            raise
        except ProviderError:
            if was_rejected or token.is_over(time.time()):
                raise
        return token.access_token

    async def async_settle(self) -> None:
        """Wait for a refresh in flight, so that the next session starts behind it."""
        if self._renewals:
            await asyncio.wait(self._renewals.values())

    def _current_token(self) -> Token:
        token = self._vault.token(self._unique_id)
        if token is None:
            if self._vault.is_locked(self._unique_id):
                raise SecretsLocked("no key opens the token of this account")
            raise SignInRefused("the vault holds no token for this account")
        return token

    async def _async_renew(self, token: Token) -> Token:
        """Join the refresh of a token in flight, or start it.

        A caller that is cancelled leaves the refresh running: what it brings may
        be the only token that is still valid.
        """
        renewal = self._renewals.get(token)
        if renewal is None:
            renewal = self._hass.async_create_task(
                self._async_refresh_and_store(token), f"refresh {self._unique_id}"
            )
            self._renewals[token] = renewal
            renewal.add_done_callback(partial(self._async_renewal_done, token))
        # Other than `asyncio.shield`, which reports the failure of a refresh that
        # nobody waits for any more as an error of its own.
        await asyncio.wait([renewal])
        return renewal.result()

    def _async_renewal_done(self, token: Token, renewal: asyncio.Task[Token]) -> None:
        del self._renewals[token]
        if not renewal.cancelled():
            renewal.exception()  # Seen, even if every caller is gone by now.

    async def _async_refresh_and_store(self, token: Token) -> Token:
        failure = self._failure
        if failure and failure.token == token and time.monotonic() < failure.until:
            raise failure.error.with_traceback(None)
        try:
            renewed = await self._refresh(token)
        except ProviderError as err:
            if self._vault.token(self._unique_id) == token:
                self._failure = _Failure(
                    token=token,
                    error=err,
                    until=time.monotonic() + _wait_after(err),
                )
                raise
        else:
            await self._vault.async_replace(self._unique_id, token, renewed)
        # Where a person has signed in again, or removed the entry, meanwhile, it says
        # nothing any more how the refresh ended.
        return self._current_token()


def _wait_after(error: ProviderError) -> float:
    """Return the seconds to wait after a failed refresh."""
    if isinstance(error, SignInRefused):
        return inf  # That token is dead; asking again would only annoy.
    if isinstance(error, RateLimited):
        return max(COOL_DOWN_SECONDS, error.retry_after or 0)
    return COOL_DOWN_SECONDS
