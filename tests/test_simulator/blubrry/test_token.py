"""The token endpoint: exchange, refresh, and revocation."""

from base64 import b64encode
from typing import Any

import pytest

from tests.simulator import Simulator
from tests.simulator.blubrry import CLIENT_ID, CLIENT_SECRET, ClientAuthentication
from tests.test_simulator.http import Answer, Http

TOKEN = "/oauth2/token"
LIST = "/2/media/index.json"
REDIRECT = "https://my.home-assistant.io/redirect/oauth"
BODY = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}


def basic(client_id: str = CLIENT_ID, secret: str = CLIENT_SECRET) -> dict[str, str]:
    pair = b64encode(f"{client_id}:{secret}".encode()).decode()
    return {"Authorization": f"Basic {pair}"}


@pytest.fixture
def code(sim: Simulator) -> dict[str, str]:
    """Return the form that exchanges a new code."""
    return {
        "grant_type": "authorization_code",
        "code": sim.blubrry.authorize("demo-client", REDIRECT, "filmhost"),
        "redirect_uri": REDIRECT,
    }


@pytest.fixture
def refresh(sim: Simulator) -> dict[str, str]:
    """Return the form that refreshes a token."""
    token = sim.blubrry.sign_in("demo-client", "filmhost")
    return {"grant_type": "refresh_token", "refresh_token": token["refresh_token"]}


async def opens(http: Http, token: dict[str, Any]) -> bool:
    headers = {"Authorization": f"Bearer {token['access_token']}"}
    return (await http.get(LIST, headers)).status == 200


def refused(answer: Answer, error: str, status: int = 400) -> None:
    assert (answer.status, answer.json["error"]) == (status, error)
    assert answer.json["error_description"]


async def test_exchange_and_refresh(http: Http, code: dict[str, str]) -> None:
    answer = await http.post(TOKEN, code, basic())
    token = answer.json
    assert answer.status == 200
    assert list(token) == [
        "access_token",
        "expires_in",
        "token_type",
        "scope",
        "refresh_token",
    ]
    assert (token["expires_in"], token["token_type"], token["scope"]) == (
        3600,
        "bearer",
        None,
    )
    assert len(token["access_token"]) == len(token["refresh_token"]) == 40
    assert await opens(http, token)
    form = {"grant_type": "refresh_token", "refresh_token": token["refresh_token"]}
    for _ in range(2):
        answer = await http.post(TOKEN, form, basic())
        assert list(answer.json) == [
            "access_token",
            "expires_in",
            "token_type",
            "scope",
        ]
        assert await opens(http, answer.json)
    assert await opens(http, token)


async def test_a_code_is_good_once(http: Http, code: dict[str, str]) -> None:
    assert (await http.post(TOKEN, code, basic())).status == 200
    refused(await http.post(TOKEN, code, basic()), "invalid_grant")


async def test_a_code_lives_five_minutes(
    sim: Simulator, http: Http, code: dict[str, str]
) -> None:
    sim.clock.advance(300)
    refused(await http.post(TOKEN, code, basic()), "invalid_grant")


async def test_a_code_in_its_last_second(
    sim: Simulator, http: Http, code: dict[str, str]
) -> None:
    sim.clock.advance(299)
    assert (await http.post(TOKEN, code, basic())).status == 200


async def test_a_code_of_another_client(
    sim: Simulator, http: Http, code: dict[str, str]
) -> None:
    sim.blubrry.register_client("other", "secret")
    refused(await http.post(TOKEN, code, basic("other", "secret")), "invalid_grant")


@pytest.mark.parametrize("redirect", [None, "", f"{REDIRECT}/", REDIRECT.upper()])
async def test_the_redirect_address_is_exact(
    http: Http, code: dict[str, str], redirect: str | None
) -> None:
    sent = {name: value for name, value in code.items() if name != "redirect_uri"}
    if redirect is not None:
        sent["redirect_uri"] = redirect
    refused(await http.post(TOKEN, sent, basic()), "redirect_uri_mismatch")
    assert (await http.post(TOKEN, code, basic())).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        basic("demo-client", "wrong"),
        basic("wrong", "demo-secret"),
        {"Authorization": "Basic !!!"},
        {"Authorization": "Basic " + b64encode(b"\xff\xfe").decode()},
        {"Authorization": "Basic " + b64encode(b"demo-client").decode()},
        {"Authorization": "Bearer demo-secret"},
    ],
)
async def test_wrong_client_credentials(
    http: Http, code: dict[str, str], headers: dict[str, str]
) -> None:
    refused(await http.post(TOKEN, {**code, **BODY}, headers), "invalid_client")


async def test_encoded_client_credentials(sim: Simulator, http: Http) -> None:
    sim.blubrry.register_client("my key", "a+b:c")
    token = sim.blubrry.sign_in("my key", "filmhost")
    form = {"grant_type": "refresh_token", "refresh_token": token["refresh_token"]}
    for pair in (("my key", "a+b:c"), ("my+key", "a%2Bb%3Ac")):
        assert (await http.post(TOKEN, form, basic(*pair))).status == 200


