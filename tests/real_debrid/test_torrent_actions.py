"""Actions on torrents, from the call in Home Assistant to the service."""

from typing import Any

from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import (
    HomeAssistantError,
    ServiceValidationError,
    Unauthorized,
)
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
import voluptuous as vol

from custom_components.media_accounts.const import DOMAIN
from custom_components.media_accounts.real_debrid.error_messages import ERROR_MESSAGES
from tests.real_debrid.acting import BASE, act, answer, asked
from tests.simulator import Simulator
from tests.simulator.real_debrid.settings import Fate

FILES = [
    {"id": 1, "path": "/Sintel.2010.mkv", "bytes": 3000, "selected": 0},
    {"id": 2, "path": "/Extras/Making.mkv", "bytes": 2000, "selected": 0},
    {"id": 3, "path": "/readme.txt", "bytes": 10, "selected": 0},
]


def info(status: str, **more: Any) -> dict[str, Any]:
    return {
        "id": "T1",
        "filename": "Sintel",
        "status": status,
        "progress": 0,
        "files": FILES,
        "links": [],
        **more,
    }


@pytest.mark.usefixtures("minutes_pass")
async def test_magnet_is_added_chosen_and_waited_for(
    hass: HomeAssistant,
    simulator: Simulator,
    entry: MockConfigEntry,
) -> None:
    (work, *_) = simulator.real_debrid.works()
    torrent = await act(
        hass,
        entry,
        "add_magnet",
        magnet=simulator.real_debrid.magnet(work),
        wait=True,
    )
    assert torrent["ready"] is True
    assert torrent["status"] == "downloaded"
    assert torrent["files"]
    assert torrent["links"]
    (added,) = asked(simulator, "torrents/addMagnet")
    assert added.headers["Content-Type"] == "application/x-www-form-urlencoded"
    (chosen,) = asked(simulator, f"torrents/selectFiles/{torrent['torrent_id']}")
    assert chosen.form == {"files": "all"}


@pytest.mark.parametrize(
    ("data", "files"),
    [
        ({"files": "all"}, "all"),
        ({"files": "largest"}, "1"),
        ({"files": "pattern", "pattern": "*.MKV"}, "1,2"),
        ({"files": "pattern", "pattern": "/Extras/*"}, "2"),
        ({"files": "ids", "file_ids": ["3", "1"]}, "3,1"),
    ],
)
async def test_files_are_chosen(
    hass: HomeAssistant,
    simulator: Simulator,
    entry: MockConfigEntry,
    data: dict[str, Any],
    files: str,
) -> None:
    answer(simulator, "torrents/info/T1", info("waiting_files_selection"))
    simulator.fault("real_debrid", f"{BASE}/torrents/selectFiles/T1", status=204)
    torrent = await act(hass, entry, "select_files", torrent_id="T1", **data)
    (chosen,) = asked(simulator, "torrents/selectFiles/T1")
    assert chosen.form == {"files": files}
    assert torrent["ready"] is False


async def test_choice_can_be_left_to_a_person(
    hass: HomeAssistant,
    simulator: Simulator,
    entry: MockConfigEntry,
) -> None:
    answer(simulator, "torrents/addMagnet", {"id": "T1", "uri": "x"}, 201)
    answer(simulator, "torrents/info/T1", info("waiting_files_selection"))
    torrent = await act(
        hass, entry, "add_magnet", magnet="magnet:?xt=urn:btih:0", files="none"
    )
    assert torrent["status"] == "waiting_files_selection"
    assert not asked(simulator, "torrents/selectFiles/T1")


async def test_torrent_that_is_not_known_at_once(
    hass: HomeAssistant,
    simulator: Simulator,
    entry: MockConfigEntry,
    minutes_pass: list[float],
) -> None:
    simulator.real_debrid.change_settings(unknown_for=6.0)
    torrent = await act(
        hass, entry, "add_magnet", magnet=simulator.real_debrid.magnet("Sintel")
    )
    assert torrent["status"] in ("queued", "downloading", "downloaded")
    assert minutes_pass


