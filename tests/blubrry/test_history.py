"""The long-term statistics, in a real recorder."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
import logging
from typing import Any

from homeassistant.components.recorder import Recorder, get_instance
from homeassistant.components.recorder.statistics import (
    list_statistic_ids,
    statistics_during_period,
    valid_statistic_id,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.media_accounts.announcer import announcer_of
from custom_components.media_accounts.blubrry.series import last_day
from tests.helpers import add_blubrry, set_up
from tests.simulator import Recorded, Simulator
from tests.simulator.blubrry.ledger import Ledger
from tests.simulator.blubrry.people import Episode, Tier

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


@pytest.mark.parametrize("answer", [{"results": []}, {}, {"results": None}])
async def test_an_answer_without_days_takes_none_away(
    hass: HomeAssistant, simulator: Simulator, answer: dict[str, Any]
) -> None:
    simulator.clock.stop()
    entry = await started(hass, simulator)
    days = await read(hass)
    simulator.fault("blubrry", "/2/stats/openmovies/totals.json", json=answer)
    await reload(hass, entry)
    assert await read(hass) == days


async def test_days_that_are_gone_twice_are_gone(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    simulator.clock.stop()
    entry = await started(hass, simulator)
    whole = await read(hass)
    simulator.fault("blubrry", TOTALS, json={"results": []}, times=None)
    await reload(hass, entry)
    days = await read(hass)
    assert days.keys() == whole.keys()
    last = sorted(days)[-45:]
    assert not any(days[day][0] for day in last)
    assert days[last[-1]][1] == whole[sorted(whole)[-46]][1]


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


def without_a_plan(simulator: Simulator) -> None:
    """Let the program be hosted elsewhere, with free statistics."""
    program = simulator.blubrry.programs[40_211]
    program.hosting = False
    program.tier = Tier.FREE


async def next_reading(hass: HomeAssistant) -> None:
    """Let six hours pass."""
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(hours=6, minutes=1))
    await hass.async_block_till_done(wait_background_tasks=True)


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what is told of histories to everybody."""
    return [
        record.getMessage()
        for record in caplog.records
        if record.name.endswith(".history") and record.levelno >= logging.INFO
    ]


@pytest.mark.usefixtures("no_waiting")
@pytest.mark.parametrize("length", [60, 7])
async def test_without_totals_the_history_grows_from_the_dashboard(
    hass: HomeAssistant,
    simulator: Simulator,
    caplog: pytest.LogCaptureFixture,
    length: int,
) -> None:
    caplog.set_level(logging.INFO)
    simulator.clock.stop()
    if length == 60:
        without_a_plan(simulator)
    else:
        # The widget is what remains where the dashboard's feed is refused.
        simulator.blubrry.settings.undocumented = False
        simulator.fault("blubrry", TOTALS, status=403, json={}, times=None)
    entry = await started(hass, simulator)
    days = await read(hass)
    # Of today there may be none before its hour.
    assert length - 1 <= len(days) <= length
    ledger = Ledger(simulator.blubrry.programs[40_211], UTC, simulator.clock.now())
    assert {day: count for day, (count, _) in days.items()} == {
        day: ledger.total(day, day) for day in days
    }
    assert days[max(days)][1] == sum(count for count, _ in days.values())

    simulator.requests.clear()
    for _ in range(2):
        await next_reading(hass)
    assert await read(hass) == days
    assert len(totals(simulator)) == 2
    (line,) = [line for line in lines(caplog) if "40211" in line]
    assert line.startswith("Blubrry gives the downloads of the last days only")

    # Once the plan has them, all days are read, and each of them once.
    simulator.clear_faults()
    simulator.blubrry.programs[40_211].tier = Tier.STANDARD
    await reload(hass, entry)
    whole = await read(hass)
    assert len(whole) > len(days)
    assert whole[max(whole)][1] == sum(count for count, _ in whole.values())


@pytest.mark.usefixtures("no_waiting")
@pytest.mark.parametrize("status", [402, 403, 404])
async def test_without_any_daily_numbers_there_is_no_history(
    hass: HomeAssistant,
    simulator: Simulator,
    caplog: pytest.LogCaptureFixture,
    status: int,
) -> None:
    caplog.set_level(logging.INFO)
    simulator.blubrry.settings.plan_refusal_status = status
    simulator.blubrry.settings.undocumented = False
    without_a_plan(simulator)
    await started(hass, simulator)
    for _ in range(2):
        await next_reading(hass)
    assert await read(hass) == {}
    assert hass.states.get("sensor.blubrry_open_movie_hour_downloads") is not None
    # A reading asks once, and nothing is asked in between.
    assert len(totals(simulator)) == 3
    assert lines(caplog) == [
        "Blubrry gives no downloads by day: program 40211 has no history"
    ]
    # The other program has its own.
    assert await read(hass, "media_accounts:blubrry_1498812_downloads")


async def test_what_is_refused_behind_what_was_given_is_before_the_beginning(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    simulator.fault("blubrry", "/2/stats/openmovies/totals.json", times=1)
    simulator.fault(
        "blubrry",
        "/2/stats/openmovies/totals.json",
        status=400,
        json={"error": "start-date is too early"},
        times=None,
    )
    entry = await started(hass, simulator)
    days = await read(hass)
    assert len(days) == 45
    assert len(totals(simulator)) == 3
    simulator.clear_faults()
    simulator.requests.clear()
    await reload(hass, entry)
    assert await read(hass) == days
    assert len(totals(simulator)) == 1


async def test_one_odd_answer_does_not_end_a_history(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    simulator.fault("blubrry", "/2/stats/openmovies/totals.json", times=2)
    simulator.fault("blubrry", "/2/stats/openmovies/totals.json", status=404, json={})
    await started(hass, simulator)
    expected = await told(hass, simulator, 400)
    days = await read(hass)
    assert days[max(days)][1] == sum(expected.values())


async def test_trouble_with_one_program_concerns_that_one_only(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    simulator.fault(
        "blubrry", "/2/stats/openmovies/totals.json", status=503, times=None
    )
    await started(hass, simulator)
    assert await read(hass) == {}
    assert await read(hass, "media_accounts:blubrry_1498812_downloads")


async def test_names_of_episodes_fit_into_the_recorder(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    day = last_day(dt_util.utcnow()).isoformat()
    names = ("ep-1.mp3", "ep_1.mp3", f"{'long-' * 100}1.mp3", "\u97f3.mp3", "")
    rows = [
        {"date": day, "episode": name, "title": name * 9, "downloads": 5}
        for name in names
    ]
    simulator.fault("blubrry", TOTALS, json={"results": rows}, times=None)
    await started(hass, simulator, episode_history=True)
    recorder = get_instance(hass)
    await recorder.async_block_till_done()
    listed = await recorder.async_add_executor_job(list_statistic_ids, hass)
    found = {
        row["statistic_id"]: row["name"]
        for row in listed
        if "40211_episode" in row["statistic_id"]
    }
    assert len(found) == 3
    for statistic_id, name in found.items():
        assert valid_statistic_id(statistic_id)
        assert len(statistic_id) <= 255
        assert name is not None
        assert len(name) <= 255
        days = await read(hass, statistic_id)
        # What differs in its punctuation only is counted together.
        assert days[max(days)][1] == (10 if "_ep_1_" in statistic_id else 5)
    whole = await read(hass)
    assert whole[max(whole)][1] == 25


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
