"""The device flow as Real-Debrid documents it, and as clients have met it."""

from collections.abc import AsyncGenerator
from dataclasses import replace
import time
from typing import Any

from aiohttp import ClientSession
import pytest
from yarl import URL

from custom_components.media_accounts.errors import (
    AccountProblem,
    AccountTrouble,
    NotIncluded,
    PassingTrouble,
    ProviderError,
    RateLimited,
    RequestRefused,
    SignInRefused,
)
from custom_components.media_accounts.exchange import FixedToken
from custom_components.media_accounts.real_debrid.auth import (
    DEFAULT_EXPIRES_IN,
    DEFAULT_INTERVAL,
    DEVICE_GRANT,
    MAX_FAILURES,
    OPEN_SOURCE_CLIENT_ID,
    CodeExpired,
    DeviceSignIn,
    refresh,
)
from custom_components.media_accounts.real_debrid.client import RealDebridClient
from custom_components.media_accounts.tokens import Token
from tests.helpers import Pauses, approves, denies, nobody_acts
from tests.secrecy import known_secrets
from tests.simulator import Simulator
from tests.simulator.faults import FaultOptions
from tests.simulator.real_debrid import DeniedVariant, PendingVariant
from tests.support import (
    HTML,
    PASSING_REPLIES,
    case,
    json_reply,
    outcome,
    page_reply,
    printed,
    text_reply,
)

CODE_PATH = "/oauth/v2/device/code"
CREDENTIALS_PATH = "/oauth/v2/device/credentials"
TOKEN_PATH = "/oauth/v2/token"

ANSWER = {
    "device_code": "CANARYDEVICECODE",
    "user_code": "RE6WDL3D",
    "interval": 5,
    "expires_in": 900,
    "verification_url": "https://real-debrid.com/device",
    "direct_verification_url": (
        "https://real-debrid.com/authorize?client_id=X&device_id=CANARYDEVICECODE"
    ),
}


@pytest.fixture(autouse=True)
def auto_enable_custom_integrations() -> None:
    """Need no Home Assistant."""


@pytest.fixture
async def http() -> AsyncGenerator[ClientSession]:
    async with ClientSession() as session:
        yield session


@pytest.fixture
def base(simulator: Simulator) -> URL:
    return URL(simulator.real_debrid.url)


@pytest.fixture
def sign_in(http: ClientSession, base: URL, pauses: Pauses) -> DeviceSignIn:
    """Return a sign-in for which minutes pass at once."""
    return DeviceSignIn(http, base)


async def wait_for_approval(sign_in: DeviceSignIn) -> Token:
    """Do what the dialog does."""
    return await sign_in.wait(await sign_in.request_code(), lambda _: None)


def polls(simulator: Simulator) -> int:
    return len(simulator.requests_to("real_debrid", path=CREDENTIALS_PATH))


# A device code


async def test_a_code_is_asked_for_with_the_public_client(
    simulator: Simulator, sign_in: DeviceSignIn
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
    simulator: Simulator, sign_in: DeviceSignIn
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
    sign_in: DeviceSignIn,
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
    simulator: Simulator, sign_in: DeviceSignIn, user_code: str | int
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
    simulator: Simulator, sign_in: DeviceSignIn, address: str
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
    simulator: Simulator, sign_in: DeviceSignIn, address: object
) -> None:
    answer = ANSWER | {"direct_verification_url": address}
    simulator.fault("real_debrid", CODE_PATH, json=answer)
    code = await sign_in.request_code()
    assert code.scannable_uri == "https://real-debrid.com/device"


@pytest.mark.parametrize("address", UNSAFE_ADDRESSES)
async def test_without_a_safe_address_there_is_nothing_to_show(
    simulator: Simulator, sign_in: DeviceSignIn, address: object
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
    simulator: Simulator, sign_in: DeviceSignIn, answered: dict[str, Any]
) -> None:
    simulator.fault("real_debrid", CODE_PATH, json=ANSWER | answered)
    assert await outcome(sign_in.request_code()) is PassingTrouble


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        case("a page", page_reply(200), PassingTrouble),
        case("blocked at the edge", page_reply(403), PassingTrouble),
        case("blocked without a word", text_reply(403), PassingTrouble),
        # A read that got no answer is sent once more at once.
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
    sign_in: DeviceSignIn,
    reply: FaultOptions,
    expected: type[ProviderError],
) -> None:
    simulator.fault("real_debrid", CODE_PATH, **reply)
    assert await outcome(sign_in.request_code()) is expected


