"""The long-term statistics, in a real recorder."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from homeassistant.components.recorder import Recorder, get_instance
from homeassistant.components.recorder.statistics import statistics_during_period
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.media_accounts.announcer import announcer_of
from custom_components.media_accounts.blubrry.series import last_day
from tests.helpers import add_blubrry, set_up
from tests.simulator import Recorded, Simulator
from tests.simulator.blubrry.people import Episode

WHO = "filmhost"
OPEN_MOVIES = "media_accounts:blubrry_40211_downloads"
EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
TOTALS = "/2/stats/*/totals.json"


@pytest.fixture(autouse=True)
def auto_enable_custom_integrations(
    recorder_mock: Recorder, enable_custom_integrations: None
) -> None:
    """Let Home Assistant load this integration, and have a recorder before that."""


type Days = Mapping[date, tuple[int, int]]


async def read(hass: HomeAssistant, statistic_id: str = OPEN_MOVIES) -> Days:
    """Return what the recorder has of a series: by day, downloads and sum."""
    recorder = get_instance(hass)
    await recorder.async_block_till_done()
    found = await recorder.async_add_executor_job(
        statistics_during_period,
        hass,
        EPOCH,
        None,
        {statistic_id},
        "hour",
        None,
        {"state", "sum"},
    )
    rows = found.get(statistic_id, [])
    days = {
        datetime.fromtimestamp(row["start"], UTC).date(): (
            int(row["state"] or 0),
            int(row["sum"] or 0),
        )
        for row in rows
    }
    assert len(days) == len(rows)
    return days


async def started(
    hass: HomeAssistant, simulator: Simulator, **options: object
) -> MockConfigEntry:
    """Set an account up and wait for its history."""
    entry = await add_blubrry(hass, simulator)
    hass.config_entries.async_update_entry(entry, options=options)
    await set_up(hass, entry)
    await hass.async_block_till_done(wait_background_tasks=True)
    return entry


async def reload(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Start the account once more."""
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)


def old_episode(simulator: Simulator, age: int) -> None:
    """Let the program have an episode from so many days ago."""
    simulator.blubrry.programs[40_211].episodes.insert(
        0,
        Episode(
            id=150_219_999,
            title="Pilot",
            filename="omh-000.mp3",
            published=simulator.clock.now() - age * 86_400,
        ),
    )


async def told(hass: HomeAssistant, simulator: Simulator, age: int) -> dict[date, int]:
    """Ask the service itself, span by span, for the downloads of each day."""
    answer = simulator.blubrry.sign_in(
        next(iter(simulator.blubrry.grants.clients)), WHO
    )
    last = last_day(dt_util.utcnow())
    days: dict[date, int] = {}
    for end in range(0, age + 45, 45):
        until = last - timedelta(days=end)
        async with async_get_clientsession(hass).get(
            f"{simulator.blubrry.url}/2/stats/openmovies/totals.json",
            params={
                "start-date": (until - timedelta(days=44)).isoformat(),
                "end-date": until.isoformat(),
            },
            headers={"Authorization": f"Bearer {answer['access_token']}"},
        ) as response:
            for row in (await response.json())["results"]:
                day = date.fromisoformat(row["date"])
                days[day] = days.get(day, 0) + int(row["downloads"])
    return days


def totals(simulator: Simulator) -> list[Recorded]:
    """Return the requests for the history of the program."""
    return simulator.requests_to("blubrry", path="/2/stats/openmovies/totals.json")


async def test_400_days_are_filled_once_and_stay_as_they_are(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    old_episode(simulator, 400)
    entry = await started(hass, simulator)
    days = await read(hass)
    assert len(days) >= 399
    expected = await told(hass, simulator, 400)
    assert {day: count for day, (count, _) in days.items() if count} == {
        day: count for day, count in expected.items() if count
    }
    assert days[max(days)][1] == sum(expected.values())
    for request in totals(simulator):
        first = date.fromisoformat(request.query["start-date"])
        assert (date.fromisoformat(request.query["end-date"]) - first).days <= 44

    simulator.requests.clear()
    await reload(hass, entry)
    assert await read(hass) == days
    assert len(totals(simulator)) == 1

    # Even where nothing is remembered of it.
    await announcer_of(hass, str(entry.unique_id)).async_forget()
    await reload(hass, entry)
    assert await read(hass) == days


async def test_a_corrected_day_changes_the_sums_after_it(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    entry = await started(hass, simulator)
    days = await read(hass)
    last = max(days)
    corrected = last - timedelta(days=10)
    rows = [
        {"date": day.isoformat(), "episode": "omh.mp3", "downloads": str(count)}
        for day, (count, _) in days.items()
        if day > last - timedelta(days=45) and day != corrected
    ]
    simulator.fault("blubrry", TOTALS, json={"recordCount": len(rows), "results": rows})
    await reload(hass, entry)
    lost = days[corrected][0]
    assert lost > 0
    assert await read(hass) == {
        day: (0 if day == corrected else count, total - lost * (day >= corrected))
        for day, (count, total) in days.items()
    }


async def test_each_episode_has_its_own_history_where_that_is_wanted(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    entry = await started(hass, simulator)
    episode = "media_accounts:blubrry_40211_episode_omh_030_mp3_downloads"
    assert await read(hass, episode) == {}
    hass.config_entries.async_update_entry(entry, options={"episode_history": True})
    await reload(hass, entry)
    days = await read(hass, episode)
    newest = hass.states.get("sensor.blubrry_open_movie_hour_newest_episode_downloads")
    assert newest is not None
    assert 0 < days[max(days)][1] <= int(newest.state)
    whole = await read(hass)
    episodes = [
        await read(
            hass, f"media_accounts:blubrry_40211_episode_omh_{n:03}_mp3_downloads"
        )
        for n in range(1, 31)
    ]
    assert sum(own[max(own)][1] for own in episodes) == whole[max(whole)][1]

    await reload(hass, entry)
    assert await read(hass, episode) == days


async def test_a_fill_that_was_interrupted_goes_on(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    simulator.fault("blubrry", "/2/stats/openmovies/totals.json", times=2)
    simulator.fault("blubrry", "/2/stats/openmovies/totals.json", status=503, json={})
    entry = await started(hass, simulator)
    part = await read(hass)
    await reload(hass, entry)
    days = await read(hass)
    assert len(part) < len(days)
    assert days[max(days)][1] == sum(count for count, _ in days.values())


async def test_a_plan_without_daily_numbers_has_no_history(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    simulator.fault("blubrry", TOTALS, status=403, json={}, times=None)
    await started(hass, simulator)
    assert await read(hass) == {}
    assert hass.states.get("sensor.blubrry_open_movie_hour_downloads") is not None


async def test_a_record_has_to_beat_the_whole_history(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    old_episode(simulator, 200)
    simulator.blubrry.programs[40_211].episodes[0].popularity = 50
    entry = await started(hass, simulator)
    days = await read(hass)
    known = entry.runtime_data.announcer.recall("record_40211")
    assert known["downloads"] == max(count for count, _ in days.values())


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2026-11-22T09:59:00+00:00", "2026-11-21"),
        ("2026-11-22T10:00:00+00:00", "2026-11-22"),
    ],
)
def test_a_day_is_entered_when_its_hour_has_come(now: str, day: str) -> None:
    assert last_day(datetime.fromisoformat(now)) == date.fromisoformat(day)
