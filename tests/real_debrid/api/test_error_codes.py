"""Errors by the documented codes first, by the status second."""

import pytest

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
from tests.simulator import Simulator
from tests.simulator.faults import FaultOptions
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


@pytest.fixture(autouse=True)
def auto_enable_custom_integrations() -> None:
    """Replace the fixture of that name: these tests start no Home Assistant."""


def code(number: int | str, status: int = 403) -> FaultOptions:
    return json_reply(status, {"error": "canary", "error_code": number})


OUTCOMES = [
    # Without a code the status decides; 5xx and 403 do not concern the account.
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
    # The documented codes, with the statuses that clients have seen.
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
async def test_errors_that_require_action_by_the_owner(
    simulator: Simulator,
    client: RealDebridClient,
    number: int,
    problem: AccountProblem,
) -> None:
    simulator.fault("real_debrid", PROBE, **code(number), times=None)
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
async def test_slow_down_by_a_code_has_the_wait_too(
    simulator: Simulator, client: RealDebridClient, number: int
) -> None:
    reply = {**code(number), "headers": {"Retry-After": "90"}}
    simulator.fault("real_debrid", PROBE, **reply)
    with pytest.raises(RateLimited) as caught:
        await client.get("rest/1.0/probe")
    assert caught.value.retry_after == pytest.approx(90, abs=1)


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
    simulator.fault("real_debrid", PROBE, **json_reply(403, slug), times=None)
    with pytest.raises(AccountTrouble) as caught:
        await client.get("rest/1.0/probe", params={"auth": "canary"})
    assert "203.0.113.7" not in printed(caught.value)
    assert "canary" not in printed(caught.value)


async def test_an_account_problem_is_confirmed(
    simulator: Simulator, client: RealDebridClient
) -> None:
    """A single response may be wrong, for a read and for a write."""
    for method in ("GET", "POST"):
        simulator.fault("real_debrid", PROBE, **code(14))
        simulator.fault("real_debrid", PROBE, json={"id": 1})
        simulator.requests.clear()
        await client.request(method, "rest/1.0/probe")
        assert [request.method for request in simulator.requests] == [method] * 2
        assert client.problems.current is None