# Waiting for a person


async def test_an_approved_code_becomes_a_token_with_its_own_client(
    simulator: Simulator,
    sign_in: DeviceSignIn,
    pauses: Pauses,
    http: ClientSession,
    base: URL,
) -> None:
    pauses.then(nobody_acts, approves(simulator, "quietotter"))
    before = time.time()
    code = await sign_in.request_code()
    token = await sign_in.wait(code, lambda _: None)
    after = time.time()

    *_, poll, exchanged = simulator.requests
    assert (poll.method, poll.path) == ("GET", CREDENTIALS_PATH)
    assert poll.query == {"client_id": OPEN_SOURCE_CLIENT_ID, "code": code.device_code}
    (grant,) = simulator.real_debrid.grants.clients.values()
    assert exchanged.form == {
        "client_id": grant.client_id,
        "client_secret": grant.client_secret,
        "code": code.device_code,
        "grant_type": DEVICE_GRANT,
    }
    assert (token.client_id, token.client_secret) == (
        grant.client_id,
        grant.client_secret,
    )
    assert token.refresh_token == grant.refresh_tokens[-1]
    assert token.lifetime == 86_400
    assert before <= token.expires_at - token.lifetime <= after
    client = RealDebridClient(http, base, FixedToken(token.access_token))
    assert (await client.user()).username == "quietotter"


@pytest.mark.parametrize("variant", PendingVariant)
async def test_pending_is_known_however_it_is_said_and_however_long(
    simulator: Simulator,
    sign_in: DeviceSignIn,
    pauses: Pauses,
    variant: PendingVariant,
) -> None:
    simulator.real_debrid.settings.pending = variant
    waiting = [nobody_acts] * (2 * MAX_FAILURES)
    pauses.then(*waiting, approves(simulator, "quietotter"))
    assert (await wait_for_approval(sign_in)).access_token
    assert pauses.seconds == [5] * (len(waiting) + 1)


PAIR = {"client_id": "A", "client_secret": "B"}


@pytest.mark.parametrize(
    "reply",
    [
        case("403, as a page without content", text_reply(403, content_type=HTML)),
        case("403, as an empty map", json_reply(403, {})),
        case("403, as an empty list", json_reply(403, [])),
        case("an error without a code", json_reply(400, {"error": "pending"})),
        case("code 0", json_reply(403, {"error": "pending", "error_code": 0})),
        case("permission denied", json_reply(403, {"error_code": 9})),
        case("two-factor needed", json_reply(403, {"error_code": 10})),
        case("two-factor pending", json_reply(403, {"error_code": "11"})),
        case("half a pair", json_reply(200, {"client_id": "A"})),
        case("an empty pair", json_reply(200, {"client_id": "", "client_secret": ""})),
        case(
            "a pair with 403", json_reply(403, {"client_id": "A", "client_secret": "B"})
        ),
        case("no content", text_reply(204)),
        case("done already", json_reply(202, {"error_code": 31})),
        case("a JSON error of the service", json_reply(500, {"error": "internal"})),
    ],
)
async def test_other_ways_to_say_pending(
    simulator: Simulator, sign_in: DeviceSignIn, pauses: Pauses, reply: FaultOptions
) -> None:
    simulator.fault("real_debrid", CREDENTIALS_PATH, **reply, times=2 * MAX_FAILURES)
    pauses.then(approves(simulator, "quietotter"))
    assert (await wait_for_approval(sign_in)).access_token
    assert polls(simulator) == 2 * MAX_FAILURES + 1


@pytest.mark.parametrize("variant", PendingVariant)
async def test_a_code_that_nobody_enters_expires(
    simulator: Simulator,
    sign_in: DeviceSignIn,
    pauses: Pauses,
    variant: PendingVariant,
) -> None:
    simulator.real_debrid.settings.pending = variant
    simulator.real_debrid.settings.device_code_life = 60
    with pytest.raises(CodeExpired):
        await wait_for_approval(sign_in)
    assert sum(pauses.seconds) == 60


async def test_the_time_left_is_told_from_one_down_to_nothing(
    simulator: Simulator, sign_in: DeviceSignIn
) -> None:
    simulator.real_debrid.settings.device_code_life = 20
    shares: list[float] = []
    code = await sign_in.request_code()
    with pytest.raises(CodeExpired):
        await sign_in.wait(code, shares.append)
    assert shares == pytest.approx([1, 0.75, 0.5, 0.25])


