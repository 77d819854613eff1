"""The pages for a person."""

import pytest

from tests.simulator import Simulator
from tests.test_simulator.http import Http
from tests.test_simulator.real_debrid.test_device_flow import CLIENT, begin, poll


async def test_typing_the_code(sim: Simulator, http: Http) -> None:
    device = await begin(http)
    assert 'name="usercode"' in (await http.get("/device")).text
    typed = {"usercode": f" {device['user_code'].lower()} ", "action": "Continue"}
    answer = await http.post("/device", typed)
    assert answer.status == 303
    where = answer.headers["Location"]
    assert sim.real_debrid.url + where == device["direct_verification_url"]
    page = (await http.get(where)).text
    assert device["user_code"] in page
    assert all(username in page for username in sim.real_debrid.people)


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"usercode": "NOTACODE", "action": "Continue"}, 404),
        ({"usercode": "NOTACODE"}, 400),
        ({"usercode": "NOTACODE", "action": "Continue", "lang": "en"}, 403),
    ],
)
async def test_typing_it_wrongly(http: Http, form: dict[str, str], status: int) -> None:
    assert (await http.post("/device", form)).status == status


async def decide(http: Http, code: str, **choice: str) -> int:
    form = {"client_id": CLIENT, "device_id": code, **choice}
    return (await http.post("/authorize", form)).status


async def test_approving(http: Http) -> None:
    device = await begin(http)
    code = device["device_code"]
    choice = {"username": "quietotter", "action": "Approve"}
    assert await decide(http, code, **choice) == 200
    assert (await poll(http, device)).json["client_secret"]
    assert await decide(http, code, **choice) == 410


async def test_denying(http: Http) -> None:
    device = await begin(http)
    assert await decide(http, device["device_code"], action="Deny") == 200
    assert (await poll(http, device)).status == 400


@pytest.mark.parametrize(
    "choice", [{"action": "Approve", "username": "nobody"}, {"username": "quietotter"}]
)
async def test_deciding_nothing(http: Http, choice: dict[str, str]) -> None:
    device = await begin(http)
    assert await decide(http, device["device_code"], **choice) == 400
    assert (await poll(http, device)).status == 403


async def test_a_code_that_is_over(sim: Simulator, http: Http) -> None:
    device = await begin(http)
    query = {"client_id": CLIENT, "device_id": device["device_code"]}
    assert (await http.get("/authorize", **query)).status == 200
    assert (await http.get("/authorize", client_id="X", device_id="Y")).status == 410
    assert (await http.get("/authorize", **{**query, "client_id": "X"})).status == 410
    sim.clock.advance(900)
    assert (await http.get("/authorize", **query)).status == 410


async def test_removing_an_application(sim: Simulator, http: Http) -> None:
    assert "Nobody" in (await http.get("/devices")).text
    sim.real_debrid.sign_in("quietotter")
    assert "Remove access of quietotter" in (await http.get("/devices")).text
    answer = await http.post("/devices", {"username": "quietotter"})
    assert (answer.status, answer.headers["Location"]) == (303, "/devices")
    assert sim.real_debrid.granted() == []
    assert (await http.post("/devices", {"username": "nobody"})).status == 303


async def test_every_page_says_that_it_is_a_simulator(http: Http) -> None:
    for path in ("/", "/device", "/devices", "/authorize"):
        answer = await http.get(path)
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        assert "Real-Debrid simulator</title>" in answer.text


async def test_what_people_type_is_escaped(sim: Simulator, http: Http) -> None:
    sim.real_debrid.put_person("<b>x</b>")
    device = await begin(http)
    query = {"client_id": CLIENT, "device_id": device["device_code"]}
    assert "<b>x</b>" not in (await http.get("/authorize", **query)).text
