"""The base of a service's client: tokens, rate limits and confirmation of errors."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol
from urllib.parse import quote

from aiohttp import ClientSession, hdrs
from yarl import URL

from .errors import AccountTrouble, ProviderError, SignInRefused
from .http import SINGLE, Answer, Budget, exchange
from .limiter import Limiter


def segment(text: str) -> str:
    """Return a text quoted as one segment of a path."""
    return quote(text, safe="").replace(".", "%2E")


class TokenSource(Protocol):
    """Provides the access token of a client."""

    async def access_token(self, *, rejected: str | None = None) -> str:
        """Return an access token that can be used.

        `rejected` is the token that the service has just refused, so that a newer one
        is needed. Raises SignInRefused if there is none, and another ProviderError if
        it could not be obtained for now.
        """


class FixedToken:
    """The token of a sign-in that is not stored yet."""

    def __init__(self, access_token: str) -> None:
        """Store the token."""
        self._access_token = access_token

    async def access_token(self, *, rejected: str | None = None) -> str:
        """Return the token; once it was refused there is no other."""
        if rejected is not None:
            raise SignInRefused("a new sign-in was refused")
        return self._access_token


class ServiceClient(ABC):
    """Sends requests with the token of one account."""

    def __init__(
        self,
        http: ClientSession,
        base_url: URL,
        tokens: TokenSource,
        limiter: Limiter | None = None,
    ) -> None:
        """Initialize with the HTTP session, base address, token source and limiter."""
        self._http = http
        self._base_url = base_url
        self._tokens = tokens
        self._limiter = limiter or Limiter()

    @property
    def base_url(self) -> URL:
        """Return scheme, host and port of the service."""
        return self._base_url

    @property
    def limiter(self) -> Limiter:
        """Return the limiter of the account, which applies to every call."""
        return self._limiter

    @abstractmethod
    def check(self, answer: Answer) -> None:
        """Raise the ProviderError that an answer represents, if any."""

    def check_request(self, method: str, path: str) -> None:  # noqa: B027 - optional
        """Raise if a request must not be sent."""

    def record_result(  # noqa: B027 - optional
        self, path: str, error: ProviderError | None
    ) -> None:
        """Record the error that a request ended with, None for a success."""

    async def get(
        self,
        path: str,
        *,
        params: Mapping[str, str | int] | None = None,
        check: Callable[[Answer], None] | None = None,
        budget: Budget = SINGLE,
    ) -> Answer:
        """Send a GET request to `path`; see `request`."""
        return await self.request(
            hdrs.METH_GET, path, params=params, check=check, budget=budget
        )

    async def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str | int] | None = None,
        data: Mapping[str, str] | bytes | None = None,
        headers: Mapping[str, str] | None = None,
        check: Callable[[Answer], None] | None = None,
        budget: Budget = SINGLE,
    ) -> Answer:
        """Send a request to `path`, which is URL-quoted.

        Only the user can resolve a refused sign-in or an account problem, so one answer
        is not enough for either: the request is sent a second time, with a renewed
        token if there is one. `check` replaces the client's own for a path whose
        answers have to be checked differently.

        Raises what `check_request` and `check` raise, PassingTrouble if no answer
        arrived, and RateLimited with the seconds to wait.
        """

        async def exchange_and_check(access_token: str) -> Answer:
            answer = await exchange(
                self._http,
                method,
                self._base_url.joinpath(path, encoded=True),
                params=params,
                data=data,
                headers={
                    **(headers or {}),
                    hdrs.AUTHORIZATION: f"Bearer {access_token}",
                },
                budget=budget,
            )
            (check or self.check)(answer)
            return answer

        async def send(access_token: str) -> Answer:
            return await self._limiter.send(
                path, partial(exchange_and_check, access_token)
            )

        async def send_and_confirm() -> Answer:
            access_token = await self._tokens.access_token()
            try:
                return await send(access_token)
            except SignInRefused:
                access_token = await self._tokens.access_token(rejected=access_token)
            except AccountTrouble:
                pass
            return await send(access_token)

        self.check_request(method, path)
        try:
            answer = await send_and_confirm()
        except ProviderError as err:
            self.record_result(path, err)
            raise err.bare() from None
        self.record_result(path, None)
        return answer