@pytest.mark.parametrize(
    ("variant", "expected"),
    [
        (DeniedVariant.WRONG_PARAMETER, SignInRefused),
        (DeniedVariant.UNKNOWN_RESOURCE, SignInRefused),
        (DeniedVariant.PENDING, CodeExpired),
    ],
)
async def test_a_refusal_ends_it_at_once_or_with_the_code(
    simulator: Simulator,
    sign_in: DeviceSignIn,
    pauses: Pauses,
    variant: DeniedVariant,
    expected: type[ProviderError],
) -> None:
    simulator.real_debrid.settings.denied = variant
    pauses.then(denies(simulator))
    assert await outcome(wait_for_approval(sign_in)) is expected


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        case("wrong parameter", json_reply(400, {"error_code": 2}), SignInRefused),
        case("unknown resource", json_reply(404, {"error_code": 7}), SignInRefused),
        case("404 without a body", text_reply(404), SignInRefused),
        case("410 without a body", text_reply(410), SignInRefused),
        case("400 in words", text_reply(400, "Bad Request"), SignInRefused),
        case("bad token", json_reply(401, {"error_code": 8}), SignInRefused),
        case("bad login", json_reply(403, {"error_code": 12}), SignInRefused),
        case("bad password", json_reply(403, {"error_code": 13}), SignInRefused),
        case("disabled", json_reply(403, {"error_code": 37}), SignInRefused),
        case("locked", json_reply(403, {"error_code": 14}), AccountTrouble),
        case("not activated", json_reply(403, {"error_code": 15}), AccountTrouble),
        case("address refused", json_reply(403, {"error_code": 22}), AccountTrouble),
    ],
)
async def test_what_else_ends_it_at_once(
    simulator: Simulator,
    sign_in: DeviceSignIn,
    reply: FaultOptions,
    expected: type[ProviderError],
) -> None:
    simulator.fault("real_debrid", CREDENTIALS_PATH, **reply)
    assert await outcome(wait_for_approval(sign_in)) is expected
    assert polls(simulator) == 1


TROUBLE = [
    case("a page with 200", page_reply(200)),
    case("a page with 403", page_reply(403)),
    case("503 without a body", text_reply(503)),
    case("502 in words", text_reply(502, "Bad Gateway")),
    case("internal error", json_reply(500, {"error_code": -1})),
    case("service unavailable", json_reply(503, {"error_code": 25})),
]


@pytest.mark.parametrize("reply", TROUBLE)
async def test_trouble_may_last_for_a_while(
    simulator: Simulator, sign_in: DeviceSignIn, pauses: Pauses, reply: FaultOptions
) -> None:
    simulator.fault("real_debrid", CREDENTIALS_PATH, **reply, times=MAX_FAILURES - 1)
    pauses.then(approves(simulator, "quietotter"))
    assert (await wait_for_approval(sign_in)).access_token


@pytest.mark.parametrize("reply", TROUBLE)
async def test_trouble_that_lasts_ends_it(
    simulator: Simulator, sign_in: DeviceSignIn, reply: FaultOptions
) -> None:
    simulator.fault("real_debrid", CREDENTIALS_PATH, **reply, times=None)
    assert await outcome(wait_for_approval(sign_in)) is PassingTrouble
    assert polls(simulator) == MAX_FAILURES


async def test_trouble_now_and_then_does_not_add_up(
    simulator: Simulator, sign_in: DeviceSignIn, pauses: Pauses
) -> None:
    for _ in range(3):
        simulator.fault(
            "real_debrid", CREDENTIALS_PATH, status=503, times=MAX_FAILURES - 1
        )
        simulator.fault("real_debrid", CREDENTIALS_PATH, status=403)
    pauses.then(approves(simulator, "quietotter"))
    assert (await wait_for_approval(sign_in)).access_token
    assert polls(simulator) == 3 * MAX_FAILURES + 1


@pytest.mark.parametrize(
    ("reply", "waits"),
    [
        case("429", text_reply(429), [10, 15, 20, 20]),
        case("429 in JSON", json_reply(429, {"error_code": 34}), [10, 15, 20, 20]),
        case("slow down", json_reply(403, {"error_code": 5}), [10, 15, 20, 20]),
        case(
            "429 that says for how long",
            text_reply(429, headers={"Retry-After": "60"}),
            [60, 60, 60, 20],
        ),
    ],
)
async def test_slow_down_widens_the_interval(
    simulator: Simulator,
    sign_in: DeviceSignIn,
    pauses: Pauses,
    reply: FaultOptions,
    waits: list[float],
) -> None:
    simulator.fault("real_debrid", CREDENTIALS_PATH, **reply, times=3)
    pauses.then(*[nobody_acts] * 3, approves(simulator, "quietotter"))
    assert (await wait_for_approval(sign_in)).access_token
    assert pauses.seconds == waits


