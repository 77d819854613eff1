"""The device authorization grant (RFC 8628), with a service that conforms to it."""

from collections import deque
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
import time
from typing import Any

from aiohttp import ClientSession, hdrs, web
from aiohttp.test_utils import TestServer
import pytest
from yarl import URL

from custom_components.media_accounts.api import device_flow
from custom_components.media_accounts.api.device_flow import (
    MAX_EXPIRES_IN,
    MAX_FAILURES,
    CodeExpired,
    DeviceCode,
    DeviceFlow,
    check_device_error,
)
from custom_components.media_accounts.api.errors import (
    PassingTrouble,
    ProviderError,
    RateLimited,
    SignInRefused,
)
from custom_components.media_accounts.api.http import exchange
from custom_components.media_accounts.api.token import Token

DEVICE_CODE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"

# The example of RFC 8628, section 3.2.
CODE = {
    "device_code": "GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS",
    "user_code": "WDJB-MJHT",
    "verification_uri": "https://example.com/device",
    "verification_uri_complete": "https://example.com/device?user_code=WDJB-MJHT",
    "expires_in": 1800,
    "interval": 5,
}
TOKEN = {"access_token": "2YotnFZFEjr1zCsicMWpAA", "token_type": "example"}


@dataclass
class Service:
    """A service with both endpoints, and a clock that only its waits advance."""

    url: URL = field(default_factory=URL)
    code: dict[str, Any] = field(default_factory=lambda: dict(CODE))
    answers: deque[tuple[int, Any]] = field(default_factory=deque)
    forms: list[dict[str, Any]] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)
    now: float = 0.0

    async def sleep(self, seconds: float) -> None:
        """Advance the time immediately."""
        self.pauses.append(seconds)
        self.now += seconds

    async def authorize(self, request: web.Request) -> web.Response:
        """Respond at the device authorization endpoint (section 3.1)."""
        self.forms.append(dict(await request.post()))
        return web.json_response(self.code)

    async def token(self, request: web.Request) -> web.Response:
        """Respond at the token endpoint (section 3.4) with the next planned reply."""
        self.forms.append(dict(await request.post()))
        status, answer = self.answers.popleft()
        if answer is None:
            return web.Response(status=status)
        return web.json_response(answer, status=status)


class Grant:
    """The requests of RFC 8628, the only part that a provider implements."""

    def __init__(self, http: ClientSession, base_url: URL) -> None:
        """Initialize with the HTTP session and the service's address."""
        self._http = http
        self._base_url = base_url

    async def request_code(self) -> DeviceCode:
        """Request a code."""
        answer = await exchange(
            self._http,
            hdrs.METH_POST,
            self._base_url / "device_authorization",
            data={"client_id": "1406020730"},
        )
        answer.check_transport()
        return DeviceCode.from_answer(
            answer.map, is_own=lambda url: url.host == "example.com"
        )

    async def request_token(self, code: DeviceCode) -> Token | None:
        """Request the token once."""
        answer = await exchange(
            self._http,
            hdrs.METH_POST,
            self._base_url / "token",
            data={
                "grant_type": DEVICE_CODE_GRANT,
                "device_code": code.device_code,
                "client_id": "1406020730",
            },
        )
        answer.check_transport()
        if check_device_error(answer.map):
            return None
        return Token.from_answer(
            {**answer.map, "token_type": "Bearer"}, now=time.time()
        )


@pytest.fixture(autouse=True)
def auto_enable_custom_integrations() -> None:
    """Replace the fixture of that name: these tests start no Home Assistant."""


@pytest.fixture
async def service(
    monkeypatch: pytest.MonkeyPatch, socket_enabled: None
) -> AsyncGenerator[Service]:
    """Run the service."""
    service = Service()
    monkeypatch.setattr(device_flow, "sleep", service.sleep)
    monkeypatch.setattr(device_flow, "monotonic", lambda: service.now)
    app = web.Application()
    app.router.add_post("/device_authorization", service.authorize)
    app.router.add_post("/token", service.token)
    async with TestServer(app) as server:
        service.url = server.make_url("/")
        yield service


@pytest.fixture
async def flow(service: Service) -> AsyncGenerator[DeviceFlow]:
    """Return a sign-in at the service."""
    async with ClientSession() as http:
        yield DeviceFlow(Grant(http, service.url))


def error(name: str, status: int = 400) -> tuple[int, dict[str, str]]:
    """Return an error as RFC 6749, section 5.2, has it."""
    return status, {"error": name}


PENDING = error("authorization_pending")
GRANTED = (200, TOKEN)


async def waited(
    flow: DeviceFlow, report: Callable[[float], None] = lambda _: None
) -> Token:
    """Request a code, and wait for the token."""
    return await flow.wait_for_token(await flow.request_code(), report)


