"""Lifetime totals of a show and of its episodes."""

import pytest

from tests.simulator import Simulator
from tests.simulator.blubrry import Numbers, Partials, RecordCount, Statistics, Tier
from tests.test_simulator.blubrry.reading import STATS, listed, ok, whole
from tests.test_simulator.http import Http

SHOW = f"{STATS}/"
EPISODES = f"{STATS}/show-episodes/"
PARTS = ["partial_25", "partial_50", "partial_75", "partial_99"]


async def test_a_show(host: Http) -> None:
    shown = await ok(host, SHOW)
    assert shown["record_count"] == 1
    results = shown["results"]
    assert list(results) == [
        "title",
        "keyword",
        "total",
        "full_downloads",
        *PARTS,
        "id",
    ]
    assert (results["title"], results["keyword"], results["id"]) == (
        "Open Movie Hour",
        "openmovies",
        "55120",
    )
    assert {type(results[name]) for name in ("total", *PARTS)} == {int}
    assert results["full_downloads"] > results["partial_99"] > 0
    assert results["total"] == results["full_downloads"] + sum(
        results[name] for name in PARTS
    )


async def test_its_episodes(host: Http) -> None:
    shown = await ok(host, EPISODES)
    assert list(shown) == ["record_count", "title", "keyword", "total", "results"]
    assert shown["record_count"] == len(shown["results"]) == 10
    newest = shown["results"][0]
    assert newest == {
        "episode_id": "150220029",
        "episode_label": "Ep 30: Spring, the making",
        "episode_filename": "omh-030.mp3",
        "episode_date": "11/20/2026",
        "duration_in_seconds": "1919",
        "total": newest["total"],
        "full_downloads": newest["full_downloads"],
        **{name: newest[name] for name in PARTS},
    }
    assert {type(newest[name]) for name in PARTS} == {int}
    assert isinstance(newest["total"], str)
    assert isinstance(newest["full_downloads"], str)


async def test_show_episodes_and_summary_agree(host: Http) -> None:
    show = (await ok(host, SHOW))["results"]
    listing = await ok(host, EPISODES, limit=1000)
    summary = await ok(host, f"{STATS}/summary.json")
    assert len(listing["results"]) == 30
    assert (
        show["total"]
        == listing["total"]
        == int(summary["overall"]["total"])
        == sum(int(row["total"]) for row in listing["results"])
    )
    for name in PARTS:
        assert show[name] == sum(row[name] for row in listing["results"])
    assert [int(row["overall"]) for row in summary["media"]] == [
        int(row["total"]) for row in listing["results"][:10]
    ]


async def test_a_correction_of_the_whole(sim: Simulator, host: Http) -> None:
    before = (await ok(host, SHOW))["results"]["total"]
    sim.blubrry.programs[40_211].correction = -77
    assert (await ok(host, SHOW))["results"]["total"] == before - 77
    assert (await ok(host, EPISODES))["total"] == before - 77


async def test_pages(sim: Simulator, host: Http) -> None:
    first = (await ok(host, EPISODES, limit=7))["results"]
    second = await ok(host, EPISODES, start=7, limit=30)
    assert [row["episode_id"] for row in first + second["results"]] == [
        str(number) for number in range(150_220_029, 150_219_999, -1)
    ]
    assert second["record_count"] == 23
    assert (await ok(host, EPISODES, start=30))["results"] == []
    sim.blubrry.settings.record_count = RecordCount.TOTAL
    assert (await ok(host, EPISODES, start=7, limit=3))["record_count"] == 30


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 1001}, {"start": "x"}])
async def test_a_wrong_page(host: Http, query: dict[str, str | int]) -> None:
    assert (await host.get(EPISODES, **query)).status == 400


@pytest.mark.parametrize("tier", [Tier.FREE, Tier.STANDARD])
@pytest.mark.parametrize("partials", Partials)
async def test_partial_downloads_are_for_the_advanced_plan(
    sim: Simulator, host: Http, tier: Tier, partials: Partials
) -> None:
    sim.blubrry.settings.partials = partials
    sim.blubrry.programs[40_211].tier = tier
    row = (await ok(host, EPISODES))["results"][0]
    assert row["full_downloads"] == row["total"]
    absent = {
        Partials.ZERO: dict.fromkeys(PARTS, 0),
        Partials.NULL: dict.fromkeys(PARTS),
        Partials.MISSING: {},
    }
    assert {name: row[name] for name in PARTS if name in row} == absent[partials]


@pytest.mark.parametrize("path", ["/", "/show-episodes/", "/widget/preview.json"])
async def test_plans(sim: Simulator, host: Http, path: str) -> None:
    program = sim.blubrry.programs[40_211]
    program.hosting = False
    assert (await host.get(STATS + path)).status == 200
    program.tier = Tier.FREE
    answer = await host.get(STATS + path)
    assert answer.status == 403
    assert "Standard Statistics" in answer.json["error"]
    sim.blubrry.settings.plan_refusal_status = 402
    assert (await host.get(STATS + path)).status == 402
    assert (await host.get(f"{STATS}/summary.json")).status == 200
    program.hosting = True
    assert (await host.get(STATS + path)).status == 200


@pytest.mark.parametrize(
    ("numbers", "kind"),
    [(Numbers.STRINGS, str), (Numbers.INTEGERS, int), (Numbers.COMMAS, str)],
)
async def test_numbers_in_other_forms(
    sim: Simulator, host: Http, numbers: Numbers, kind: type
) -> None:
    before = (await ok(host, SHOW))["results"]["total"]
    sim.blubrry.settings.numbers = numbers
    shown = await ok(host, SHOW)
    assert isinstance(shown["results"]["total"], kind)
    assert whole(shown["results"]["total"]) == before
    row = (await ok(host, EPISODES))["results"][0]
    assert isinstance(row["total"], kind)
    assert isinstance(row["partial_25"], kind)


async def test_commas(sim: Simulator, host: Http) -> None:
    sim.blubrry.settings.numbers = Numbers.COMMAS
    assert "," in (await ok(host, SHOW))["results"]["total"]


async def test_rows_as_an_object(sim: Simulator, host: Http) -> None:
    before = (await ok(host, EPISODES))["results"]
    sim.blubrry.settings.lists_as_maps = True
    after = (await ok(host, EPISODES))["results"]
    assert list(after) == [str(number) for number in range(10)]
    assert listed(after) == before


async def test_nothing_yet_and_no_statistics(sim: Simulator, host: Http) -> None:
    program = sim.blubrry.programs[40_211]
    program.statistics = Statistics.NOTHING_YET
    assert (await ok(host, SHOW))["results"]["total"] == 0
    assert (await ok(host, EPISODES))["results"] == []
    program.statistics = Statistics.ABSENT
    answer = await host.get(SHOW)
    assert answer.status == 404
    assert answer.json["error"].startswith("No statistics")
