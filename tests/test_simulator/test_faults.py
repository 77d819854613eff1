"""Faults, and the request log that shows the affected requests."""

import asyncio

from aiohttp import ClientError, ClientSession
import pytest

from tests.simulator import Simulator
from tests.simulator.faults import Delivery
from tests.test_simulator.http import Http

TIME = "/rest/1.0/time"
ISO = "/rest/1.0/time/iso"


@pytest.fixture
def http(sim: Simulator, session: ClientSession) -> Http:
    return Http(session, sim.real_debrid.url)


async def statuses(http: Http, number: int, path: str = TIME) -> list[int]:
    return [(await http.get(path)).status for _ in range(number)]


async def test_once(sim: Simulator, http: Http) -> None:
    sim.fault("real_debrid", TIME, status=503)
    assert len(sim.faults) == 1
    assert await statuses(http, 2) == [503, 200]
    assert sim.faults == []


async def test_some_times_and_always(sim: Simulator, http: Http) -> None:
    sim.fault("real_debrid", TIME, status=500, times=2)
    sim.fault("real_debrid", TIME, status=429, times=None)
    assert await statuses(http, 5) == [500, 500, 429, 429, 429]
    sim.clear_faults()
    assert await statuses(http, 1) == [200]


async def test_what_it_meets(sim: Simulator, http: Http) -> None:
    sim.fault("real_debrid", ISO, status=500, times=None)
    sim.fault("blubrry", "*", status=501, times=None)
    sim.fault("real_debrid", "*", status=502, method="POST", times=None)
    assert await statuses(http, 1) == [200]
    assert await statuses(http, 1, ISO) == [500]
    assert (await http.post(TIME, {})).status == 502
    sim.fault("real_debrid", "/rest/1.0/*", status=503)
    assert await statuses(http, 1) == [503]


async def test_bodies(sim: Simulator, http: Http) -> None:
    sim.fault("real_debrid", TIME, json={"error": "x"}, headers={"Retry-After": "9"})
    sim.fault("real_debrid", TIME, text="<html>maintenance</html>", status=503)
    sim.fault("real_debrid", TIME, json=None, content_type="text/plain")
    answer = await http.get(TIME)
    assert (answer.status, answer.json) == (200, {"error": "x"})
    assert answer.headers["Content-Type"].startswith("application/json")
    assert answer.headers["Retry-After"] == "9"
    answer = await http.get(TIME)
    assert (answer.status, answer.text) == (503, "<html>maintenance</html>")
    assert answer.headers["Content-Type"].startswith("text/html")
    answer = await http.get(TIME)
    assert (answer.status, answer.text) == (200, "null")
    assert answer.headers["Content-Type"].startswith("text/plain")


async def test_a_closed_connection(sim: Simulator, http: Http) -> None:
    sim.fault("real_debrid", TIME, drop=True)
    with pytest.raises(ClientError):
        # A POST, because a client may retry a GET automatically.
        await http.post(TIME, {})
    [request] = sim.requests
    assert request.status == 0
    assert await statuses(http, 1) == [200]


async def test_a_delay_alone_lets_the_service_answer(
    sim: Simulator, http: Http, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr("tests.simulator.faults.sleep", sleep)
    sim.fault("real_debrid", TIME, delay=3)
    sim.fault("real_debrid", TIME, delay=4, status=503)
    assert await statuses(http, 3) == [200, 503, 200]
    assert slept == [3, 4]


async def test_holding_a_request_back(sim: Simulator, http: Http) -> None:
    fault = sim.fault("real_debrid", TIME, hold=True)
    asking = asyncio.create_task(http.get(TIME))
    await fault.reached.wait()
    assert not asking.done()
    assert [request.status for request in sim.requests] == [0]
    fault.release()
    assert (await asking).status == 200
    assert [request.status for request in sim.requests] == [200]


async def test_clearing_lets_held_requests_go(sim: Simulator, http: Http) -> None:
    fault = sim.fault("real_debrid", TIME, hold=True, status=503)
    asking = asyncio.create_task(http.get(TIME))
    await fault.reached.wait()
    sim.clear_faults()
    assert (await asking).status == 503


async def test_the_simulator_ends_with_a_held_request(session: ClientSession) -> None:
    async with Simulator() as sim:
        fault = sim.fault("real_debrid", TIME, hold=True)
        asking = asyncio.create_task(session.get(sim.real_debrid.url + TIME))
        await fault.reached.wait()
    with pytest.raises(ClientError):
        await asking


async def test_a_service_that_there_is_not(sim: Simulator) -> None:
    with pytest.raises(LookupError, match="elsewhere"):
        sim.fault("elsewhere", "/")


async def test_the_request_log(sim: Simulator, http: Http) -> None:
    await http.get(TIME, {"User-Agent": "Somebody/1.0"}, a="1")
    sim.clock.advance(10)
    await http.post("/oauth/v2/token", {"code": "x"})
    await http.ask("POST", "/oauth/v2/token", json={"code": "x"})
    first, second, third = sim.requests
    assert (first.service, first.method, first.path) == ("real_debrid", "GET", TIME)
    assert (first.query, first.form, first.status) == ({"a": "1"}, {}, 200)
    assert first.headers["user-agent"] == "Somebody/1.0"
    assert second.time == first.time + 10
    assert (second.form, second.status) == ({"code": "x"}, 400)
    assert third.form == {}
    assert sim.requests_to("real_debrid", path=TIME) == [first]
    assert sim.requests_to("real_debrid", method="POST") == [second, third]
    assert sim.requests_to(since=second.time) == [second, third]
    assert sim.requests_to("blubrry") == []
    assert sim.request_counts() == {"real_debrid": {TIME: 1, "/oauth/v2/token": 2}}


async def test_a_body_that_is_cut(sim: Simulator, http: Http) -> None:
    sim.fault("real_debrid", TIME, text="half" * 9, delivery=Delivery.CUT)
    with pytest.raises(ClientError):
        await http.get(TIME)


@pytest.mark.parametrize("delivery", [Delivery.STALLED, Delivery.DRIPPING])
async def test_a_body_without_an_end(
    sim: Simulator, http: Http, delivery: Delivery
) -> None:
    sim.fault("real_debrid", TIME, text="never", delivery=delivery)
    waiting = asyncio.create_task(http.get(TIME))
    done, _ = await asyncio.wait([waiting], timeout=0.05)
    assert not done
    sim.clear_faults()
    with pytest.raises(ClientError):
        await waiting


async def test_encodings(sim: Simulator, http: Http) -> None:
    sim.fault("real_debrid", TIME, text="é" * 50, compressed=True)
    sim.fault("real_debrid", TIME, text="é", charset="latin-1")
    answer = await http.get(TIME)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.text == "é" * 50
    with pytest.raises(UnicodeDecodeError):
        await http.get(TIME)
