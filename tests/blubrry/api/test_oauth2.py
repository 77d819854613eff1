"""Codes and refresh tokens at Blubrry's token endpoint."""

from base64 import b64decode
from dataclasses import replace
import time
from typing import Any
from urllib.parse import unquote_plus

from aiohttp import ClientSession
from homeassistant.components.application_credentials import ClientCredential
from homeassistant.core import HomeAssistant
import pytest
from yarl import URL

from custom_components.media_accounts.api.client import FixedToken
from custom_components.media_accounts.api.errors import (
    PassingTrouble,
    ProviderError,
    RateLimited,
    RequestRefused,
    SignInRefused,
)
from custom_components.media_accounts.api.token import DEFAULT_LIFETIME, Token
from custom_components.media_accounts.blubrry.api.client import BlubrryClient
from custom_components.media_accounts.blubrry.sign_in.implementation import (
    BlubrryImplementation,
    refresh,
)
from custom_components.media_accounts.const import DOMAIN
from tests.secrecy.assertions import known_secrets
from tests.simulator import Recorded, Simulator
from tests.simulator.blubrry.people import PASSWORD
from tests.simulator.faults import FaultOptions
from tests.support import (
    PASSING_REPLIES,
    case,
    json_reply,
    outcome,
    page_reply,
    printed,
    text_reply,
)

TOKEN_PATH = "/oauth2/token"
REDIRECT = "https://example.org/auth/external/callback"
USERNAME = "filmhost"


@pytest.fixture
def implementation(hass: HomeAssistant, simulator: Simulator) -> BlubrryImplementation:
    """Return the implementation for an API key of our own."""
    return implementation_of(hass, simulator)


def implementation_of(
    hass: HomeAssistant, simulator: Simulator, *, secret: str | None = None
) -> BlubrryImplementation:
    key = simulator.blubrry.create_api_key()
    key.client_secret = secret or key.client_secret
    credential = ClientCredential(key.client_id, key.client_secret)
    return BlubrryImplementation(hass, DOMAIN, credential)


async def exchanged(
    implementation: BlubrryImplementation, code: str, redirect: str = REDIRECT
) -> dict[str, Any]:
    """Exchange a code as Home Assistant's flow does."""
    return await implementation.async_resolve_external_data(
        {"code": code, "state": {"redirect_uri": redirect}}
    )


def code_of(simulator: Simulator, implementation: BlubrryImplementation) -> str:
    return simulator.blubrry.authorize(implementation.client_id, REDIRECT, USERNAME)


def signed_in(simulator: Simulator, implementation: BlubrryImplementation) -> Token:
    answer = simulator.blubrry.sign_in(implementation.client_id, USERNAME)
    return Token.from_answer(answer, now=time.time())


def asked(simulator: Simulator) -> list[Recorded]:
    return simulator.requests_to("blubrry", path=TOKEN_PATH)


def basic(request: Recorded) -> tuple[str, str]:
    """Return id and secret of a request (RFC 6749, section 2.3.1)."""
    scheme, _, encoded = request.headers["Authorization"].partition(" ")
    assert scheme == "Basic"
    client_id, _, secret = b64decode(encoded).decode().partition(":")
    return unquote_plus(client_id), unquote_plus(secret)


async def programs_of(simulator: Simulator, access_token: str) -> set[str]:
    """Use a token."""
    async with ClientSession() as http:
        url = URL(simulator.blubrry.url)
        client = BlubrryClient(http, url, FixedToken(access_token))
        return set((await client.programs.list()).programs)


# A code


async def test_a_code_is_exchanged_as_documented(
    simulator: Simulator, implementation: BlubrryImplementation
) -> None:
    code = code_of(simulator, implementation)
    answer = await exchanged(implementation, code)
    (request,) = asked(simulator)
    assert request.method == "POST"
    assert request.query == {}
    assert request.form == {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": REDIRECT,
    }
    assert basic(request) == (implementation.client_id, implementation.client_secret)
    token = Token.from_answer(answer, now=0)
    assert token.lifetime == token.expires_at == 3600
    assert token.refresh_token in simulator.blubrry.grants.refresh_tokens
    assert await programs_of(simulator, token.access_token) == {"40211", "1498812"}


@pytest.mark.parametrize(
    "secret", ["with:colon", "a+b c%20d", "s\u00fc\u00df", "~&=?/"]
)
async def test_a_secret_may_hold_any_character(
    hass: HomeAssistant, simulator: Simulator, secret: str
) -> None:
    implementation = implementation_of(hass, simulator, secret=secret)
    answer = await exchanged(implementation, code_of(simulator, implementation))
    assert answer["access_token"]
    assert basic(asked(simulator)[0]) == (implementation.client_id, secret)