async def test_client_credentials_in_the_body(
    sim: Simulator, http: Http, refresh: dict[str, str]
) -> None:
    settings = sim.blubrry.settings
    in_body = {**refresh, **BODY}
    settings.client_authentication = ClientAuthentication.BODY
    refused(await http.post(TOKEN, refresh, basic()), "invalid_client")
    assert (await http.post(TOKEN, in_body)).status == 200
    settings.client_authentication = ClientAuthentication.BOTH
    assert (await http.post(TOKEN, refresh, basic())).status == 200
    assert (await http.post(TOKEN, in_body)).status == 200


async def test_another_status_for_a_wrong_client(
    sim: Simulator, http: Http, code: dict[str, str]
) -> None:
    sim.blubrry.settings.invalid_client_status = 401
    refused(await http.post(TOKEN, code), "invalid_client", 401)


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({}, "invalid_request"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "client_credentials"}, "unsupported_grant_type"),
        ({"grant_type": "authorization_code"}, "invalid_request"),
        ({"grant_type": "refresh_token"}, "invalid_request"),
        ({"grant_type": "refresh_token", "refresh_token": "no"}, "invalid_grant"),
        ({"grant_type": "authorization_code", "code": "no"}, "invalid_grant"),
    ],
)
async def test_a_wrong_form(http: Http, form: dict[str, str], error: str) -> None:
    refused(await http.post(TOKEN, form, basic()), error)


async def test_json_is_no_form(http: Http, code: dict[str, str]) -> None:
    answer = await http.ask("POST", TOKEN, json=code, headers=basic())
    refused(answer, "invalid_request")


async def test_get_is_no_way(http: Http, code: dict[str, str]) -> None:
    answer = await http.get(TOKEN, basic(), **code)
    refused(answer, "invalid_request", 405)


async def test_a_refresh_token_of_another_client(
    sim: Simulator, http: Http, refresh: dict[str, str]
) -> None:
    sim.blubrry.register_client("other", "secret")
    refused(await http.post(TOKEN, refresh, basic("other", "secret")), "invalid_grant")


async def test_a_refresh_token_lives_for_years(
    sim: Simulator, http: Http, refresh: dict[str, str]
) -> None:
    sim.clock.advance(5 * 365 * 86_400)
    assert (await http.post(TOKEN, refresh, basic())).status == 200


async def test_a_refresh_that_gives_a_new_refresh_token(
    sim: Simulator, http: Http, refresh: dict[str, str]
) -> None:
    sim.blubrry.settings.refresh_returns_refresh_token = True
    new = (await http.post(TOKEN, refresh, basic())).json["refresh_token"]
    refused(await http.post(TOKEN, refresh, basic()), "invalid_grant")
    form = {**refresh, "refresh_token": new}
    assert (await http.post(TOKEN, form, basic())).status == 200


async def test_odd_answers(
    sim: Simulator, http: Http, refresh: dict[str, str], code: dict[str, str]
) -> None:
    sim.blubrry.settings.expires_in_as_string = True
    assert (await http.post(TOKEN, refresh, basic())).json["expires_in"] == "3600"
    sim.blubrry.settings.omit_expires_in = True
    assert "expires_in" not in (await http.post(TOKEN, code, basic())).json


async def test_an_access_token_lives_an_hour(
    sim: Simulator, http: Http, refresh: dict[str, str]
) -> None:
    token = (await http.post(TOKEN, refresh, basic())).json
    sim.clock.advance(3599)
    assert await opens(http, token)
    sim.clock.advance(1)
    assert not await opens(http, token)


async def test_revoking_ends_everything_of_one_person(
    sim: Simulator, http: Http, refresh: dict[str, str], code: dict[str, str]
) -> None:
    mine = sim.blubrry.sign_in("demo-client", "filmhost")
    other = sim.blubrry.sign_in("demo-client", "librarian")
    sim.blubrry.revoke("filmhost")
    refused(await http.post(TOKEN, refresh, basic()), "invalid_grant")
    refused(await http.post(TOKEN, code, basic()), "invalid_grant")
    assert not await opens(http, mine)
    assert await opens(http, other)


async def test_removing_a_client_ends_what_it_got(
    sim: Simulator, http: Http, refresh: dict[str, str]
) -> None:
    sim.blubrry.register_client("other", "secret")
    mine = sim.blubrry.sign_in("demo-client", "filmhost")
    other = sim.blubrry.sign_in("other", "filmhost")
    sim.blubrry.remove_client("demo-client")
    refused(await http.post(TOKEN, refresh, basic()), "invalid_client")
    assert not await opens(http, mine)
    assert await opens(http, other)


async def test_tokens_expire_by_command(sim: Simulator, http: Http) -> None:
    mine = sim.blubrry.sign_in("demo-client", "filmhost")
    other = sim.blubrry.sign_in("demo-client", "librarian")
    assert sim.blubrry.expire_access_tokens("filmhost") == 1
    assert not await opens(http, mine)
    assert await opens(http, other)
    assert sim.blubrry.expire_access_tokens() == 1
    assert not await opens(http, other)


async def test_a_deleted_account(sim: Simulator, http: Http) -> None:
    token = sim.blubrry.sign_in("demo-client", "filmhost")
    sim.blubrry.remove_person("filmhost")
    assert not await opens(http, token)
