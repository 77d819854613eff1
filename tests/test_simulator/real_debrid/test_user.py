"""`/user` for all accounts, and with every unexpected type."""

import pytest

from tests.simulator import Simulator
from tests.simulator.real_debrid import FreeExpiration
from tests.test_simulator.http import Http

USER = "/rest/1.0/user"
DAY = 86_400


async def show(sim: Simulator, http: Http, username: str) -> dict[str, object]:
    http.token = sim.real_debrid.sign_in(username)["access_token"]
    answer = await http.get(USER)
    assert answer.status == 200
    shown: dict[str, object] = answer.json
    return shown


async def test_somebody_premium(sim: Simulator, otter: Http) -> None:
    assert (await otter.get(USER)).json == {
        "id": 4_815_162,
        "username": "quietotter",
        "email": "qui*****@example.org",
        "points": 1_830,
        "locale": "en",
        "avatar": f"{sim.real_debrid.url}/images/forum/empty.png",
        "type": "premium",
        "premium": 46 * DAY,
        "expiration": "2027-01-07T10:00:00.000Z",
    }


async def test_premium_runs_down(sim: Simulator, http: Http) -> None:
    before = await show(sim, http, "lastlantern")
    assert before["premium"] == 3 * DAY
    sim.clock.advance(3 * DAY - 1)
    late = await show(sim, http, "lastlantern")
    assert (late["premium"], late["type"]) == (1, "premium")
    sim.clock.advance(1)
    over = await show(sim, http, "lastlantern")
    assert (over["premium"], over["type"]) == (0, "free")
    assert over["expiration"] == before["expiration"] == "2026-11-25T10:00:00.000Z"


async def test_somebody_lapsed(sim: Simulator, http: Http) -> None:
    shown = await show(sim, http, "lapsedheron")
    assert (shown["type"], shown["premium"]) == ("free", 0)
    assert shown["expiration"] == "2026-11-02T10:00:00.000Z"


@pytest.mark.parametrize(
    ("variant", "expiration"),
    [
        (FreeExpiration.PAST, "1970-01-01T00:00:00.000Z"),
        (FreeExpiration.EMPTY, ""),
        (FreeExpiration.NULL, None),
    ],
)
async def test_somebody_who_never_was_premium(
    sim: Simulator, http: Http, variant: FreeExpiration, expiration: str | None
) -> None:
    sim.real_debrid.settings.free_expiration = variant
    shown = await show(sim, http, "freefinch")
    assert (shown["type"], shown["expiration"]) == ("free", expiration)


async def test_a_local_time_with_a_z(sim: Simulator, otter: Http) -> None:
    sim.real_debrid.settings.user_expiration_zone = "Europe/Paris"
    shown = (await otter.get(USER)).json
    assert shown["expiration"] == "2027-01-07T11:00:00.000Z"


async def test_strings_and_no_locale(sim: Simulator, otter: Http) -> None:
    sim.real_debrid.settings.strings_for_ints = True
    sim.real_debrid.settings.user_locale = False
    shown = (await otter.get(USER)).json
    assert "locale" not in shown
    assert (shown["id"], shown["points"]) == ("4815162", "1830")


async def test_people_change(sim: Simulator, otter: Http) -> None:
    sim.real_debrid.people["quietotter"].points = 7
    sim.real_debrid.set_premium("quietotter", 90)
    shown = (await otter.get(USER)).json
    assert (shown["points"], shown["premium"]) == (7, 90)
    sim.real_debrid.set_premium("quietotter", None)
    assert (await otter.get(USER)).json["type"] == "free"
