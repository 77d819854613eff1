"""One HTTP exchange with a service, and the errors that are the same for both.

Knows aiohttp, not Home Assistant.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from http import HTTPStatus

from aiohttp import ClientError, ClientSession, ClientTimeout, hdrs
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from .errors import PassingTrouble, RateLimited
from .parsing import Json, as_int, as_map, mail_datetime, parse_json

VERSION = "1.0.0"

# Real-Debrid has blocked User-Agents of other clients: one honest, constant name.
USER_AGENT = (
    f"MediaAccounts/{VERSION} (+https://github.com/media-accounts/media-accounts)"
)

TIMEOUT = ClientTimeout(total=60, connect=15)

# The longest answer there is: a library of 5,000 torrents, some 1 KiB each.
MAX_BODY_BYTES = 16 * 1024 * 1024


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
        # A number of many digits is absurd; the limiter bounds what is left of it.
        seconds: float | None = as_int(value and value[:15])
        if seconds is None and (moment := mail_datetime(value)) is not None:
            seconds = (moment - self.date).total_seconds()
        return None if seconds is None else max(0, seconds)

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
