"""Polling for the authorization of a device code, and each of its outcomes."""

import time

from aiohttp import ClientSession
import pytest
from yarl import URL

from custom_components.media_accounts.api.client import FixedToken
from custom_components.media_accounts.api.device_flow import (
    MAX_FAILURES,
    CodeExpired,
    DeviceFlow,
)
from custom_components.media_accounts.api.errors import (
    AccountTrouble,
    PassingTrouble,
    ProviderError,
    SignInRefused,
)
from custom_components.media_accounts.real_debrid.api.client import RealDebridClient
from custom_components.media_accounts.real_debrid.api.oauth2 import (
    DEVICE_GRANT,
    OPEN_SOURCE_CLIENT_ID,
)
from tests.helpers import Pauses, approves, denies, nobody_acts
from tests.real_debrid.device_flow import (
    CREDENTIALS_PATH,
    TOKEN_PATH,
    polls,
    wait_for_approval,
)
from tests.simulator import Simulator
from tests.simulator.faults import FaultOptions
from tests.simulator.real_debrid import DeniedVariant, PendingVariant
from tests.support import HTML, case, json_reply, outcome, page_reply, text_reply


async def test_an_approved_code_becomes_a_token_with_its_own_client(
    simulator: Simulator,
    sign_in: DeviceFlow,
    pauses: Pauses,
    http: ClientSession,
    base: URL,
) -> None:
    pauses.then(nobody_acts, approves(simulator, "quietotter"))
    before = time.time()
    code = await sign_in.request_code()
    token = await sign_in.wait_for_token(code, lambda _: None)
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
    sign_in: DeviceFlow,
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
    simulator: Simulator, sign_in: DeviceFlow, pauses: Pauses, reply: FaultOptions
) -> None:
    simulator.fault("real_debrid", CREDENTIALS_PATH, **reply, times=2 * MAX_FAILURES)
    pauses.then(approves(simulator, "quietotter"))
    assert (await wait_for_approval(sign_in)).access_token
    assert polls(simulator) == 2 * MAX_FAILURES + 1


@pytest.mark.parametrize("variant", PendingVariant)
async def test_a_code_that_nobody_enters_expires(
    simulator: Simulator,
    sign_in: DeviceFlow,
    pauses: Pauses,
    variant: PendingVariant,
) -> None:
    simulator.real_debrid.settings.pending = variant
    simulator.real_debrid.settings.device_code_life = 60
    with pytest.raises(CodeExpired):
        await wait_for_approval(sign_in)
    assert sum(pauses.seconds) == 60


async def test_the_remaining_time_is_reported_down_to_zero(
    simulator: Simulator, sign_in: DeviceFlow
) -> None:
    simulator.real_debrid.settings.device_code_life = 20
    shares: list[float] = []
    code = await sign_in.request_code()
    with pytest.raises(CodeExpired):
        await sign_in.wait_for_token(code, shares.append)
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
    sign_in: DeviceFlow,
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
    sign_in: DeviceFlow,
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
async def test_temporary_errors_are_retried_for_a_while(
    simulator: Simulator, sign_in: DeviceFlow, pauses: Pauses, reply: FaultOptions
) -> None:
    simulator.fault("real_debrid", CREDENTIALS_PATH, **reply, times=MAX_FAILURES - 1)
    pauses.then(approves(simulator, "quietotter"))
    assert (await wait_for_approval(sign_in)).access_token


@pytest.mark.parametrize("reply", TROUBLE)
async def test_permanent_errors_end_the_polling(
    simulator: Simulator, sign_in: DeviceFlow, reply: FaultOptions
) -> None:
    simulator.fault("real_debrid", CREDENTIALS_PATH, **reply, times=None)
    assert await outcome(wait_for_approval(sign_in)) is PassingTrouble
    assert polls(simulator) == MAX_FAILURES


async def test_occasional_errors_do_not_add_up(
    simulator: Simulator, sign_in: DeviceFlow, pauses: Pauses
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
    sign_in: DeviceFlow,
    pauses: Pauses,
    reply: FaultOptions,
    waits: list[float],
) -> None:
    simulator.fault("real_debrid", CREDENTIALS_PATH, **reply, times=3)
    pauses.then(*[nobody_acts] * 3, approves(simulator, "quietotter"))
    assert (await wait_for_approval(sign_in)).access_token
    assert pauses.seconds == waits


async def test_slow_down_for_longer_than_the_code_lives_ends_with_it(
    simulator: Simulator, sign_in: DeviceFlow, pauses: Pauses
) -> None:
    reply = text_reply(429, headers={"Retry-After": "3600"})
    simulator.fault("real_debrid", CREDENTIALS_PATH, **reply)
    assert await outcome(wait_for_approval(sign_in)) is CodeExpired
    assert pauses.seconds == [900]


async def test_an_error_at_the_last_step_requires_no_second_approval(
    simulator: Simulator, sign_in: DeviceFlow, pauses: Pauses
) -> None:
    pauses.then(approves(simulator, "quietotter"))
    simulator.fault("real_debrid", TOKEN_PATH, **page_reply(503), times=2)
    simulator.fault("real_debrid", TOKEN_PATH, **text_reply(429))
    assert (await wait_for_approval(sign_in)).access_token
    assert polls(simulator) == 2
    assert len(simulator.requests_to(path=TOKEN_PATH)) == 4