async def test_a_code_is_good_once(
    simulator: Simulator, implementation: BlubrryImplementation
) -> None:
    code = code_of(simulator, implementation)
    await exchanged(implementation, code)
    with pytest.raises(SignInRefused) as caught:
        await exchanged(implementation, code)
    assert caught.value.reason == "invalid_grant"


async def test_a_code_is_good_for_five_minutes(
    simulator: Simulator, implementation: BlubrryImplementation
) -> None:
    code = code_of(simulator, implementation)
    simulator.clock.advance(300)
    with pytest.raises(SignInRefused) as caught:
        await exchanged(implementation, code)
    assert caught.value.reason == "invalid_grant"


async def test_a_code_is_good_for_one_redirect_address(
    simulator: Simulator, implementation: BlubrryImplementation
) -> None:
    code = code_of(simulator, implementation)
    with pytest.raises(SignInRefused) as caught:
        await exchanged(implementation, code, "https://example.org/elsewhere")
    assert caught.value.reason == "redirect_uri_mismatch"


@pytest.mark.parametrize("status", [400, 401])
async def test_a_wrong_secret_is_distinguished(
    simulator: Simulator, implementation: BlubrryImplementation, status: int
) -> None:
    simulator.blubrry.settings.invalid_client_status = status
    code = code_of(simulator, implementation)
    implementation.client_secret = "mistyped"
    with pytest.raises(SignInRefused) as caught:
        await exchanged(implementation, code)
    assert caught.value.reason == "invalid_client"


@pytest.mark.parametrize(
    ("answered", "seconds"),
    [
        case("a number", 1800, 1800),
        case("a string", "1800", 1800),
        case("null", None, DEFAULT_LIFETIME),
        case("words", "soon", DEFAULT_LIFETIME),
        case("nothing left", 0, DEFAULT_LIFETIME),
        case("a list", [], DEFAULT_LIFETIME),
    ],
)
async def test_the_life_of_a_token_is_read_whatever_its_type(
    simulator: Simulator,
    implementation: BlubrryImplementation,
    answered: object,
    seconds: int,
) -> None:
    reply = {"access_token": "A", "refresh_token": "B", "expires_in": answered}
    simulator.fault("blubrry", TOKEN_PATH, json=reply, times=2)
    answer = await exchanged(implementation, "code")
    first = Token.from_answer(answer, now=0)
    token = await refresh(implementation, first)
    assert first.lifetime == token.lifetime == seconds


@pytest.mark.parametrize("setting", ["omit_expires_in", "expires_in_as_string"])
async def test_a_sign_in_stays_valid_whatever_its_stated_lifetime(
    simulator: Simulator, implementation: BlubrryImplementation, setting: str
) -> None:
    simulator.blubrry.change_settings(**{setting: True})
    answer = await exchanged(implementation, code_of(simulator, implementation))
    token = await refresh(implementation, Token.from_answer(answer, now=time.time()))
    assert token.lifetime == 3600
    assert await programs_of(simulator, token.access_token)


# Refresh


async def test_a_refresh_is_made_as_documented_and_keeps_the_refresh_token(
    simulator: Simulator, implementation: BlubrryImplementation
) -> None:
    token = signed_in(simulator, implementation)
    before = time.time()
    renewed = await refresh(implementation, token)
    after = time.time()
    (request,) = asked(simulator)
    assert request.form["grant_type"] == "refresh_token"
    assert request.form["refresh_token"] == token.refresh_token
    assert "client_secret" not in request.form
    assert basic(request) == (implementation.client_id, implementation.client_secret)
    assert before <= renewed.expires_at - 3600 <= after
    assert renewed == replace(
        token,
        access_token=renewed.access_token,
        expires_at=renewed.expires_at,
        client_authentication="client_secret_basic",
    )
    assert renewed.access_token != token.access_token
    assert await programs_of(simulator, renewed.access_token)


async def test_a_refresh_token_that_comes_back_is_kept(
    simulator: Simulator, implementation: BlubrryImplementation
) -> None:
    simulator.blubrry.settings.refresh_returns_refresh_token = True
    token = signed_in(simulator, implementation)
    for _ in range(3):
        renewed = await refresh(implementation, token)
        # The simulator refuses the old one from now on.
        assert renewed.refresh_token != token.refresh_token
        token = renewed


