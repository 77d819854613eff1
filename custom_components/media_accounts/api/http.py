"""Send one HTTP request within a budget, and raise the errors that all share.

Depends on aiohttp, not on Home Assistant.
"""

from codecs import getincrementaldecoder
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from http import HTTPStatus
from typing import Final

from aiohttp import ClientError, ClientSession, ClientTimeout, hdrs
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from .errors import PassingTrouble, RateLimited, ResponseTooLarge
from .json_slices import read_json
from .parsing import Json, as_int, as_map, mail_datetime

VERSION = "1.0.0"

# Real-Debrid has blocked the User-Agents of other clients: use one constant name.
USER_AGENT = (
    f"MediaAccounts/{VERSION} (+https://github.com/media-accounts/media-accounts)"
)

# The connection timeout, in seconds.
CONNECT_TIMEOUT: Final = 15

_CHUNK_SIZE: Final = 64 * 1024


@dataclass(frozen=True, kw_only=True)
class Budget:
    """The maximum cost of one answer.

    `size` is in bytes after decompression. `values` limits the size of the JSON in
    memory: a value of two bytes becomes an object of a hundred. `seconds` is for the
    whole exchange.
    """

    size: int
    values: int
    seconds: float


# An object or a short list.
SINGLE: Final = Budget(size=256 * 1024, values=20_000, seconds=30)

# A page of some hundred rows, or a torrent with all its files.
PAGE: Final = Budget(size=2 * 1024 * 1024, values=40_000, seconds=60)

# A library of 5,000 torrents, some 1 KiB each.
LIST: Final = Budget(size=16 * 1024 * 1024, values=500_000, seconds=60)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The answer of a service. `where` is method and path, never the query.

    `json` is the JSON value of the body, `size` its length in bytes. `text` is the body
    if that is not JSON, or is null.
    """

    where: str
    status: int
    headers: CIMultiDictProxy[str] = field(repr=False)
    json: Json = field(repr=False)
    text: str = field(repr=False)
    size: int = 0

    @cached_property
    def is_html(self) -> bool:
        """Return whether the answer is an HTML page: maintenance, a portal, a firewall.

        PHP labels everything without another type as HTML, including JSON and empty
        bodies, so the content type alone is not sufficient.
        """
        content_type = self.headers.get(hdrs.CONTENT_TYPE, "").lower()
        return self.text[:1] == "<" or (bool(self.text) and "html" in content_type)

    @property
    def map(self) -> Mapping[str, Json]:
        """Return the JSON object of the body, empty if it is something else."""
        return as_map(self.json)

    @property
    def ok(self) -> bool:
        """Return whether the status is a success."""
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES

    @property
    def date(self) -> datetime:
        """Return the service's own time, the local time if it sent none."""
        return mail_datetime(self.headers.get(hdrs.DATE)) or datetime.now(UTC)

    @property
    def retry_after(self) -> float | None:
        """Return the seconds to wait (RFC 9110, section 10.2.3), None if not given."""
        value = self.headers.get(hdrs.RETRY_AFTER)
        # A number of many digits is absurd; the limiter caps the rest.
        seconds: float | None = as_int(value and value[:15])
        if seconds is None and (moment := mail_datetime(value)) is not None:
            seconds = (moment - self.date).total_seconds()
        return None if seconds is None else max(0, seconds)

    def check_transport(self) -> None:
        """Raise for answers that are not about the account or the request.

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
            or (self.ok and bool(self.text))
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
    budget: Budget = SINGLE,
) -> Answer:
    """Send one request and read its whole answer, whatever its status.

    A mapping as `data` is sent as application/x-www-form-urlencoded, never as
    JSON. Redirects are not followed: they would carry the token to another host.

    Raises PassingTrouble if no answer arrives in time, ResponseTooLarge if it exceeds
    the budget; reading stops there.
    """
    where = f"{method} {url.path}"
    decoder = getincrementaldecoder("utf-8-sig")(errors="replace")
    parts: list[str] = []
    size = values = 0
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
            timeout=ClientTimeout(total=budget.seconds, connect=CONNECT_TIMEOUT),
            allow_redirects=False,
        ) as response:
            async for chunk in response.content.iter_chunked(_CHUNK_SIZE):
                size += len(chunk)
                values += sum(map(chunk.count, (b",", b"[", b"{")))
                if size > budget.size or values > budget.values:
                    raise ResponseTooLarge(f"{where}: the response is too large")
                parts.append(decoder.decode(chunk))
    except (ClientError, TimeoutError) as err:
        # Without its cause: aiohttp's texts contain the whole address, and a query can
        # contain a device code.
        raise PassingTrouble(f"{where}: {type(err).__name__}") from None
    text = "".join((*parts, decoder.decode(b"", final=True))).strip()
    try:
        json = await read_json(text)
    except ValueError:
        json = None
    return Answer(
        where=where,
        status=response.status,
        headers=response.headers,
        json=json,
        text=text if json is None else "",
        size=size,
    )
