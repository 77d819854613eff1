"""Torrents: lists of any length, unexpected types, and failures."""

from datetime import UTC, datetime
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.media_accounts.api.errors import (
    PassingTrouble,
    RequestRefused,
)
from custom_components.media_accounts.real_debrid.api.client import RealDebridClient
from custom_components.media_accounts.real_debrid.api.library import Library
from tests.real_debrid.acting import (
    BASE,
    act,
    answer,
    asked,
    fill_library,
    press,
    value,
)
from tests.simulator import Simulator
from tests.simulator.real_debrid import TorrentStatus
from tests.simulator.real_debrid.settings import EmptyList, Fate


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"page_size_cap": 100},
        {"page_size_cap": 100, "total_count": False},
        {"page_size_cap": 100, "total_is_a_number": False},
        {"ignore_limit": True},
        {"ignore_limit": True, "total_count": False},
        {"total_count": False},
    ],
)
async def test_whole_list_whatever_the_service_makes_of_limits(
    simulator: Simulator, client: RealDebridClient, settings: dict[str, Any]
) -> None:
    fill_library(simulator, 450)
    simulator.real_debrid.change_settings(**settings)
    page = await client.torrents.list()
    assert len({torrent.torrent_id for torrent in page.torrents}) == 450
    assert len((await client.torrents.list(limit=120)).torrents) == 120


@pytest.mark.parametrize("empty", list(EmptyList))
async def test_empty_lists(
    simulator: Simulator, client: RealDebridClient, empty: EmptyList
) -> None:
    fill_library(simulator, 0)
    simulator.real_debrid.change_settings(empty_list=empty)
    page = await client.torrents.list()
    assert (page.torrents, page.total) == ((), 0)
    assert await Library(client.torrents).read() == ()


async def test_a_place_past_the_end_may_be_refused(
    simulator: Simulator, client: RealDebridClient
) -> None:
    path = f"{BASE}/torrents"
    simulator.fault("real_debrid", path, json=[{"id": "A"}, {"id": "A"}, {"x": 1}])
    simulator.fault("real_debrid", path, status=400, json={"error_code": 2})
    page = await client.torrents.list()
    assert [torrent.torrent_id for torrent in page.torrents] == ["A"]
    answer(simulator, "torrents", {"error_code": 2}, 400)
    with pytest.raises(RequestRefused):
        await client.torrents.list()


async def test_torrent_of_odd_types(
    simulator: Simulator, client: RealDebridClient
) -> None:
    row = {
        "id": 17,
        "filename": "f" * 40,
        "original_filename": "magnet",
        "status": "asleep",
        "progress": "41.5",
        "bytes": "2147483648",
        "speed": -3,
        "seeders": None,
        "added": "yesterday",
        "ended": "2026-07-01T12:00:00.000Z",
        "links": ["https://real-debrid.com/d/A", "", None, 5],
        "files": [
            {"id": "1", "path": "/A/b.mkv", "bytes": "5", "selected": "1"},
            {"id": None, "path": "/c.mkv"},
            {"id": 3, "path": None},
            "nonsense",
        ],
    }
    answer(simulator, "torrents/info/17", [row])
    torrent = await client.torrents.details("17")
    assert torrent.torrent_id == "17"
    assert torrent.name is None
    assert torrent.state is None
    assert (torrent.progress, torrent.size, torrent.speed) == (41.5, 2147483648, None)
    assert torrent.added is None
    assert torrent.ended == datetime(2026, 7, 1, 10, tzinfo=UTC)
    assert torrent.links == ("https://real-debrid.com/d/A",)
    (file,) = torrent.files
    assert (file.file_id, file.name) == (1, "b.mkv")
    assert (file.size, file.selected) == (5, True)
    assert "real-debrid.com/d" not in repr(torrent)


@pytest.mark.parametrize(
    ("progress", "expected"),
    [
        (None, None),
        ("x", None),
        (True, None),
        (140, 100.0),
        ("nan", None),
        (-1, None),
        (0, 0.0),
    ],
)
async def test_progress(
    simulator: Simulator,
    client: RealDebridClient,
    progress: Any,
    expected: float | None,
) -> None:
    answer(simulator, "torrents", [{"id": "A", "progress": progress}])
    page = await client.torrents.list()
    assert page.torrents[0].progress == expected


@pytest.mark.parametrize("body", [[], {}, [[]]])
async def test_no_torrent_in_the_answer(
    simulator: Simulator, client: RealDebridClient, body: Any
) -> None:
    answer(simulator, "torrents/info/A", body)
    answer(simulator, "torrents/addMagnet", body, 201)
    with pytest.raises(PassingTrouble):
        await client.torrents.details("A")
    with pytest.raises(PassingTrouble):
        await client.torrents.add_magnet("magnet:?xt=urn:btih:0")


async def test_slots(simulator: Simulator, client: RealDebridClient) -> None:
    simulator.real_debrid.change_settings(active_limit=10, active_list=False)
    slots = await client.torrents.slots()
    assert slots.limit == 10
    assert slots.active


pytestmark = pytest.mark.usefixtures("no_waiting")


