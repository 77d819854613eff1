"""The control API."""

from typing import Any

from aiohttp import ClientSession
import pytest

from tests.simulator import Simulator
from tests.test_simulator.conftest import NOW
from tests.test_simulator.http import Http


async def call(control: Http, method: str, path: str, body: Any = None) -> Any:
    options = {} if body is None else {"json": body}
    answer = await control.ask(method, path, **options)
    assert answer.status == 200, answer.text
    return answer.json


async def test_overview(sim: Simulator, control: Http) -> None:
    shown = await call(control, "GET", "/")
    assert shown["clock"]["now"] == NOW
    assert shown["clock"]["utc"] == "2026-11-22T10:00:00+00:00"
    assert shown["services"]["blubrry"]["url"] == sim.blubrry.url
    assert "quietotter" in shown["services"]["real_debrid"]["people"]


async def test_people(sim: Simulator, control: Http) -> None:
    people = sim.real_debrid.people
    await call(control, "PUT", "/real_debrid/people/newbie", {"points": 3})
    assert (people["newbie"].points, people["newbie"].id) == (3, 4_815_167)
    shown = await call(control, "PUT", "/real_debrid/people/newbie", {"trouble": 14})
    assert (shown["points"], shown["trouble"]) == (3, 14)
    assert shown == await call(control, "GET", "/real_debrid/people/newbie")
    await call(control, "DELETE", "/real_debrid/people/newbie")
    assert "newbie" not in await call(control, "GET", "/real_debrid/people")
    await call(control, "PUT", "/blubrry/people/newbie", {"programs": [40_211]})
    assert sim.blubrry.people["newbie"].email == "newbie@example.org"


async def test_settings(sim: Simulator, control: Http) -> None:
    changes = {"pending": "null_pair", "access_token_life": 60}
    shown = await call(control, "PATCH", "/real_debrid/settings", changes)
    assert sim.real_debrid.settings.access_token_life == 60
    assert sim.real_debrid.settings.pending == shown["pending"] == "null_pair"
    assert shown == await call(control, "GET", "/real_debrid/settings")


async def test_device_codes(
    sim: Simulator, control: Http, session: ClientSession
) -> None:
    http = Http(session, sim.real_debrid.url)
    query = {"client_id": "X245A4XAIBGVM", "new_credentials": "yes"}
    codes = [
        (await http.get("/oauth/v2/device/code", **query)).json["user_code"]
        for _ in range(2)
    ]
    waiting = await call(control, "GET", "/real_debrid/codes")
    assert [one["user_code"] for one in waiting] == codes
    order = {"user_code": codes[0], "username": "quietotter"}
    await call(control, "POST", "/real_debrid/approve", order)
    await call(control, "POST", "/real_debrid/deny", {"user_code": codes[1]})
    decisions = {one.decision for one in sim.real_debrid.grants.devices.values()}
    assert decisions == {"approved", "denied"}
    again = await control.ask("POST", "/real_debrid/approve", json=order)
    assert again.status == 404


async def test_sign_in_expire_and_revoke(sim: Simulator, control: Http) -> None:
    await call(control, "POST", "/real_debrid/sign_in", {"username": "quietotter"})
    body = {"username": "filmhost", "client_id": "demo-client"}
    token = await call(control, "POST", "/blubrry/sign_in", body)
    access = sim.blubrry.grants.access_tokens[token["access_token"]]
    expired = await call(control, "POST", "/blubrry/expire", {"in_seconds": 30})
    assert expired == {"access_tokens": 1}
    assert access.expires_at == NOW + 30
    expired = await call(control, "POST", "/real_debrid/expire")
    assert expired == {"access_tokens": 1}
    assert sim.real_debrid.access_tokens() == {}
    for service, username in (("real_debrid", "quietotter"), ("blubrry", "filmhost")):
        assert sim.services[service].granted() == [username]
        await call(control, "POST", f"/{service}/revoke", {"username": username})
        assert sim.services[service].granted() == []


async def test_premium(sim: Simulator, control: Http) -> None:
    order = {"username": "freefinch", "seconds": 60}
    await call(control, "POST", "/real_debrid/premium", order)
    assert sim.real_debrid.people["freefinch"].premium_until == NOW + 60


async def test_programs(sim: Simulator, control: Http) -> None:
    await call(control, "PUT", "/blubrry/programs/9", {"title": "Nine"})
    assert sim.blubrry.programs[9].keyword == "program9"
    shown = await call(control, "PUT", "/blubrry/programs/9", {"correction": -5})
    assert (shown["title"], shown["correction"]) == ("Nine", -5)
    assert shown == await call(control, "GET", "/blubrry/programs/9")
    assert len(await call(control, "GET", "/blubrry/programs")) == 29
    await call(control, "DELETE", "/blubrry/programs/9")
    assert 9 not in sim.blubrry.programs


