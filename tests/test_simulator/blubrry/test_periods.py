"""Downloads between two dates."""

from datetime import date

import pytest

from tests.simulator import Simulator
from tests.simulator.blubrry import Numbers, RecordCount, Tier
from tests.test_simulator.blubrry.reading import (
    DAY,
    STATS,
    TODAY,
    by_day,
    dated,
    listed,
    ok,
    whole,
)
from tests.test_simulator.http import Http

EPISODES = f"{STATS}/episodes/"
TOTALS = f"{STATS}/totals.json"


async def test_one_day_by_episode(host: Http) -> None:
    shown = await dated(host, EPISODES)
    assert list(shown) == ["record_count", "results"]
    assert shown["record_count"] == len(shown["results"]) == 30
    assert shown == await ok(host, EPISODES)
    day = await dated(host, TOTALS)
    assert {row["episode"]: int(row["downloads"]) for row in day["results"]} == {
        row["episode_filename"]: int(row["total"])
        for row in shown["results"]
        if row["total"] != "0"
    }


async def test_only_episodes_that_were_out(host: Http) -> None:
    shown = await dated(host, EPISODES, date(2026, 11, 1), date(2026, 11, 12))
    assert shown["results"][0]["episode_date"] == "11/06/2026"


async def test_rows_of_a_day(host: Http) -> None:
    shown = await dated(host, TOTALS, TODAY - DAY)
    assert list(shown) == ["recordCount", "results"]
    newest = shown["results"][0]
    assert newest == {
        "episode": "omh-030.mp3",
        "date": "2026-11-21",
        "downloads": newest["downloads"],
    }
    assert isinstance(newest["downloads"], str)
    assert int(newest["downloads"]) > 0


async def test_fields(sim: Simulator, host: Http) -> None:
    fields = "downloads,title,url"
    row = (await dated(host, TOTALS, fields=fields))["results"][0]
    assert list(row) == fields.split(",")
    assert row["title"] == "Ep 30: Spring, the making"
    assert row["url"] == f"{sim.blubrry.url}/audio/150220029/omh-030.mp3"
    day = TODAY.isoformat()
    assert (
        await host.get(TOTALS, **{"start-date": day, "fields": "date,mood"})
    ).status == 400


@pytest.mark.parametrize("add_up", [False, True])
async def test_days_without_their_episodes(
    sim: Simulator, host: Http, *, add_up: bool
) -> None:
    rows = (await dated(host, TOTALS, TODAY - DAY, TODAY))["results"]
    sim.blubrry.settings.add_up_days = add_up
    days = (await dated(host, TOTALS, TODAY - DAY, TODAY, fields="date,downloads"))[
        "results"
    ]
    assert len(days) == (2 if add_up else len(rows))
    assert sum(int(row["downloads"]) for row in days) == sum(
        int(row["downloads"]) for row in rows
    )
    assert [row["date"] for row in days] == sorted(row["date"] for row in days)


async def test_pages(sim: Simulator, host: Http) -> None:
    first = TODAY - 20 * DAY
    everything = await dated(host, TOTALS, first, TODAY)
    assert everything["recordCount"] == len(everything["results"]) > 100
    pages = []
    while page := (await dated(host, TOTALS, first, TODAY, start=len(pages), limit=40))[
        "results"
    ]:
        pages += page
    assert pages == everything["results"]
    sim.blubrry.settings.record_count = RecordCount.TOTAL
    page = await dated(host, TOTALS, first, TODAY, limit=1)
    assert page["recordCount"] == len(pages)


@pytest.mark.parametrize("path", [EPISODES, TOTALS])
async def test_forty_five_days_at_most(sim: Simulator, host: Http, path: str) -> None:
    await dated(host, path, TODAY - 44 * DAY, TODAY)
    asked = {
        "start-date": (TODAY - 45 * DAY).isoformat(),
        "end-date": TODAY.isoformat(),
    }
    assert (await host.get(path, **asked)).status == 400
    sim.blubrry.settings.longest_span = 46
    assert (await host.get(path, **asked)).status == 200


@pytest.mark.parametrize("path", [EPISODES, TOTALS])
@pytest.mark.parametrize(
    "query",
    [
        {"start-date": "11/20/2026"},
        {"start-date": "20261120"},
        {"start-date": "2026-11-20", "end-date": "2026-11-19"},
        {"start-date": "2026-11-20", "limit": "1001"},
    ],
)
async def test_wrong_dates(host: Http, path: str, query: dict[str, str]) -> None:
    assert (await host.get(path, **query)).status == 400


