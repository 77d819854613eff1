"""The server's time, and the end of an access token."""

from tests.simulator import Simulator
from tests.test_simulator.http import Http
from tests.test_simulator.real_debrid.test_device_flow import TOKEN
from tests.test_simulator.real_debrid.test_token import form


async def test_the_time_needs_no_token(http: Http) -> None:
    answer = await http.get("/rest/1.0/time")
    assert (answer.status, answer.text) == (200, "2026-11-22 11:00:00")


async def test_the_time_with_its_offset(sim: Simulator, http: Http) -> None:
    assert (await http.get("/rest/1.0/time/iso")).text == "2026-11-22T11:00:00+0100"
    sim.clock.advance(200 * 86_400)
    assert (await http.get("/rest/1.0/time/iso")).text == "2027-06-10T12:00:00+0200"


async def test_a_disabled_token_leaves_the_grant(sim: Simulator, http: Http) -> None:
    signed_in = sim.real_debrid.sign_in("quietotter")
    http.token = signed_in["access_token"]
    answer = await http.get("/rest/1.0/disable_access_token")
    assert (answer.status, answer.text) == (204, "")
    assert (await http.get("/rest/1.0/user")).status == 401
    http.token = (await http.post(TOKEN, form(signed_in))).json["access_token"]
    assert (await http.get("/rest/1.0/user")).status == 200
