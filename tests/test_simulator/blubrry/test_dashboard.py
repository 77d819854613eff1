"""The widget, and the feed of the dashboard."""

from typing import Any

import pytest

from tests.simulator import Simulator
from tests.simulator.blubrry import Numbers, Statistics, Tier
from tests.test_simulator.blubrry.reading import (
    DAY,
    STATS,
    TODAY,
    by_day,
    listed,
    ok,
    whole,
)
from tests.test_simulator.http import Http

WIDGET = f"{STATS}/widget/preview.json"
DATA = f"{STATS}/data.json"


def daily(data: dict[str, Any]) -> dict[str, int]:
    return {row["date"]: whole(row["downloads"]) for row in listed(data["daily"])}


async def test_the_widget(host: Http) -> None:
    shown = await ok(host, WIDGET)
    days = shown.pop("day_total_data")
    assert [day["day_date"] for day in days] == [
        (TODAY - (6 - place) * DAY).isoformat() for place in range(7)
    ]
    counts = [whole(day["trending_day_total"]) for day in days]
    # Some numbers are strings.
    assert {type(day["trending_day_total"]) for day in days} == {int, str}
    assert shown["scale_max"] == 6 * shown["scale_step"] >= max(counts)
    assert shown == {
        "program_keyword": "openmovies",
        "widget_title": "Podcast Statistics",
        "scale_min": 0,
        "scale_max": shown["scale_max"],
        "scale_step": shown["scale_step"],
        "program_total": shown["program_total"],
        "month_average": shown["month_average"],
        "month_average_change": shown["month_average_change"],
        "stats_prog_id": 55_120,
    }


async def test_all_of_the_data(host: Http) -> None:
    shown = await ok(host, DATA, days=3)
    assert list(shown) == ["stats_tier", "daily", "totals", "averages", "trends"]
    assert shown["stats_tier"] == "advanced"
    assert list(daily(shown)) == [(TODAY - n * DAY).isoformat() for n in (2, 1, 0)]
    assert len(daily(await ok(host, DATA))) == 30


async def test_a_part_of_the_data(host: Http) -> None:
    shown = await ok(host, DATA, include="totals,trends,moods")
    assert list(shown) == ["stats_tier", "totals", "trends"]


async def test_they_agree_with_the_other_statistics(host: Http) -> None:
    data, widget = await ok(host, DATA, days=60), await ok(host, WIDGET)
    show = (await ok(host, f"{STATS}/"))["results"]["total"]
    assert data["totals"]["all_time"] == widget["program_total"] == show
    days = await by_day(host, TODAY - 59 * DAY, TODAY)
    assert daily(data) == days
    assert [whole(day["trending_day_total"]) for day in widget["day_total_data"]] == (
        list(days.values())[-7:]
    )
    month = list(days.values())[-31:-1]
    assert data["averages"]["thirty_day"] == widget["month_average"]
    assert widget["month_average"] == round(sum(month) / 30)
    assert data["trends"]["thirty_day_vs_prior"] == widget["month_average_change"]


@pytest.mark.parametrize(
    ("age", "trend"),
    [
        (0, "same"),
        (1, "up"),
        (30, "up"),
        (31, "down"),
        (60, "down"),
        (61, "same"),
    ],
)
async def test_the_trend(sim: Simulator, host: Http, age: int, trend: str) -> None:
    """Compare thirty whole days with the thirty before, without today."""
    program = sim.blubrry.programs[40_211]
    program.audience = 0
    # An old episode, downloaded only on that day.
    program.episodes = program.episodes[:10]
    program.episodes[0].extra = {(TODAY - age * DAY).isoformat(): 9_000}
    assert (await ok(host, WIDGET))["month_average_change"] == trend


@pytest.mark.parametrize("days", ["0", "61", "many"])
async def test_wrong_numbers_of_days(sim: Simulator, host: Http, days: str) -> None:
    assert (await host.get(DATA, days=days)).status == 400


async def test_a_longer_feed(sim: Simulator, host: Http) -> None:
    sim.blubrry.settings.most_days = 90
    assert len(daily(await ok(host, DATA, days=90))) == 90


