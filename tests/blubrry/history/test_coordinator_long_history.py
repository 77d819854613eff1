"""A history that takes more requests than one run may make."""

from collections.abc import Iterable
from datetime import date, timedelta

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.recorder import Recorder
from homeassistant.components.recorder.models import (
    StatisticData,
    StatisticMetaData,
)
from homeassistant.components.recorder.statistics import (
    async_add_external_statistics,
)
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.media_accounts.api import limiter
from custom_components.media_accounts.api.limiter import Limiter, Rule
from custom_components.media_accounts.blubrry.api import client
from custom_components.media_accounts.blubrry.history import (
    coordinator as history,
    series,
)
from tests.blubrry.recorded import (
    OPEN_MOVIES,
    OTHER,
    TOTALS,
    Days,
    old_episode,
    read,
    reload,
    started,
    told,
    totals,
)
from tests.simulator import Simulator
from tests.support import FastTime

SOON = timedelta(minutes=15, seconds=2)
TEN_MINUTES = 600


@pytest.fixture(autouse=True)
def auto_enable_custom_integrations(
    recorder_mock: Recorder, enable_custom_integrations: None
) -> None:
    """Enable custom integrations after the recorder has started."""


def spans_asked(simulator: Simulator) -> list[date]:
    """Return the first days of the spans requested for the program."""
    return [
        date.fromisoformat(request.query["start-date"]) for request in totals(simulator)
    ]


def all_requests(simulator: Simulator) -> int:
    """Return the number of requests of all histories, and clear the log."""
    paths = [request.path for request in simulator.requests]
    simulator.requests.clear()
    return sum(path.endswith("/totals.json") for path in paths)


async def next_run(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, wait: timedelta
) -> None:
    freezer.tick(wait)
    async_fire_time_changed(hass)
    await hass.async_block_till_done(wait_background_tasks=True)


async def expect_all_once(
    hass: HomeAssistant, simulator: Simulator, days: Days, age: int
) -> None:
    """Compare a history with the service's numbers, by day and in total."""
    expected = await told(hass, simulator, age)
    counts = {day: count for day, (count, _) in days.items() if count}
    assert counts == {day: count for day, count in expected.items() if count}
    assert days[max(days)][1] == sum(expected.values())


async def test_what_the_limiter_cuts_short_goes_on_where_it_was(
    hass: HomeAssistant, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    simulator.clock.stop()
    clock = FastTime()
    clock.rule(limiter, monkeypatch)
    monkeypatch.setattr(
        client, "Limiter", lambda *_: Limiter(Rule(requests=25, seconds=TEN_MINUTES))
    )
    age = 45 * 38
    old_episode(simulator, age)
    entry = await started(hass, simulator)
    asked = spans_asked(simulator)
    for _ in range(4):
        simulator.requests.clear()
        clock.now += TEN_MINUTES
        await reload(hass, entry)
        asked += spans_asked(simulator)
    # A new start corrects the newest span once more, and no other.
    newest = max(asked)
    assert len([first for first in asked if first != newest]) == len({*asked}) - 1
    await expect_all_once(hass, simulator, await read(hass), age)


@pytest.mark.usefixtures("no_waiting")
async def test_a_fill_leaves_the_account_its_share(
    hass: HomeAssistant,
    simulator: Simulator,
    monkeypatch: pytest.MonkeyPatch,
    freezer: FrozenDateTimeFactory,
) -> None:
    simulator.clock.stop()
    monkeypatch.setattr(history, "_REQUESTS_A_RUN", 2)
    age = 45 * 20
    old_episode(simulator, age)
    # At this update frequency, corrections are three hours apart.
    await started(hass, simulator, pace="lively")
    assert await read(hass)
    assert await read(hass, OTHER)
    asked = spans_asked(simulator)
    runs = [all_requests(simulator)]
    while runs[-1] and len(runs) < 40:
        await next_run(hass, freezer, SOON)
        asked += spans_asked(simulator)
        runs.append(all_requests(simulator))
    assert max(runs) == 2
    assert sum(runs) > 20
    await expect_all_once(hass, simulator, await read(hass), age)
    # Spans that are not the newest are read once, however many runs it takes.
    newest = dt_util.utcnow().date() - timedelta(days=46)
    older = [first for first in asked if first < newest]
    assert len(older) == len({*older})
    # Meanwhile the last days are corrected at the normal update frequency.
    assert 2 <= len(asked) - len(older) <= len(runs) / 10 + 1

    # After the import, nothing is requested between two corrections.
    whole = await read(hass)
    simulator.requests.clear()
    for _ in range(3):
        await next_run(hass, freezer, SOON)
        assert all_requests(simulator) == 0
    await next_run(hass, freezer, timedelta(hours=3))
    assert all_requests(simulator) == 2
    assert whole.items() <= (await read(hass)).items()


async def test_days_of_many_episodes_count_as_the_requests_they_take(
    hass: HomeAssistant, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "_REQUESTS_A_RUN", 5)
    monkeypatch.setattr(history, "_ROWS_A_REQUEST", 10)
    await started(hass, simulator)
    # Each span of the program counts as the number of requests that it takes.
    assert all_requests(simulator) == 1


async def test_a_history_is_written_once_when_it_is_filled(
    hass: HomeAssistant, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[StatisticData] = []

    def note(
        hass: HomeAssistant,
        metadata: StatisticMetaData,
        rows: Iterable[StatisticData],
    ) -> None:
        if metadata["statistic_id"] == OPEN_MOVIES:
            written.extend(rows)
        async_add_external_statistics(hass, metadata, rows)

    monkeypatch.setattr(series, "async_add_external_statistics", note)
    age = 45 * 20
    old_episode(simulator, age)
    await started(hass, simulator)
    days = await read(hass)
    assert len(days) > age - 2
    # The last days come first; earlier days change their sums.
    assert len(written) <= len(days) + 45


async def test_days_behind_a_failure_are_not_left_out(
    hass: HomeAssistant,
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
) -> None:
    entry = await started(hass, simulator)
    await hass.config_entries.async_unload(entry.entry_id)
    freezer.tick(timedelta(days=100))
    # The second of three spans: the first one is known by then.
    simulator.fault("blubrry", TOTALS, times=1)
    simulator.fault("blubrry", TOTALS, status=503, json={}, times=2)
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    simulator.clear_faults()
    await reload(hass, entry)
    days = await read(hass)
    expected = await told(hass, simulator, 500)
    assert {day: count for day, (count, _) in days.items() if count} == {
        day: count for day, count in expected.items() if count
    }


@pytest.mark.usefixtures("no_waiting")
async def test_an_import_that_fails_waits_for_the_normal_interval(
    hass: HomeAssistant,
    simulator: Simulator,
    monkeypatch: pytest.MonkeyPatch,
    freezer: FrozenDateTimeFactory,
) -> None:
    monkeypatch.setattr(history, "_REQUESTS_A_RUN", 5)
    await started(hass, simulator)
    simulator.fault("blubrry", TOTALS, status=403, text="no entry", times=None)
    simulator.requests.clear()
    await next_run(hass, freezer, SOON)
    assert all_requests(simulator) == 2
    simulator.clear_faults()
    await next_run(hass, freezer, SOON)
    assert all_requests(simulator) == 0
    await next_run(hass, freezer, timedelta(hours=6))
    assert all_requests(simulator) == 5