async def test_a_date_to_start_with_is_required(host: Http) -> None:
    answer = await host.get(TOTALS)
    assert answer.status == 400
    assert "start-date" in answer.json["error"]


async def test_days_make_up_the_whole(host: Http) -> None:
    days = await by_day(host, date(2026, 4, 1), TODAY)
    show = (await ok(host, f"{STATS}/"))["results"]["total"]
    assert sum(days.values()) == show
    assert min(days) == "2026-05-01"


async def test_more_than_400_days(sim: Simulator, host: Http) -> None:
    token = sim.blubrry.sign_in("demo-client", "bunnyfan")
    host.token = token["access_token"]
    first = date(2025, 9, 5)
    whole_show = (await ok(host, "/2/stats/bunnydiaries/"))["results"]["total"]
    assert (TODAY - first).days > 400
    assert sim.blubrry.downloads(40_350, first, TODAY) == whole_show
    assert sim.blubrry.downloads(40_350, first, first) > 0
    rows = (
        await dated(host, "/2/stats/bunnydiaries/totals.json", first, first + 44 * DAY)
    )["results"]
    assert {row["date"] for row in rows} == {
        (first + place * DAY).isoformat() for place in range(45)
    }


async def test_the_past_stands_still(sim: Simulator, host: Http) -> None:
    sim.blubrry.expire_access_tokens(in_seconds=10**8)
    before = await dated(host, TOTALS, TODAY - 9 * DAY, TODAY - DAY)
    today = await dated(host, EPISODES)
    sim.clock.advance(3 * 3_600)
    assert await dated(host, TOTALS, TODAY - 9 * DAY, TODAY - DAY) == before
    grown = await dated(host, EPISODES)
    counts = [
        [int(row["total"]) for row in shown["results"]] for shown in (today, grown)
    ]
    assert all(a <= b for a, b in zip(*counts, strict=True))
    assert sum(counts[0]) < sum(counts[1])


async def test_a_day_is_corrected(sim: Simulator, host: Http) -> None:
    day = TODAY - 5 * DAY
    before = await by_day(host, day - DAY, day + DAY)
    show = (await ok(host, f"{STATS}/"))["results"]["total"]
    row = (await dated(host, EPISODES, day))["results"][0]
    for downloads in (3, 900):
        sim.blubrry.correct(40_211, day, int(row["episode_id"]), downloads)
        gained = downloads - int(row["total"])
        after = await by_day(host, day - DAY, day + DAY)
        assert after == {**before, day.isoformat(): before[day.isoformat()] + gained}
        assert (await ok(host, f"{STATS}/"))["results"]["total"] == show + gained
        changed = (await dated(host, EPISODES, day))["results"][0]
        assert int(changed["total"]) == downloads


@pytest.mark.parametrize(
    ("day", "episode_id", "downloads", "error"),
    [
        (TODAY, 150_220_029, 1, ValueError),
        (date(2026, 11, 19), 150_220_029, 1, ValueError),
        (date(2026, 11, 21), 150_220_029, -1, ValueError),
        (date(2026, 11, 21), 1, 1, LookupError),
    ],
)
async def test_what_cannot_be_corrected(
    sim: Simulator, day: date, episode_id: int, downloads: int, error: type[Exception]
) -> None:
    with pytest.raises(error):
        sim.blubrry.correct(40_211, day, episode_id, downloads)


async def test_the_zone_says_when_a_day_begins(sim: Simulator, host: Http) -> None:
    sim.clock.move_to(1_795_316_400)  # 22 November, 03:00 UTC
    assert await dated(host, EPISODES, TODAY)
    sim.blubrry.settings.statistics_zone = "America/New_York"
    shown = await dated(host, TOTALS, TODAY - DAY, TODAY)
    assert {row["date"] for row in shown["results"]} == {"2026-11-21"}


async def test_odd_forms(sim: Simulator, host: Http) -> None:
    before = (await dated(host, TOTALS))["results"]
    sim.blubrry.settings.lists_as_maps = True
    sim.blubrry.settings.numbers = Numbers.INTEGERS
    after = listed((await dated(host, TOTALS))["results"])
    assert [row["downloads"] for row in after] == [
        whole(row["downloads"]) for row in before
    ]


@pytest.mark.parametrize("path", [EPISODES, TOTALS])
async def test_plans(sim: Simulator, host: Http, path: str) -> None:
    program = sim.blubrry.programs[40_211]
    program.hosting, program.tier = False, Tier.FREE
    answer = await host.get(path, **{"start-date": TODAY.isoformat()})
    assert answer.status == 403
