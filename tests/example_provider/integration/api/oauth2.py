"""Film Locker's device flow (RFC 8628) and the refresh of its tokens."""

import time
from typing import Final

from aiohttp import ClientSession, hdrs
from yarl import URL

from ...api.device_flow import DeviceCode, check_device_error
from ...api.errors import PassingTrouble, SignInRefused
from ...api.http import Answer, exchange
from ...api.token import Token

CLIENT_ID: Final = "film-locker-devices"
DEVICE_GRANT: Final = "urn:ietf:params:oauth:grant-type:device_code"


class FilmLockerDeviceGrant:
    """The requests of one device authorization; implements `DeviceGrant`."""

    def __init__(self, http: ClientSession, base_url: URL) -> None:
        """Initialize with the HTTP session and the base URL of the service."""
        self._http = http
        self._base_url = base_url

    async def request_code(self) -> DeviceCode:
        """Request a code (/oauth/device)."""
        answer = await _post(self._http, self._base_url, "device", {})
        if not answer.ok:
            raise PassingTrouble(f"{answer.where}: {answer.status}")
        return DeviceCode.from_answer(
            answer.map, is_own=lambda url: url.origin() == self._base_url
        )

    async def request_token(self, code: DeviceCode) -> Token | None:
        """Request the token (/oauth/token); None while pending."""
        answer = await _post(
            self._http,
            self._base_url,
            "token",
            {"grant_type": DEVICE_GRANT, "device_code": code.device_code},
        )
        if check_device_error(answer.map):
            return None
        return Token.from_answer(answer.map, now=time.time())


async def refresh(http: ClientSession, base_url: URL, token: Token) -> Token:
    """Refresh a token; raises SignInRefused if the grant was revoked."""
    if token.refresh_token is None:
        raise SignInRefused("this token cannot be refreshed")
    form = {"grant_type": "refresh_token", "refresh_token": token.refresh_token}
    answer = await _post(http, base_url, "token", form)
    if answer.map.get("error") == "invalid_grant":
        raise SignInRefused(f"{answer.where}: invalid_grant")
    return token.renewed(answer.map, now=time.time())


async def _post(
    http: ClientSession, base_url: URL, name: str, form: dict[str, str]
) -> Answer:
    answer = await exchange(
        http,
        hdrs.METH_POST,
        base_url.joinpath("oauth", name),
        data={"client_id": CLIENT_ID, **form},
    )
    answer.check_transport()
    return answer