async def test_clients(sim: Simulator, control: Http) -> None:
    order = {"client_secret": "s", "redirect_uri": "https://example.org/"}
    await call(control, "PUT", "/blubrry/clients/mine", order)
    assert sim.blubrry.grants.clients["mine"].client_secret == "s"
    assert set(await call(control, "GET", "/blubrry/clients")) == {
        "demo-client",
        "mine",
    }
    await call(control, "DELETE", "/blubrry/clients/mine")
    assert "mine" not in sim.blubrry.grants.clients


async def test_time(sim: Simulator, control: Http) -> None:
    shown = await call(control, "PATCH", "/clock", {"advance": 60})
    assert shown["now"] == sim.clock.now() == NOW + 60
    await call(control, "PATCH", "/clock", {"now": 1_000, "stopped": False})
    assert not sim.clock.stopped
    assert (await call(control, "GET", "/clock"))["stopped"] is False
    await call(control, "PATCH", "/clock", {"stopped": True})
    assert sim.clock.stopped


async def test_faults_and_requests(
    sim: Simulator, control: Http, session: ClientSession
) -> None:
    http = Http(session, sim.real_debrid.url)
    order = {
        "service": "real_debrid",
        "path": "/rest/1.0/*",
        "status": 503,
        "json": {"error": "x"},
        "times": 2,
    }
    shown = await call(control, "POST", "/faults", order)
    assert shown["body"] == '{"error": "x"}'
    answer = await http.get("/rest/1.0/time")
    assert (answer.status, answer.json) == (503, {"error": "x"})
    assert len(await call(control, "GET", "/faults")) == 1
    await call(control, "DELETE", "/faults")
    assert (await http.get("/rest/1.0/time", a="b")).status == 200
    sim.clock.advance(10)
    await http.get("/rest/1.0/time/iso")
    counts = {"real_debrid": {"/rest/1.0/time": 2, "/rest/1.0/time/iso": 1}}
    assert await call(control, "GET", "/requests") == {"total": 3, "counts": counts}
    late = await call(control, "GET", f"/requests?since={NOW + 10}&service=real_debrid")
    assert late["counts"] == {"real_debrid": {"/rest/1.0/time/iso": 1}}
    listed = await call(control, "GET", "/requests?list=1&path=/rest/1.0/time")
    assert [one["status"] for one in listed["requests"]] == [503, 200]
    assert listed["requests"][1]["query"] == {"a": "b"}
    await call(control, "DELETE", "/requests")
    assert sim.requests == []


async def test_reset(sim: Simulator, control: Http) -> None:
    sim.real_debrid.people.clear()
    sim.clock.advance(5)
    await call(control, "POST", "/reset")
    assert sim.real_debrid.people
    assert sim.clock.now() == NOW


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "text"),
    [
        ("GET", "/nowhere", None, 404, "Not Found"),
        ("POST", "/clock", None, 405, "Method Not Allowed"),
        ("GET", "/elsewhere/people", None, 404, "elsewhere"),
        ("GET", "/blubrry/people/nobody", None, 404, "nobody"),
        ("DELETE", "/blubrry/clients/nobody", None, 404, "nobody"),
        ("GET", "/blubrry/programs/nine", None, 400, "number"),
        ("POST", "/blubrry/revoke", {"username": "nobody"}, 404, "nobody"),
        ("POST", "/blubrry/revoke", {}, 400, "username"),
        ("PUT", "/blubrry/people/x", {"programs": 1}, 400, "must be list"),
        ("PATCH", "/blubrry/settings", {"no": 1}, 400, "has no no"),
        ("PATCH", "/blubrry/settings", [], 400, "must be dict"),
        ("POST", "/faults", {"service": "blubrry"}, 400, "path"),
        ("POST", "/faults", {"service": "no", "path": "/"}, 404, "no service"),
        ("GET", "/requests?since=now", None, 400, "number"),
    ],
)
async def test_mistakes(
    control: Http, *, method: str, path: str, body: Any, status: int, text: str
) -> None:
    options = {} if body is None else {"json": body}
    answer = await control.ask(method, path, **options)
    assert answer.status == status
    assert text in answer.json["error"]


async def test_a_body_that_is_not_json(control: Http) -> None:
    answer = await control.ask("PATCH", "/clock", data="{")
    assert (answer.status, answer.json) == (400, {"error": "the body is not JSON"})