async def test_the_code_is_read_in_the_words_of_the_rfc(flow: DeviceFlow) -> None:
    code = await flow.request_code()
    assert code == DeviceCode(**CODE)
    assert code.scannable_uri == CODE["verification_uri_complete"]
    assert CODE["device_code"] not in repr(code)


async def test_authorization_pending_is_waited_for(
    service: Service, flow: DeviceFlow
) -> None:
    service.answers.extend([PENDING, PENDING, GRANTED])
    token = await waited(flow)
    assert token.access_token == TOKEN["access_token"]
    assert service.pauses == [5, 5]
    assert service.forms == [
        {"client_id": "1406020730"},
        *[
            {
                "grant_type": DEVICE_CODE_GRANT,
                "device_code": CODE["device_code"],
                "client_id": "1406020730",
            }
        ]
        * 3,
    ]


async def test_slow_down_adds_five_seconds_for_all_later_requests(
    service: Service, flow: DeviceFlow
) -> None:
    slow_down = error("slow_down")
    service.answers.extend([PENDING, slow_down, PENDING, slow_down, PENDING, GRANTED])
    await waited(flow)
    assert service.pauses == [5, 10, 10, 15, 15]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("expired_token", CodeExpired), ("access_denied", SignInRefused)],
)
async def test_these_errors_end_it(
    service: Service, flow: DeviceFlow, name: str, expected: type[ProviderError]
) -> None:
    service.answers.extend([PENDING, error(name)])
    with pytest.raises(expected):
        await waited(flow)
    assert not service.answers


@pytest.mark.parametrize(
    ("interval", "pauses"),
    [(None, [5]), (12, [12]), ("7", [7]), (0, [5]), (-1, [1]), ([], [5])],
)
async def test_without_an_interval_it_is_five_seconds(
    service: Service, flow: DeviceFlow, interval: object, pauses: list[float]
) -> None:
    service.code["interval"] = interval
    service.answers.extend([PENDING, GRANTED])
    await waited(flow)
    assert service.pauses == pauses


async def test_without_any_interval_it_is_five_seconds(
    service: Service, flow: DeviceFlow
) -> None:
    del service.code["interval"]
    service.answers.extend([PENDING, GRANTED])
    await waited(flow)
    assert service.pauses == [5]


async def test_nobody_asks_after_the_code_has_expired(
    service: Service, flow: DeviceFlow
) -> None:
    service.code["expires_in"] = 12
    service.answers.extend([PENDING] * 3)
    shares: list[float] = []
    with pytest.raises(CodeExpired):
        await waited(flow, shares.append)
    assert service.pauses == [5, 5, 2]
    assert not service.answers
    assert shares == pytest.approx([1, 7 / 12, 2 / 12])


@pytest.mark.parametrize("expires_in", [MAX_EXPIRES_IN + 1, 10**12, "99999999"])
async def test_a_forgotten_dialog_does_not_poll_forever(
    service: Service, flow: DeviceFlow, expires_in: object
) -> None:
    service.code |= {"expires_in": expires_in, "interval": 600}
    service.answers.extend([PENDING] * 100)
    with pytest.raises(CodeExpired):
        await waited(flow)
    assert sum(service.pauses) == MAX_EXPIRES_IN


@pytest.mark.parametrize("failures", [1, MAX_FAILURES - 1])
async def test_a_service_that_is_away_for_a_while_ends_nothing(
    service: Service, flow: DeviceFlow, failures: int
) -> None:
    service.answers.extend([(503, None)] * failures)
    service.answers.extend([PENDING, *[(503, None)] * failures, GRANTED])
    assert (await waited(flow)).access_token


async def test_a_service_that_stays_away_ends_it_before_the_code_does(
    service: Service, flow: DeviceFlow
) -> None:
    service.answers.extend([(503, None)] * 100)
    with pytest.raises(PassingTrouble):
        await waited(flow)
    assert len(service.answers) == 100 - MAX_FAILURES
    assert sum(service.pauses) < CODE["expires_in"]


@pytest.mark.parametrize(
    "answered",
    [
        {"device_code": None},
        {"user_code": "<b>WDJB</b>"},
        {"verification_uri": "https://example.org/device"},
        {"verification_uri": "javascript:alert(1)"},
    ],
)
async def test_a_code_that_cannot_be_shown_is_not_used(
    service: Service, flow: DeviceFlow, answered: dict[str, Any]
) -> None:
    service.code |= answered
    with pytest.raises(PassingTrouble):
        await flow.request_code()


def test_an_answer_with_another_error_is_left_to_the_provider() -> None:
    assert not check_device_error({})
    assert not check_device_error({"error": "invalid_client"})
    assert not check_device_error({"error": 7})
    with pytest.raises(RateLimited):
        check_device_error({"error": "slow_down"})