async def test_slow_down_for_longer_than_the_code_lives_ends_with_it(
    simulator: Simulator, sign_in: DeviceSignIn, pauses: Pauses
) -> None:
    reply = text_reply(429, headers={"Retry-After": "3600"})
    simulator.fault("real_debrid", CREDENTIALS_PATH, **reply)
    assert await outcome(wait_for_approval(sign_in)) is CodeExpired
    assert pauses.seconds == [900]


async def test_trouble_at_the_last_step_asks_nobody_to_agree_twice(
    simulator: Simulator, sign_in: DeviceSignIn, pauses: Pauses
) -> None:
    pauses.then(approves(simulator, "quietotter"))
    simulator.fault("real_debrid", TOKEN_PATH, **page_reply(503), times=2)
    simulator.fault("real_debrid", TOKEN_PATH, **text_reply(429))
    assert (await wait_for_approval(sign_in)).access_token
    assert polls(simulator) == 2
    assert len(simulator.requests_to(path=TOKEN_PATH)) == 4


# What the token endpoint answers, for a device code and for a refresh token


TOKEN_OUTCOMES = [
    # The grant is gone: only a person can renew it.
    case("permission denied", json_reply(403, {"error_code": 9}), SignInRefused),
    case("403 in JSON", json_reply(403, {"error": "denied"}), SignInRefused),
    case("401 in JSON", json_reply(401, {"error": "denied"}), SignInRefused),
    case("an empty map with 403", json_reply(403, {}), SignInRefused),
    case("wrong parameter", json_reply(400, {"error_code": 2}), SignInRefused),
    case("a code as digits", json_reply(400, {"error_code": "2"}), SignInRefused),
    case("bad token", json_reply(401, {"error_code": 8}), SignInRefused),
    case("bad login", json_reply(403, {"error_code": 12}), SignInRefused),
    case("bad password", json_reply(403, {"error_code": 13}), SignInRefused),
    case(
        "permission denied, as PHP names it",
        {**json_reply(403, {"error_code": 9}), "content_type": HTML},
        SignInRefused,
    ),
    # The account needs its owner.
    case("two-factor needed", json_reply(403, {"error_code": 10}), AccountTrouble),
    case("two-factor pending", json_reply(403, {"error_code": 11}), AccountTrouble),
    case("locked", json_reply(403, {"error_code": 14}), AccountTrouble),
    case("not activated", json_reply(403, {"error_code": 15}), AccountTrouble),
    case("address refused", json_reply(403, {"error_code": 22}), AccountTrouble),
    # It will pass.
    case("429", text_reply(429), RateLimited),
    case("429 as a page", page_reply(429), RateLimited),
    case("slow down", json_reply(403, {"error_code": 5}), RateLimited),
    case("too many requests", json_reply(400, {"error_code": 34}), RateLimited),
    case("internal error", json_reply(500, {"error_code": -1}), PassingTrouble),
    case("unreachable", json_reply(503, {"error_code": 6}), PassingTrouble),
    case("unavailable", json_reply(503, {"error_code": 25}), PassingTrouble),
    case("404 without a body", text_reply(404), PassingTrouble),
    case("404 in words", text_reply(404, "Not Found"), PassingTrouble),
    *(case(name, reply, PassingTrouble) for name, reply in PASSING_REPLIES.items()),
    # The request itself is not liked.
    case("parameter missing", json_reply(400, {"error_code": 1}), RequestRefused),
    case("400 without a code", json_reply(400, {"error": "x"}), RequestRefused),
    case("an error with 200", json_reply(200, {"error": "x"}), RequestRefused),
    case("disabled", json_reply(403, {"error_code": 37}), NotIncluded),
]