async def test_a_status_that_nobody_documented_falls_through(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    (sleeper,) = [
        torrent
        for torrent in simulator.real_debrid.people["quietotter"].torrents
        if torrent.status is TorrentStatus.DEAD
    ]
    assert value(hass, "sensor.quietotter_failed_torrents") == "2"
    simulator.real_debrid.change_settings(statuses={sleeper.id: "asleep"})
    await press(hass, "button.quietotter_refresh")
    assert value(hass, "sensor.quietotter_failed_torrents") == "1"
    assert value(hass, "sensor.quietotter_torrents") == "10"
    listed = (await act(hass, entry, "get_torrents"))["torrents"]
    assert ("asleep", sleeper.filename) in {
        (torrent["status"], torrent["name"]) for torrent in listed
    }


async def test_what_the_service_knew_before_ended_before_it_was_added(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    listed = (await act(hass, entry, "get_torrents", status="downloaded"))["torrents"]
    early = [
        torrent["name"] for torrent in listed if torrent["ended"] < torrent["added"]
    ]
    assert early == ["Sintel.2010.4K.mkv"]


async def test_a_name_that_is_none_is_not_shown(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    torrents = simulator.real_debrid.people["quietotter"].torrents
    torrents[0].filename = torrents[0].hash
    listed = (await act(hass, entry, "get_torrents"))["torrents"]
    nameless = [row["torrent_id"] for row in listed if row["name"] is None]
    # A magnet link that was never converted has this as its name.
    assert nameless == [torrents[0].id, torrents[-1].id]
    assert torrents[0].hash not in str(listed)


async def test_numbers_of_a_torrent_that_does_nothing(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    before = value(hass, "sensor.quietotter_transfer_speed")
    simulator.real_debrid.change_settings(idle_speed=True, whole_progress=True)
    await press(hass, "button.quietotter_refresh")
    assert value(hass, "sensor.quietotter_transfer_speed") == before
    listed = (await act(hass, entry, "get_torrents"))["torrents"]
    assert [row["progress"] for row in listed[:2]] == [42.0, 0.0]
    assert (listed[1]["speed"], listed[1]["seeders"]) == (0, 0)


@pytest.mark.parametrize("active_is_first", [False, True])
async def test_only_active_ones_are_active(
    simulator: Simulator, client: RealDebridClient, *, active_is_first: bool
) -> None:
    """The meaning of the filter has changed over time."""
    simulator.real_debrid.change_settings(active_is_first=active_is_first)
    page = await client.torrents.list(active_only=True)
    assert {torrent.status for torrent in page.torrents} == {
        "downloading",
        "queued",
        "compressing",
    }
    assert asked(simulator, "torrents")[0].query["filter"] == "active"


@pytest.mark.parametrize("says_so", [True, False])
async def test_files_that_were_chosen_already_are_chosen(
    simulator: Simulator, client: RealDebridClient, *, says_so: bool
) -> None:
    simulator.real_debrid.change_settings(repeated_selection_says_so=says_so)
    torrent = waiting(simulator)
    await client.torrents.select_files(torrent.id, [1])
    await client.torrents.select_files(torrent.id, [1])
    answers = asked(simulator, f"torrents/selectFiles/{torrent.id}")
    assert [answer.status for answer in answers] == [204, 202]


async def test_files_that_a_torrent_does_not_have(
    simulator: Simulator, client: RealDebridClient
) -> None:
    torrent = waiting(simulator)
    with pytest.raises(RequestRefused) as raised:
        await client.torrents.select_files(torrent.id, [99])
    assert raised.value.reason == 2
    (answer,) = asked(simulator, f"torrents/selectFiles/{torrent.id}")
    assert answer.status == 404


def waiting(simulator: Simulator) -> Any:
    """Return a torrent that waits for a choice of its files."""
    return next(
        torrent
        for torrent in simulator.real_debrid.people["quietotter"].torrents
        if torrent.status is TorrentStatus.WAITING_FILES_SELECTION
    )


@pytest.mark.parametrize("error_codes", [True, False])
@pytest.mark.parametrize(
    ("settings", "key"),
    [
        ({"active_limit": 0}, "refused_slots_full"),
        ({"infringing": ["0" * 40]}, "refused_infringing"),
    ],
)
async def test_refusals_of_a_torrent_with_a_code_and_without(
    hass: HomeAssistant,
    *,
    simulator: Simulator,
    entry: MockConfigEntry,
    settings: dict[str, Any],
    key: str,
    error_codes: bool,
) -> None:
    simulator.real_debrid.change_settings(error_codes=error_codes, **settings)
    with pytest.raises(HomeAssistantError) as raised:
        await act(hass, entry, "add_magnet", magnet=f"magnet:?xt=urn:btih:{'0' * 40}")
    assert raised.value.translation_key == key


async def test_slots_that_are_full_when_the_files_are_chosen(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    simulator.real_debrid.change_settings(active_limit=3)
    torrent_id = waiting(simulator).id
    with pytest.raises(HomeAssistantError) as raised:
        await act(hass, entry, "select_files", torrent_id=torrent_id)
    assert raised.value.translation_key == "refused_slots_full"


async def test_a_torrent_that_is_active_already(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    simulator.real_debrid.change_settings(refuse_active_again=True)
    magnet = simulator.real_debrid.magnet("Sintel")
    simulator.real_debrid.add_torrent("quietotter", magnet)
    with pytest.raises(HomeAssistantError) as raised:
        await act(hass, entry, "add_magnet", magnet=magnet)
    assert raised.value.translation_key == "refused_torrent_active"


@pytest.mark.usefixtures("minutes_pass")
@pytest.mark.parametrize("fate", [Fate.ERROR, Fate.VIRUS, Fate.MAGNET_ERROR])
async def test_every_way_to_fail(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry, fate: Fate
) -> None:
    simulator.real_debrid.change_settings(fate=fate.value)
    magnet = simulator.real_debrid.magnet("Sintel")
    with pytest.raises(HomeAssistantError) as raised:
        await act(hass, entry, "add_magnet", magnet=magnet, wait=True)
    assert raised.value.translation_key == "refused_torrent_failed"