@pytest.mark.parametrize("given", [None, "", 7])
async def test_what_is_no_refresh_token_does_not_replace_one(
    simulator: Simulator, implementation: BlubrryImplementation, given: object
) -> None:
    token = signed_in(simulator, implementation)
    reply = {"access_token": "A", "expires_in": 3600, "refresh_token": given}
    simulator.fault("blubrry", TOKEN_PATH, json=reply)
    assert (await refresh(implementation, token)).refresh_token == token.refresh_token


async def test_without_a_refresh_token_nothing_is_asked(
    simulator: Simulator, implementation: BlubrryImplementation
) -> None:
    token = replace(signed_in(simulator, implementation), refresh_token=None)
    assert await outcome(refresh(implementation, token)) is SignInRefused
    assert asked(simulator) == []


async def test_a_revoked_grant_is_lost(
    simulator: Simulator, implementation: BlubrryImplementation
) -> None:
    token = signed_in(simulator, implementation)
    simulator.blubrry.revoke(USERNAME)
    with pytest.raises(SignInRefused) as caught:
        await refresh(implementation, token)
    assert caught.value.reason == "invalid_grant"


async def test_a_deleted_api_key_is_lost(
    simulator: Simulator, implementation: BlubrryImplementation
) -> None:
    token = signed_in(simulator, implementation)
    simulator.blubrry.remove_client(implementation.client_id)
    with pytest.raises(SignInRefused) as caught:
        await refresh(implementation, token)
    assert caught.value.reason == "invalid_client"


# Other responses of the token endpoint


def oauth(status: int, error: object) -> FaultOptions:
    return json_reply(status, {"error": error, "error_description": "canary"})


OUTCOMES = [
    # The grant, or the client, is refused: by its name, whatever the status.
    case("invalid grant", oauth(400, "invalid_grant"), SignInRefused),
    case("invalid grant with 401", oauth(401, "invalid_grant"), SignInRefused),
    case("invalid grant with 200", oauth(200, "invalid_grant"), SignInRefused),
    case("invalid client", oauth(400, "invalid_client"), SignInRefused),
    case("invalid client with 401", oauth(401, "invalid_client"), SignInRefused),
    case("unauthorized client", oauth(400, "unauthorized_client"), SignInRefused),
    case("access denied", oauth(403, "access_denied"), SignInRefused),
    case("redirect address", oauth(400, "redirect_uri_mismatch"), SignInRefused),
    case("401 in JSON", oauth(401, 401), SignInRefused),
    case("401 of another name", oauth(401, "expired_token"), SignInRefused),
    case("403 in JSON", json_reply(403, {}), SignInRefused),
    # The request is refused, not the sign-in.
    case("invalid request", oauth(400, "invalid_request"), RequestRefused),
    case("wrong method", oauth(405, "invalid_request"), RequestRefused),
    case("unknown grant", oauth(400, "unsupported_grant_type"), RequestRefused),
    case("an error without a name", json_reply(400, {}), RequestRefused),
    case("an unknown error with 200", oauth(200, "canary"), RequestRefused),
    case("not found", json_reply(404, {"error": "Not Found"}), RequestRefused),
    # Temporary errors.
    case("429", text_reply(429), RateLimited),
    case("429 as a page", page_reply(429), RateLimited),
    case("429 by name", oauth(429, "invalid_grant"), RateLimited),
    case("server error", oauth(400, "server_error"), PassingTrouble),
    case("unavailable", oauth(400, "temporarily_unavailable"), PassingTrouble),
    case("500 by another name", oauth(500, "canary"), PassingTrouble),
    case("404 as a page", page_reply(404), PassingTrouble),
    case("404 in words", text_reply(404, "Not Found"), PassingTrouble),
    case("400 in words", text_reply(400, "Bad Request"), PassingTrouble),
    case("a token that is none", json_reply(200, {"access_token": 7}), PassingTrouble),
    *(case(name, reply, PassingTrouble) for name, reply in PASSING_REPLIES.items()),
]


@pytest.mark.parametrize(("reply", "expected"), OUTCOMES)
async def test_what_an_answer_means_for_a_sign_in(
    simulator: Simulator,
    implementation: BlubrryImplementation,
    reply: FaultOptions,
    expected: type[ProviderError],
) -> None:
    token = signed_in(simulator, implementation)
    simulator.fault("blubrry", TOKEN_PATH, **reply, times=None)
    assert await outcome(refresh(implementation, token)) is expected
    assert await outcome(exchanged(implementation, "code")) is expected


