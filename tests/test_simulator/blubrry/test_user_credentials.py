"""The user credentials grant: documented at one endpoint, seen at another."""

from base64 import b64encode

import pytest

from tests.simulator import Simulator
from tests.simulator.blubrry import PASSWORD, ClientAuthentication, PasswordGrant
from tests.test_simulator.http import Answer, Http

TOKEN = "/oauth2/token"
AUTHORIZE = "/oauth2/authorize"
LIST = "/2/media/index.json"
USER = {
    "grant_type": "password",
    "username": "filmhost@example.org",
    "password": PASSWORD,
}
KEY = {"client_id": "demo-client", "client_secret": "demo-secret"}
BASIC = {"Authorization": "Basic " + b64encode(b"demo-client:demo-secret").decode()}


@pytest.fixture(autouse=True)
def approved(sim: Simulator) -> None:
    sim.blubrry.approve_client("demo-client")


def refused(answer: Answer, error: str, status: int = 400) -> None:
    assert (answer.status, answer.json["error"]) == (status, error)
    assert answer.json["error_description"]


async def granted(http: Http, answer: Answer) -> None:
    token = answer.json
    assert answer.status == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert list(token) == [
        "access_token",
        "expires_in",
        "token_type",
        "scope",
        "refresh_token",
    ]
    headers = {"Authorization": f"Bearer {token['access_token']}"}
    rows = (await http.get(LIST, headers)).json
    assert rows[0]["program_id"] == 40_211
    refresh = {"grant_type": "refresh_token", "refresh_token": token["refresh_token"]}
    assert (await http.post(TOKEN, refresh, BASIC)).status == 200


async def test_as_it_is_documented(http: Http) -> None:
    refused(await http.post(TOKEN, USER, BASIC), "unsupported_grant_type")
    await granted(http, await http.get(AUTHORIZE, **USER, **KEY))


async def test_at_the_token_endpoint(sim: Simulator, http: Http) -> None:
    sim.blubrry.settings.password_grant = PasswordGrant.TOKEN
    await granted(http, await http.post(TOKEN, USER, BASIC))
    # The other endpoint treats it as an application without a redirect URL.
    answer = await http.get(AUTHORIZE, **USER, **KEY)
    assert (answer.status, answer.headers["Content-Type"].split(";")[0]) == (
        400,
        "text/html",
    )


async def test_at_both(sim: Simulator, http: Http) -> None:
    sim.blubrry.settings.password_grant = PasswordGrant.BOTH
    await granted(http, await http.post(TOKEN, USER, BASIC))
    await granted(http, await http.get(AUTHORIZE, **USER, **KEY))


async def test_client_credentials_in_the_body_only(sim: Simulator, http: Http) -> None:
    sim.blubrry.settings.password_grant = PasswordGrant.TOKEN
    sim.blubrry.settings.client_authentication = ClientAuthentication.BODY
    refused(await http.post(TOKEN, USER, BASIC), "invalid_client")
    assert (await http.post(TOKEN, {**USER, **KEY})).status == 200


@pytest.mark.parametrize("change", [{"client_id": "no"}, {"client_secret": "no"}])
async def test_a_wrong_client(http: Http, change: dict[str, str]) -> None:
    answer = await http.get(AUTHORIZE, **{**USER, **KEY, **change})
    refused(answer, "invalid_client")


async def test_a_client_that_was_not_approved(sim: Simulator, http: Http) -> None:
    sim.blubrry.settings.password_grant = PasswordGrant.BOTH
    sim.blubrry.approve_client("demo-client", approved=False)
    refused(await http.get(AUTHORIZE, **USER, **KEY), "unauthorized_client")
    refused(await http.post(TOKEN, USER, BASIC), "unauthorized_client")
    sim.blubrry.register_client("partner", "secret", password_grant=True)
    pair = {"client_id": "partner", "client_secret": "secret"}
    assert (await http.get(AUTHORIZE, **USER, **pair)).status == 200


@pytest.mark.parametrize(
    "change",
    [
        {"username": "filmhost"},
        {"username": "nobody@example.org"},
        {"password": "wrong"},
    ],
)
async def test_a_wrong_name_or_password(
    sim: Simulator, http: Http, change: dict[str, str]
) -> None:
    sim.blubrry.settings.password_grant = PasswordGrant.BOTH
    user = {**USER, **change}
    refused(await http.get(AUTHORIZE, **user, **KEY), "invalid_grant", 401)
    refused(await http.post(TOKEN, user, BASIC), "invalid_grant", 401)
    sim.blubrry.settings.invalid_user_status = 400
    refused(await http.post(TOKEN, user, BASIC), "invalid_grant", 400)


@pytest.mark.parametrize("missing", ["username", "password"])
async def test_something_is_missing(http: Http, missing: str) -> None:
    user = {name: value for name, value in USER.items() if name != missing}
    refused(await http.get(AUTHORIZE, **user, **KEY), "invalid_request")


async def test_a_password_is_changed(sim: Simulator, http: Http) -> None:
    sim.blubrry.put_person("filmhost", password="another")
    refused(await http.get(AUTHORIZE, **USER, **KEY), "invalid_grant", 401)
    user = {**USER, "password": "another"}
    assert (await http.get(AUTHORIZE, **user, **KEY)).status == 200


async def test_an_approved_key_from_the_page(sim: Simulator, http: Http) -> None:
    assert 'name="password_grant"' in (await http.get("/developer")).text
    await http.post("/developer", {"password_grant": "1"})
    await http.post("/developer", {})
    approved, plain = list(sim.blubrry.grants.clients.values())[-2:]
    assert approved.password_grant
    assert not plain.password_grant
