"""The base of a service's client: tokens, rate limits, and asking a second time."""

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
    """Return a text as one segment of a path."""
    return quote(text, safe="").replace(".", "%2E")


class TokenSource(Protocol):
    """Where a client takes its access token from."""

    async def access_token(self, *, rejected: str | None = None) -> str:
        """Return an access token that is worth trying.

        `rejected` is the one that the service has just refused, so that a newer
        one is wanted. Raises SignInRefused where there is none, and any other
        ProviderError where it could not be had now.
        """


class FixedToken:
    """The token of a sign-in that is not kept yet."""

    def __init__(self, access_token: str) -> None:
        """Keep the token."""
        self._access_token = access_token

    async def access_token(self, *, rejected: str | None = None) -> str:
        """Return the token; once it was refused there is no other."""
        if rejected is not None:
            raise SignInRefused("a new sign-in was refused")
        return self._access_token


class ServiceClient(ABC):
    """Requests in the name of one account."""

    def __init__(
        self,
        http: ClientSession,
        base_url: URL,
        tokens: TokenSource,
        limiter: Limiter | None = None,
    ) -> None:
        """Take the HTTP session, the base address, the token source and the limits."""
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
        """Return the limiter of the account, which every call passes."""
        return self._limiter

    @abstractmethod
    def check(self, answer: Answer) -> None:
        """Raise the ProviderError that an answer stands for, if any."""

    async def get(
        self,
        path: str,
        *,
        params: Mapping[str, str | int] | None = None,
        check: Callable[[Answer], None] | None = None,
        budget: Budget = SINGLE,
    ) -> Answer:
        """Read `path`; see `request`."""
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
        """Send a request to `path`, which comes URL-quoted.

        Only a person can resolve a refused sign-in or an account problem, so one answer
        is not enough for either: the request is sent a second time, with a renewed
        token if there is one. `check` replaces the client's own for a path that needs
        another reading.

        Raises what `check` raises, PassingTrouble where no answer came, and RateLimited
        with the seconds to wait.
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

        try:
            access_token = await self._tokens.access_token()
            try:
                return await send(access_token)
            except SignInRefused:
                access_token = await self._tokens.access_token(rejected=access_token)
            except AccountTrouble:
                pass
            return await send(access_token)
        except ProviderError as err:
            raise err.bare() from None
