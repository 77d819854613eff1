"""Every documented error code: on any path, for one account or for all."""

from email.utils import parsedate_to_datetime
import json

import pytest

from tests.simulator import Simulator
from tests.test_simulator.http import Http

USER = "/rest/1.0/user"
TORRENTS = "/rest/1.0/torrents"
CODES = [-1, *range(1, 38)]
MET = {
    1: (400, "parameter_missing"),
    7: (404, "unknown_ressource"),
    8: (401, "bad_token"),
    9: (403, "permission_denied"),
    16: (503, "hoster_unsupported"),
    19: (503, "hoster_unavailable"),
    21: (509, "too_many_active_downloads"),
    23: (503, "traffic_exhausted"),
    31: (202, "action_already_done"),
    34: (429, "too_many_requests"),
    35: (451, "infringing_file"),
    37: (403, "disabled_endpoint"),
}
"""Errors seen by clients of the real service."""


@pytest.mark.parametrize("code", CODES)
async def test_a_code_for_one_account(sim: Simulator, otter: Http, code: int) -> None:
    sim.real_debrid.refuse("quietotter", "/torrents*", code)
    answer = await otter.get(TORRENTS)
    assert answer.json["error_code"] == code
    assert (answer.status, answer.json["error"]) == MET.get(
        code, (answer.status, answer.json["error"])
    )
    assert (await otter.get(USER)).status == 200
    other = sim.real_debrid.sign_in("lastlantern")["access_token"]
    headers = {"Authorization": f"Bearer {other}"}
    assert (await otter.get(TORRENTS, headers)).status == 200
    sim.real_debrid.refuse("quietotter", "/torrents*", None)
    assert (await otter.get(TORRENTS)).status == 200


@pytest.mark.parametrize("code", CODES)
async def test_a_code_for_the_next_request(
    sim: Simulator, otter: Http, code: int
) -> None:
    sim.fault("real_debrid", USER, **sim.real_debrid.refusal(code))
    answer = await otter.get(USER)
    assert answer.json["error_code"] == code
    sim.real_debrid.refuse("quietotter", "/user", code)
    refused = await otter.get(USER)
    assert (refused.status, refused.json) == (answer.status, answer.json)


async def test_a_text_without_a_code(sim: Simulator, otter: Http) -> None:
    sim.real_debrid.settings.error_codes = False
    answer = await otter.get(f"{TORRENTS}/info/NONE")
    assert (answer.status, answer.json) == (404, {"error": "unknown_ressource"})


async def test_a_code_in_digits(sim: Simulator, otter: Http) -> None:
    sim.real_debrid.settings.strings_for_ints = True
    answer = await otter.get(f"{TORRENTS}/info/NONE")
    assert json.loads(answer.text)["error_code"] == "7"


async def test_the_date_follows_the_clock(sim: Simulator, otter: Http) -> None:
    sim.clock.advance(5 * 3_600)
    for path in (USER, "/rest/1.0/time", "/rest/1.0/nothing", "/device"):
        date = parsedate_to_datetime((await otter.get(path)).headers["Date"])
        assert date == sim.clock.local()
    sim.fault("real_debrid", USER, status=503, text="<html>")
    date = parsedate_to_datetime((await otter.get(USER)).headers["Date"])
    assert date == sim.clock.local()
