"""From a device code to the first token."""

import pytest

from tests.simulator import Simulator
from tests.simulator.real_debrid import DeniedVariant, PendingVariant
from tests.test_simulator.http import Answer, Http

CLIENT = "X245A4XAIBGVM"
CODE = "/oauth/v2/device/code"
CREDENTIALS = "/oauth/v2/device/credentials"
TOKEN = "/oauth/v2/token"
GRANT_TYPE = "http://oauth.net/grant_type/device/1.0"


async def begin(http: Http) -> dict[str, str]:
    answer = await http.get(CODE, client_id=CLIENT, new_credentials="yes")
    assert answer.status == 200
    device: dict[str, str] = answer.json
    return device


async def poll(http: Http, device: dict[str, str]) -> Answer:
    return await http.get(CREDENTIALS, client_id=CLIENT, code=device["device_code"])


async def exchange(http: Http, pair: dict[str, str], code: str) -> Answer:
    return await http.post(TOKEN, {**pair, "code": code, "grant_type": GRANT_TYPE})


async def test_the_whole_flow(sim: Simulator, http: Http) -> None:
    device = await begin(http)
    assert (await poll(http, device)).status == 403
    sim.real_debrid.approve(device["user_code"], "quietotter")
    pair = (await poll(http, device)).json
    assert len(pair["client_id"]) == 13
    assert len(pair["client_secret"]) == 40
    answer = await exchange(http, pair, device["device_code"])
    assert answer.status == 200
    token = answer.json
    assert token["token_type"] == "Bearer"
    assert token["expires_in"] == 86_400
    http.token = token["access_token"]
    assert (await http.get("/rest/1.0/user")).json["username"] == "quietotter"
    again = await exchange(http, pair, token["refresh_token"])
    assert again.json["refresh_token"] == token["refresh_token"]
    assert again.json["access_token"] != token["access_token"]


async def test_what_a_device_code_is_answered_with(sim: Simulator, http: Http) -> None:
    device = await begin(http)
    url = sim.real_debrid.url
    code = device["device_code"]
    assert len(code) == 52
    assert len(device["user_code"]) == 8
    assert device == {
        "device_code": code,
        "user_code": device["user_code"],
        "interval": 5,
        "expires_in": 900,
        "verification_url": f"{url}/device",
        "direct_verification_url": (
            f"{url}/authorize?client_id={CLIENT}&device_id={code}"
        ),
    }


async def test_a_device_code_as_settings_have_it(sim: Simulator, http: Http) -> None:
    settings = sim.real_debrid.settings
    settings.direct_url = False
    settings.interval = 7
    settings.device_code_life = 600
    settings.strings_for_ints = True
    device = await begin(http)
    assert "direct_verification_url" not in device
    assert (device["interval"], device["expires_in"]) == ("7", "600")


async def test_slashes_are_escaped(http: Http) -> None:
    answer = await http.get(CODE, client_id=CLIENT, new_credentials="yes")
    assert r"http:\/\/127.0.0.1" in answer.text


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ({}, "parameter_missing"),
        ({"client_id": ""}, "parameter_missing"),
        ({"client_id": "NOBODY"}, "wrong_parameter"),
        ({"client_id": CLIENT, "new_credentials": "1"}, "wrong_parameter"),
    ],
)
async def test_a_wrong_request_for_a_code(
    http: Http, query: dict[str, str], error: str
) -> None:
    answer = await http.get(CODE, **query)
    assert (answer.status, answer.json["error"]) == (400, error)


async def test_a_code_is_asked_for_by_get(http: Http) -> None:
    answer = await http.post(CODE, {"client_id": CLIENT, "new_credentials": "yes"})
    assert answer.status == 405
    assert answer.json == {"error": "method_not_allowed", "error_code": 4}
    assert answer.headers["Allow"] == "GET"


async def test_without_new_credentials_there_are_none(
    sim: Simulator, http: Http
) -> None:
    device = (await http.get(CODE, client_id=CLIENT)).json
    sim.real_debrid.approve(device["user_code"], "quietotter")
    answer = await poll(http, device)
    assert (answer.status, answer.json["error_code"]) == (400, 2)


@pytest.mark.parametrize(
    ("variant", "status", "body"),
    [
        (PendingVariant.FORBIDDEN_ERROR, 403, {"error"}),
        (PendingVariant.FORBIDDEN_NULL_CODE, 403, {"error", "error_code"}),
        (PendingVariant.FORBIDDEN_EMPTY, 403, None),
        (PendingVariant.FORBIDDEN_OLD_CODE, 403, {"error", "error_code"}),
        (PendingVariant.NULL_PAIR, 200, {"client_id", "client_secret"}),
        (PendingVariant.OK_ERROR, 200, {"error"}),
        (PendingVariant.OK_NO_SECRET, 200, {"status"}),
        (PendingVariant.UNAVAILABLE, 503, {"error"}),
    ],
)
async def test_every_way_to_be_pending(
    sim: Simulator,
    http: Http,
    variant: PendingVariant,
    status: int,
    body: set[str] | None,
) -> None:
    sim.real_debrid.settings.pending = variant
    answer = await poll(http, await begin(http))
    assert answer.status == status
    assert (set(answer.json) if answer.text else None) == body
    assert "client_secret" not in answer.text or answer.json["client_secret"] is None


@pytest.mark.parametrize(
    ("variant", "status"),
    [
        (DeniedVariant.WRONG_PARAMETER, 400),
        (DeniedVariant.UNKNOWN_RESOURCE, 404),
        (DeniedVariant.PENDING, 403),
    ],
)
async def test_every_way_to_be_denied(
    sim: Simulator, http: Http, variant: DeniedVariant, status: int
) -> None:
    sim.real_debrid.settings.denied = variant
    device = await begin(http)
    sim.real_debrid.deny(device["user_code"])
    assert (await poll(http, device)).status == status


async def test_a_code_lives_fifteen_minutes(sim: Simulator, http: Http) -> None:
    device = await begin(http)
    sim.clock.advance(899)
    assert (await poll(http, device)).status == 403
    sim.clock.advance(1)
    assert (await poll(http, device)).status == 400
    with pytest.raises(LookupError):
        sim.real_debrid.approve(device["user_code"], "quietotter")


async def test_an_unknown_code(http: Http) -> None:
    answer = await poll(http, {"device_code": "A" * 52})
    assert answer.json == {"error": "wrong_parameter", "error_code": 2}


async def test_credentials_need_the_public_client(sim: Simulator, http: Http) -> None:
    device = await begin(http)
    sim.real_debrid.approve(device["user_code"], "quietotter")
    pair = (await poll(http, device)).json
    answer = await http.get(
        CREDENTIALS, client_id=pair["client_id"], code=device["device_code"]
    )
    assert answer.status == 400


async def test_a_second_look_gives_the_same_pair(sim: Simulator, http: Http) -> None:
    device = await begin(http)
    sim.real_debrid.approve(device["user_code"], "quietotter")
    assert (await poll(http, device)).json == (await poll(http, device)).json


async def test_a_code_is_decided_about_once(sim: Simulator, http: Http) -> None:
    device = await begin(http)
    assert [one.user_code for one in sim.real_debrid.waiting()] == [device["user_code"]]
    sim.real_debrid.deny(device["user_code"])
    assert sim.real_debrid.waiting() == []
    with pytest.raises(LookupError):
        sim.real_debrid.approve(device["user_code"], "quietotter")