async def test_waiting_ends_with_the_time(
    hass: HomeAssistant,
    simulator: Simulator,
    entry: MockConfigEntry,
    minutes_pass: list[float],
) -> None:
    answer(simulator, "torrents/addMagnet", {"id": "T1", "uri": "x"}, 201)
    answer(simulator, "torrents/info/T1", info("downloading"))
    torrent = await act(
        hass,
        entry,
        "add_magnet",
        magnet="magnet:?xt=urn:btih:0",
        wait=True,
        timeout={"minutes": 2},
    )
    assert torrent["ready"] is False
    assert sum(minutes_pass) == 120


@pytest.mark.usefixtures("minutes_pass")
async def test_failed_torrent_is_an_error(
    hass: HomeAssistant,
    simulator: Simulator,
    entry: MockConfigEntry,
) -> None:
    simulator.real_debrid.change_settings(fate=Fate.DEAD)
    with pytest.raises(HomeAssistantError) as raised:
        await act(
            hass,
            entry,
            "add_magnet",
            magnet=simulator.real_debrid.magnet("Sintel"),
            wait=True,
        )
    assert raised.value.translation_key == "refused_torrent_failed"


@pytest.mark.parametrize(
    ("data", "key"),
    [
        ({"files": "pattern"}, "choice_without_pattern"),
        ({"files": "ids"}, "choice_without_file_ids"),
        ({"files": "pattern", "pattern": "*.iso"}, "no_file_fits"),
        ({"files": "ids", "file_ids": [9]}, "no_file_fits"),
    ],
)
async def test_choice_that_fits_nothing(
    hass: HomeAssistant,
    simulator: Simulator,
    entry: MockConfigEntry,
    data: dict[str, Any],
    key: str,
) -> None:
    answer(simulator, "torrents/info/T1", info("waiting_files_selection"))
    with pytest.raises(ServiceValidationError) as raised:
        await act(hass, entry, "select_files", torrent_id="T1", **data)
    assert raised.value.translation_key == key
    assert not asked(simulator, "torrents/selectFiles/T1")


@pytest.mark.usefixtures("minutes_pass")
@pytest.mark.parametrize(
    ("status", "key"),
    [
        ("downloaded", "refused_torrent_not_waiting"),
        ("queued", "refused_torrent_not_waiting"),
        ("magnet_conversion", "refused_torrent_not_waiting"),
        ("asleep", "refused_torrent_not_waiting"),
        ("dead", "refused_torrent_failed"),
    ],
)
async def test_choice_that_nothing_waits_for(
    hass: HomeAssistant,
    simulator: Simulator,
    entry: MockConfigEntry,
    status: str,
    key: str,
) -> None:
    answer(simulator, "torrents/info/T1", info(status))
    with pytest.raises(HomeAssistantError) as raised:
        await act(hass, entry, "select_files", torrent_id="T1", wait=True)
    assert raised.value.translation_key == key
    assert not asked(simulator, "torrents/selectFiles/T1")


async def test_largest_of_no_files(
    hass: HomeAssistant,
    simulator: Simulator,
    entry: MockConfigEntry,
) -> None:
    answer(simulator, "torrents/info/T1", info("waiting_files_selection", files={}))
    with pytest.raises(ServiceValidationError) as raised:
        await act(hass, entry, "select_files", torrent_id="T1", files="largest")
    assert raised.value.translation_key == "no_file_fits"


async def test_torrents_are_listed(
    hass: HomeAssistant,
    simulator: Simulator,
    entry: MockConfigEntry,
) -> None:
    everything = await act(hass, entry, "get_torrents")
    assert everything["total"] == len(everything["torrents"]) > 3
    added = [torrent["added"] for torrent in everything["torrents"]]
    assert added == sorted(added, reverse=True)
    done = await act(hass, entry, "get_torrents", status="downloaded", limit=1)
    assert [torrent["status"] for torrent in done["torrents"]] == ["downloaded"]
    assert done["total"] >= 1


async def test_torrent_is_described_and_deleted(
    hass: HomeAssistant,
    simulator: Simulator,
    entry: MockConfigEntry,
) -> None:
    listed = await act(hass, entry, "get_torrents", status="downloaded", limit=1)
    torrent_id = listed["torrents"][0]["torrent_id"]
    torrent = await act(hass, entry, "get_torrent", torrent_id=torrent_id)
    assert torrent["torrent_id"] == torrent_id
    assert torrent["links"]
    await act(hass, entry, "delete_torrent", torrent_id=torrent_id)
    with pytest.raises(HomeAssistantError) as raised:
        await act(hass, entry, "get_torrent", torrent_id=torrent_id)
    assert raised.value.translation_key == "refused_not_found"


