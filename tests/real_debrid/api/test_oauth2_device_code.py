"""Device codes as Real-Debrid documents them, and as clients have seen them."""

from typing import Any

from aiohttp import ClientSession
import pytest
from yarl import URL

from custom_components.media_accounts.api.device_flow import (
    DEFAULT_EXPIRES_IN,
    DEFAULT_INTERVAL,
    DeviceFlow,
)
from custom_components.media_accounts.api.errors import (
    AccountTrouble,
    PassingTrouble,
    ProviderError,
    RateLimited,
    RequestRefused,
)
from custom_components.media_accounts.real_debrid.api.oauth2 import (
    OPEN_SOURCE_CLIENT_ID,
    RealDebridDeviceGrant,
    refresh,
)
from tests.helpers import Pauses, approves
from tests.real_debrid.device_flow import ANSWER, CODE_PATH
from tests.secrecy.assertions import known_secrets
from tests.simulator import Simulator
from tests.simulator.faults import FaultOptions
from tests.support import case, json_reply, outcome, page_reply, printed, text_reply


async def test_a_code_is_asked_for_with_the_public_client(
    simulator: Simulator, sign_in: DeviceFlow
) -> None:
    code = await sign_in.request_code()
    (request,) = simulator.requests
    assert (request.method, request.path) == ("GET", CODE_PATH)
    assert request.query == {
        "client_id": OPEN_SOURCE_CLIENT_ID,
        "new_credentials": "yes",
    }
    (device,) = simulator.real_debrid.waiting()
    url = simulator.real_debrid.url
    assert code.device_code == device.device_code
    assert code.user_code == device.user_code
    assert code.verification_uri == f"{url}/device"
    assert code.scannable_uri == (
        f"{url}/authorize?client_id={OPEN_SOURCE_CLIENT_ID}"
        f"&device_id={device.device_code}"
    )
    assert (code.interval, code.expires_in) == (5, 900)


async def test_without_a_direct_address_the_other_one_is_scanned(
    simulator: Simulator, sign_in: DeviceFlow
) -> None:
    simulator.real_debrid.settings.direct_url = False
    code = await sign_in.request_code()
    assert code.verification_uri_complete is None
    assert code.scannable_uri == code.verification_uri


@pytest.mark.parametrize(
    ("answered", "interval", "expires_in"),
    [
        ({"interval": "7", "expires_in": "600"}, 7, 600),
        ({"interval": 5.0, "expires_in": 1800.0}, 5, 1800),
        ({"interval": None, "expires_in": None}, DEFAULT_INTERVAL, DEFAULT_EXPIRES_IN),
        ({"interval": 0, "expires_in": 0}, DEFAULT_INTERVAL, DEFAULT_EXPIRES_IN),
        ({"interval": -3, "expires_in": -3}, 1, 1),
        ({"interval": "x", "expires_in": []}, DEFAULT_INTERVAL, DEFAULT_EXPIRES_IN),
    ],
)
async def test_times_are_read_whatever_their_type(
    simulator: Simulator,
    sign_in: DeviceFlow,
    answered: dict[str, Any],
    interval: int,
    expires_in: int,
) -> None:
    simulator.fault("real_debrid", CODE_PATH, json=ANSWER | answered)
    code = await sign_in.request_code()
    assert (code.interval, code.expires_in) == (interval, expires_in)


@pytest.mark.parametrize(
    "user_code", ["RE6WDL3D", "ABCDEF0123456", "AB-12", 12345678, "a" * 40]
)
async def test_a_code_to_type_is_letters_digits_and_hyphens(
    simulator: Simulator, sign_in: DeviceFlow, user_code: str | int
) -> None:
    simulator.fault("real_debrid", CODE_PATH, json=ANSWER | {"user_code": user_code})
    assert (await sign_in.request_code()).user_code == str(user_code)


@pytest.mark.parametrize(
    "address",
    [
        "https://real-debrid.com/device",
        "https://app.real-debrid.com/device",
        "https://real-debrid.com/authorize?client_id=X&device_id=Y%2FZ",
    ],
)
async def test_an_address_is_the_services_own(
    simulator: Simulator, sign_in: DeviceFlow, address: str
) -> None:
    answer = ANSWER | {"verification_url": address, "direct_verification_url": address}
    simulator.fault("real_debrid", CODE_PATH, json=answer)
    code = await sign_in.request_code()
    assert code.verification_uri == code.verification_uri_complete == address


