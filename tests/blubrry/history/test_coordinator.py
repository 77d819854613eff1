"""The long-term statistics, in a real recorder."""

from datetime import date, datetime, timedelta
from typing import Any

from homeassistant.components.recorder import Recorder, get_instance
from homeassistant.components.recorder.statistics import (
    list_statistic_ids,
    valid_statistic_id,
)
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
import pytest

from custom_components.media_accounts.blubrry.history.series import (
    async_wait_for_recorder,
    last_day,
)
from custom_components.media_accounts.events.announcer import announcer_of
from tests.blubrry.recorded import (
    OWN_TOTALS,
    TOTALS,
    old_episode,
    read,
    reload,
    started,
    told,
    totals,
)
from tests.simulator import Simulator


@pytest.fixture(autouse=True)
def auto_enable_custom_integrations(
    recorder_mock: Recorder, enable_custom_integrations: None
) -> None:
    """Enable custom integrations after the recorder has started."""


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

    # Even if no progress is stored for it.
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
    simulator.fault("blubrry", OWN_TOTALS, json=answer)
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
    simulator.fault("blubrry", OWN_TOTALS, times=2)
    simulator.fault("blubrry", OWN_TOTALS, status=503, json={})
    entry = await started(hass, simulator)
    part = await read(hass)
    await reload(hass, entry)
    days = await read(hass)
    assert len(part) < len(days)
    assert days[max(days)][1] == sum(count for count, _ in days.values())


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
    await async_wait_for_recorder(recorder)
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
        # Names that differ only in punctuation are counted together.
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
