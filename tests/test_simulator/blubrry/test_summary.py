"""The summary of a program, and how it moves with the clock."""

from typing import Any

import pytest

from tests.simulator import Simulator
from tests.simulator.blubrry import Numbers, Statistics
from tests.test_simulator.conftest import NOW
from tests.test_simulator.http import Http

DAY = 86_400
SUMMARY = "/2/stats/openmovies/summary.json"


@pytest.fixture
def host(sim: Simulator, host: Http) -> Http:
    """Return a client that stays signed in, whatever the clock."""
    sim.blubrry.expire_access_tokens(in_seconds=10 * 365 * DAY)
    return host


async def summary(http: Http, **query: int) -> dict[str, Any]:
    answer = await http.get(SUMMARY, **query)
    assert answer.status == 200
    shown: dict[str, Any] = answer.json
    return shown


def total(shown: dict[str, Any], what: str) -> int:
    return int(shown[what]["total"])


async def test_its_shape(host: Http) -> None:
    shown = await summary(host)
    assert shown["stats_url"] == "https://stats.blubrry.com"
    assert shown["program_id"] == "55120"
    for what, kind in (("overall", str), ("current_month", int), ("last_month", int)):
        assert list(shown[what]) == ["total", "unique", "unique_repeat"]
        assert {type(value) for value in shown[what].values()} == {kind}
        values = [int(value) for value in shown[what].values()]
        assert values[0] >= values[2] >= values[1] > 0
    assert total(shown, "overall") > total(shown, "current_month")


async def test_its_episodes(host: Http) -> None:
    media = (await summary(host))["media"]
    assert len(media) == 10
    newest = media[0]
    assert newest == {
        "id": 150_220_029,
        "title": "Ep 30: Spring, the making",
        "filename": "omh-030.mp3",
        "date": "Fri, 20 Nov 2026 06:00:00 +0000",
        "overall": newest["overall"],
        # All downloads are in the month of publication.
        "current_month": newest["overall"],
    }
    assert [row["id"] for row in media] == list(range(150_220_029, 150_220_019, -1))
    assert int(media[9]["overall"]) > int(media[9]["current_month"])


async def test_it_stands_still_with_the_clock(host: Http) -> None:
    assert await summary(host) == await summary(host)


async def test_downloads_grow_with_the_clock(sim: Simulator, host: Http) -> None:
    seen = []
    for _ in range(8):
        seen.append(total(await summary(host), "overall"))
        sim.clock.advance(DAY / 4)
    assert seen == sorted(seen)
    assert seen[0] < seen[4] < seen[7]


async def test_an_episode_comes_out(sim: Simulator, host: Http) -> None:
    before = (await summary(host))["media"][0]["id"]
    sim.clock.advance(7 * DAY)
    assert (await summary(host))["media"][0]["id"] == before + 1


async def test_months_follow_the_clock(sim: Simulator, host: Http) -> None:
    sim.clock.move_to(NOW + 8 * DAY + 13.9 * 3600)  # 30 November, 23:54
    november = await summary(host)
    sim.clock.advance(3600)  # 1 December
    december = await summary(host)
    gained = total(december, "last_month") - total(november, "current_month")
    assert 0 <= gained < 20
    assert total(december, "current_month") < 20
    assert total(december, "overall") >= total(november, "overall")


async def test_the_zone_says_when_a_month_begins(sim: Simulator, host: Http) -> None:
    sim.clock.move_to(NOW + 8 * DAY + 15 * 3600)  # 1 December, 01:00 UTC
    december = await summary(host)
    sim.blubrry.settings.statistics_zone = "America/New_York"
    november = await summary(host)
    assert total(november, "current_month") > 50 > total(december, "current_month")


async def test_another_month(host: Http) -> None:
    now = await summary(host)
    october = await summary(host, month=10, year=2026)
    assert october["current_month"] == now["last_month"]
    assert october["overall"] == now["overall"]
    assert (await summary(host, month=10)) == october
    january = await summary(host, month=1, year=2020)
    assert total(january, "current_month") == total(january, "last_month") == 0


@pytest.mark.parametrize("query", [{"month": 13}, {"month": 0}, {"year": 0}])
async def test_a_month_that_is_none(host: Http, query: dict[str, int]) -> None:
    assert (await host.get(SUMMARY, **query)).status == 400


async def test_months_make_up_the_whole(host: Http) -> None:
    """Every download is counted exactly once."""
    months = [
        total(await summary(host, month=month, year=2026), "current_month")
        for month in range(1, 13)
    ]
    assert sum(months) == total(await summary(host), "overall")
    # The program began in May, and December is yet to come.
    assert [number > 0 for number in months] == [False] * 4 + [True] * 7 + [False]


@pytest.mark.parametrize(
    ("numbers", "overall", "month"),
    [(Numbers.STRINGS, str, str), (Numbers.INTEGERS, int, int)],
)
async def test_numbers_in_other_forms(
    sim: Simulator, host: Http, numbers: Numbers, overall: type, month: type
) -> None:
    sim.blubrry.settings.numbers = numbers
    shown = await summary(host)
    assert isinstance(shown["overall"]["total"], overall)
    assert isinstance(shown["media"][0]["overall"], overall)
    assert isinstance(shown["current_month"]["total"], month)


async def test_a_correction_downwards(sim: Simulator, host: Http) -> None:
    before = await summary(host)
    sim.blubrry.programs[40_211].correction = -100
    after = await summary(host)
    assert total(after, "overall") == total(before, "overall") - 100
    assert total(after, "current_month") == total(before, "current_month") - 100
    assert after["last_month"] == before["last_month"]


async def test_a_program_with_nothing_yet(sim: Simulator, host: Http) -> None:
    host.token = sim.blubrry.sign_in("demo-client", "guestreader")["access_token"]
    shown = (await host.get("/2/stats/steeltapes/summary.json")).json
    nothing = {"total": None, "unique": None}
    assert shown == {
        "stats_url": "https://stats.blubrry.com",
        "program_id": "55900",
        "overall": nothing,
        "current_month": nothing,
        "last_month": nothing,
        "media": [],
    }


async def test_a_program_without_statistics(sim: Simulator, host: Http) -> None:
    sim.blubrry.programs[40_211].statistics = Statistics.ABSENT
    answer = await host.get(SUMMARY)
    assert answer.status == 404
    assert answer.json["error"].startswith("No statistics")
