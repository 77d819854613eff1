"""Events of podcasts, each announced once."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers.event import async_track_state_change_event
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.media_accounts.api.parsing import Json
from custom_components.media_accounts.blubrry.api.statistics import (
    RecentDays,
    RecentEpisode,
    Summary,
)
from custom_components.media_accounts.blubrry.day_events import day_changes
from custom_components.media_accounts.blubrry.events import (
    better_record,
    record_changes,
    summary_changes,
)
from custom_components.media_accounts.events.announcement import (
    Announcement,
    Changes,
)
from tests.simulator import Simulator
from tests.simulator.blubrry.people import Episode

EVENT = "event.blubrry_open_movie_hour_podcast_activity"
DAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 7, tzinfo=UTC)


def a_summary(downloads: int | None, *ages: int) -> Summary:
    """Return a summary with episodes of these ages in days, named after them."""
    answer: dict[str, Any] = {
        "overall": {"total": downloads},
        "media": [
            {
                "id": 100 - age,
                "title": f"{age} days old",
                "date": (
                    datetime(2026, 11, 20, 6, tzinfo=UTC) - timedelta(days=age)
                ).strftime("%a, %d %b %Y %H:%M:%S +0000"),
            }
            for age in ages
        ],
    }
    return Summary.from_answer(answer)


def compare(
    memory: Json, summary: Summary, milestones: Iterable[int] = (), now: datetime = NOW
) -> Changes:
    return summary_changes(memory, "1", summary, milestones, now)


def told(announcements: tuple[Announcement, ...]) -> list[tuple[str, object]]:
    """Return kinds, each with its subject."""
    return [
        (
            announcement.kind,
            announcement.details.get("title")
            or announcement.details.get("milestone")
            or announcement.details.get("day"),
        )
        for announcement in announcements
    ]


def test_the_first_reading_is_what_is_known() -> None:
    memory, news = compare(None, a_summary(123_456, 0, 7))
    assert news == ()
    assert compare(memory, a_summary(123_456, 0, 7))[1] == ()


def test_new_episodes_are_announced_once_and_oldest_first() -> None:
    memory, _ = compare(None, a_summary(10, 7, 14))
    memory, news = compare(memory, a_summary(10, 0, 1, 7, 14))
    assert told(news) == [
        ("episode_published", "1 days old"),
        ("episode_published", "0 days old"),
    ]
    # A deleted episode moves an old one up into the list.
    memory, news = compare(memory, a_summary(10, 7, 14, 21))
    assert news == ()
    _, news = compare(memory, a_summary(10, 0, 1, 7))
    assert news == ()


def test_the_very_first_episode_is_news() -> None:
    memory, _ = compare(None, a_summary(None))
    assert told(compare(memory, a_summary(0, 0))[1]) == [
        ("episode_published", "0 days old")
    ]


def test_an_episode_with_a_future_date_delays_no_other_episode() -> None:
    memory, _ = compare(None, a_summary(10, -3650, 7))
    memory, news = compare(memory, a_summary(10, -3650, -3, 7))
    assert news == ()
    memory, news = compare(memory, a_summary(10, -3650, -3, 0, 7))
    assert told(news) == [("episode_published", "0 days old")]
    later = NOW + timedelta(days=3)
    memory, news = compare(memory, a_summary(10, -3650, -3, 0, 7), now=later)
    assert told(news) == [("episode_published", "-3 days old")]
    assert compare(memory, a_summary(10, -3650, -3, 0, 7), now=later)[1] == ()


def test_milestones_are_reached_once_whatever_is_corrected() -> None:
    memory, _ = compare(None, a_summary(900))
    memory, news = compare(memory, a_summary(12_000), (2_500, 20_000))
    assert told(news) == [
        ("milestone_reached", 1_000),
        ("milestone_reached", 2_500),
        ("milestone_reached", 10_000),
    ]
    memory, news = compare(memory, a_summary(9_000))
    assert news == ()
    assert compare(memory, a_summary(12_000))[1] == ()


def test_what_is_there_with_the_first_count_was_reached_before() -> None:
    memory, _ = compare(None, a_summary(None))
    memory, news = compare(memory, a_summary(48_211))
    assert news == ()
    memory, news = compare(memory, a_summary(None))
    assert news == ()
    assert told(compare(memory, a_summary(100_000))[1]) == [
        ("milestone_reached", 100_000)
    ]


def test_the_first_milestone_of_a_new_program_is_announced() -> None:
    memory, _ = compare(None, a_summary(0))
    assert told(compare(memory, a_summary(1_000))[1]) == [("milestone_reached", 1_000)]


def days(*counts: int) -> RecentDays:
    """Return the downloads of the days from `DAY` on."""
    found = {DAY + timedelta(days=age): count for age, count in enumerate(counts)}
    return RecentDays(today=max(found), days=found, average=None, trend=None)


def test_a_record_day_is_announced_once_while_it_grows() -> None:
    memory, news = record_changes(None, "1", days(10, 30, 20))
    assert news == ()
    memory, news = record_changes(memory, "1", days(10, 30, 20, 31))
    assert told(news) == [("record_day", "2026-11-23")]
    memory, news = record_changes(memory, "1", days(10, 30, 20, 50))
    assert news == ()
    memory, news = record_changes(memory, "1", days(10, 30, 20, 50, 40))
    assert news == ()
    assert told(record_changes(memory, "1", days(10, 30, 20, 50, 40, 51))[1]) == [
        ("record_day", "2026-11-25")
    ]


def test_the_first_downloads_of_a_program_are_no_record() -> None:
    memory, _ = record_changes(None, "1", days(0, 0))
    memory, news = record_changes(memory, "1", days(0, 0, 3))
    assert news == ()
    assert told(record_changes(memory, "1", days(0, 0, 3, 4))[1]) == [
        ("record_day", "2026-11-23")
    ]


def test_a_better_day_of_the_past_raises_the_bar() -> None:
    memory, _ = record_changes(None, "1", days(10, 20))
    memory = better_record(memory, date(2024, 5, 1), 100)
    assert record_changes(memory, "1", days(10, 20, 99))[1] == ()
    memory = better_record(memory, date(2024, 5, 1), 5)
    assert told(record_changes(memory, "1", days(10, 20, 101))[1]) == [
        ("record_day", "2026-11-22")
    ]


def test_a_day_that_blubrry_has_not_come_to_yet_is_left_alone() -> None:
    """Responses of two servers may be from different days."""
    memory, _ = day_changes(None, "1", days(5, 9))
    assert day_changes(memory, "1", days(7)) == (memory, ())


def test_an_episode_without_a_date_is_not_new_among_dated_ones() -> None:
    memory, _ = compare(None, a_summary(10, 7))
    undated = RecentEpisode(
        episode_id="x",
        title="x",
        published=None,
        downloads=None,
        downloads_this_month=None,
    )
    summary = a_summary(10, 7)
    with_it = Summary(**{**vars(summary), "episodes": (*summary.episodes, undated)})
    assert compare(memory, with_it)[1] == ()


async def test_the_event_entity_has_each_event_once_across_restarts(
    hass: HomeAssistant, simulator: Simulator, account: MockConfigEntry
) -> None:
    happened: set[tuple[str, str]] = set()

    @callback
    def note(event: Event[Any]) -> None:
        new = event.data["new_state"]
        # The state is the moment of the event; a restart restores it.
        if new is not None and (title := new.attributes.get("title")):
            happened.add((new.state, title))

    async_track_state_change_event(hass, [EVENT], note)
    program = simulator.blubrry.programs[40_211]
    program.episodes.append(
        Episode(
            id=150_299_999,
            title="Extra: Sintel",
            filename="omh-x.mp3",
            published=simulator.clock.now() - 60,
        )
    )
    await account.runtime_data.coordinator.async_refresh()
    await hass.async_block_till_done()
    state = hass.states.get(EVENT)
    assert state is not None
    assert state.attributes["event_type"] == "episode_published"
    assert state.attributes["title"] == "Extra: Sintel"
    at = state.state

    await account.runtime_data.coordinator.async_refresh()
    await hass.config_entries.async_reload(account.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    await account.runtime_data.coordinator.async_refresh()
    await hass.async_block_till_done()
    assert happened == {(at, "Extra: Sintel")}


async def test_custom_milestones_are_announced(
    hass: HomeAssistant,
    simulator: Simulator,
    account: MockConfigEntry,
) -> None:
    before = hass.states.get("sensor.blubrry_open_movie_hour_total_downloads")
    assert before is not None
    goal = int(before.state) + 5
    hass.config_entries.async_update_entry(account, options={"milestones": [str(goal)]})
    simulator.blubrry.programs[40_211].correction = 10
    await account.runtime_data.coordinator.async_refresh()
    await hass.async_block_till_done()
    state = hass.states.get(EVENT)
    assert state is not None
    assert state.attributes["event_type"] == "milestone_reached"
    assert state.attributes["milestone"] == goal
