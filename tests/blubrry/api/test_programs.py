"""Programs and summaries, from whatever comes."""

from datetime import UTC, datetime
from typing import Any

import pytest

from custom_components.media_accounts.api.parsing import Json
from custom_components.media_accounts.blubrry.api.programs import Program
from custom_components.media_accounts.blubrry.api.statistics import (
    RecentEpisode,
    Summary,
)
from tests.support import case

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
    """Need no Home Assistant."""


@pytest.mark.parametrize(
    ("row", "keyword", "title"),
    [
        case("as documented", {}, "openmovies", "Open Movie Hour"),
        case(
            "an id as a string",
            {"program_id": "40211"},
            "openmovies",
            "Open Movie Hour",
        ),
        case("digits alone", {"program_keyword": "40999"}, "40999", "Open Movie Hour"),
        case("a number", {"program_keyword": 40999}, "40999", "Open Movie Hour"),
        case("no keyword", {"program_keyword": None}, "40211", "Open Movie Hour"),
        case("an empty keyword", {"program_keyword": ""}, "40211", "Open Movie Hour"),
        case("no title", {"program_title": None}, "openmovies", "openmovies"),
        case("blank", {"program_title": " ", "program_keyword": ""}, "40211", "40211"),
        case("odd", {"program_title": [], "program_keyword": {}}, "40211", "40211"),
    ],
)
def test_a_program_has_an_id_a_keyword_and_a_title(
    row: dict[str, Any], keyword: str, title: str
) -> None:
    documented = {
        "program_title": "Open Movie Hour",
        "program_keyword": "openmovies",
        "program_id": 40211,
        "podcast_id": 91733,
        "stats_program_id": 55120,
        "feed_url": "https://feeds.blubrry.com/feeds/openmovies.xml",
    }
    assert Program.from_row(documented | row) == Program(
        program_id="40211",
        keyword=keyword,
        title=title,
        feed_url="https://feeds.blubrry.com/feeds/openmovies.xml",
    )


@pytest.mark.parametrize(
    "row",
    [
        None,
        [],
        "openmovies",
        {},
        {"program_id": None, "program_keyword": "openmovies"},
        {"program_id": "", "program_keyword": "openmovies"},
        {"program_id": True},
        {"program_id": "7" * 65},
        {"podcast_id": 91733},
    ],
)
def test_without_an_id_there_is_no_program(row: Json) -> None:
    assert Program.from_row(row) is None


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
        case("no id", {"id": None}, EPISODE["title"], EPISODE["title"]),
        case("neither", {"id": None, "title": None}, "omh-030.mp3", "omh-030.mp3"),
        case("only an id", {"title": None, "filename": None}, "150220331", None),
    ],
)
def test_an_episode_is_named_by_what_there_is(
    changes: dict[str, Any], episode_id: str, title: str | None
) -> None:
    episode = RecentEpisode.from_row(EPISODE | changes)
    assert episode is not None
    assert (episode.episode_id, episode.title) == (episode_id, title)
