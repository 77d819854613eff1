"""The token endpoint: exchange, refresh, and revocation."""

from typing import Any

import pytest

from tests.simulator import Simulator
from tests.test_simulator.http import Answer, Http
from tests.test_simulator.real_debrid.test_device_flow import (
    CLIENT,
    GRANT_TYPE,
    TOKEN,
    begin,
    exchange,
    poll,
)


@pytest.fixture
def signed_in(sim: Simulator) -> dict[str, Any]:
    return sim.real_debrid.sign_in("quietotter")


def form(signed_in: dict[str, Any], **changes: str) -> dict[str, str]:
    return {
        "client_id": signed_in["client_id"],
        "client_secret": signed_in["client_secret"],
        "code": signed_in["refresh_token"],
        "grant_type": GRANT_TYPE,
        **changes,
    }


async def user(http: Http, token: str) -> Answer:
    return await http.get("/rest/1.0/user", {"Authorization": f"Bearer {token}"})


async def test_a_refresh_gives_a_second_access_token(
    http: Http, signed_in: dict[str, Any]
) -> None:
    answer = await http.post(TOKEN, form(signed_in))
    assert answer.json["refresh_token"] == signed_in["refresh_token"]
    for token in (signed_in["access_token"], answer.json["access_token"]):
        assert (await user(http, token)).status == 200


@pytest.mark.parametrize(
    "missing", ["client_id", "client_secret", "code", "grant_type"]
)
async def test_a_missing_parameter(
    http: Http, signed_in: dict[str, Any], missing: str
) -> None:
    sent = form(signed_in)
    del sent[missing]
    answer = await http.post(TOKEN, sent)
    assert answer.status == 400
    assert answer.json == {
        "error": "parameter_missing",
        "error_details": missing,
        "error_code": 1,
    }


async def test_json_is_no_form(http: Http, signed_in: dict[str, Any]) -> None:
    answer = await http.ask("POST", TOKEN, json=form(signed_in))
    assert (answer.status, answer.json["error_code"]) == (400, 1)


async def test_parameters_in_the_address_are_not_seen(
    http: Http, signed_in: dict[str, Any]
) -> None:
    answer = await http.ask("POST", TOKEN, params=form(signed_in))
    assert (answer.status, answer.json["error_code"]) == (400, 1)


async def test_get_is_no_way(http: Http, signed_in: dict[str, Any]) -> None:
    assert (await http.get(TOKEN, **form(signed_in))).status == 405


@pytest.mark.parametrize(
    "change",
    [
        {"grant_type": "refresh_token"},
        {"grant_type": GRANT_TYPE.replace("http", "https")},
        {"client_id": CLIENT},
        {"client_secret": "0" * 40},
        {"code": "A" * 52},
    ],
)
async def test_a_wrong_parameter(
    http: Http, signed_in: dict[str, Any], change: dict[str, str]
) -> None:
    answer = await http.post(TOKEN, form(signed_in, **change))
    assert answer.status == 400
    assert answer.json == {"error": "wrong_parameter", "error_code": 2}


async def test_the_pair_of_somebody_else(
    sim: Simulator, http: Http, signed_in: dict[str, Any]
) -> None:
    other = sim.real_debrid.sign_in("freefinch")
    answer = await http.post(TOKEN, form(signed_in, code=other["refresh_token"]))
    assert answer.status == 400


async def test_a_device_code_is_exchanged_once(sim: Simulator, http: Http) -> None:
    device = await begin(http)
    sim.real_debrid.approve(device["user_code"], "quietotter")
    pair = (await poll(http, device)).json
    assert (await exchange(http, pair, device["device_code"])).status == 200
    assert (await exchange(http, pair, device["device_code"])).status == 400


async def test_a_device_code_is_exchanged_in_time(sim: Simulator, http: Http) -> None:
    device = await begin(http)
    sim.real_debrid.approve(device["user_code"], "quietotter")
    pair = (await poll(http, device)).json
    sim.clock.advance(900)
    assert (await exchange(http, pair, device["device_code"])).status == 400


async def test_a_device_code_needs_its_own_pair(
    sim: Simulator, http: Http, signed_in: dict[str, Any]
) -> None:
    device = await begin(http)
    sim.real_debrid.approve(device["user_code"], "quietotter")
    await poll(http, device)
    answer = await http.post(TOKEN, form(signed_in, code=device["device_code"]))
    assert answer.status == 400


