"""Real-Debrid's OAuth 2.0 for devices, variant for open-source applications.

Source: https://api.real-debrid.com/, "Authentication for devices" and "Workflow for
opensource apps". It is RFC 8628 with other names, and with one more request: a sign-in
first creates a client that is bound to the user.
"""

from dataclasses import replace
from http import HTTPStatus
import time
from typing import Final

from aiohttp import ClientSession, hdrs
from yarl import URL

from ...api.device_flow import DeviceCode, check_device_error
from ...api.errors import NotIncluded, PassingTrouble, RequestRefused, SignInRefused
from ...api.http import Answer, exchange
from ...api.parsing import as_secret
from ...api.token import Token
from .error_codes import check_answer, error_code

# The public client of open-source applications, which has no secret.
OPEN_SOURCE_CLIENT_ID: Final = "X245A4XAIBGVM"
DEVICE_GRANT: Final = "http://oauth.net/grant_type/device/1.0"

# "Permission denied" and the two-factor codes can be sent until the user has granted
# the access; denying it has no documented code at all.
_PENDING_CODES: Final = (9, 10, 11)


class RealDebridDeviceGrant:
    """The requests of one device authorization; implements `DeviceGrant`."""

    def __init__(self, http: ClientSession, base_url: URL) -> None:
        """Initialize with the HTTP session and the service's base address."""
        self._http = http
        self._base_url = base_url
        self._client: tuple[str, str] | None = None

    async def request_code(self) -> DeviceCode:
        """Request a code (/oauth/v2/device/code)."""
        answer = await self._get(
            "device/code",
            {"client_id": OPEN_SOURCE_CLIENT_ID, "new_credentials": "yes"},
        )
        check_answer(answer)
        return DeviceCode.from_answer(
            answer.map,
            is_own=self._is_own,
            uri="verification_url",
            uri_complete="direct_verification_url",
        )

    def _is_own(self, url: URL) -> bool:
        host = url.host or ""
        own = host == "real-debrid.com" or host.endswith(".real-debrid.com")
        return url.origin() == self._base_url or (own and url.scheme == "https")

    async def request_token(self, code: DeviceCode) -> Token | None:
        """Request the user's own client, then the token; None while pending.

        A granted client is kept: the user does not have to grant the access twice when
        the request for the token fails for now.
        """
        self._client = self._client or await self._request_client(code)
        if self._client is None:
            return None
        client_id, client_secret = self._client
        answer = await _request_token(
            self._http, self._base_url, client_id, client_secret, code.device_code
        )
        token = Token.from_answer(answer.map, now=time.time())
        return replace(token, client_id=client_id, client_secret=client_secret)

    async def _request_client(self, code: DeviceCode) -> tuple[str, str] | None:
        """Return id and secret of the user's client (/oauth/v2/device/credentials).

        None while pending. The answer to a pending request is not documented. Clients
        have met 403 with and without a body, nulls with 200, and errors without a
        code of any status, 503 among them.
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
            check_device_error(answer.map)
            or answer.ok
            or answer.status == HTTPStatus.FORBIDDEN
            or answer.map
        ):
            return None
        try:
            check_answer(answer)
        except RequestRefused, NotIncluded:
            raise SignInRefused(f"{answer.where}: the device code is refused") from None
        return None

    async def _get(self, path: str, params: dict[str, str]) -> Answer:
        url = self._base_url.joinpath("oauth/v2", path)
        return await exchange(self._http, hdrs.METH_GET, url, params=params)


async def refresh(http: ClientSession, base_url: URL, token: Token) -> Token:
    """Renew a token (/oauth/v2/token with `code=<refresh token>`).

    Raises SignInRefused if the grant was revoked, otherwise another ProviderError.
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

    Unlike in the REST API, "permission denied" and "wrong parameter" are about the
    grant itself. The API refuses in JSON: a 403 in any other form comes from a firewall
    that blocks the User-Agent, and does not end the sign-in.
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
