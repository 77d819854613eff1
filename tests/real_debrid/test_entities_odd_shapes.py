"""The same data in another JSON shape changes no entity.

Clients have seen these shapes; the simulator has a setting for each.
"""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from tests.helpers import set_up
from tests.real_debrid.acting import act, enable, with_api_token
from tests.simulator import Simulator
from tests.support import case

SIZELESS = "https://cloudnest.example/f/stream"
FOLDER = "https://cloudnest.example/folder/open-movies"

# Actions that change nothing but the list of downloads.
READING: tuple[tuple[str, dict[str, Any]], ...] = (
    ("get_torrents", {}),
    ("get_downloads", {}),
    ("get_traffic", {"days": 31}),
    ("get_hosts", {"patterns": True}),
    ("check_link", {"link": SIZELESS}),
    ("unrestrict_folder", {"link": FOLDER}),
)

pytestmark = pytest.mark.usefixtures("no_waiting")


@pytest.fixture
async def entry(
    freezer: FrozenDateTimeFactory, hass: HomeAssistant, simulator: Simulator
) -> MockConfigEntry:
    """Return an account that shows all there is, in a time that stands still."""
    freezer.move_to("2026-11-22 10:00:00+00:00")
    simulator.real_debrid.reset()
    entry = await with_api_token(hass, simulator)
    await set_up(hass, entry)
    registered = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    await enable(
        hass, entry, *(entity.entity_id for entity in registered if entity.disabled)
    )
    return entry


async def all_that_is_shown(
    hass: HomeAssistant, entry: MockConfigEntry
) -> dict[str, Any]:
    """Return the states of all entities, and what the actions answer that only read."""
    shown: dict[str, Any] = {
        state.entity_id: state.state for state in hass.states.async_all()
    }
    for name, data in READING:
        shown[name] = await act(hass, entry, name, **data)
    for torrent in shown["get_torrents"]["torrents"]:
        torrent_id = torrent["torrent_id"]
        shown[torrent_id] = await act(hass, entry, "get_torrent", torrent_id=torrent_id)
    for download in shown["get_downloads"]["downloads"]:
        if download["streamable"]:
            download_id = download["download_id"]
            shown[download_id] = await act(
                hass, entry, "get_streams", download_id=download_id
            )
    return shown


@pytest.mark.parametrize(
    "settings",
    [
        case("digits", {"strings_for_ints": True}),
        case("dates without milliseconds", {"dates": "seconds"}),
        case("dates with an offset", {"dates": "offset"}),
        case("an end of premium in Paris", {"user_expiration_zone": "Europe/Paris"}),
        case("an offset with a colon", {"offset_with_colon": True}),
        case("small pages", {"page_size_cap": 3}),
        case("whole lists", {"ignore_limit": True}),
        case("no total", {"total_count": False}),
        case("no total, and small pages", {"total_count": False, "page_size_cap": 3}),
        case("a total that is none", {"total_is_a_number": False}),
        case(
            "a total that is none, and small pages",
            {"total_is_a_number": False, "page_size_cap": 3},
        ),
        case("a torrent in a list", {"info_in_array": True}),
        case("maps that are maps", {"inner_maps_as_lists": False}),
        case("no icons", {"host_icon": False}),
        case("no hashes of what is active", {"active_list": False}),
        case("days without an end", {"details_ignore_end": True}),
        case("no entry for the service itself", {"remote_host": False}),
        case("refusals without a code", {"error_codes": False}),
        case("an empty page is a list", {"empty_list": "[]", "empty_map": "[]"}),
        case("an empty page is a map", {"empty_list": "{}", "empty_map": "204"}),
    ],
)
async def test_another_shape_shows_the_same(
    hass: HomeAssistant,
    simulator: Simulator,
    entry: MockConfigEntry,
    settings: dict[str, Any],
) -> None:
    before = await all_that_is_shown(hass, entry)
    simulator.real_debrid.change_settings(**settings)
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    after = await all_that_is_shown(hass, entry)
    assert after == before
    assert len(before) > 60
    assert "unavailable" not in before.values()


async def test_what_nobody_has_used_is_nothing_in_every_shape(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    simulator.real_debrid.put_person(
        "quietotter", torrents=[], downloads=[], traffic={}, usage={}
    )
    seen = []
    for empty in ("204", "[]", "{}"):
        simulator.real_debrid.change_settings(empty_list=empty, empty_map=empty)
        await hass.config_entries.async_reload(entry.entry_id)
        await hass.async_block_till_done(wait_background_tasks=True)
        shown = {
            state.entity_id: state.state
            for state in hass.states.async_all()
            if state.state != "unavailable"
        }
        for name in ("get_torrents", "get_downloads", "get_traffic"):
            shown[name] = await act(hass, entry, name)
        seen.append(shown)
    assert seen[0] == seen[1] == seen[2]
    assert seen[0]["sensor.quietotter_torrents"] == "0"
    assert seen[0]["sensor.quietotter_traffic_today"] == "0.0"
    assert seen[0]["get_downloads"] == {"downloads": [], "total": 0}
    assert seen[0]["get_traffic"] == {"days": {}, "hosts": {}}