async def test_the_device_code_as_refresh_token(sim: Simulator, http: Http) -> None:
    sim.real_debrid.settings.refresh_token_is_device_code = True
    device = await begin(http)
    sim.real_debrid.approve(device["user_code"], "quietotter")
    pair = (await poll(http, device)).json
    first = await exchange(http, pair, device["device_code"])
    assert first.json["refresh_token"] == device["device_code"]
    sim.clock.advance(5_000)
    second = await exchange(http, pair, device["device_code"])
    assert second.json["refresh_token"] == device["device_code"]


async def test_rotation_ends_the_old_refresh_token(
    sim: Simulator, http: Http, signed_in: dict[str, Any]
) -> None:
    sim.real_debrid.settings.rotate_refresh_token = True
    rotated = (await http.post(TOKEN, form(signed_in))).json["refresh_token"]
    assert rotated != signed_in["refresh_token"]
    answer = await http.post(TOKEN, form(signed_in))
    assert answer.status == 403
    assert answer.json == {"error": "permission_denied", "error_code": 9}
    assert (await http.post(TOKEN, form(signed_in, code=rotated))).status == 200


async def test_a_refresh_may_give_no_refresh_token(
    sim: Simulator, http: Http, signed_in: dict[str, Any]
) -> None:
    sim.real_debrid.settings.refresh_omits_refresh_token = True
    assert "refresh_token" not in (await http.post(TOKEN, form(signed_in))).json


async def test_revoking_ends_everything_of_one_person(
    sim: Simulator, http: Http, signed_in: dict[str, Any]
) -> None:
    other = sim.real_debrid.sign_in("freefinch")
    assert sim.real_debrid.granted() == ["freefinch", "quietotter"]
    sim.real_debrid.revoke("quietotter")
    assert sim.real_debrid.granted() == ["freefinch"]
    answer = await http.post(TOKEN, form(signed_in))
    assert (answer.status, answer.json["error_code"]) == (403, 9)
    assert (await user(http, signed_in["access_token"])).status == 401
    assert (await http.post(TOKEN, form(other))).status == 200


async def test_revoking_ends_a_code_on_its_way(sim: Simulator, http: Http) -> None:
    device = await begin(http)
    sim.real_debrid.approve(device["user_code"], "quietotter")
    sim.real_debrid.revoke("quietotter")
    assert (await poll(http, device)).status == 400


async def test_a_deleted_account(
    sim: Simulator, http: Http, signed_in: dict[str, Any]
) -> None:
    sim.real_debrid.remove_person("quietotter")
    assert (await http.post(TOKEN, form(signed_in))).status == 403
    assert (await user(http, signed_in["access_token"])).status == 401


async def test_an_account_that_vanished(
    sim: Simulator, http: Http, signed_in: dict[str, Any]
) -> None:
    sim.real_debrid.people.clear()
    assert (await http.post(TOKEN, form(signed_in))).json["error_code"] == 9
    assert (await user(http, signed_in["access_token"])).status == 401


async def test_account_problems_have_their_error_code(
    sim: Simulator, http: Http, signed_in: dict[str, Any]
) -> None:
    sim.real_debrid.people["quietotter"].trouble = 14
    answer = await http.post(TOKEN, form(signed_in))
    assert answer.json == {"error": "account_locked", "error_code": 14}
    sim.real_debrid.people["quietotter"].trouble = None
    assert (await http.post(TOKEN, form(signed_in))).status == 200


async def test_odd_types_and_short_lives(
    sim: Simulator, http: Http, signed_in: dict[str, Any]
) -> None:
    sim.real_debrid.settings.strings_for_ints = True
    sim.real_debrid.settings.access_token_life = 60
    token = (await http.post(TOKEN, form(signed_in))).json
    assert token["expires_in"] == "60"
    sim.clock.advance(59)
    assert (await user(http, token["access_token"])).status == 200
    sim.clock.advance(1)
    assert (await user(http, token["access_token"])).status == 401


async def test_tokens_expire_by_command(
    sim: Simulator, http: Http, signed_in: dict[str, Any]
) -> None:
    other = sim.real_debrid.sign_in("freefinch")
    assert sim.real_debrid.expire_access_tokens("freefinch") == 1
    assert sim.real_debrid.expire_access_tokens("quietotter", in_seconds=30) == 1
    assert (await user(http, other["access_token"])).status == 401
    sim.clock.advance(29)
    assert (await user(http, signed_in["access_token"])).status == 200
    sim.clock.advance(1)
    assert (await user(http, signed_in["access_token"])).status == 401
    assert (await http.post(TOKEN, form(signed_in))).status == 200
