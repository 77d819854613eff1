"""The entities and devices of accounts, and when they change."""

from datetime import timedelta
import logging

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import (
    EVENT_STATE_CHANGED,
    EVENT_STATE_REPORTED,
    STATE_UNAVAILABLE,
)
from homeassistant.core import (
    Event,
    EventStateChangedData,
    EventStateReportedData,
    HomeAssistant,
    callback,
)
from homeassistant.helpers import device_registry as dr, entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed
from syrupy.assertion import SnapshotAssertion

from custom_components.media_accounts.const import DOMAIN
from custom_components.media_accounts.providers import PROVIDERS
from tests.descriptions import ADD_ENTRY, DESCRIPTIONS
from tests.helpers import add_blubrry, add_real_debrid, entity_states, set_up
from tests.real_debrid.description import finish_torrents
from tests.simulator import Simulator

HOUR = timedelta(hours=1)

# All update intervals are multiples of this.
STEP = timedelta(minutes=5)


@pytest.fixture(autouse=True)
def at_ten(freezer: FrozenDateTimeFactory) -> None:
    """Start at a fixed time, also in the simulator."""
    freezer.move_to("2026-11-22 10:00:00+00:00")


# After the time was set: the simulator's people depend on it.
pytestmark = pytest.mark.usefixtures("no_waiting", "secrets_stay_secret")


