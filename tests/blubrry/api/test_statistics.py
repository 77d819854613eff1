"""Downloads and listeners of a program, over real HTTP."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from custom_components.media_accounts.api.errors import (
    NotIncluded,
    PassingTrouble,
    RequestRefused,
    ResponseTooLarge,
)
from custom_components.media_accounts.api.parsing import Json, digest
from custom_components.media_accounts.blubrry.api import statistics
from custom_components.media_accounts.blubrry.api.client import (
    BlubrryClient,
)
from custom_components.media_accounts.blubrry.api.programs import Program
from custom_components.media_accounts.blubrry.api.statistics import (
    RecentDays,
    RecentEpisode,
    Summary,
    Trend,
    spans,
)
from tests.simulator import Simulator
from tests.simulator.blubrry import Numbers, Statistics
from tests.support import (
    case,
    outcome,
)

NOVEMBER_2 = datetime(2026, 11, 2, 6, 0, tzinfo=UTC)


OCTOBER_26 = datetime(2026, 10, 26, 6, 0, tzinfo=UTC)


EPISODE = {
    "id": 150220331,
    "title": "Ep 30: Sintel, the making",
    "filename": "omh-030.mp3",
    "date": "Mon, 02 Nov 2026 06:00:00 +0000",
    "overall": "612",
    "current_month": 540,
}


OLDER = EPISODE | {
    "id": 150220330,
    "title": "Ep 29: Hero, the making",
    "date": "Mon, 26 Oct 2026 06:00:00 +0000",
}


ANSWER = {
    "stats_url": "https://stats.blubrry.com",
    "program_id": "55120",
    "overall": {"total": "48211", "unique": "40110", "unique_repeat": "43987"},
    "current_month": {"total": 1874, "unique": 1620, "unique_repeat": 1733},
    "last_month": {"total": 2410, "unique": 2077, "unique_repeat": 2219},
    "media": [EPISODE, OLDER],
}


NOTHING = Summary(
    downloads=None,
    downloads_this_month=None,
    downloads_last_month=None,
    listeners=None,
    listeners_this_month=None,
    listeners_last_month=None,
    episodes=(),
)


@pytest.fixture(autouse=True)
def auto_enable_custom_integrations() -> None:
    """Replace the fixture of that name: these tests start no Home Assistant."""


def test_a_summary_as_documented() -> None:
    summary = Summary.from_answer(ANSWER)
    assert summary == Summary(
        downloads=48211,
        downloads_this_month=1874,
        downloads_last_month=2410,
        listeners=40110,
        listeners_this_month=1620,
        listeners_last_month=2077,
        episodes=(
            RecentEpisode(
                episode_id="150220331",
                title="Ep 30: Sintel, the making",
                published=NOVEMBER_2,
                downloads=612,
                downloads_this_month=540,
            ),
            RecentEpisode(
                episode_id="150220330",
                title="Ep 29: Hero, the making",
                published=OCTOBER_26,
                downloads=612,
                downloads_this_month=540,
            ),
        ),
    )
    assert summary.newest_episode == "Ep 30: Sintel, the making"
    assert summary.newest_episode_published == NOVEMBER_2
    assert summary.newest_episode_downloads == 612


@pytest.mark.parametrize(
    ("total", "number"),
    [
        ("48211", 48211),
        (48211, 48211),
        ("48,211", 48211),
        (0, 0),
        ("0", 0),
        (None, None),
        ("", None),
        ("n/a", None),
        ([], None),
    ],
)
def test_a_count_is_a_number_a_string_or_nothing(
    total: Json, number: int | None
) -> None:
    spans = ("overall", "current_month", "last_month")
    summary = Summary.from_answer(ANSWER | {span: {"total": total} for span in spans})
    assert summary.downloads == number
    assert summary.downloads_this_month == number
    assert summary.downloads_last_month == number
    assert summary.listeners is None


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        {},
        "text",
        dict.fromkeys(ANSWER),
        {name: [] for name in ANSWER},
        {name: {} for name in ANSWER},
        {"overall": {"total": None}, "media": "none"},
        {"media": [None, 7, "x", [], {}, {"date": EPISODE["date"]}]},
    ],
)
def test_a_summary_may_hold_nothing(answer: Json) -> None:
    summary = Summary.from_answer(answer)
    assert summary == NOTHING
    assert summary.newest is None
    assert summary.newest_episode is None
    assert summary.newest_episode_published is None
    assert summary.newest_episode_downloads is None


@pytest.mark.parametrize(
    "media",
    [
        case("newest first", [EPISODE, OLDER]),
        case("newest last", [OLDER, EPISODE]),
        case("a map", {"0": OLDER, "1": EPISODE}),
        case("one without a date", [EPISODE | {"date": None, "title": "x"}, EPISODE]),
        case("one with an odd date", [EPISODE | {"date": "soon"}, OLDER, EPISODE]),
        case("among odd rows", [None, 7, OLDER, {}, EPISODE]),
        case(
            "another zone",
            [OLDER, EPISODE | {"date": "Mon, 02 Nov 2026 01:00:00 -0500"}],
        ),
    ],
)
def test_the_newest_episode_is_the_one_that_came_out_last(media: Any) -> None:
    summary = Summary.from_answer(ANSWER | {"media": media})
    assert summary.newest_episode == EPISODE["title"]
    assert summary.newest_episode_published == NOVEMBER_2


def test_the_number_of_episodes_is_bounded() -> None:
    rows: list[Json] = [{"id": number} for number in range(5000)]
    assert len(Summary.from_answer({"media": rows}).episodes) == 100


def test_without_dates_the_first_episode_is_the_newest() -> None:
    media: list[Json] = [EPISODE | {"date": None}, OLDER | {"date": None}]
    summary = Summary.from_answer(ANSWER | {"media": media})
    assert summary.newest_episode == EPISODE["title"]
    assert summary.newest_episode_published is None


@pytest.mark.parametrize(
    ("changes", "episode_id", "title"),
    [
        case("no title", {"title": ""}, "150220331", "omh-030.mp3"),
        case("no id", {"id": None}, digest(EPISODE["title"]), EPISODE["title"]),
        case("an odd id", {"id": "../x"}, digest(EPISODE["title"]), EPISODE["title"]),
        case(
            "neither",
            {"id": None, "title": None},
            digest("omh-030.mp3"),
            "omh-030.mp3",
        ),
        case("only an id", {"title": None, "filename": None}, "150220331", None),
    ],
)
def test_an_episode_is_named_by_what_there_is(
    changes: dict[str, Any], episode_id: str, title: str | None
) -> None:
    episode = RecentEpisode.from_row(EPISODE | changes)
    assert episode is not None
    assert (episode.episode_id, episode.title) == (episode_id, title)


@pytest.mark.parametrize(
    "keyword",
    [
        "openmovies",
        "1498812",
        "open.movies",
        "..",
        "a/b",
        "a b",
        "a?b=c#d",
        "50%25",
        "f\u00fcnf",
        "a+b&c",
    ],
)
async def test_a_program_is_named_by_its_keyword_whatever_it_holds(
    simulator: Simulator, client: BlubrryClient, keyword: str
) -> None:
    simulator.blubrry.put_program(40_211, keyword=keyword)
    programs = (await client.programs.list()).programs
    assert programs["40211"].keyword == keyword
    summary = await client.statistics.summary(programs["40211"])
    published = simulator.blubrry.programs[40_211].published(simulator.clock.now())
    assert summary.newest_episode == published[0].title


async def test_a_program_without_a_keyword_is_named_by_its_id(
    simulator: Simulator, client: BlubrryClient
) -> None:
    simulator.blubrry.settings.keyword_null = True
    program = (await client.programs.list()).programs["40211"]
    assert program.keyword == "40211"
    assert (await client.statistics.summary(program)).downloads
    assert simulator.requests[-1].path == "/2/stats/40211/summary.json"


async def test_numbers_are_the_same_in_every_notation(
    simulator: Simulator, client: BlubrryClient
) -> None:
    simulator.clock.stop()
    program = (await client.programs.list()).programs["40211"]
    summaries = []
    for numbers in Numbers:
        simulator.blubrry.settings.numbers = numbers
        summaries.append(await client.statistics.summary(program))
    first, *others = summaries
    assert first.downloads
    assert others == [first] * len(others)


@pytest.mark.parametrize("with_200", [False, True])
async def test_a_program_without_statistics_is_not_included(
    simulator: Simulator, client: BlubrryClient, *, with_200: bool
) -> None:
    simulator.blubrry.settings.errors_as_200 = with_200
    program = (await client.programs.list()).programs["40211"]
    simulator.blubrry.programs[40_211].statistics = Statistics.ABSENT
    assert await outcome(client.statistics.summary(program)) is NotIncluded


@pytest.mark.parametrize("with_200", [False, True])
async def test_a_program_that_is_gone_is_refused(
    simulator: Simulator, client: BlubrryClient, *, with_200: bool
) -> None:
    simulator.blubrry.settings.errors_as_200 = with_200
    program = Program(program_id="7", keyword="gone", title="Gone")
    assert await outcome(client.statistics.summary(program)) is RequestRefused


async def test_a_program_of_somebody_else_is_not_included(
    simulator: Simulator, client: BlubrryClient
) -> None:
    program = Program(program_id="40350", keyword="bunnydiaries", title="")
    assert await outcome(client.statistics.summary(program)) is NotIncluded


PROGRAM = Program(program_id="40211", keyword="openmovies", title="Open Movie Hour")


TODAY = datetime.now(UTC).date()


async def test_recent_days_come_from_the_dashboard_and_else_from_the_widget(
    client: BlubrryClient, simulator: Simulator
) -> None:
    rich = await client.statistics.recent_days(PROGRAM)
    simulator.fault("blubrry", "/2/stats/*/data.json", status=403, json={})
    plain = await client.statistics.recent_days(PROGRAM)
    assert len(rich.days) > len(plain.days) == 7
    assert rich.today == plain.today
    assert rich.downloads_last_7_days == plain.downloads_last_7_days
    assert rich.downloads_yesterday == plain.downloads_yesterday

    # After one refusal, the undocumented feed is not requested again.
    simulator.requests.clear()
    await client.statistics.recent_days(PROGRAM)
    assert [r.path for r in simulator.requests] == [
        "/2/stats/openmovies/widget/preview.json"
    ]


async def test_passing_trouble_of_the_dashboard_is_no_refusal(
    client: BlubrryClient, simulator: Simulator
) -> None:
    simulator.fault("blubrry", "/2/stats/*/data.json", status=503, json={})
    with pytest.raises(PassingTrouble):
        await client.statistics.recent_days(PROGRAM)
    assert len((await client.statistics.recent_days(PROGRAM)).days) > 7


async def test_the_dashboard_is_read_at_once_after_a_whole_program_was_refused(
    client: BlubrryClient, simulator: Simulator
) -> None:
    """As while the program is missing from the account."""
    for path in ("data.json", "widget/preview.json"):
        simulator.fault("blubrry", f"/2/stats/*/{path}", status=404, json={}, times=3)
    for _ in range(3):
        with pytest.raises(RequestRefused):
            await client.statistics.recent_days(PROGRAM)
    assert len((await client.statistics.recent_days(PROGRAM)).days) > 7


NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "today"),
    [
        # Nothing was downloaded yet on the 21st, wherever Blubrry's midnight is.
        (NOON, date(2026, 11, 21)),
        # In Ohio it still is the 20th.
        (NOON.replace(hour=4), date(2026, 11, 20)),
    ],
)
def test_today_is_blubrrys_own(now: datetime, today: date) -> None:
    recent = RecentDays.from_dashboard(
        {
            "daily": [
                {"date": "2026-11-19", "downloads": None},
                {"date": "2026-11-20", "downloads": "1,002"},
                {"date": "soon", "downloads": 7},
            ],
            "averages": [],
            "trends": {"thirty_day_vs_prior": "same"},
        },
        now,
    )
    assert recent.today == today
    assert recent.days == {date(2026, 11, 19): 0, date(2026, 11, 20): 1002}
    assert recent.downloads_last_7_days == 1002
    assert recent.average is None
    assert recent.trend is Trend.STEADY


async def test_odd_rows_of_days_and_episodes_are_left_out(
    client: BlubrryClient, simulator: Simulator
) -> None:
    simulator.fault(
        "blubrry",
        "/2/stats/*/totals.json",
        json={
            "results": {
                "0": {"date": "2026-11-02", "downloads": "3", "episode": "a.mp3"},
                "1": {"date": None, "downloads": 3},
                "2": {"date": "2026-10-01", "downloads": 3},
                "3": "odd",
            }
        },
    )
    days = await client.statistics.daily_downloads(
        PROGRAM, date(2026, 11, 1), date(2026, 11, 9)
    )
    assert [(day.day, day.downloads) for day in days] == [(date(2026, 11, 2), 3)]

    simulator.fault(
        "blubrry",
        "/2/stats/*/show-episodes/",
        json={
            "results": [
                {"episode_id": 7, "total": "1,234", "episode_date": "13/40/2026"},
                {"episode_id": None},
            ]
        },
    )
    found = await client.statistics.lifetime_episode_counts(PROGRAM)
    assert list(found) == ["7"]
    assert found["7"].title == "7"
    assert found["7"].published is None
    assert found["7"].counts.downloads == 1234
    assert found["7"].counts.full is None
    assert (found["7"] + found["7"]).counts.downloads == 2468
    assert (found["7"] + found["7"]).counts.full is None


async def test_odd_rows_of_a_span_are_left_out(
    client: BlubrryClient, simulator: Simulator
) -> None:
    rows = [{"episode_id": "7", "total": "12"}, {"episode_id": ""}, None, "odd"]
    simulator.fault("blubrry", "/2/stats/*/episodes/", json={"results": rows})
    found = await client.statistics.episode_counts(PROGRAM, TODAY, TODAY)
    assert {key: episode.counts.downloads for key, episode in found.items()} == {
        "7": 12
    }


async def test_long_lists_are_read_page_by_page(
    client: BlubrryClient, simulator: Simulator
) -> None:
    row = {"date": TODAY.isoformat(), "downloads": 1, "episode": "a.mp3"}
    path = "/2/stats/openmovies/totals.json"
    for count in (1000, 3):
        simulator.fault(
            "blubrry",
            path,
            json={"results": [{**row, "title": str(n)} for n in range(count)]},
        )
    assert len(await client.statistics.daily_downloads(PROGRAM, TODAY, TODAY)) == 1003
    starts = [r.query["start"] for r in simulator.requests_to("blubrry", path=path)]
    assert starts == ["0", "1000"]

    # A server that ignores `start` returns the same page forever.
    simulator.fault(
        "blubrry", path, json={"results": [row for _ in range(1000)]}, times=None
    )
    assert len(await client.statistics.daily_downloads(PROGRAM, TODAY, TODAY)) == 1000


async def test_long_lists_end_at_some_point(
    client: BlubrryClient, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statistics, "_MAX_ROWS", 3000)
    path = "/2/stats/openmovies/totals.json"
    for page in range(9):
        row = {"date": TODAY.isoformat(), "downloads": 1, "episode": f"{page}.mp3"}
        simulator.fault("blubrry", path, json={"results": [row] * 1000})
    with pytest.raises(ResponseTooLarge):
        await client.statistics.daily_downloads(PROGRAM, TODAY, TODAY)
    assert len(simulator.requests_to("blubrry", path=path)) == 4


@pytest.mark.parametrize("length", [1, 45, 46, 400])
def test_spans_cover_every_day_once_the_newest_first(length: int) -> None:
    last = date(2026, 11, 22)
    first = last - timedelta(days=length - 1)
    found = list(spans(first, last))
    assert found[0][1] == last
    assert found[-1][0] == first
    assert all((end - start).days < 45 for start, end in found)
    assert sum((end - start).days + 1 for start, end in found) == length
    assert list(spans(last, first)) == ([(last, last)] if length == 1 else [])
