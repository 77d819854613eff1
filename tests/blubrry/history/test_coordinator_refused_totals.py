"""The long-term statistics where Blubrry refuses the totals of each day."""

from datetime import UTC, timedelta
import logging

from homeassistant.components.recorder import Recorder
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.media_accounts.blubrry.history.series import last_day
from tests.blubrry.recorded import (
    OTHER,
    OWN_TOTALS,
    TOTALS,
    read,
    reload,
    started,
    told,
    totals,
)
from tests.simulator import Simulator
from tests.simulator.blubrry.ledger import Ledger
from tests.simulator.blubrry.people import Tier


@pytest.fixture(autouse=True)
def auto_enable_custom_integrations(
    recorder_mock: Recorder, enable_custom_integrations: None
) -> None:
    """Enable custom integrations after the recorder has started."""


def without_a_plan(simulator: Simulator) -> None:
    """Set up a program that is hosted elsewhere, with free statistics."""
    program = simulator.blubrry.programs[40_211]
    program.hosting = False
    program.tier = Tier.FREE


async def next_reading(hass: HomeAssistant) -> None:
    """Advance the time by six hours."""
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(hours=6, minutes=1))
    await hass.async_block_till_done(wait_background_tasks=True)


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return the log messages about histories, from level info."""
    return [
        record.getMessage()
        for record in caplog.records
        if record.name.endswith(".history.coordinator")
        and record.levelno >= logging.INFO
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
        # Only the widget remains if the dashboard's feed is refused.
        simulator.blubrry.settings.undocumented = False
        simulator.fault("blubrry", TOTALS, status=403, json={}, times=None)
    entry = await started(hass, simulator)
    days = await read(hass)
    # Today may have none until its hour.
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


async def test_a_dashboard_without_days_begins_nothing(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    simulator.fault("blubrry", TOTALS, status=403, json={}, times=None)
    simulator.fault("blubrry", "/2/stats/*/data.json", json={"daily": []}, times=None)
    entry = await started(hass, simulator)
    assert await read(hass) == {}
    simulator.clear_faults()
    await reload(hass, entry)
    assert await read(hass)


async def test_an_odd_day_is_not_the_beginning_of_a_history(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    today = last_day(dt_util.utcnow())
    days = ["0001-01-01", "1969-07-20", (today - timedelta(days=3)).isoformat()]
    answer = {"daily": [{"date": day, "downloads": 4} for day in days]}
    simulator.fault("blubrry", TOTALS, status=403, json={}, times=None)
    simulator.fault("blubrry", "/2/stats/*/data.json", json=answer, times=None)
    await started(hass, simulator)
    found = await read(hass)
    assert [count for count, _ in found.values()] == [4, 0, 0, 0]
    assert max(found) == today


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
    assert hass.states.get("sensor.blubrry_open_movie_hour_total_downloads") is not None
    # An update sends one request, and nothing is requested in between.
    assert len(totals(simulator)) == 3
    assert lines(caplog) == [
        "Blubrry gives no downloads by day: program 40211 has no history"
    ]
    # The other program has its own.
    assert await read(hass, OTHER)


async def test_what_is_refused_behind_what_was_given_is_before_the_beginning(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    simulator.fault("blubrry", OWN_TOTALS, times=1)
    simulator.fault(
        "blubrry",
        OWN_TOTALS,
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
    simulator.fault("blubrry", OWN_TOTALS, times=2)
    simulator.fault("blubrry", OWN_TOTALS, status=404, json={})
    await started(hass, simulator)
    expected = await told(hass, simulator, 400)
    days = await read(hass)
    assert days[max(days)][1] == sum(expected.values())


async def test_an_error_of_one_program_affects_only_that_one(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    simulator.fault("blubrry", OWN_TOTALS, status=503, times=None)
    await started(hass, simulator)
    assert await read(hass) == {}
    assert await read(hass, OTHER)
