"""The scope of a device flow token and of a private API token."""

import re

import pytest

from tests.simulator import Simulator
from tests.test_simulator.http import Http

BASE = "/rest/1.0"
USER = f"{BASE}/user"
OUTSIDE = [
    "/traffic",
    "/traffic/details",
]
INSIDE = ["/user", "/torrents", "/torrents/availableHosts", "/downloads"]


@pytest.mark.parametrize("path", OUTSIDE)
async def test_outside_of_the_scopes(sim: Simulator, otter: Http, path: str) -> None:
    refused = await otter.get(BASE + path)
    assert refused.status == 403
    assert refused.json == {"error": "permission_denied", "error_code": 9}
    sim.real_debrid.settings.open_source_scopes += [path.split("/")[1]]
    assert (await otter.get(BASE + path)).status == 200


@pytest.mark.parametrize("path", [*INSIDE, *OUTSIDE])
async def test_a_private_token_reaches_everything(
    sim: Simulator, http: Http, path: str
) -> None:
    http.token = sim.real_debrid.api_token("quietotter")
    assert (await http.get(BASE + path)).status == 200


@pytest.mark.parametrize("path", INSIDE)
async def test_fewer_scopes(sim: Simulator, otter: Http, path: str) -> None:
    sim.real_debrid.settings.open_source_scopes = []
    assert (await otter.get(BASE + path)).status == 403
    assert (await otter.get(f"{BASE}/disable_access_token")).status == 204


async def test_a_private_token_has_no_end(sim: Simulator, http: Http) -> None:
    http.token = sim.real_debrid.api_token("quietotter")
    assert len(http.token) == 52
    sim.clock.advance(1_000 * 86_400)
    sim.real_debrid.expire_access_tokens("quietotter")
    sim.real_debrid.revoke("quietotter")
    assert (await http.get(USER)).json["username"] == "quietotter"
    assert sim.real_debrid.api_token("quietotter") == http.token


async def test_a_private_token_is_disabled(sim: Simulator, http: Http) -> None:
    http.token = sim.real_debrid.api_token("quietotter")
    assert (await http.get(f"{BASE}/disable_access_token")).status == 204
    refused = await http.get(USER)
    assert (refused.status, refused.json["error_code"]) == (401, 8)
    http.token = sim.real_debrid.api_token("quietotter")
    assert (await http.get(USER)).status == 200


async def test_a_private_token_goes_with_its_owner(sim: Simulator, http: Http) -> None:
    http.token = sim.real_debrid.api_token("quietotter")
    sim.real_debrid.remove_person("quietotter")
    assert (await http.get(USER)).status == 401
    sim.real_debrid.put_person("quietotter")
    assert (await http.get(USER)).status == 401


async def test_a_person_looks_up_the_token(sim: Simulator, http: Http) -> None:
    asked = await http.get("/apitoken")
    assert asked.status == 200
    assert 'value="lastlantern"' in asked.text
    shown = await http.post("/apitoken", {"username": "lastlantern", "action": "Show"})
    found = re.search(r'<code id="token">(\w+)</code>', shown.text)
    assert found is not None
    http.token = found[1]
    assert (await http.get(USER)).json["username"] == "lastlantern"


async def test_nobody_looks_up_a_token(http: Http) -> None:
    shown = await http.post("/apitoken", {"username": "nobody"})
    assert shown.status == 400
