"""The entities of podcasts: which are enabled from the start, and their names."""

from datetime import timedelta

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.entity_registry import RegistryEntryDisabler
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.media_accounts.const import DOMAIN
from tests.helpers import add_blubrry, set_up
from tests.simulator import Simulator

PROGRAM = "40211"

ENABLED = {
    "cover",
    "downloads",
    "downloads_last_7_days",
    "downloads_this_month",
    "downloads_today",
    "hosting_problem",
    "latest_event",
    "newest_episode",
    "newest_episode_downloads",
    "newest_episode_published",
    "quota_left",
}


def entities(
    hass: HomeAssistant, account: MockConfigEntry
) -> dict[str, er.RegistryEntry]:
    """Return the entities of a podcast by their keys."""
    prefix = f"{account.unique_id}_{PROGRAM}_"
    return {
        entity.unique_id.removeprefix(prefix): entity
        for entity in er.async_entries_for_config_entry(
            er.async_get(hass), account.entry_id
        )
        if entity.unique_id.startswith(prefix)
    }


async def test_only_what_belongs_on_a_dashboard_is_enabled(
    hass: HomeAssistant, account: MockConfigEntry
) -> None:
    found = entities(hass, account)
    enabled = {key for key, entity in found.items() if not entity.disabled}
    assert enabled == ENABLED
    assert len(found) > 2 * len(enabled)


async def test_an_entity_that_was_enabled_before_stays_enabled(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    entry = await add_blubrry(hass, simulator)
    feed = er.async_get(hass).async_get_or_create(
        "sensor", DOMAIN, f"{entry.unique_id}_{PROGRAM}_feed", config_entry=entry
    )
    await set_up(hass, entry)
    assert hass.states.get(feed.entity_id)


def name_of(hass: HomeAssistant, entry: MockConfigEntry) -> str | None:
    """Return the name of the device of an account."""
    (device,) = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    return device.name


async def test_a_second_account_is_named_after_its_title(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    entries = [
        await add_blubrry(hass, simulator, username)
        for username in ("filmhost", "librarian")
    ]
    for entry in entries:
        await set_up(hass, entry)
    await hass.config_entries.async_reload(entries[0].entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    names = [name_of(hass, entry) for entry in entries]
    assert names == ["Blubrry", entries[1].title]


async def test_the_name_of_an_account_that_was_there_before_stays(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    registry = dr.async_get(hass)
    for username in ("filmhost", "librarian"):
        entry = await add_blubrry(hass, simulator, username)
        registry.async_get_or_create(
            config_entry_id=entry.entry_id,
            identifiers={(DOMAIN, str(entry.unique_id))},
            name="Blubrry",
        )
        await set_up(hass, entry)
        assert name_of(hass, entry) == "Blubrry"


async def test_a_disabled_entity_is_disabled_by_the_integration(
    hass: HomeAssistant, account: MockConfigEntry
) -> None:
    assert (
        entities(hass, account)["feed"].disabled_by is RegistryEntryDisabler.INTEGRATION
    )


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
@pytest.mark.parametrize(("days", "expected"), [(7, "50.0"), (30, "-25.0")])
async def test_the_change_of_the_last_days(
    hass: HomeAssistant, simulator: Simulator, days: int, expected: str
) -> None:
    # The last 7 days, the 7 before, the rest of the last 30, and the 30 before.
    today = dt_util.utcnow().date()
    downloads = [30] * 7 + [20] * 7 + [10] * 16 + [17] * 29 + [187]
    daily = [
        {"date": str(today - timedelta(days=age)), "downloads": count}
        for age, count in enumerate(downloads)
    ]
    simulator.fault(
        "blubrry", "/2/stats/openmovies/data.json", json={"daily": daily}, times=None
    )
    await set_up(hass, await add_blubrry(hass, simulator))
    await hass.async_block_till_done(wait_background_tasks=True)
    state = hass.states.get(
        f"sensor.blubrry_open_movie_hour_downloads_change_{days}_days"
    )
    assert state
    assert state.state == expected


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_a_change_needs_twice_as_many_days(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    simulator.fault(
        "blubrry", "/2/stats/openmovies/data.json", status=404, json={}, times=None
    )
    account = await add_blubrry(hass, simulator)
    await set_up(hass, account)
    await hass.async_block_till_done(wait_background_tasks=True)
    found = entities(hass, account)
    assert "downloads_today" in found
    assert "downloads_change_7_days" not in found
