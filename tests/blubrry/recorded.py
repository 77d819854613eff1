"""A Blubrry account with a recorder, and its recorded statistics."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from homeassistant.components.recorder import get_instance
from homeassistant.components.recorder.statistics import statistics_during_period
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.media_accounts.blubrry.history.series import (
    async_wait_for_recorder,
    last_day,
)
from tests.helpers import add_blubrry, set_up
from tests.simulator import Recorded, Simulator
from tests.simulator.blubrry.people import Episode

WHO = "filmhost"
OPEN_MOVIES = "media_accounts:blubrry_40211_downloads"
OTHER = "media_accounts:blubrry_1498812_downloads"
EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
TOTALS = "/2/stats/*/totals.json"
OWN_TOTALS = "/2/stats/openmovies/totals.json"

type Days = Mapping[date, tuple[int, int]]


async def read(hass: HomeAssistant, statistic_id: str = OPEN_MOVIES) -> Days:
    """Return the recorded downloads and sums of a statistic, by day."""
    recorder = get_instance(hass)
    await async_wait_for_recorder(recorder)
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
    """Restart the account."""
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)


def old_episode(simulator: Simulator, age: int) -> None:
    """Add an episode of this age in days to the program."""
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
    """Return the service's own downloads of each day, requested span by span."""
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
    return simulator.requests_to("blubrry", path=OWN_TOTALS)
