"""The one OAuth 2.0 session of a config entry."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
import time
from typing import Final

from homeassistant.core import HomeAssistant

from ..api.errors import ProviderError, SecretsLocked, SignInRefused
from ..api.token import Token
from .vault import Vault

# For this many seconds after a failed refresh, callers get the same error: a burst of
# requests must not cause a burst of refreshes.
COOL_DOWN_SECONDS: Final = 30

# After a refused refresh it is longer: only the user can sign in again, unless the
# service refused the token by mistake.
SIGN_IN_RETRY_SECONDS: Final = 3600

# An unload waits this long for a running refresh, and then cancels it.
CLOSE_SECONDS: Final = 5

type Refresh = Callable[[Token], Awaitable[Token]]


@dataclass(frozen=True, kw_only=True)
class _Failure:
    """A failed refresh: its token, its error, and when to allow another.

    `until` is monotonic: a system clock that starts years ahead and is then corrected
    must not make a short wait endless.
    """

    token: Token
    error: ProviderError
    until: float


class OAuth2Session:
    """Provides the access token for every request of an entry.

    Implements `api.client.TokenSource`. Tokens are stored in the vault only: the token
    of a new sign-in is used from the next request on.
    """

    def __init__(
        self, hass: HomeAssistant, vault: Vault, unique_id: str, refresh: Refresh
    ) -> None:
        """Initialize with the vault, the entry's unique id and the refresh."""
        self._hass = hass
        self._vault = vault
        self._unique_id = unique_id
        self._refresh = refresh
        self._refreshes: dict[Token, asyncio.Task[Token]] = {}
        self._failure: _Failure | None = None

    async def access_token(self, *, rejected: str | None = None) -> str:
        """Return an access token that can be used.

        A token that is about to expire is refreshed first; if that fails for now, it is
        used until it expires. `rejected`, the token that the service has just refused,
        is always refreshed if possible.

        Raises SignInRefused if the user has to sign in again, and another ProviderError
        if a needed refresh failed for now.
        """
        token = self._current_token()
        was_rejected = token.access_token == rejected
        if not was_rejected and not token.is_due(time.time()):
            return token.access_token
        if token.refresh_token is None and not token.is_over(time.time()):
            # There is no other token, and a single refusal may be a mistake.
            return token.access_token
        try:
            token = await self._async_refresh(token)
        except SignInRefused:
            raise
        except ProviderError:
            if was_rejected or token.is_over(time.time()):
                raise
        return token.access_token

    async def async_close(self) -> None:
        """Wait for a running refresh, which may receive the only valid token.

        A service that takes longer than `CLOSE_SECONDS` does not block an unload.
        """
        if not self._refreshes:
            return
        _, pending = await asyncio.wait(self._refreshes.values(), timeout=CLOSE_SECONDS)
        for refresh in pending:
            refresh.cancel()

    def _current_token(self) -> Token:
        token = self._vault.token(self._unique_id)
        if token is None:
            if self._vault.is_locked(self._unique_id):
                raise SecretsLocked("no key decrypts the token of this account")
            raise SignInRefused("the vault holds no token for this account")
        return token

    async def _async_refresh(self, token: Token) -> Token:
        """Join the running refresh of a token, or start it.

        Cancelling a caller does not cancel the refresh: it may receive the only token
        that is still valid.
        """
        refresh = self._refreshes.get(token)
        if refresh is None:
            refresh = self._hass.async_create_task(
                self._async_refresh_and_store(token), f"refresh {self._unique_id}"
            )
            self._refreshes[token] = refresh
            refresh.add_done_callback(partial(self._async_refresh_done, token))
        # `asyncio.shield` would log the error of a refresh that no caller awaits
        # anymore.
        await asyncio.wait([refresh])
        return refresh.result()

    def _async_refresh_done(self, token: Token, refresh: asyncio.Task[Token]) -> None:
        del self._refreshes[token]
        if not refresh.cancelled():
            refresh.exception()  # Mark it as retrieved if no caller is left.

    async def _async_refresh_and_store(self, token: Token) -> Token:
        failure = self._failure
        if failure and failure.token == token and time.monotonic() < failure.until:
            raise _without_traceback(failure.error)
        try:
            refreshed = await self._refresh(token)
        except ProviderError as err:
            if self._vault.token(self._unique_id) == token:
                self._failure = _Failure(
                    token=token,
                    error=_without_traceback(err),
                    until=time.monotonic() + _wait_after(err),
                )
                raise
        else:
            # The received token is stored, even if an unload cancels this task
            # meanwhile.
            await asyncio.shield(
                self._hass.async_create_task(
                    self._vault.async_replace(self._unique_id, token, refreshed),
                    f"keep the token of {self._unique_id}",
                )
            )
        # If the user signed in again meanwhile, or removed the entry, the result of
        # this refresh no longer matters.
        return self._current_token()


def _without_traceback(error: ProviderError) -> ProviderError:
    """Return a copy without traceback and causes, which keep bodies in memory."""
    copy = type(error).__new__(type(error), *error.args)
    vars(copy).update(vars(error))
    return copy


def _wait_after(error: ProviderError) -> float:
    """Return the seconds to wait after a failed refresh."""
    if isinstance(error, SignInRefused):
        return SIGN_IN_RETRY_SECONDS
    return COOL_DOWN_SECONDS
