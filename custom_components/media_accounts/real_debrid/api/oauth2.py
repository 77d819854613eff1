"""Real-Debrid's OAuth 2.0 for devices, open-source variant.

Source: https://api.real-debrid.com/, "Authentication for devices" and "Workflow
for opensource apps". Knows aiohttp, not Home Assistant.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from http import HTTPStatus
import re
import time
from typing import Final

from aiohttp import ClientSession, hdrs
from yarl import URL

from ...api.errors import (
    NotIncluded,
    PassingTrouble,
    ProviderError,
    RateLimited,
    RequestRefused,
    SignInRefused,
)
from ...api.http import Answer, exchange
from ...api.parsing import Json, as_int, as_secret, as_text
from ...api.token import Token
from .error_codes import check_answer, error_code

# The public client of open-source applications. It has no secret: a sign-in mints
# a pair of credentials that is bound to the person.
OPEN_SOURCE_CLIENT_ID: Final = "X245A4XAIBGVM"
DEVICE_GRANT: Final = "http://oauth.net/grant_type/device/1.0"

DEFAULT_INTERVAL = 5
DEFAULT_EXPIRES_IN = 600

# RFC 8628, section 3.5: each "slow down" adds five seconds.
SLOW_DOWN_SECONDS = 5

# One lost packet must not end a sign-in; a service that is down must not keep a
# person waiting until the code expires.
MAX_FAILURES = 8

# "Permission denied" and the two-factor codes can come for as long as nobody has
# agreed yet; a person's refusal has no documented code at all.
_PENDING_CODES: Final = (9, 10, 11)

_SAFE_CODE = re.compile(r"[A-Za-z0-9-]{4,40}")
_SAFE_URL = re.compile(r"https?://[A-Za-z0-9._~:/?&=%+-]{1,500}")

# The seams for tests, in which minutes pass at once.
sleep = asyncio.sleep


def monotonic() -> float:
    """Return the seconds of a clock that nobody sets."""
    return time.monotonic()


class CodeExpired(ProviderError):
    """Nobody entered the code in time."""


@dataclass(frozen=True, kw_only=True)
class DeviceCode:
    """A pending device authorization (RFC 8628, section 3.2).

    `interval` and `expires_in` are seconds. `user_code` and the two addresses are
    safe to put into markup. The complete address holds the device code: a secret.
    """

    device_code: str = field(repr=False)
    user_code: str
    verification_uri: str
    verification_uri_complete: str | None = field(repr=False)
    interval: int
    expires_in: int

    @property
    def scannable_uri(self) -> str:
        """Return the address that asks for the least typing."""
        return self.verification_uri_complete or self.verification_uri


def _safe_uri(value: Json, base_url: URL) -> str | None:
    """Return an address of the service that can do no harm in markup, or None."""
    text = as_text(value)
    if text is None or not _SAFE_URL.fullmatch(text):
        return None
    try:
        url = URL(text)
        is_base = url.origin() == base_url
    except ValueError:
        return None
    host = url.host or ""
    own = host == "real-debrid.com" or host.endswith(".real-debrid.com")
    return text if is_base or (own and url.scheme == "https") else None


class DeviceSignIn:
    """One person signing in with one device code."""

    def __init__(self, http: ClientSession, base_url: URL) -> None:
        """Take the HTTP session and the service's base address."""
        self._http = http
        self._base_url = base_url
        self._deadline = 0.0

    async def request_code(self) -> DeviceCode:
        """Ask for a code (/oauth/v2/device/code).

        Raises a ProviderError; PassingTrouble also where the answer cannot be
        shown to a person.
        """
        asked = monotonic()
        answer = await self._get(
            "device/code",
            {"client_id": OPEN_SOURCE_CLIENT_ID, "new_credentials": "yes"},
        )
        check_answer(answer)
        device_code = as_secret(answer.map.get("device_code"))
        user_code = as_text(answer.map.get("user_code"))
        uri = _safe_uri(answer.map.get("verification_url"), self._base_url)
        if (
            device_code is None
            or user_code is None
            or not _SAFE_CODE.fullmatch(user_code)
            or uri is None
        ):
            raise PassingTrouble("the answer holds no device code to show")
        code = DeviceCode(
            device_code=device_code,
            user_code=user_code,
            verification_uri=uri,
            verification_uri_complete=_safe_uri(
                answer.map.get("direct_verification_url"), self._base_url
            ),
            interval=max(1, as_int(answer.map.get("interval")) or DEFAULT_INTERVAL),
            expires_in=max(
                1, as_int(answer.map.get("expires_in")) or DEFAULT_EXPIRES_IN
            ),
        )
        self._deadline = asked + code.expires_in
        return code

    async def wait(self, code: DeviceCode, report: Callable[[float], None]) -> Token:
        """Poll until the person has agreed, then fetch the token.

        `report` is told the share of the time that is left, from 1 down to 0.

        Raises CodeExpired; SignInRefused where the service ends it; AccountTrouble
        where the account needs its owner; PassingTrouble where the service cannot be
        reached for long; other ProviderErrors where it gives no token in the end.
        """
        interval = code.interval
        failures = 0
        pair: tuple[str, str] | None = None
        while True:
            wait: float = interval
            try:
                pair = pair or await self._poll(code)
                if pair is not None:
                    return await self._fetch_token(code, *pair)
                failures = 0
            except RateLimited as err:
                interval += SLOW_DOWN_SECONDS
                wait = max(interval, err.retry_after or 0)
            except PassingTrouble:
                failures += 1
                if failures >= MAX_FAILURES:
                    raise
            left = max(0.0, self._deadline - monotonic())
            report(left / code.expires_in)
            await sleep(min(wait, left))
            if left <= wait:
                # To ask once more would be too late: the service refuses a code that
                # has expired as if somebody had refused it.
                raise CodeExpired("the device code has expired")

    async def _get(self, path: str, params: dict[str, str]) -> Answer:
        url = self._base_url.joinpath("oauth/v2", path)
        return await exchange(self._http, hdrs.METH_GET, url, params=params)

    async def _poll(self, code: DeviceCode) -> tuple[str, str] | None:
        """Return the pair bound to the person (/device/credentials), None if pending.

        What the service answers while it waits is not documented. Clients have met
        403 with and without a body, nulls with 200, and errors without a code of
        any status, 503 among them.
        """
        answer = await self._get(
            "device/credentials",
            {"client_id": OPEN_SOURCE_CLIENT_ID, "code": code.device_code},
        )
        answer.check_transport()
        client_id = as_secret(answer.map.get("client_id"))
        client_secret = as_secret(answer.map.get("client_secret"))
        if answer.ok and client_id and client_secret:
            return client_id, client_secret
        code_number = error_code(answer)
        if code_number in _PENDING_CODES:
            return None
        if code_number is None and (
            answer.ok or answer.status == HTTPStatus.FORBIDDEN or answer.map
        ):
            return None
        try:
            check_answer(answer)
        except RequestRefused, NotIncluded:
            raise SignInRefused(f"{answer.where}: the device code is refused") from None
        return None

    async def _fetch_token(
        self, code: DeviceCode, client_id: str, client_secret: str
    ) -> Token:
        answer = await _request_token(
            self._http, self._base_url, client_id, client_secret, code.device_code
        )
        token = Token.from_answer(answer.map, now=time.time())
        return replace(token, client_id=client_id, client_secret=client_secret)


