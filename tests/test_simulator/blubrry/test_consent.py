"""The consent page, and the response to the application."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.simulator import Simulator
from tests.test_simulator.http import Answer, Http

AUTHORIZE = "/oauth2/authorize"
REDIRECT = "http://127.0.0.1:8123/auth/external/callback"
ASKED = {
    "response_type": "code",
    "client_id": "demo-client",
    "redirect_uri": REDIRECT,
    "state": "a state/with=odd&signs",
}


def back(answer: Answer) -> dict[str, str]:
    assert answer.status == 302
    location = answer.headers["Location"]
    assert location.startswith(f"{REDIRECT}?")
    return {name: value for name, [value] in parse_qs(urlsplit(location).query).items()}


async def test_asking_a_person(sim: Simulator, http: Http) -> None:
    answer = await http.get(AUTHORIZE, **ASKED)
    assert answer.status == 200
    assert "Blubrry simulator</title>" in answer.text
    assert all(username in answer.text for username in sim.blubrry.people)


async def test_approving(http: Http) -> None:
    form = {**ASKED, "username": "filmhost", "action": "Approve"}
    given = back(await http.post(AUTHORIZE, form))
    assert list(given) == ["state", "code"]
    assert given["state"] == ASKED["state"]
    assert len(given["code"]) == 40


async def test_denying(http: Http) -> None:
    given = back(await http.post(AUTHORIZE, {**ASKED, "action": "Deny"}))
    assert (given["state"], given["error"]) == (ASKED["state"], "consent_required")
    assert "code" not in given


async def test_a_redirect_address_with_a_query(http: Http) -> None:
    redirect = "myapp://done?from=blubrry"
    form = {**ASKED, "redirect_uri": redirect, "action": "Deny"}
    answer = await http.post(AUTHORIZE, form)
    assert answer.headers["Location"].startswith(f"{redirect}&state=")


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"response_type": ""}, "invalid_request"),
        ({"response_type": "magic"}, "unsupported_response_type"),
        ({"state": ""}, "invalid_request"),
    ],
)
async def test_mistakes_that_go_back(
    http: Http, change: dict[str, str], error: str
) -> None:
    assert back(await http.get(AUTHORIZE, **{**ASKED, **change}))["error"] == error


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"client_id": "nobody"}, "invalid_client"),
        ({"redirect_uri": ""}, "invalid_uri"),
        ({"redirect_uri": "/relative"}, "invalid_uri"),
        ({"redirect_uri": f"{REDIRECT}#part"}, "invalid_uri"),
    ],
)
async def test_mistakes_that_must_not_go_anywhere(
    http: Http, change: dict[str, str], error: str
) -> None:
    answer = await http.get(AUTHORIZE, **{**ASKED, **change})
    assert answer.status == 400
    assert error in answer.text
    posted = await http.post(
        AUTHORIZE, {**ASKED, **change, "username": "filmhost", "action": "Approve"}
    )
    assert posted.status == 400


async def test_a_registered_redirect_address_is_exact(
    sim: Simulator, http: Http
) -> None:
    sim.blubrry.register_client("strict", "secret", REDIRECT)
    asked = {**ASKED, "client_id": "strict"}
    assert (await http.get(AUTHORIZE, **asked)).status == 200
    answer = await http.get(AUTHORIZE, **{**asked, "redirect_uri": f"{REDIRECT}/"})
    assert answer.status == 400
    assert "redirect_uri_mismatch" in answer.text


@pytest.mark.parametrize(
    "choice", [{"action": "Approve", "username": "nobody"}, {"username": "filmhost"}]
)
async def test_deciding_nothing(http: Http, choice: dict[str, str]) -> None:
    assert (await http.post(AUTHORIZE, {**ASKED, **choice})).status == 400


async def test_making_an_api_key(sim: Simulator, http: Http) -> None:
    page = (await http.get("/developer")).text
    assert "demo-client" in page
    answer = await http.post("/developer", {"redirect_uri": REDIRECT})
    assert answer.status == 200
    client = list(sim.blubrry.grants.clients.values())[-1]
    assert client.redirect_uri == REDIRECT
    assert client.client_id in answer.text
    assert client.client_secret in answer.text
    await http.post("/developer", {"redirect_uri": " "})
    assert list(sim.blubrry.grants.clients.values())[-1].redirect_uri is None
    assert (await http.post("/developer", {"redirect_uri": "here"})).status == 400


async def test_removing_an_application(sim: Simulator, http: Http) -> None:
    sim.blubrry.sign_in("demo-client", "filmhost")
    assert "Remove access of filmhost" in (await http.get("/applications")).text
    answer = await http.post("/applications", {"username": "filmhost"})
    assert answer.status == 303
    assert sim.blubrry.granted() == []


async def test_what_an_application_sends_is_escaped(http: Http) -> None:
    page = (await http.get(AUTHORIZE, **{**ASKED, "state": '"><script>'})).text
    assert "<script>" not in page


async def test_the_front_page(http: Http) -> None:
    assert 'href="/developer"' in (await http.get("/")).text
