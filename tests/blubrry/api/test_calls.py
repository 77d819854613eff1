"""The client's calls over real HTTP: odd types, envelopes, and what is never asked."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from custom_components.media_accounts.api.errors import (
    NotIncluded,
    PassingTrouble,
    ProviderError,
    RequestRefused,
    SignInRefused,
)
from custom_components.media_accounts.blubrry.api.calls import (
    UnsafeRead,
    segment,
    spans,
)
from custom_components.media_accounts.blubrry.api.client import BlubrryClient
from custom_components.media_accounts.blubrry.api.programs import Program
from custom_components.media_accounts.blubrry.api.statistics import (
    RecentDays,
    Trend,
)
from tests.simulator import Simulator

PROGRAM = Program(program_id="40211", keyword="openmovies", title="Open Movie Hour")
TODAY = datetime.now(UTC).date()


@pytest.mark.parametrize(
    "path",
    [
        "2/media/openmovies/omh-031-raw.mp3",
        "2/media/openmovies/index.json/omh.mp3",
        "2/media/openmovies/",
    ],
)
async def test_a_file_is_never_read(
    client: BlubrryClient, simulator: Simulator, path: str
) -> None:
    with pytest.raises(UnsafeRead):
        await client.get(path)
    assert simulator.requests == []


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

    # Refused once, the undocumented feed is not asked for again.
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

    # A server that ignores `start` gives the same page for ever.
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
    assert len(await client.statistics.daily_downloads(PROGRAM, TODAY, TODAY)) == 3000
    assert len(simulator.requests_to("blubrry", path=path)) == 3


async def test_a_missing_episode_says_nothing_of_the_sign_in(
    client: BlubrryClient,
) -> None:
    with pytest.raises(RequestRefused) as missing:
        await client.episodes.read(PROGRAM, "1")
    assert missing.value.reason == "episode_not_found"


@pytest.mark.parametrize(
    ("status", "answer", "error"),
    [
        (401, {"error": 401, "error_description": "Unauthorized"}, SignInRefused),
        (200, {"error": 401, "error_description": "Unauthorized"}, SignInRefused),
        (400, {"error": "bad", "code": "episode_show_invalid"}, RequestRefused),
        (200, {"error": "Unable to locate program", "message": "x"}, RequestRefused),
        (403, {}, NotIncluded),
        (402, {}, NotIncluded),
        (404, {}, RequestRefused),
        (200, {"error": "This is currently not available"}, PassingTrouble),
    ],
)
async def test_every_envelope_of_an_error_is_understood_by_every_call(
    client: BlubrryClient,
    simulator: Simulator,
    status: int,
    answer: Any,
    error: type[ProviderError],
) -> None:
    simulator.fault("blubrry", "/2/*", status=status, json=answer, times=None)
    for call in (
        client.statistics.recent_days(PROGRAM),
        client.statistics.daily_downloads(PROGRAM, TODAY, TODAY),
        client.statistics.episode_counts(PROGRAM, TODAY, TODAY),
        client.statistics.lifetime_episode_counts(PROGRAM),
        client.statistics.lifetime_counts(PROGRAM),
        client.statistics.audience(PROGRAM, TODAY, TODAY),
        client.hosting.read(PROGRAM),
        client.hosting.migration(PROGRAM),
        client.episodes.list(PROGRAM),
        client.episodes.read(PROGRAM, "1"),
        client.programs.info(PROGRAM),
        client.programs.hosted(),
    ):
        with pytest.raises(error):
            await call


async def test_how_a_program_presents_itself(
    client: BlubrryClient, simulator: Simulator
) -> None:
    for artwork, cover in (
        ("https://assets.blubrry.com/coverart/300/1.jpg", True),
        ("https://assets.blubrry.com/default.jpg", False),
        ("javascript:alert(1)", False),
    ):
        simulator.fault(
            "blubrry", "/2/program/*", json={"author": "", "artwork_url": artwork}
        )
        info = await client.programs.info(PROGRAM)
        assert info.author is None
        assert info.cover == (artwork if cover else None)


async def test_episodes_have_dates_and_links_where_they_make_sense(
    client: BlubrryClient, simulator: Simulator
) -> None:
    simulator.fault(
        "blubrry",
        "/2/episode/openmovies/",
        json={
            "data": [
                {
                    "id": 1,
                    "post_date": "06:00:00 2026-11-02",
                    "listing_url": None,
                    "podcast_link": "https://example.org/1",
                },
                {"id": "2", "post_date": "soon", "filename": "b.mp3"},
                {"title": "without an id"},
            ]
        },
    )
    first, second = await client.episodes.list(PROGRAM)
    assert first.published == datetime(2026, 11, 2, 6, tzinfo=UTC)
    assert first.link == "https://example.org/1"
    assert (first.title, second.title) == ("1", "b.mp3")
    assert second.published is None


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


def test_a_keyword_stays_one_segment() -> None:
    assert segment("a/b") == "a%2Fb"
    assert segment("..") == "%2E%2E"
