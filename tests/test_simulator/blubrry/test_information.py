"""The two undocumented lists: which programs are hosted, and what a program is."""

import pytest

from tests.simulator import Simulator
from tests.simulator.blubrry import DateForm, HostingForm
from tests.test_simulator.blubrry.reading import ok
from tests.test_simulator.http import Http

SERVICE = "/2/service/index.json"
INFO = "/2/program/openmovies/info.json"


async def test_all_programs(sim: Simulator, host: Http) -> None:
    token = sim.blubrry.sign_in("demo-client", "guestreader")
    host.token = token["access_token"]
    rows = await ok(host, SERVICE, cache="0cc175b9c0f1b6a8")
    assert rows[:2] == [
        {
            "program_keyword": "openmovies",
            "program_title": "Open Movie Hour",
            "program_id": "40211",
            "hosting": "true",
        },
        {
            "program_keyword": "steeltapes",
            "program_title": "The Tears of Steel Tapes",
            "program_id": "40777",
            "hosting": False,
        },
    ]
    assert len(rows) == 3


@pytest.mark.parametrize(
    ("form", "hosting"),
    [
        (HostingForm.MIXED, ["true", False]),
        (HostingForm.BOOLEANS, [True, False]),
        (HostingForm.STRINGS, ["true", "false"]),
    ],
)
async def test_hosting_in_every_form(
    sim: Simulator, host: Http, form: HostingForm, hosting: list[object]
) -> None:
    sim.blubrry.settings.hosting_form = form
    sim.blubrry.programs[1_498_812].hosting = False
    rows = await ok(host, SERVICE)
    assert [row["hosting"] for row in rows] == hosting


async def test_a_program(sim: Simulator, host: Http) -> None:
    assert await ok(host, INFO) == {
        "program_title": "Open Movie Hour",
        "author": "The Open Movie Club",
        "description": "Films under free licences, told and taken apart.",
        "category": "TV & Film",
        "feed_url": "https://feeds.blubrry.com/feeds/openmovies.xml",
        "episode_count": 30,
        "created_date": 1_520_208_000,
        "last_update": "2026-11-20",
        "artwork_url": f"{sim.blubrry.url}/coverart/300/40211.png",
    }


async def test_a_program_without_a_cover(host: Http) -> None:
    shown = await ok(host, "/2/program/1498812/info.json")
    assert shown["artwork_url"].endswith("/coverart/300/default.jpg")


async def test_a_program_without_episodes(sim: Simulator, host: Http) -> None:
    sim.blubrry.programs[40_211].episodes.clear()
    shown = await ok(host, INFO)
    assert (shown["episode_count"], shown["last_update"]) == (0, "2018-03-05")


@pytest.mark.parametrize(
    ("form", "created", "updated"),
    [
        (DateForm.UNIX, 1_520_208_000, 1_795_154_400),
        (DateForm.TEXT, "March 5, 2018", "November 20, 2026"),
    ],
)
async def test_dates_in_other_forms(
    sim: Simulator,
    host: Http,
    form: DateForm,
    created: str | int,
    updated: str | int,
) -> None:
    sim.blubrry.settings.info_dates = form
    shown = await ok(host, INFO)
    assert (shown["created_date"], shown["last_update"]) == (created, updated)


@pytest.mark.parametrize("path", [SERVICE, INFO])
async def test_a_service_without_them(sim: Simulator, host: Http, path: str) -> None:
    sim.blubrry.settings.undocumented = False
    assert (await host.get(path)).status == 404


async def test_the_summary_has_ids_as_strings_too(sim: Simulator, host: Http) -> None:
    sim.blubrry.settings.ids_as_strings = True
    summary = await ok(host, "/2/stats/openmovies/summary.json")
    assert summary["media"][0]["id"] == "150220029"
