"""What an answer of the REST API means for an account."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime

from aiohttp import ClientSession
import pytest
from yarl import URL

from custom_components.media_accounts.api.client import FixedToken
from custom_components.media_accounts.api.errors import (
    AccountProblem,
    AccountTrouble,
    NotIncluded,
    PassingTrouble,
    ProviderError,
    RateLimited,
    RequestRefused,
    SignInRefused,
)
from custom_components.media_accounts.real_debrid.api.client import RealDebridClient
from custom_components.media_accounts.real_debrid.api.error_codes import (
    NOT_FOUND,
    NOT_PREMIUM,
    check_premium_answer,
)
from custom_components.media_accounts.real_debrid.api.user import AccountType
from tests.simulator import Simulator
from tests.simulator.faults import FaultOptions
from tests.simulator.real_debrid import FreeExpiration
from tests.support import (
    HTML,
    case,
    json_reply,
    outcome,
    page_reply,
    printed,
    text_reply,
)

PROBE = "/rest/1.0/probe"
USER = "/rest/1.0/user"


@pytest.fixture(autouse=True)
def auto_enable_custom_integrations() -> None:
    """Need no Home Assistant."""


@pytest.fixture
async def client(simulator: Simulator) -> AsyncGenerator[RealDebridClient]:
    """Return a client of somebody who has just signed in."""
    async with ClientSession() as http:
        yield client_of(simulator, http, "quietotter")


def client_of(
    simulator: Simulator, http: ClientSession, username: str
) -> RealDebridClient:
    answer = simulator.real_debrid.sign_in(username)
    url = URL(simulator.real_debrid.url)
    return RealDebridClient(http, url, FixedToken(answer["access_token"]))


# Codes first, statuses second


def code(number: int | str, status: int = 403) -> FaultOptions:
    return json_reply(status, {"error": "canary", "error_code": number})


OUTCOMES = [
    # No code: the status tells, and 5xx and 403 tell nothing of the account.
    case("200", json_reply(200, {}), None),
    case("201", json_reply(201, {"id": "A"}), None),
    case("202", text_reply(202), None),
    case("204", text_reply(204), None),
    case("a list", json_reply(200, [{"error": "x"}]), None),
    case("an error with 200", json_reply(200, {"error": "x"}), RequestRefused),
    case("code 0 with 200", code(0, 200), RequestRefused),
    case("no error with 200", json_reply(200, {"error": None}), None),
    case("400", json_reply(400, {"error": "x"}), RequestRefused),
    case("401", json_reply(401, {"error": "x"}), SignInRefused),
    case("401 without a body", text_reply(401), SignInRefused),
    case("401 as a page", page_reply(401), PassingTrouble),
    case("403", json_reply(403, {"error": "x"}), PassingTrouble),
    case("403 without a body", text_reply(403), PassingTrouble),
    case("403 in words", text_reply(403, "error code: 1010"), PassingTrouble),
    case("403 as a page", page_reply(403), PassingTrouble),
    case("404", text_reply(404), RequestRefused),
    case("429", text_reply(429), RateLimited),
    case("451", text_reply(451), RequestRefused),
    case("500", json_reply(500, {"error": "x"}), PassingTrouble),
    case("502", text_reply(502, "Bad Gateway"), PassingTrouble),
    case("503", json_reply(503, {"error": "x"}), PassingTrouble),
    case("509", json_reply(509, {"error": "x"}), RequestRefused),
    case("maintenance", page_reply(200), PassingTrouble),
    # The documented codes, with the statuses that clients have met.
    case("-1 internal error", code(-1, 500), PassingTrouble),
    case("1 missing parameter", code(1, 400), RequestRefused),
    case("2 bad parameter", code(2, 400), RequestRefused),
    case("3 unknown method", code(3, 404), RequestRefused),
    case("4 method not allowed", code(4, 405), RequestRefused),
    case("5 slow down", code(5), RateLimited),
    case("6 resource unreachable", code(6, 503), PassingTrouble),
    case("7 not found", code(7, 404), RequestRefused),
    case("8 bad token", code(8, 401), SignInRefused),
    case("8 bad token with 403", code(8), SignInRefused),
    case("9 permission denied", code(9), NotIncluded),
    case("9 with 401", code(9, 401), NotIncluded),
    case("10 two-factor needed", code(10), AccountTrouble),
    case("11 two-factor pending", code(11), AccountTrouble),
    case("12 invalid login", code(12), SignInRefused),
    case("13 invalid password", code(13), SignInRefused),
    case("14 locked", code(14), AccountTrouble),
    case("15 not activated", code(15), AccountTrouble),
    case("16 unsupported host", code(16, 503), RequestRefused),
    case("17 host in maintenance", code(17, 503), RequestRefused),
    case("18 host limit reached", code(18), RequestRefused),
    case("19 host unavailable", code(19, 503), RequestRefused),
    case("20 not for free users", code(20), RequestRefused),
    case("21 too many downloads", code(21, 509), RequestRefused),
    case("22 address refused", code(22), AccountTrouble),
    case("23 traffic exhausted", code(23, 503), RequestRefused),
    case("24 file unavailable", code(24, 503), RequestRefused),
    case("25 service unavailable", code(25, 503), PassingTrouble),
    case("31 done already", code(31, 202), None),
    case("34 too many requests", code(34, 429), RateLimited),
    case("34 with another status", code(34, 400), RateLimited),
    case("35 infringing", code(35, 451), RequestRefused),
    case("36 fair use", code(36, 503), RequestRefused),
    case("37 disabled", code(37), NotIncluded),
    case("a code of the future", code(99, 500), RequestRefused),
    case("a code as digits", code("8", 400), SignInRefused),
    case("a code as a word", code("eight", 401), SignInRefused),
    case("a code with 200", code(8, 200), SignInRefused),
    case("a code as PHP names it", {**code(8), "content_type": HTML}, SignInRefused),
]


@pytest.mark.parametrize(("reply", "expected"), OUTCOMES)
async def test_what_an_answer_means(
    simulator: Simulator,
    client: RealDebridClient,
    reply: FaultOptions,
    expected: type[ProviderError] | None,
) -> None:
    simulator.fault("real_debrid", PROBE, **reply, times=None)
    assert await outcome(client.get("rest/1.0/probe")) is expected


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        (10, AccountProblem.TWO_FACTOR),
        (11, AccountProblem.TWO_FACTOR),
        (14, AccountProblem.LOCKED),
        (15, AccountProblem.NOT_ACTIVATED),
        (22, AccountProblem.ADDRESS_REFUSED),
    ],
)
async def test_what_the_owner_has_to_settle_is_told(
    simulator: Simulator,
    client: RealDebridClient,
    number: int,
    problem: AccountProblem,
) -> None:
    simulator.fault("real_debrid", PROBE, **code(number))
    with pytest.raises(AccountTrouble) as caught:
        await client.get("rest/1.0/probe")
    assert caught.value.problem is problem


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (code(21, 509), 21),
        (text_reply(509, "{}"), 21),
        (code(35, 451), 35),
        (text_reply(451), 35),
        (code(7, 404), NOT_FOUND),
        (text_reply(404), NOT_FOUND),
        (code(36, 503), 36),
        (text_reply(400), None),
    ],
)
async def test_a_refused_request_bears_the_documented_code(
    simulator: Simulator,
    client: RealDebridClient,
    reply: FaultOptions,
    reason: int | None,
) -> None:
    simulator.fault("real_debrid", PROBE, **reply)
    with pytest.raises(RequestRefused) as caught:
        await client.get("rest/1.0/probe")
    assert caught.value.reason == reason


@pytest.mark.parametrize("number", [5, 34])
async def test_slow_down_by_a_code_tells_the_wait_too(
    simulator: Simulator, client: RealDebridClient, number: int
) -> None:
    reply = {**code(number), "headers": {"Retry-After": "90"}}
    simulator.fault("real_debrid", PROBE, **reply)
    with pytest.raises(RateLimited) as caught:
        await client.get("rest/1.0/probe")
    assert caught.value.retry_after == 90


async def test_permission_denied_is_about_the_plan_where_only_premium_may(
    simulator: Simulator, client: RealDebridClient
) -> None:
    simulator.fault("real_debrid", PROBE, **code(9))
    with pytest.raises(RequestRefused) as caught:
        await client.get("rest/1.0/probe", check=check_premium_answer)
    assert caught.value.reason == NOT_PREMIUM
    simulator.fault("real_debrid", PROBE, **code(8, 401), times=None)
    with pytest.raises(SignInRefused):
        await client.get("rest/1.0/probe", check=check_premium_answer)


async def test_no_text_of_the_service_is_in_an_error(
    simulator: Simulator, client: RealDebridClient
) -> None:
    slug = {"error": "ip_not_allowed_203.0.113.7", "error_code": 22}
    simulator.fault("real_debrid", PROBE, **json_reply(403, slug))
    with pytest.raises(AccountTrouble) as caught:
        await client.get("rest/1.0/probe", params={"auth": "canary"})
    assert "203.0.113.7" not in printed(caught.value)
    assert "canary" not in printed(caught.value)


# The account


async def test_the_account_is_read(
    simulator: Simulator, client: RealDebridClient
) -> None:
    user = await client.user()
    person = simulator.real_debrid.people["quietotter"]
    assert (user.user_id, user.username) == (person.id, "quietotter")
    assert (user.account_type, user.premium) == (AccountType.PREMIUM, True)
    assert user.points == person.points
    assert user.premium_until == datetime.fromtimestamp(person.premium_until or 0, UTC)


@pytest.mark.parametrize("zone", ["UTC", "Europe/Paris", "America/New_York"])
async def test_the_end_of_premium_does_not_depend_on_the_services_zone(
    simulator: Simulator, client: RealDebridClient, zone: str
) -> None:
    simulator.real_debrid.settings.user_expiration_zone = zone
    premium_until = simulator.real_debrid.people["quietotter"].premium_until
    user = await client.user()
    assert user.premium_until == datetime.fromtimestamp(premium_until or 0, UTC)


async def test_the_services_own_clock_is_the_one_that_counts(
    simulator: Simulator, client: RealDebridClient
) -> None:
    """This machine's clock may be hours off; then the zone would be guessed wrong."""
    simulator.real_debrid.settings.user_expiration_zone = "Europe/Paris"
    simulator.clock.advance(-5 * 3600)
    premium_until = simulator.real_debrid.people["quietotter"].premium_until
    user = await client.user()
    assert user.premium_until == datetime.fromtimestamp(premium_until or 0, UTC)


