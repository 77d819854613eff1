"""The implicit grant: the token comes back in the fragment, and cannot be refreshed."""

from urllib.parse import parse_qsl, urlsplit

from tests.simulator import Simulator
from tests.test_simulator.http import Answer, Http

AUTHORIZE = "/oauth2/authorize"
REDIRECT = "https://example.com/something"
ASKED = {
    "response_type": "token",
    "client_id": "demo-client",
    "redirect_uri": REDIRECT,
    "state": "a random/state",
}
APPROVED = {**ASKED, "username": "filmhost", "action": "Approve"}


def fragment(answer: Answer) -> dict[str, str]:
    assert answer.status == 302
    place = urlsplit(answer.headers["Location"])
    assert place._replace(fragment="").geturl() == REDIRECT
    return dict(parse_qsl(place.fragment))


async def test_approving(sim: Simulator, http: Http) -> None:
    page = await http.get(AUTHORIZE, **ASKED)
    assert (page.status, 'value="token"' in page.text) == (200, True)
    given = fragment(await http.post(AUTHORIZE, APPROVED))
    assert list(given) == ["access_token", "state", "token_type", "expires_in"]
    assert len(given["access_token"]) == 40
    assert (given["state"], given["token_type"], given["expires_in"]) == (
        "a random/state",
        "bearer",
        "3600",
    )
    assert sim.blubrry.grants.refresh_tokens == {}
    http.token = given["access_token"]
    assert (await http.get("/2/media/index.json")).status == 200
    sim.clock.advance(3_600)
    assert (await http.get("/2/media/index.json")).status == 401


async def test_an_answer_that_says_no_life(sim: Simulator, http: Http) -> None:
    sim.blubrry.settings.omit_expires_in = True
    assert "expires_in" not in fragment(await http.post(AUTHORIZE, APPROVED))


async def test_denying(sim: Simulator, http: Http) -> None:
    denied = {**ASKED, "action": "Deny"}
    given = fragment(await http.post(AUTHORIZE, denied))
    assert (given["state"], given["error"]) == ("a random/state", "consent_required")
    sim.blubrry.settings.implicit_error_in_query = True
    place = urlsplit((await http.post(AUTHORIZE, denied)).headers["Location"])
    assert place.fragment == ""
    assert dict(parse_qsl(place.query))["error"] == "consent_required"


async def test_without_a_state(http: Http) -> None:
    answer = await http.get(AUTHORIZE, **{**ASKED, "state": ""})
    assert fragment(answer)["error"] == "invalid_request"


async def test_a_service_that_knows_it_no_more(sim: Simulator, http: Http) -> None:
    sim.blubrry.settings.implicit = False
    given = fragment(await http.post(AUTHORIZE, APPROVED))
    assert given["error"] == "unsupported_response_type"
    assert "access_token" not in given


async def test_taking_it_back(sim: Simulator, http: Http) -> None:
    http.token = sim.blubrry.sign_in_implicitly("demo-client", "filmhost")[
        "access_token"
    ]
    assert sim.blubrry.granted() == ["filmhost"]
    await http.post("/applications", {"username": "filmhost"})
    assert sim.blubrry.granted() == []
    assert (await http.get("/2/media/index.json")).status == 401