async def test_the_error_has_the_wait(
    simulator: Simulator, implementation: BlubrryImplementation
) -> None:
    token = signed_in(simulator, implementation)
    reply = text_reply(429, headers={"Retry-After": "90"})
    simulator.fault("blubrry", TOKEN_PATH, **reply)
    with pytest.raises(RateLimited) as caught:
        await refresh(implementation, token)
    assert caught.value.retry_after == 90


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        case("a wrong password", oauth(401, "invalid_grant"), SignInRefused),
        case("access denied", oauth(403, "access_denied"), SignInRefused),
        case("401 without a word", json_reply(401, {}), SignInRefused),
        case("a page", page_reply(403), PassingTrouble),
        case("slow down", text_reply(429), RateLimited),
        case("maintenance", text_reply(503), PassingTrouble),
    ],
)
async def test_a_password_that_may_have_been_refused_is_sent_once(
    simulator: Simulator,
    implementation: BlubrryImplementation,
    reply: FaultOptions,
    expected: type[ProviderError],
) -> None:
    simulator.fault("blubrry", TOKEN_PATH, **reply, times=None)
    asking = implementation.async_password_token("filmhost@example.org", "canary")
    assert await outcome(asking) is expected
    (request,) = simulator.requests
    assert (request.method, request.path) == ("POST", TOKEN_PATH)
    assert not request.query


@pytest.mark.parametrize(
    "reply",
    [
        case("an unknown grant", oauth(400, "unsupported_grant_type")),
        case("an invalid request", oauth(400, "invalid_request")),
        case("an unauthorized client", oauth(400, "unauthorized_client")),
        case("an unknown client", oauth(401, "invalid_client")),
        case("an unknown scope", oauth(400, "invalid_scope")),
        case("no such address", json_reply(404, {})),
    ],
)
async def test_a_refusal_of_something_else_leads_to_the_documented_request(
    simulator: Simulator, implementation: BlubrryImplementation, reply: FaultOptions
) -> None:
    simulator.blubrry.approve_client(implementation.client_id)
    simulator.fault("blubrry", TOKEN_PATH, **reply, times=None)
    answer = await implementation.async_password_token("filmhost@example.org", PASSWORD)
    assert answer["access_token"]
    *before, documented = simulator.requests
    assert {request.path for request in before} == {TOKEN_PATH}
    assert (documented.method, documented.path) == ("GET", "/oauth2/authorize")
    assert documented.query == {
        "grant_type": "password",
        "client_id": implementation.client_id,
        "client_secret": implementation.client_secret,
        "username": "filmhost@example.org",
        "password": PASSWORD,
    }


async def test_a_wrong_password_in_the_documented_request_is_not_sent_again(
    simulator: Simulator, implementation: BlubrryImplementation
) -> None:
    simulator.blubrry.approve_client(implementation.client_id)
    reply = oauth(400, "unsupported_grant_type")
    simulator.fault("blubrry", TOKEN_PATH, **reply, times=None)
    asking = implementation.async_password_token("filmhost@example.org", "mistyped")
    with pytest.raises(SignInRefused) as caught:
        await asking
    assert caught.value.reason == "invalid_grant"
    assert [request.path for request in simulator.requests] == [
        TOKEN_PATH,
        "/oauth2/authorize",
    ]


# Secrets


async def test_no_secret_is_shown_whatever_happens(
    simulator: Simulator,
    implementation: BlubrryImplementation,
    caplog: pytest.LogCaptureFixture,
) -> None:
    simulator.blubrry.settings.omit_expires_in = True
    answer = await exchanged(implementation, code_of(simulator, implementation))
    token = Token.from_answer(answer, now=time.time())
    echo = {"error_description": f"canary {token.refresh_token} {token.access_token}"}
    errors = []
    for reply in (
        json_reply(400, {"error": "invalid_grant", **echo}),
        json_reply(400, {"error": f"canary {token.refresh_token}", **echo}),
        json_reply(200, {"error": "invalid_client", **echo}),
        json_reply(200, {**echo, "token_type": "bearer"}),
        json_reply(500, echo),
        {**page_reply(403), "text": f"<p>{echo}</p>"},
        {"drop": True},
    ):
        simulator.fault("blubrry", TOKEN_PATH, **reply, times=2)
        with pytest.raises(ProviderError) as caught:
            await refresh(implementation, token)
        errors.append(caught.value)
        simulator.clear_faults()

    shown = "\n".join([*map(printed, errors), repr(token), caplog.text])
    secrets = known_secrets(simulator) | {"canary"}
    assert token.access_token in secrets
    assert [secret for secret in secrets if secret in shown] == []
