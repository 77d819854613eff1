"""Responses of the token endpoint to a device code and to a refresh token."""

from dataclasses import replace

from aiohttp import ClientSession
import pytest
from yarl import URL

from custom_components.media_accounts.api.client import FixedToken
from custom_components.media_accounts.api.device_flow import DeviceFlow
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
from custom_components.media_accounts.real_debrid.api.oauth2 import (
    DEVICE_GRANT,
    refresh,
)
from tests.helpers import Pauses, approves
from tests.real_debrid.device_flow import TOKEN_PATH, signed_in, wait_for_approval
from tests.simulator import Simulator
from tests.simulator.faults import FaultOptions
from tests.support import (
    HTML,
    PASSING_REPLIES,
    case,
    json_reply,
    outcome,
    page_reply,
    text_reply,
)

TOKEN_OUTCOMES = [
    # The grant was revoked: only a new sign-in helps.
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
    # The account requires action by its owner.
    case("two-factor needed", json_reply(403, {"error_code": 10}), AccountTrouble),
    case("two-factor pending", json_reply(403, {"error_code": 11}), AccountTrouble),
    case("locked", json_reply(403, {"error_code": 14}), AccountTrouble),
    case("not activated", json_reply(403, {"error_code": 15}), AccountTrouble),
    case("address refused", json_reply(403, {"error_code": 22}), AccountTrouble),
    # Temporary errors.
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
    # The request itself is rejected.
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
async def test_account_problems_that_the_owner_must_fix(
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
    sign_in: DeviceFlow,
    pauses: Pauses,
    reply: FaultOptions,
    expected: type[ProviderError],
) -> None:
    pauses.then(approves(simulator, "quietotter"))
    simulator.fault("real_debrid", TOKEN_PATH, **reply)
    assert await outcome(wait_for_approval(sign_in)) is expected


# Refresh


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
async def test_a_sign_in_stays_valid_over_many_refreshes(
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