UNSAFE_ADDRESSES = [
    case("another host", "https://example.org/device"),
    case("a host that looks alike", "https://real-debrid.com.example.org/device"),
    case("a host that ends alike", "https://not-real-debrid.com/device"),
    case("plain http", "http://real-debrid.com/device"),
    case("a script", "javascript:alert(1)"),
    case("data", "data:text/html,hello"),
    case("markup", 'https://real-debrid.com/"><script>'),
    case("a quote", "https://real-debrid.com/'onload='x"),
    case("markdown", "https://real-debrid.com/)[x](https://example.org"),
    case("a space", "https://real-debrid.com/de vice"),
    case("a line break", "https://real-debrid.com/\ndevice"),
    case("a user", "https://real-debrid.com@example.org/device"),
    case("a backslash", "https://example.org\\.real-debrid.com/"),
    case("no host", "https:///device"),
    case("no host but a port", "https://:443/device"),
    case("a port that is none", "https://real-debrid.com:99999/device"),
    case("an odd host", "https://[::1/device"),
    case("no address", "real-debrid.com/device"),
    case("too long", "https://real-debrid.com/" + "a" * 600),
    case("empty", ""),
    case("null", None),
    case("a number", 7),
    case("a list", ["https://real-debrid.com/device"]),
]


@pytest.mark.parametrize("address", UNSAFE_ADDRESSES)
async def test_an_unsafe_direct_address_is_left_out(
    simulator: Simulator, sign_in: DeviceFlow, address: object
) -> None:
    answer = ANSWER | {"direct_verification_url": address}
    simulator.fault("real_debrid", CODE_PATH, json=answer)
    code = await sign_in.request_code()
    assert code.scannable_uri == "https://real-debrid.com/device"


@pytest.mark.parametrize("address", UNSAFE_ADDRESSES)
async def test_without_a_safe_address_there_is_nothing_to_show(
    simulator: Simulator, sign_in: DeviceFlow, address: object
) -> None:
    answer = ANSWER | {"verification_url": address}
    simulator.fault("real_debrid", CODE_PATH, json=answer)
    assert await outcome(sign_in.request_code()) is PassingTrouble


@pytest.mark.parametrize(
    "answered",
    [
        case("no device code", {"device_code": None}),
        case("an empty device code", {"device_code": ""}),
        case("a device code with a line break", {"device_code": "A\nB"}),
        case("no user code", {"user_code": None}),
        case("a short user code", {"user_code": "ABC"}),
        case("a long user code", {"user_code": "A" * 41}),
        case("markup for a user code", {"user_code": "<b>ABCD</b>"}),
        case("markdown for a user code", {"user_code": "![x](//e.org)"}),
        case(
            "a user code in another script",
            {"user_code": "\uff21\uff22\uff23\uff24\uff25"},
        ),
        case("two lines of user code", {"user_code": "ABCD\nEFGH"}),
    ],
)
async def test_a_code_that_cannot_be_shown_is_passing_trouble(
    simulator: Simulator, sign_in: DeviceFlow, answered: dict[str, Any]
) -> None:
    simulator.fault("real_debrid", CODE_PATH, json=ANSWER | answered)
    assert await outcome(sign_in.request_code()) is PassingTrouble


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        case("a page", page_reply(200), PassingTrouble),
        case("blocked at the edge", page_reply(403), PassingTrouble),
        case("blocked without a word", text_reply(403), PassingTrouble),
        # A read without a response is retried once immediately.
        case("no answer", {"drop": True, "times": 2}, PassingTrouble),
        case("trouble", text_reply(503), PassingTrouble),
        case("a list", json_reply(200, []), PassingTrouble),
        case("an error with 200", json_reply(200, {"error": "x"}), RequestRefused),
        case("slow down", text_reply(429), RateLimited),
        case("blocked by law", text_reply(451), RequestRefused),
        case("a wrong client", json_reply(400, {"error_code": 2}), RequestRefused),
        case("a refused address", json_reply(403, {"error_code": 22}), AccountTrouble),
    ],
)
async def test_a_code_that_is_not_to_be_had(
    simulator: Simulator,
    sign_in: DeviceFlow,
    reply: FaultOptions,
    expected: type[ProviderError],
) -> None:
    simulator.fault("real_debrid", CODE_PATH, **reply)
    assert await outcome(sign_in.request_code()) is expected


async def test_no_secret_is_shown(
    simulator: Simulator,
    http: ClientSession,
    base: URL,
    pauses: Pauses,
    caplog: pytest.LogCaptureFixture,
) -> None:
    sign_in = DeviceFlow(RealDebridDeviceGrant(http, base))
    code = await sign_in.request_code()
    pauses.then(approves(simulator, "quietotter"))
    token = await sign_in.wait_for_token(code, lambda _: None)
    echo = {"error": f"{token.refresh_token} {code.device_code}", "error_code": 2}
    simulator.fault("real_debrid", "/oauth/v2/*", status=400, json=echo, times=None)
    errors = []
    for failing in (
        refresh(http, base, token),
        DeviceFlow(RealDebridDeviceGrant(http, base)).request_code(),
        sign_in.wait_for_token(code, lambda _: None),
    ):
        with pytest.raises(ProviderError) as caught:
            await failing
        errors.append(caught.value)

    shown = "\n".join([*map(printed, errors), repr(code), repr(token), caplog.text])
    secrets = known_secrets(simulator) | {str(token.client_secret)}
    assert code.device_code in secrets
    assert [secret for secret in secrets if secret in shown] == []
