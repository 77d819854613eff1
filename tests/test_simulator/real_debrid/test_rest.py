"""Shared behavior of all calls of the REST API."""

import pytest

from tests.simulator import Simulator
from tests.test_simulator.http import Http

USER = "/rest/1.0/user"
CALLS = [
    USER,
    "/rest/1.0/torrents",
    "/rest/1.0/torrents/activeCount",
    "/rest/1.0/disable_access_token",
]


@pytest.mark.parametrize("path", CALLS)
@pytest.mark.parametrize(
    "header", [None, "Bearer", "Bearer WRONG", "Basic YTpi", "nope"]
)
async def test_without_a_token(http: Http, path: str, header: str | None) -> None:
    headers = {"Authorization": header} if header else None
    answer = await http.get(path, headers)
    assert answer.status == 401
    assert answer.json == {"error": "bad_token", "error_code": 8}


async def test_the_token_may_be_in_the_address(sim: Simulator, http: Http) -> None:
    token = sim.real_debrid.sign_in("freefinch")["access_token"]
    answer = await http.get(USER, auth_token=token)
    assert answer.json["username"] == "freefinch"


@pytest.mark.parametrize("path", CALLS)
async def test_a_locked_account(sim: Simulator, otter: Http, path: str) -> None:
    sim.real_debrid.people["quietotter"].trouble = 14
    answer = await otter.get(path)
    assert answer.status == 403
    assert answer.json == {"error": "account_locked", "error_code": 14}


async def test_an_address_that_is_not_allowed(sim: Simulator, otter: Http) -> None:
    sim.real_debrid.people["quietotter"].trouble = 22
    answer = await otter.get(USER)
    assert answer.json["error"] == "ip_not_allowed_203.0.113.7"


async def test_an_unknown_path(otter: Http) -> None:
    answer = await otter.get("/rest/1.0/weather")
    assert answer.status == 404
    assert answer.json == {"error": "unknown_method", "error_code": 3}


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "HEAD"])
async def test_a_wrong_method(otter: Http, method: str) -> None:
    assert (await otter.ask(method, USER)).status == 405


async def test_more_than_250_requests_a_minute(sim: Simulator, otter: Http) -> None:
    sim.real_debrid.settings.rate_limit = 3
    for _ in range(3):
        assert (await otter.get(USER)).status == 200
    refused = await otter.get(USER)
    assert refused.status == 429
    assert refused.json == {"error": "too_many_requests", "error_code": 34}
    assert "Retry-After" not in refused.headers
    sim.clock.advance(59)
    # A refused request counts too, so this one and the one before are in the window.
    assert (await otter.get(USER)).status == 429
    sim.clock.advance(1)
    assert (await otter.get(USER)).status == 200


async def test_the_documented_limit_is_the_default(sim: Simulator) -> None:
    assert sim.real_debrid.settings.rate_limit == 250


async def test_the_limit_is_for_each_token(sim: Simulator, otter: Http) -> None:
    sim.real_debrid.settings.rate_limit = 1
    assert (await otter.get(USER)).status == 200
    assert (await otter.get(USER)).status == 429
    otter.token = sim.real_debrid.sign_in("quietotter")["access_token"]
    assert (await otter.get(USER)).status == 200


async def test_a_limit_that_says_how_long_to_wait(sim: Simulator, otter: Http) -> None:
    sim.real_debrid.settings.rate_limit = 1
    sim.real_debrid.settings.retry_after = True
    await otter.get(USER)
    sim.clock.advance(20)
    assert (await otter.get(USER)).headers["Retry-After"] == "60"


async def test_no_limit(sim: Simulator, otter: Http) -> None:
    sim.real_debrid.settings.rate_limit = None
    statuses = {(await otter.get(USER)).status for _ in range(260)}
    assert statuses == {200}


async def test_an_etag_saves_the_body(sim: Simulator, otter: Http) -> None:
    etag = (await otter.get(USER)).headers["ETag"]
    assert len(etag) == 40
    again = await otter.get(USER, {"If-None-Match": etag})
    assert (again.status, again.text) == (304, "")
    sim.clock.advance(1)
    changed = await otter.get(USER, {"If-None-Match": etag})
    assert changed.status == 200


async def test_refusals_have_no_etag(http: Http) -> None:
    assert "ETag" not in (await http.get(USER)).headers
