"""Odd answers that mean something, each from the simulator's own ways to give it."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.media_accounts.api.errors import (
    AccountTrouble,
    NotIncluded,
    ProviderError,
    RateLimited,
    RequestRefused,
)
from custom_components.media_accounts.real_debrid.api.client import RealDebridClient
from tests.helpers import add_real_debrid, set_up
from tests.real_debrid.acting import act, asked, press, value, with_api_token
from tests.simulator import Simulator
from tests.simulator.real_debrid import HostTraffic, Measure, TorrentStatus
from tests.simulator.real_debrid.settings import Fate

QUALITIES = "https://vidmeadow.example/f/caminandes-3"
BUNNY = "https://cloudnest.example/f/big-buck-bunny"
OWN_LINK = "https://real-debrid.com/d/AAAAAAAAAAAAA"

pytestmark = pytest.mark.usefixtures("no_waiting")


# Torrents.


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
    # One is a magnet that was never converted, and is called just that.
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
    """What the filter means has changed with time."""
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


# Links.


@pytest.mark.parametrize("details", [True, False])
async def test_other_qualities_have_a_name_in_both_forms(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry, *, details: bool
) -> None:
    simulator.real_debrid.change_settings(alternative_details=details)
    response = await act(hass, entry, "unrestrict_link", link=QUALITIES)
    qualities = [other["quality"] for other in response["alternatives"]]
    assert qualities == ["720p", "480p"]


@pytest.mark.parametrize(
    ("link", "person", "key"),
    [
        ("https://cloudnest.example/f/deleted", {}, "refused_file_unavailable"),
        ("https://sharedock.example/f/sintel", {}, "refused_host_down"),
        ("https://oldshelf.example/f/sintel", {}, "refused_host_unsupported"),
        (OWN_LINK, {}, "refused_not_found"),
        (BUNNY, {"premium_until": None}, "refused_not_premium"),
        (
            QUALITIES,
            {"traffic": {"vidmeadow.example": {"type": "links", "left": 0}}},
            "refused_host_limit",
        ),
    ],
)
async def test_links_that_lead_nowhere(
    hass: HomeAssistant,
    *,
    simulator: Simulator,
    entry: MockConfigEntry,
    link: str,
    person: dict[str, Any],
    key: str,
) -> None:
    simulator.real_debrid.put_person("quietotter", **person)
    with pytest.raises(HomeAssistantError) as raised:
        await act(hass, entry, "unrestrict_link", link=link)
    assert raised.value.translation_key == key


@pytest.mark.parametrize(
    ("link", "key"),
    [
        ("https://cloudnest.example/f/deleted", "refused_file_unavailable"),
        (OWN_LINK, "refused_not_found"),
    ],
)
async def test_links_to_check_that_are_gone(
    hass: HomeAssistant,
    simulator: Simulator,
    entry: MockConfigEntry,
    link: str,
    key: str,
) -> None:
    with pytest.raises(HomeAssistantError) as raised:
        await act(hass, entry, "check_link", link=link)
    assert raised.value.translation_key == key


async def test_remote_traffic_that_was_not_bought(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    with pytest.raises(HomeAssistantError) as raised:
        await act(hass, entry, "unrestrict_link", link=BUNNY, remote=True)
    assert raised.value.translation_key == "refused_traffic_exhausted"


@pytest.mark.parametrize(
    ("action", "field"),
    [("delete_download", "download_id"), ("get_torrent", "torrent_id")],
)
@pytest.mark.parametrize("error_codes", [True, False])
async def test_what_is_gone_is_told_with_a_code_and_without(
    hass: HomeAssistant,
    *,
    simulator: Simulator,
    entry: MockConfigEntry,
    action: str,
    field: str,
    error_codes: bool,
) -> None:
    simulator.real_debrid.change_settings(error_codes=error_codes)
    with pytest.raises(HomeAssistantError) as raised:
        await act(hass, entry, action, **{field: "GONE"})
    assert raised.value.translation_key == "refused_not_found"


# The account.


async def test_an_account_without_a_language(
    hass: HomeAssistant, simulator: Simulator, entity_registry: er.EntityRegistry
) -> None:
    simulator.real_debrid.change_settings(user_locale=False)
    await set_up(hass, await add_real_debrid(hass, simulator))
    assert entity_registry.async_get("sensor.quietotter_language") is None
    assert value(hass, "binary_sensor.quietotter_premium") == "on"


@pytest.mark.parametrize(
    ("code", "expected"),
    [(9, NotIncluded), (14, AccountTrouble), (22, AccountTrouble), (34, RateLimited)],
)
async def test_codes_that_are_digits(
    simulator: Simulator,
    client: RealDebridClient,
    code: int,
    expected: type[ProviderError],
) -> None:
    simulator.real_debrid.change_settings(strings_for_ints=True)
    simulator.real_debrid.refuse("quietotter", "/traffic", code)
    with pytest.raises(expected) as raised:
        await client.traffic.hosts()
    assert "203.0.113.7" not in str(raised.value)


async def test_traffic_in_every_unit(hass: HomeAssistant, simulator: Simulator) -> None:
    """The limit of `gigabytes` is in GiB, what is left of it in bytes."""
    person = simulator.real_debrid.people["quietotter"]
    person.traffic["sparse.example"] = HostTraffic(type=Measure.BYTES, left=1024**3)
    await set_up(hass, await with_api_token(hass, simulator))
    shown = {
        host: tuple(
            value(hass, f"sensor.quietotter_{host}_example_{what}")
            for what in ("left", "limit", "reset")
        )
        for host in ("cloudnest", "vidmeadow", "filebarn", "sparse")
    }
    assert shown == {
        "cloudnest": ("4.1298828125", "5.0", "daily"),
        "vidmeadow": ("14", "20", "weekly"),
        "filebarn": ("48.0", "50.0", "monthly"),
        "sparse": ("1.0", None, None),
    }
    assert not [s for s in hass.states.async_all() if "remote" in s.entity_id]


SCOPES = {
    "traffic": "sensor.quietotter_traffic_today",
    "hosts": "sensor.quietotter_hosts_up",
    "settings": "button.quietotter_convert_points",
}


@pytest.mark.parametrize("scope", SCOPES)
async def test_a_code_may_reach_more_than_is_documented(
    hass: HomeAssistant,
    simulator: Simulator,
    entity_registry: er.EntityRegistry,
    scope: str,
) -> None:
    reached = simulator.real_debrid.settings.open_source_scopes
    simulator.real_debrid.change_settings(open_source_scopes=[*reached, scope])
    await set_up(hass, await add_real_debrid(hass, simulator))
    assert {
        name: entity_registry.async_get(entity_id) is not None
        for name, entity_id in SCOPES.items()
    } == {name: name == scope for name in SCOPES}


@pytest.mark.parametrize("code", [9, 37])
async def test_a_token_may_reach_less_than_is_documented(
    hass: HomeAssistant,
    simulator: Simulator,
    entity_registry: er.EntityRegistry,
    code: int,
) -> None:
    for path in ("/traffic*", "/hosts/status", "/settings*"):
        simulator.real_debrid.refuse("quietotter", path, code)
    entry = await with_api_token(hass, simulator)
    await set_up(hass, entry)
    assert not [name for name in SCOPES.values() if entity_registry.async_get(name)]
    assert value(hass, "binary_sensor.quietotter_premium") == "on"
    # What is surely not included is not asked for again.
    before = len(asked(simulator, "traffic"))
    await press(hass, "button.quietotter_refresh")
    assert len(asked(simulator, "traffic")) == before == 2
    assert not any(entry.async_get_active_flows(hass, {"reauth"}))