@pytest.mark.parametrize(("reply", "expected"), TOKEN_OUTCOMES)
async def test_a_refresh_that_fails(
    simulator: Simulator,
    http: ClientSession,
    base: URL,
    reply: FaultOptions,
    expected: type[ProviderError],
) -> None:
    token = signed_in(simulator)
    simulator.fault("real_debrid", TOKEN_PATH, **reply)
    assert await outcome(refresh(http, base, token)) is expected


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        (10, AccountProblem.TWO_FACTOR),
        (11, AccountProblem.TWO_FACTOR),
        (14, AccountProblem.LOCKED),
        (15, AccountProblem.NOT_ACTIVATED),
        (22, AccountProblem.ADDRESS_REFUSED),
    ],
)
async def test_what_the_owner_has_to_settle(
    simulator: Simulator,
    http: ClientSession,
    base: URL,
    code: int,
    problem: AccountProblem,
) -> None:
    token = signed_in(simulator)
    simulator.fault("real_debrid", TOKEN_PATH, status=403, json={"error_code": code})
    with pytest.raises(AccountTrouble) as caught:
        await refresh(http, base, token)
    assert caught.value.problem is problem


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        case("permission denied", json_reply(403, {"error_code": 9}), SignInRefused),
        case("wrong parameter", json_reply(400, {"error_code": 2}), SignInRefused),
        case("locked", json_reply(403, {"error_code": 14}), AccountTrouble),
        case("parameter missing", json_reply(400, {"error_code": 1}), RequestRefused),
    ],
)
async def test_an_approved_code_that_gets_no_token(
    simulator: Simulator,
    sign_in: DeviceSignIn,
    pauses: Pauses,
    reply: FaultOptions,
    expected: type[ProviderError],
) -> None:
    pauses.then(approves(simulator, "quietotter"))
    simulator.fault("real_debrid", TOKEN_PATH, **reply)
    assert await outcome(wait_for_approval(sign_in)) is expected


# Refresh


def signed_in(simulator: Simulator, username: str = "quietotter") -> Token:
    answer = simulator.real_debrid.sign_in(username)
    return replace(
        Token.from_answer(answer, now=time.time()),
        client_id=answer["client_id"],
        client_secret=answer["client_secret"],
    )


async def test_a_refresh_sends_the_refresh_token_as_a_code_of_the_own_client(
    simulator: Simulator, http: ClientSession, base: URL
) -> None:
    token = signed_in(simulator)
    renewed = await refresh(http, base, token)
    (request,) = simulator.requests
    assert (request.method, request.path) == ("POST", TOKEN_PATH)
    assert request.query == {}
    assert request.form == {
        "client_id": token.client_id,
        "client_secret": token.client_secret,
        "code": token.refresh_token,
        "grant_type": DEVICE_GRANT,
    }
    assert renewed.access_token != token.access_token
    assert replace(renewed, access_token=token.access_token) == replace(
        token, expires_at=renewed.expires_at
    )


@pytest.mark.parametrize(
    "setting",
    ["rotate_refresh_token", "refresh_omits_refresh_token", "strings_for_ints"],
)
async def test_a_sign_in_lives_on_over_many_refreshes(
    simulator: Simulator, http: ClientSession, base: URL, setting: str
) -> None:
    simulator.real_debrid.change_settings(**{setting: True})
    token = signed_in(simulator)
    for _ in range(4):
        token = await refresh(http, base, token)
        assert token.lifetime == 86_400
        client = RealDebridClient(http, base, FixedToken(token.access_token))
        assert (await client.user()).username == "quietotter"


@pytest.mark.parametrize("missing", ["refresh_token", "client_id", "client_secret"])
async def test_without_its_secrets_a_sign_in_cannot_be_renewed(
    simulator: Simulator, http: ClientSession, base: URL, missing: str
) -> None:
    token = replace(signed_in(simulator), **{missing: None})
    assert await outcome(refresh(http, base, token)) is SignInRefused
    assert simulator.requests == []


# Secrets


async def test_no_secret_is_shown(
    simulator: Simulator,
    http: ClientSession,
    base: URL,
    pauses: Pauses,
    caplog: pytest.LogCaptureFixture,
) -> None:
    sign_in = DeviceSignIn(http, base)
    code = await sign_in.request_code()
    pauses.then(approves(simulator, "quietotter"))
    token = await sign_in.wait(code, lambda _: None)
    echo = {"error": f"{token.refresh_token} {code.device_code}", "error_code": 2}
    simulator.fault("real_debrid", "/oauth/v2/*", status=400, json=echo, times=None)
    errors = []
    for failing in (
        refresh(http, base, token),
        DeviceSignIn(http, base).request_code(),
        sign_in.wait(code, lambda _: None),
    ):
        with pytest.raises(ProviderError) as caught:
            await failing
        errors.append(caught.value)

    shown = "\n".join([*map(printed, errors), repr(code), repr(token), caplog.text])
    secrets = known_secrets(simulator) | {str(token.client_secret)}
    assert code.device_code in secrets
    assert [secret for secret in secrets if secret in shown] == []
