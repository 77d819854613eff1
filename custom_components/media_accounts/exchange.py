"""One HTTP exchange with a service, and the errors that are the same for both.

Knows aiohttp, not Home Assistant.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from http import HTTPStatus
from typing import Protocol

from aiohttp import ClientError, ClientSession, ClientTimeout, hdrs
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from .errors import PassingTrouble, RateLimited, SignInRefused
from .limiter import Limiter
from .parse import Json, as_int, as_map, mail_datetime, parse_json

VERSION = "0.1.0"

# Real-Debrid has blocked User-Agents of other clients: one honest, constant name.
USER_AGENT = (
    f"MediaAccounts/{VERSION} (+https://github.com/media-accounts/media-accounts)"
)

TIMEOUT = ClientTimeout(total=60, connect=15)

# The longest answer there is: a library of 5,000 torrents, some 1 KiB each.
MAX_BODY_BYTES = 16 * 1024 * 1024

# No service means longer than a day; a slip of its clock must not end a sign-in.
MAX_RETRY_AFTER = 86400


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a service answered. `where` names method and path, never the query."""

    where: str
    status: int
    headers: CIMultiDictProxy[str] = field(repr=False)
    body: str = field(repr=False)

    @cached_property
    def is_html(self) -> bool:
        """Return whether a person's page came: maintenance, a portal, a firewall.

        PHP calls everything HTML that is given no other type, JSON and empty bodies
        too, so the type alone says little.
        """
        text = self.body.lstrip()
        content_type = self.headers.get(hdrs.CONTENT_TYPE, "").lower()
        return text[:1] == "<" or (
            bool(text) and self.json is None and "html" in content_type
        )

    @cached_property
    def json(self) -> Json:
        """Return the JSON value of the body, None where the body is not JSON."""
        try:
            return parse_json(self.body)
        except ValueError:
            return None

    @property
    def map(self) -> Mapping[str, Json]:
        """Return the JSON object of the body, empty where it is something else."""
        return as_map(self.json)

    @property
    def ok(self) -> bool:
        """Return whether the status is a success."""
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES

    @property
    def date(self) -> datetime:
        """Return the service's own time, the local one where it sent none."""
        return mail_datetime(self.headers.get(hdrs.DATE)) or datetime.now(UTC)

    @property
    def retry_after(self) -> float | None:
        """Return the seconds to wait (RFC 9110, section 10.2.3), None if not said."""
        value = self.headers.get(hdrs.RETRY_AFTER)
        # A number so long that it is none any more is still longer than a day.
        seconds: float | None = as_int(value and value[:18])
        if seconds is None and (moment := mail_datetime(value)) is not None:
            seconds = (moment - self.date).total_seconds()
        return None if seconds is None else min(max(0, seconds), MAX_RETRY_AFTER)

    def check_transport(self) -> None:
        """Raise for what says nothing about the account or the request.

        Raises RateLimited for 429, and for a 503 that names a wait; PassingTrouble
        for redirects, HTML pages of any status, 5xx without JSON, and successes whose
        body is not JSON.
        """
        if self.status == HTTPStatus.TOO_MANY_REQUESTS or (
            self.status == HTTPStatus.SERVICE_UNAVAILABLE
            and self.retry_after is not None
        ):
            raise RateLimited(
                f"{self.where}: {self.status}", retry_after=self.retry_after
            )
        if (
            self.is_html
            or HTTPStatus.MULTIPLE_CHOICES <= self.status < HTTPStatus.BAD_REQUEST
            or (self.json is None and self.status >= HTTPStatus.INTERNAL_SERVER_ERROR)
            or (self.ok and self.body.strip() and self.json is None)
        ):
            raise PassingTrouble(f"{self.where}: no usable answer ({self.status})")


async def exchange(
    http: ClientSession,
    method: str,
    url: URL,
    *,
    params: Mapping[str, str | int] | None = None,
    data: Mapping[str, str] | bytes | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """Send one request and read its whole answer, whatever its status.

    A mapping as `data` is sent as application/x-www-form-urlencoded, never as
    JSON. Redirects are not followed: they would carry the token to another host.

    Raises PassingTrouble where no answer came, or an endless one.
    """
    where = f"{method} {url.path}"
    try:
        async with http.request(
            method,
            url,
            params=params,
            data=data,
            headers=CIMultiDict(
                {hdrs.USER_AGENT: USER_AGENT, hdrs.ACCEPT: "application/json"}
                | dict(headers or {})
            ),
            timeout=TIMEOUT,
            allow_redirects=False,
        ) as response:
            body = bytearray()
            async for chunk in response.content.iter_chunked(65536):
                body += chunk
                if len(body) > MAX_BODY_BYTES:
                    raise PassingTrouble(f"{where}: the answer is too long")
            return Answer(
                where=where,
                status=response.status,
                headers=response.headers,
                body=body.decode("utf-8-sig", errors="replace"),
            )
    except (ClientError, TimeoutError) as err:
        # Without its cause: aiohttp's texts hold the whole address, and a query
        # can hold a device code.
        raise PassingTrouble(f"{where}: {type(err).__name__}") from None


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
    def limiter(self) -> Limiter:
        """Return what counts and paces the requests of the account."""
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
    ) -> Answer:
        """Read `path`; see `request`."""
        return await self.request(hdrs.METH_GET, path, params=params, check=check)

    async def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str | int] | None = None,
        data: Mapping[str, str] | bytes | None = None,
        headers: Mapping[str, str] | None = None,
        check: Callable[[Answer], None] | None = None,
    ) -> Answer:
        """Send a request to `path`, which comes URL-quoted.

        A refused token is renewed, and the request sent once more. `check`
        replaces the client's own for a path that needs another reading.

        Raises what `check` raises, and PassingTrouble where no answer came.
        """

        async def send(access_token: str) -> Answer:
            await self._limiter.acquire(path)
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
            )
            try:
                (check or self.check)(answer)
            except RateLimited as err:
                if err.retry_after:
                    self._limiter.pause(err.retry_after)
                raise
            return answer

        access_token = await self._tokens.access_token()
        try:
            return await send(access_token)
        except SignInRefused:
            return await send(await self._tokens.access_token(rejected=access_token))
