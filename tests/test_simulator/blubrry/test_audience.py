"""Countries, applications and kinds of applications."""

from typing import Any

import pytest

from tests.simulator import Simulator
from tests.simulator.blubrry import Numbers, Statistics
from tests.test_simulator.blubrry.reading import DAY, STATS, TODAY, ok
from tests.test_simulator.http import Http

NEWEST = 150_220_029
WHAT = ["countries", "apps", "app-types"]


def total(shown: dict[str, Any]) -> int:
    return sum(int(row["total"]) for key, row in shown.items() if key != "record_count")


async def test_rows(host: Http) -> None:
    shown = await ok(host, f"{STATS}/countries/")
    assert shown["record_count"] == len(shown) - 1 == 9
    assert shown["31"] == {"country_name": "Norway", "total": shown["31"]["total"]}
    app = (await ok(host, f"{STATS}/apps/"))["144"]
    assert app == {
        "client_name": "AntennaPod",
        "client_class_id": 5,
        "total": app["total"],
    }
    kind = (await ok(host, f"{STATS}/app-types/"))["5"]
    assert kind == {
        "client_class_name": "Mobile Applications",
        "total": app["total"],
    }


@pytest.mark.parametrize("what", WHAT)
async def test_they_add_up(sim: Simulator, host: Http, what: str) -> None:
    path = f"{STATS}/{what}/"
    assert total(await ok(host, path)) == sim.blubrry.lifetime(40_211)
    week = await ok(
        host,
        path,
        startDate=(TODAY - 6 * DAY).isoformat(),
        endDate=(TODAY - DAY).isoformat(),
    )
    assert total(week) == sim.blubrry.downloads(40_211, TODAY - 6 * DAY, TODAY - DAY)


@pytest.mark.parametrize("what", WHAT)
async def test_one_episode(host: Http, what: str) -> None:
    shown = await ok(host, f"{STATS}/{NEWEST}/{what}/")
    listing = await ok(host, f"{STATS}/show-episodes/", limit=1)
    assert total(shown) == int(listing["results"][0]["total"])
    assert (await host.get(f"{STATS}/1/{what}/")).status == 404


@pytest.mark.parametrize("what", WHAT)
async def test_special_access(sim: Simulator, host: Http, what: str) -> None:
    sim.blubrry.programs[40_211].special_access = False
    answer = await host.get(f"{STATS}/{what}/")
    assert answer.status == 403
    assert "contact support" in answer.json["error"]


async def test_nothing_yet(sim: Simulator, host: Http) -> None:
    sim.blubrry.programs[40_211].statistics = Statistics.NOTHING_YET
    assert await ok(host, f"{STATS}/apps/") == {"record_count": 0}


async def test_numbers_as_strings(sim: Simulator, host: Http) -> None:
    sim.blubrry.settings.numbers = Numbers.STRINGS
    app = (await ok(host, f"{STATS}/apps/"))["144"]
    assert isinstance(app["total"], str)
    assert app["client_class_id"] == 5


@pytest.mark.parametrize(
    "query",
    [{"startDate": "x"}, {"startDate": "2026-11-20", "endDate": "2026-11-19"}],
)
async def test_wrong_dates(host: Http, query: dict[str, str]) -> None:
    assert (await host.get(f"{STATS}/countries/", **query)).status == 400