async def test_deleting_is_for_administrators(
    hass: HomeAssistant,
    simulator: Simulator,
    entry: MockConfigEntry,
    hass_read_only_user: MockUser,
) -> None:
    for name, field in (
        ("delete_torrent", "torrent_id"),
        ("delete_download", "download_id"),
    ):
        with pytest.raises(Unauthorized):
            await hass.services.async_call(
                DOMAIN,
                name,
                {"config_entry_id": entry.entry_id, field: "T1"},
                blocking=True,
                context=Context(user_id=hass_read_only_user.id),
            )


@pytest.mark.parametrize(
    ("status", "code", "key"),
    [
        *(
            (400, code, key)
            for code, key in ERROR_MESSAGES.items()
            if isinstance(code, int)
        ),
        (403, 9, "refused_not_premium"),
        (451, None, "refused_infringing"),
        (509, None, "refused_slots_full"),
        (404, None, "refused_not_found"),
        (400, None, "action_request_refused"),
        (400, 99, "action_request_refused"),
        (403, 37, "action_not_included"),
        (403, 10, "action_account_two_factor"),
        (403, 11, "action_account_two_factor"),
        (403, 14, "action_account_locked"),
        (403, 15, "action_account_not_activated"),
        (403, 22, "action_account_address_refused"),
        (400, 5, "action_rate_limited"),
        (429, 34, "action_rate_limited"),
        (500, -1, "action_service_unreachable"),
        (503, 6, "action_service_unreachable"),
        (503, 25, "action_service_unreachable"),
        (503, None, "action_service_unreachable"),
    ],
)
async def test_every_refusal_has_its_sentence(
    hass: HomeAssistant,
    *,
    simulator: Simulator,
    entry: MockConfigEntry,
    status: int,
    code: int | None,
    key: str,
) -> None:
    body = {"error": "text", "error_code": code}
    answer(simulator, "torrents/addMagnet", body, status)
    with pytest.raises(HomeAssistantError) as raised:
        await act(hass, entry, "add_magnet", magnet="magnet:?xt=urn:btih:0")
    assert raised.value.translation_key == key


@pytest.mark.parametrize("code", [8, 12, 13])
async def test_refused_sign_in_asks_for_a_new_one(
    hass: HomeAssistant,
    simulator: Simulator,
    entry: MockConfigEntry,
    code: int,
) -> None:
    answer(simulator, "torrents/addMagnet", {"error_code": code}, 401)
    with pytest.raises(HomeAssistantError) as raised:
        await act(hass, entry, "add_magnet", magnet="magnet:?xt=urn:btih:0")
    assert raised.value.translation_key == "action_sign_in_refused"
    assert any(entry.async_get_active_flows(hass, {"reauth"}))
    # One refresh and one retry.
    assert len(asked(simulator, "torrents/addMagnet")) == 2


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("get_torrent", {"torrent_id": "../torrents"}),
        ("add_magnet", {"magnet": "http://example.org"}),
        ("get_torrents", {"limit": 0}),
        ("get_torrents", {"limit": 5001}),
        ("get_torrents", {"status": "asleep"}),
        ("select_files", {"torrent_id": "T1", "files": "none"}),
        ("add_magnet", {"magnet": "magnet:?x", "token": "secret"}),
    ],
)
async def test_invalid_values_are_refused(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    name: str,
    data: dict[str, Any],
) -> None:
    with pytest.raises(vol.Invalid):
        await act(hass, entry, name, **data)


async def test_torrent_that_nobody_knows(
    hass: HomeAssistant,
    simulator: Simulator,
    entry: MockConfigEntry,
    minutes_pass: list[float],
) -> None:
    """An unknown torrent that was just added is retried for a limited time."""
    with pytest.raises(HomeAssistantError) as raised:
        await act(hass, entry, "select_files", torrent_id="NOSUCHTORRENT")
    assert raised.value.translation_key == "refused_not_found"
    assert minutes_pass == [5, 5]
