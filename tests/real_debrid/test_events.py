"""Each change of a torrent is announced once, across restarts too."""

from datetime import timedelta
from typing import Any

from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers.event import EventStateChangedData
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.media_accounts.api.transfers import (
    TransferCounts,
    TransferState,
)
from custom_components.media_accounts.events.announcement import Announcement
from custom_components.media_accounts.events.transfers import transfer_changes
from custom_components.media_accounts.real_debrid.api.torrents import Torrent
from tests.simulator import Simulator

ENTITY = "event.quietotter_torrent_activity"


def told(hass: HomeAssistant) -> list[tuple[str, str]]:
    """Return a list to which every announcement adds its kind and torrent.

    The state is the time of an event: a reload brings back an old one.
    """
    heard: set[tuple[str, str, str]] = set()
    order: list[tuple[str, str]] = []

    @callback
    def hear(event: Event[EventStateChangedData]) -> None:
        state = event.data["new_state"]
        if event.data["entity_id"] != ENTITY or state is None:
            return
        if "torrent_id" in state.attributes:
            told = (state.attributes["event_type"], state.attributes["torrent_id"])
            if (state.state, *told) not in heard:
                heard.add((state.state, *told))
                order.append(told)

    hass.bus.async_listen("state_changed", hear)
    return order


async def refresh(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    await entry.runtime_data.transfers.async_refresh()
    await hass.async_block_till_done()


async def test_life_of_a_torrent(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    heard = told(hass)
    simulator.clock.stop()
    service = simulator.real_debrid
    await refresh(hass, entry)
    assert not heard  # Existing torrents are not announced.

    torrent = service.add_torrent("quietotter", service.magnet("Sintel"))
    await refresh(hass, entry)
    assert heard == [("added", torrent.id)]
    service.next_status("quietotter", torrent.id)
    await refresh(hass, entry)
    assert heard[1:] == [("choice_needed", torrent.id)]
    service.choose_files("quietotter", torrent.id)
    await refresh(hass, entry)
    service.finish_torrent("quietotter", torrent.id)
    await refresh(hass, entry)
    assert heard[2:] == [("finished", torrent.id)]
    state = hass.states.get(ENTITY)
    assert state is not None
    assert state.attributes["status"] == "downloaded"
    assert torrent.hash not in str(state.attributes)

    await refresh(hass, entry)
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    await refresh(hass, entry)
    assert len([kind for kind, _ in heard if kind == "finished"]) == 1

    other = service.add_torrent("quietotter", service.magnet("Another Film"))
    service.fail_torrent("quietotter", other.id)
    await refresh(hass, entry)
    assert heard[-2:] == [("added", other.id), ("failed", other.id)]


async def test_what_happens_while_home_assistant_is_down(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    await hass.config_entries.async_unload(entry.entry_id)
    heard = told(hass)
    service = simulator.real_debrid
    torrent = service.add_torrent("quietotter", service.magnet("Sintel"))
    service.finish_torrent("quietotter", torrent.id)
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    await refresh(hass, entry)
    assert heard == [("added", torrent.id), ("finished", torrent.id)]


def torrent(
    number: int, state: TransferState | None = TransferState.FINISHED, **more: Any
) -> Torrent:
    values: dict[str, Any] = {
        "torrent_id": f"T{number}",
        "name": None,
        "status": "",
        "state": state,
        "progress": 0.0,
        "size": None,
        "speed": 0,
        "seeders": None,
        "added": None,
        "ended": None,
        "links": (),
    }
    return Torrent(**values | more)


def kinds(announcements: tuple[Announcement, ...]) -> list[tuple[str, object]]:
    return [(told.kind, told.details["torrent_id"]) for told in announcements]


def test_a_gap_in_an_answer_repeats_nothing() -> None:
    library = [torrent(2), torrent(1)]
    memory, _ = transfer_changes(None, library)
    memory, nothing = transfer_changes(memory, [])
    assert not nothing
    memory, nothing = transfer_changes(memory, library)
    assert not nothing


def test_a_status_that_alternates_is_announced_once() -> None:
    memory, _ = transfer_changes(None, [])
    for state, expected in (
        (TransferState.ACTIVE, [("added", "T1")]),
        (TransferState.FINISHED, [("finished", "T1")]),
        (TransferState.ACTIVE, []),
        (TransferState.FINISHED, []),
        (None, []),
    ):
        memory, told = transfer_changes(memory, [torrent(1, state)])
        assert kinds(told) == expected


def test_memory_does_not_grow_without_limit() -> None:
    memory, _ = transfer_changes(None, [torrent(number) for number in range(3000)])
    memory, _ = transfer_changes(memory, [torrent(1)])
    assert isinstance(memory, dict)
    assert isinstance(memory["finished"], list)
    assert len(memory["finished"]) == 1001
    assert "T1" in memory["finished"]


def test_numbers_of_a_library() -> None:
    busy = {"state": TransferState.ACTIVE, "status": "downloading"}
    transfers = TransferCounts.of(
        [
            torrent(1, size=100, progress=50.0, speed=3, **busy),
            torrent(2, size=300, progress=10.0, speed=4, **busy),
            torrent(3, TransferState.WAITING),
            torrent(4, TransferState.FAILED),
            torrent(5),
            torrent(6, None),
        ],
        20,
    )
    assert transfers == TransferCounts(
        total=6,
        active=2,
        waiting=1,
        finished=1,
        failed=1,
        speed=7,
        progress=20.0,
        slots=20,
    )
    unsized = [torrent(1, progress=50.0, **busy), torrent(2, size=9, **busy)]
    assert TransferCounts.of(unsized, None).progress == 25.0
    assert TransferCounts.of([], None).progress is None


async def test_the_update_interval_follows_active_torrents(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    transfers = entry.runtime_data.transfers
    simulator.real_debrid.people["quietotter"].torrents.clear()
    await refresh(hass, entry)
    assert transfers.update_interval == timedelta(minutes=10)
    service = simulator.real_debrid
    service.add_torrent("quietotter", service.magnet("Sintel"))
    await refresh(hass, entry)
    assert transfers.update_interval == timedelta(minutes=1)