async def passes(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    time: timedelta,
    *,
    step: timedelta = STEP,
) -> None:
    """Advance the time."""
    for _ in range(time // step):
        freezer.tick(step)
        async_fire_time_changed(hass)
        await hass.async_block_till_done(wait_background_tasks=True)


# Entities and devices.


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
@pytest.mark.parametrize("provider", PROVIDERS)
async def test_entities_and_devices(
    hass: HomeAssistant,
    simulator: Simulator,
    snapshot: SnapshotAssertion,
    provider: str,
) -> None:
    entry = await ADD_ENTRY[provider](hass, simulator)
    await set_up(hass, entry)
    registry = dr.async_get(hass)
    devices = [
        *dr.async_entries_for_config_entry(registry, entry.entry_id),
        *dr.async_child_entries_for_config_entry(registry, entry.entry_id),
    ]
    registered = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    names = {device.id: device.name for device in devices}

    assert [
        {
            "name": device.name,
            "identifiers": device.identifiers,
            "parent": names[device.parent_device_id]
            if isinstance(device, dr.ChildDeviceEntry)
            else None,
            **{
                name: getattr(device, name, None)
                for name in ("manufacturer", "model", "entry_type", "configuration_url")
            },
        }
        for device in devices
    ] == snapshot(name="devices")
    for entity in registered:
        assert _shown(hass, entity, names) == snapshot(name=entity.entity_id)


def _shown(
    hass: HomeAssistant, entity: er.RegistryEntry, devices: dict[str, str | None]
) -> dict[str, object]:
    """Return the attributes to compare of an entity; image URLs are random."""
    state = hass.states.get(entity.entity_id)
    return {
        "unique_id": entity.unique_id,
        "device": devices[entity.device_id or ""],
        "category": entity.entity_category,
        "disabled_by": entity.disabled_by,
        "translation_key": entity.translation_key,
        "state": state and state.state,
        "attributes": state
        and {
            str(name): value
            for name, value in state.attributes.items()
            if name not in {"access_token", "entity_picture"}
        },
    }


REAL_DEBRID_STATES = {
    "quietotter": {
        "binary_sensor.quietotter_premium": "on",
        "sensor.quietotter_premium_until": "2027-01-07T10:00:00+00:00",
        "sensor.quietotter_account_type": "premium",
        "sensor.quietotter_points": "1830",
        "sensor.quietotter_active_torrents": "3",
        "sensor.quietotter_torrent_slots": "20",
        "sensor.quietotter_torrents": "10",
    },
    "lapsedheron": {
        "binary_sensor.lapsedheron_premium": "off",
        "sensor.lapsedheron_premium_until": "unknown",
        "sensor.lapsedheron_account_type": "free",
        "sensor.lapsedheron_points": "310",
        "sensor.lapsedheron_active_torrents": "0",
        "sensor.lapsedheron_torrent_slots": "20",
        "sensor.lapsedheron_torrents": "1",
    },
    "freefinch": {
        "binary_sensor.freefinch_premium": "off",
        "sensor.freefinch_premium_until": "unknown",
        "sensor.freefinch_account_type": "free",
        "sensor.freefinch_points": "0",
        "sensor.freefinch_torrents": "0",
    },
}


@pytest.mark.parametrize("username", REAL_DEBRID_STATES)
@pytest.mark.parametrize("strings", [False, True], ids=["numbers", "strings"])
async def test_states_of_real_debrid_accounts(
    hass: HomeAssistant, simulator: Simulator, username: str, *, strings: bool
) -> None:
    simulator.real_debrid.settings.strings_for_ints = strings
    entry = await add_real_debrid(hass, simulator, username)
    await set_up(hass, entry)
    shown = entity_states(hass, entry)
    expected = REAL_DEBRID_STATES[username]
    assert {entity_id: shown[entity_id] for entity_id in expected} == expected


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_states_of_a_blubrry_account(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    simulator.blubrry.put_program(40_777, title="Nothing yet")
    simulator.blubrry.people["filmhost"].programs.append(40_777)
    entry = await add_blubrry(hass, simulator)
    await set_up(hass, entry)
    shown = entity_states(hass, entry)

    assert shown["sensor.blubrry_podcasts"] == "3"
    film, nothing = "sensor.blubrry_open_movie_hour_", "sensor.blubrry_nothing_yet_"
    assert shown[f"{film}newest_episode"] == "Ep 30: Spring, the making"
    assert shown[f"{film}last_published"] == "2026-11-20T06:00:00+00:00"
    downloads = [
        int(shown[f"{film}{key}"])
        for key in ("downloads_this_month", "downloads_last_month", "total_downloads")
    ]
    assert 0 < downloads[0] < downloads[1] < downloads[2]
    # Unknown data is not shown.
    assert f"{nothing}total_downloads" not in shown
    assert f"{nothing}newest_episode" not in shown


async def test_accounts_live_side_by_side(
    hass: HomeAssistant, simulator: Simulator, caplog: pytest.LogCaptureFixture
) -> None:
    accounts = [
        await add_real_debrid(hass, simulator, "quietotter"),
        await add_real_debrid(hass, simulator, "freefinch"),
        await add_blubrry(hass, simulator, "filmhost"),
        await add_blubrry(hass, simulator, "librarian"),
    ]
    # Another account shares a program with the first one.
    simulator.blubrry.people["librarian"].programs.append(1_498_812)
    await set_up(hass, *accounts)

    assert {entry.state for entry in accounts} == {ConfigEntryState.LOADED}
    assert "does not generate unique IDs" not in caplog.text
    states = [entity_states(hass, entry) for entry in accounts]
    assert all(STATE_UNAVAILABLE not in shown.values() for shown in states)
    assert len(set().union(*states)) == sum(map(len, states))
    session_downloads = [
        shown[entity_id]
        for shown in states
        for entity_id in shown
        if "sintel_soundtrack_sessions_downloads" in entity_id
        and "_today" not in entity_id
    ]
    assert len(session_downloads) == 2 * len(set(session_downloads))


# Changes and update intervals.


async def test_programs_that_appear_and_vanish_are_followed(
    hass: HomeAssistant, simulator: Simulator, freezer: FrozenDateTimeFactory
) -> None:
    entry = await add_blubrry(hass, simulator)
    await set_up(hass, entry)
    before = entity_states(hass, entry)
    new = "sensor.blubrry_big_buck_bunny_diaries_total_downloads"
    account = simulator.blubrry.people["filmhost"].programs

    account.append(40_350)
    await passes(hass, freezer, HOUR)
    assert int(entity_states(hass, entry)[new]) > 0
    assert _device(hass, "blubrry_40211_40350", entry.entry_id)
    assert entry.data["program_ids"] == ["1498812", "40211", "40350"]

    # Unexpected responses remove no device within a day.
    account.remove(40_350)
    await passes(hass, freezer, HOUR)
    assert entity_states(hass, entry)[new] == STATE_UNAVAILABLE
    assert _device(hass, "blubrry_40211_40350", entry.entry_id)
    await passes(hass, freezer, 22 * HOUR, step=HOUR / 2)
    assert entity_states(hass, entry)[new] == STATE_UNAVAILABLE
    assert _device(hass, "blubrry_40211_40350", entry.entry_id)

    await passes(hass, freezer, 4 * HOUR, step=HOUR / 2)
    assert entity_states(hass, entry).keys() == before.keys()
    assert not _device(hass, "blubrry_40211_40350", entry.entry_id)
    assert entry.data["program_ids"] == ["1498812", "40211"]

    # And re-added.
    account.append(40_350)
    await passes(hass, freezer, HOUR)
    assert int(entity_states(hass, entry)[new]) > 0


async def test_an_entity_whose_item_is_gone_goes_once(
    hass: HomeAssistant, simulator: Simulator, caplog: pytest.LogCaptureFixture
) -> None:
    entry = await add_blubrry(hass, simulator)
    await set_up(hass, entry)
    downloads = "sensor.blubrry_open_movie_hour_total_downloads"
    assert downloads in entity_states(hass, entry)

    # Two answers without the program, right after each other.
    coordinators = {
        group.coordinator
        for group in entry.runtime_data.groups
        if "40211" in group.items(group.coordinator.data)
    }
    for coordinator in coordinators:
        coordinator.async_set_updated_data({})
        coordinator.async_set_updated_data({})
    await hass.async_block_till_done(wait_background_tasks=True)

    # Absent, not unavailable; the user's customizations are kept.
    assert hass.states.get(downloads) is None
    assert er.async_get(hass).async_get(downloads) is not None
    assert not [record for record in caplog.records if record.levelno > logging.WARNING]


def _device(
    hass: HomeAssistant, identifier: str, entry_id: str
) -> dr.ChildDeviceEntry | None:
    registry = dr.async_get(hass)
    return registry.async_get_child_device_by_identifier((DOMAIN, identifier), entry_id)


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("status", [503, 429, 404])
async def test_unavailable_and_back_again_with_one_log_line_each(  # noqa: PLR0917
    hass: HomeAssistant,
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
    provider: str,
    status: int,
) -> None:
    entry = await ADD_ENTRY[provider](hass, simulator)
    await set_up(hass, entry)
    before = entity_states(hass, entry)
    caplog.clear()

    simulator.fault(provider, "*", status=status, times=None)
    await passes(hass, freezer, 2 * HOUR, step=3 * STEP)

    assert _logged(caplog) == [logging.ERROR]
    during = entity_states(hass, entry)
    main = DESCRIPTIONS[provider].main_entities
    assert {during[name] for name in main} == {STATE_UNAVAILABLE}

    simulator.clear_faults()
    await passes(hass, freezer, 2 * HOUR, step=3 * STEP)

    assert _logged(caplog) == [logging.ERROR, logging.INFO]
    assert STATE_UNAVAILABLE not in entity_states(hass, entry).values()
    assert entity_states(hass, entry).keys() == before.keys()


def _logged(caplog: pytest.LogCaptureFixture) -> list[int]:
    """Return the levels of what was logged about updates."""
    return [
        record.levelno
        for record in caplog.records
        if record.name == "custom_components.media_accounts"
        and record.levelno > logging.DEBUG
        and "update" in record.getMessage()
    ]


async def test_an_extra_never_takes_the_base_down(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    simulator.fault("real_debrid", "/rest/1.0/torrents*", status=503, times=None)
    entry = await add_real_debrid(hass, simulator)
    await set_up(hass, entry)
    shown = entity_states(hass, entry)
    assert entry.state is ConfigEntryState.LOADED
    assert shown["binary_sensor.quietotter_premium"] == "on"
    assert shown["sensor.quietotter_torrents"] == STATE_UNAVAILABLE


async def test_an_error_of_one_program_affects_only_that_program(
    hass: HomeAssistant, simulator: Simulator, freezer: FrozenDateTimeFactory
) -> None:
    entry = await add_blubrry(hass, simulator)
    await set_up(hass, entry)
    film = "sensor.blubrry_open_movie_hour_total_downloads"
    sessions = "sensor.blubrry_sintel_soundtrack_sessions_total_downloads"
    before = entity_states(hass, entry)

    simulator.fault("blubrry", "/2/stats/1498812/*", status=503, times=None)
    for hours, lost in ((2, False), (1, True)):
        await passes(hass, freezer, hours * HOUR, step=HOUR)
        shown = entity_states(hass, entry)
        assert shown["sensor.blubrry_podcasts"] == "2"
        assert int(shown[film]) > int(before[film])
        # A short outage must not trigger automations.
        assert shown[sessions] == (STATE_UNAVAILABLE if lost else before[sessions])


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_nothing_is_written_while_nothing_changes(
    hass: HomeAssistant,
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
    provider: str,
) -> None:
    entry = await ADD_ENTRY[provider](hass, simulator)
    DESCRIPTIONS[provider].stop_changes(simulator)
    await set_up(hass, entry)
    written: list[str] = []

    @callback
    def note(event: Event[EventStateChangedData | EventStateReportedData]) -> None:
        written.append(event.data["entity_id"])

    every = callback(lambda _: True)
    for event_type in (EVENT_STATE_CHANGED, EVENT_STATE_REPORTED):
        hass.bus.async_listen(event_type, note, event_filter=every)
    simulator.requests.clear()

    await passes(hass, freezer, 2 * HOUR)

    assert simulator.requests
    # Home Assistant itself renews the tokens of images every few minutes.
    assert not [name for name in written if not name.startswith("image.")]


async def test_idle_accounts_cost_about_twenty_requests_an_hour(
    hass: HomeAssistant, simulator: Simulator, freezer: FrozenDateTimeFactory
) -> None:
    finish_torrents(simulator)
    accounts = [
        await add_real_debrid(hass, simulator),
        await add_blubrry(hass, simulator),
    ]
    await set_up(hass, *accounts)
    simulator.requests.clear()

    await passes(hass, freezer, 6 * HOUR)

    by_path = simulator.request_counts()
    assert by_path["real_debrid"]["/rest/1.0/user"] == 6 * 4
    assert by_path["real_debrid"]["/rest/1.0/torrents"] == 6 * 6
    assert by_path["blubrry"]["/2/media/index.json"] == 6
    assert by_path["blubrry"]["/2/stats/index.json"] == 6
    assert by_path["blubrry"]["/2/stats/openmovies/summary.json"] == 6
    assert by_path["blubrry"]["/oauth2/token"] == 6
    assert len(simulator.requests) / 6 <= 22


async def test_torrents_are_looked_at_every_minute_while_some_are_active(
    hass: HomeAssistant, simulator: Simulator, freezer: FrozenDateTimeFactory
) -> None:
    entry = await add_real_debrid(hass, simulator)
    await set_up(hass, entry)
    minute = timedelta(minutes=1)

    # A finished torrent is confirmed by a second poll before it is announced.
    for active, looks in ((True, 10), (False, 2), (False, 1)):
        if not active:
            finish_torrents(simulator)
        simulator.requests.clear()
        await passes(hass, freezer, 10 * minute, step=minute)
        assert len(simulator.requests_to(path="/rest/1.0/torrents")) == looks
