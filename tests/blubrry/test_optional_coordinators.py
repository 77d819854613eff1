"""The optional coordinators: update intervals, and behavior after errors."""

from collections import Counter
from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.media_accounts.blubrry.program_coordinators import stretched
from tests.helpers import add_blubrry, set_up
from tests.simulator import Simulator

OPEN_MOVIES = "sensor.blubrry_open_movie_hour_"
TODAY = f"{OPEN_MOVIES}downloads_today"


async def hours_pass(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, hours: int
) -> None:
    """Advance the time in steps shorter than every update interval."""
    for _ in range(hours * 2):
        freezer.tick(timedelta(minutes=30))
        async_fire_time_changed(hass)
        await hass.async_block_till_done(wait_background_tasks=True)


def of_program(simulator: Simulator, keyword: str) -> Counter[str]:
    """Return the number of requests for each path of a program."""
    return Counter(
        request.path.partition(keyword)[2]
        for request in simulator.requests_to("blubrry", method="GET")
        if f"/{keyword}/" in request.path
    )


async def test_nothing_is_read_for_disabled_entities(
    hass: HomeAssistant,
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
    account: MockConfigEntry,
) -> None:
    registry = er.async_get(hass)
    for entity in er.async_entries_for_config_entry(registry, account.entry_id):
        if "sintel" in entity.entity_id or entity.entity_id.endswith(
            "blubrry_downloads_today"
        ):
            registry.async_update_entity(
                entity.entity_id, disabled_by=er.RegistryEntryDisabler.USER
            )
    await hass.config_entries.async_reload(account.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    simulator.requests.clear()
    await hours_pass(hass, freezer, 13)
    # Repairs warn of every program's quota, whichever entities are enabled.
    assert set(of_program(simulator, "1498812")) == {"/summary.json", "/index.json"}
    assert of_program(simulator, "openmovies")["/data.json"] >= 12


async def test_optional_data_is_kept_during_short_outages_only(
    hass: HomeAssistant,
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
    account: MockConfigEntry,
) -> None:
    recent = account.runtime_data.groups[1].coordinator
    before = hass.states.get(TODAY)
    assert before is not None
    simulator.fault("blubrry", "/2/stats/openmovies/data.json", status=503, times=None)
    for _ in range(2):
        freezer.tick(timedelta(hours=1))
        await recent.async_refresh()
        await hass.async_block_till_done()
        state = hass.states.get(TODAY)
        assert state is not None
        assert state.state != STATE_UNAVAILABLE
    freezer.tick(timedelta(hours=1))
    await recent.async_refresh()
    await hass.async_block_till_done()
    state = hass.states.get(TODAY)
    assert state is not None
    assert state.state == STATE_UNAVAILABLE
    # The other program and the account are not affected.
    for other in ("sintel_soundtrack_sessions_downloads_today", "downloads_today"):
        state = hass.states.get(f"sensor.blubrry_{other}")
        assert state is not None
        assert state.state != STATE_UNAVAILABLE
    simulator.clear_faults()
    await recent.async_refresh()
    await hass.async_block_till_done()
    state = hass.states.get(TODAY)
    assert state is not None
    assert state.state != STATE_UNAVAILABLE


async def test_a_revoked_sign_in_is_noticed_by_an_extra(
    hass: HomeAssistant, simulator: Simulator, account: MockConfigEntry
) -> None:
    simulator.blubrry.revoke("filmhost")
    await account.runtime_data.groups[1].coordinator.async_refresh()
    await hass.async_block_till_done()
    assert list(account.async_get_active_flows(hass, {"reauth"}))


async def test_what_a_plan_does_not_include_is_absent(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    simulator.fault("blubrry", "/2/stats/*/data.json", status=403, json={}, times=None)
    simulator.fault(
        "blubrry", "/2/stats/*/widget/preview.json", status=403, json={}, times=None
    )
    simulator.fault("blubrry", "/2/stats/*/episodes/", status=403, json={}, times=None)
    simulator.fault("blubrry", "/2/episode/*", status=403, json={}, times=None)
    simulator.fault(
        "blubrry", "/2/media/openmovies/index.json", status=403, json={}, times=None
    )
    simulator.fault("blubrry", "/2/program/*", status=404, json={}, times=None)
    entry = await add_blubrry(hass, simulator)
    await set_up(hass, entry)
    await hass.async_block_till_done(wait_background_tasks=True)
    keys = {
        entity.unique_id.removeprefix("blubrry_40211_40211_")
        for entity in er.async_entries_for_config_entry(
            er.async_get(hass), entry.entry_id
        )
        if "_40211_40211_" in entity.unique_id
    }
    assert keys & {"downloads", "newest_episode", "feed"}
    assert not keys & {
        "downloads_today",
        "trend",
        "best_episode",
        "newest_episode_link",
        "quota_left",
        "unpublished_files",
        "hosting_problem",
        "cover",
        "author",
    }


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_a_plan_in_hours_counts_in_hours(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    quota = {
        "published": {"status": "OK", "mode": "time", "available": 9000, "total": 21600}
    }
    simulator.fault(
        "blubrry", "/2/media/openmovies/index.json", json={"quota": quota}, times=None
    )
    entry = await add_blubrry(hass, simulator)
    await set_up(hass, entry)
    await hass.async_block_till_done(wait_background_tasks=True)
    left = hass.states.get(f"{OPEN_MOVIES}quota_left")
    assert left is not None
    assert float(left.state) == 2.5
    assert left.attributes["unit_of_measurement"] == "h"
    used = hass.states.get(f"{OPEN_MOVIES}quota_used")
    assert used is not None
    assert float(used.state) == 3.5


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_a_program_that_appears_gets_all_of_its_entities(
    hass: HomeAssistant, simulator: Simulator, account: MockConfigEntry
) -> None:
    simulator.blubrry.people["filmhost"].programs.append(40_350)
    await account.runtime_data.coordinator.async_refresh()
    await hass.async_block_till_done(wait_background_tasks=True)
    for key in ("total_downloads", "downloads_today", "quota_left", "author"):
        assert hass.states.get(f"sensor.blubrry_big_buck_bunny_diaries_{key}")


async def test_without_a_recorder_no_history_is_read(
    simulator: Simulator, account: MockConfigEntry, hass: HomeAssistant
) -> None:
    await hass.config_entries.async_reload(account.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert not [r for r in simulator.requests if r.path.endswith("/totals.json")]


def test_many_programs_are_read_less_often() -> None:
    hour = timedelta(hours=1)
    assert stretched(hour, 0) == stretched(hour, 4) == hour
    assert stretched(hour, 20) == 5 * hour


@pytest.mark.parametrize(("status", "body"), [(404, {}), (403, {}), (200, {})])
async def test_a_dashboard_feed_that_was_refused_comes_back(
    hass: HomeAssistant,
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
    status: int,
    body: object,
) -> None:
    """The widget has today's downloads, too; only the feed has the trend."""
    entry = await add_blubrry(hass, simulator)
    path = "/2/stats/openmovies/data.json"
    simulator.fault("blubrry", path, status=status, json=body, times=3)
    await set_up(hass, entry)
    simulator.requests.clear()
    await hours_pass(hass, freezer, 9)
    asked = len(simulator.requests_to(path=path))
    # After one hour, two, and four more; then once an hour.
    assert 4 <= asked <= 5
    state = hass.states.get(TODAY)
    assert state is not None
    assert state.state != STATE_UNAVAILABLE