async def test_days_without_downloads(sim: Simulator, host: Http) -> None:
    program = sim.blubrry.programs[40_211]
    program.episodes = program.episodes[28:30]
    assert len(daily(await ok(host, DATA, days=30))) == 10
    sim.blubrry.settings.omit_empty_days = False
    days = daily(await ok(host, DATA, days=30))
    assert len(days) == 30
    assert days[(TODAY - 29 * DAY).isoformat()] == 0


async def test_free_statistics(sim: Simulator, host: Http) -> None:
    program = sim.blubrry.programs[40_211]
    program.hosting, program.tier = False, Tier.FREE
    assert (await ok(host, DATA))["stats_tier"] == "basic"
    assert (await host.get(WIDGET)).status == 403


async def test_a_service_without_the_undocumented(sim: Simulator, host: Http) -> None:
    sim.blubrry.settings.undocumented = False
    answer = await host.get(DATA)
    assert (answer.status, answer.json) == (404, {"error": "Not Found"})


async def test_nothing_yet(sim: Simulator, host: Http) -> None:
    program = sim.blubrry.programs[40_211]
    program.statistics = Statistics.NOTHING_YET
    assert await ok(host, DATA) == {
        "stats_tier": "advanced",
        "daily": [],
        "totals": {"all_time": None},
        "averages": {"thirty_day": None},
        "trends": {"thirty_day_vs_prior": "same"},
    }
    days = (await ok(host, WIDGET))["day_total_data"]
    assert {whole(day["trending_day_total"]) for day in days} == {0}
    program.statistics = Statistics.ABSENT
    assert (await host.get(DATA)).status == 404


async def test_odd_forms(sim: Simulator, host: Http) -> None:
    before, widget = await ok(host, DATA), await ok(host, WIDGET)
    sim.blubrry.settings.numbers = Numbers.COMMAS
    sim.blubrry.settings.lists_as_maps = True
    after, odd = await ok(host, DATA), await ok(host, WIDGET)
    assert isinstance(after["daily"], dict)
    assert daily(after) == daily(before)
    assert after["totals"]["all_time"] == f"{before['totals']['all_time']:,}"
    assert list(odd["day_total_data"]) == list("0123456")
    assert whole(odd["month_average"]) == widget["month_average"]


async def test_a_boost(sim: Simulator, host: Http) -> None:
    before, days = await ok(host, WIDGET), daily(await ok(host, DATA))
    episode = sim.blubrry.boost(40_211, 500)
    assert episode.id == 150_220_029
    sim.blubrry.boost(40_211, 20, episode_id=150_220_005)
    after = daily(await ok(host, DATA))
    today = TODAY.isoformat()
    assert after == {**days, today: days[today] + 520}
    assert (await ok(host, WIDGET))["program_total"] == before["program_total"] + 520


async def test_a_milestone(sim: Simulator, host: Http) -> None:
    sim.blubrry.boost_to(40_211, 50_000)
    assert (await ok(host, DATA))["totals"]["all_time"] == 50_000
    assert sim.blubrry.lifetime(40_211) == 50_000
    with pytest.raises(ValueError, match="already"):
        sim.blubrry.boost_to(40_211, 49_999)
    sim.blubrry.programs[40_777].statistics = Statistics.COUNTED
    with pytest.raises(LookupError):
        sim.blubrry.boost(40_777, 1)


async def test_a_new_episode_is_counted(sim: Simulator, host: Http) -> None:
    before = sim.blubrry.lifetime(40_211)
    episode = sim.blubrry.publish_episode(40_211, "Ep 31: Now", popularity=3.0)
    shown = (await ok(host, f"{STATS}/show-episodes/"))["results"][0]
    assert (shown["episode_label"], shown["total"]) == ("Ep 31: Now", "0")
    assert sim.blubrry.lifetime(40_211) == before
    sim.clock.advance(1_800)
    shown = (await ok(host, f"{STATS}/show-episodes/"))["results"][0]
    assert shown["episode_id"] == str(episode.id)
    assert int(shown["total"]) > 0


async def test_a_day_that_is_25_hours_long(sim: Simulator) -> None:
    sim.blubrry.settings.statistics_zone = "America/New_York"
    seen = []
    for hour in range(28):  # from 1 November 2026, 00:00 in New York
        sim.clock.move_to(1_793_505_600 + hour * 3_600)
        seen.append(sim.blubrry.lifetime(40_211))
    assert seen == sorted(seen)
    assert seen[0] < seen[-1]