async def refresh(http: ClientSession, base_url: URL, token: Token) -> Token:
    """Renew a token (/oauth/v2/token with `code=<refresh token>`).

    Raises SignInRefused where the person's grant is gone, else a ProviderError.
    """
    if not (token.refresh_token and token.client_id and token.client_secret):
        raise SignInRefused("this sign-in cannot be renewed")
    answer = await _request_token(
        http, base_url, token.client_id, token.client_secret, token.refresh_token
    )
    return token.renewed(answer.map, now=time.time())


async def _request_token(
    http: ClientSession, base_url: URL, client_id: str, client_secret: str, code: str
) -> Answer:
    """POST to /oauth/v2/token and classify its refusals.

    Here, other than at the REST API, "permission denied" and "wrong parameter" are
    about the grant itself. The API refuses in JSON: a 403 in any other form is that
    of a firewall which dislikes the client's name, and costs nobody the sign-in.
    """
    answer = await exchange(
        http,
        hdrs.METH_POST,
        base_url.joinpath("oauth/v2/token"),
        data={
            "client_id": client_id,
            "client_secret": client_secret,
            "code": code,
            "grant_type": DEVICE_GRANT,
        },
    )
    answer.check_transport()
    if answer.json is None:
        raise PassingTrouble(f"{answer.where}: no JSON ({answer.status})")
    code_number = error_code(answer)
    if code_number in (2, 9) or (
        code_number is None
        and answer.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
    ):
        raise SignInRefused(f"{answer.where}: {answer.status}, code {code_number}")
    check_answer(answer)
    return answer