@pytest.mark.parametrize("expiration", FreeExpiration)
async def test_who_never_was_premium_has_no_end_of_it(
    simulator: Simulator, expiration: FreeExpiration
) -> None:
    simulator.real_debrid.settings.free_expiration = expiration
    async with ClientSession() as http:
        user = await client_of(simulator, http, "freefinch").user()
    assert (user.premium, user.premium_until) == (False, None)
    assert user.account_type is AccountType.FREE


async def test_permission_denied_for_the_account_itself_is_a_lost_sign_in(
    simulator: Simulator, client: RealDebridClient
) -> None:
    simulator.fault("real_debrid", USER, **code(9), times=None)
    assert await outcome(client.user()) is SignInRefused


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        case("bad token", code(8, 401), SignInRefused),
        case("locked", code(14), AccountTrouble),
        case("no account", json_reply(200, {}), PassingTrouble),
        case("a list", json_reply(200, []), PassingTrouble),
        case("nothing", text_reply(204), PassingTrouble),
        case("an error with 200", json_reply(200, {"error": "x"}), RequestRefused),
    ],
)
async def test_an_account_that_cannot_be_read(
    simulator: Simulator,
    client: RealDebridClient,
    reply: FaultOptions,
    expected: type[ProviderError],
) -> None:
    simulator.fault("real_debrid", USER, **reply, times=None)
    assert await outcome(client.user()) is expected


async def test_a_locked_account_is_no_lost_sign_in(simulator: Simulator) -> None:
    async with ClientSession() as http:
        client = client_of(simulator, http, "lockedbadger")
        # A single answer may be nonsense.
        for current in (None, AccountProblem.LOCKED):
            with pytest.raises(AccountTrouble) as caught:
                await client.user()
            assert caught.value.problem is AccountProblem.LOCKED
            assert client.troubles.current is current
        simulator.real_debrid.people["lockedbadger"].trouble = None
        await client.user()
    assert client.troubles.current is None


async def test_too_many_requests_a_minute_are_told_apart(
    simulator: Simulator, client: RealDebridClient
) -> None:
    simulator.real_debrid.change_settings(rate_limit=2, retry_after=True)
    simulator.clock.stop()
    await client.user()
    await client.user()
    with pytest.raises(RateLimited) as caught:
        await client.user()
    assert caught.value.retry_after == 60
