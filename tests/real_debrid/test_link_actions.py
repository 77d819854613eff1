"""Actions on links, downloads, traffic and hosts."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from tests.helpers import add_blubrry, set_up
from tests.real_debrid.acting import act, answer, asked
from tests.simulator import Simulator
from tests.simulator.real_debrid import EmptyList

LINK = "https://hoster-a.example/f/1"


async def test_link_is_unrestricted(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    answer(
        simulator,
        "unrestrict/link",
        {
            "id": "D1",
            "filename": "Sintel.mkv",
            "mimeType": "video/x-matroska",
            "filesize": 0,
            "host": "hoster-a.example",
            "download": "https://d.example/1",
            "streamable": 1,
            "alternative": [
                {
                    "filename": "Sintel.480p.mkv",
                    "quality": "480p",
                    "download": "https://d.example/2",
                },
                {"filename": "Nowhere.mkv"},
            ],
        },
    )
    response = await act(hass, entry, "unrestrict_link", link=LINK, remote=True)
    assert response == {
        "download_id": "D1",
        "name": "Sintel.mkv",
        "mime_type": "video/x-matroska",
        "size": None,
        "host": "hoster-a.example",
        "download": "https://d.example/1",
        "streamable": True,
        "alternatives": [
            {
                "name": "Sintel.480p.mkv",
                "quality": "480p",
                "download": "https://d.example/2",
            }
        ],
    }
    (sent,) = asked(simulator, "unrestrict/link")
    assert sent.form == {"link": LINK, "remote": "1"}


async def test_own_links_are_cut_to_what_the_service_takes_back(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    answer(simulator, "unrestrict/link", {"download": "https://d.example/1"})
    long_link = "https://real-debrid.com/d/ABCDEFGHIJKLMNOPQ"
    await act(hass, entry, "unrestrict_link", link=long_link)
    (sent,) = asked(simulator, "unrestrict/link")
    assert sent.form == {"link": "https://real-debrid.com/d/ABCDEFGHIJKLM"}


async def test_answer_without_an_address_is_no_answer(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    answer(simulator, "unrestrict/link", [])
    with pytest.raises(HomeAssistantError) as raised:
        await act(hass, entry, "unrestrict_link", link=LINK)
    assert raised.value.translation_key == "action_service_unreachable"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            {
                "host": "hoster-a.example",
                "filename": "a.zip",
                "filesize": "10485760",
                "supported": 1,
            },
            (True, "hoster-a.example", "a.zip", 10485760),
        ),
        ([], (False, None, None, None)),
    ],
)
async def test_link_is_checked(
    hass: HomeAssistant,
    *,
    simulator: Simulator,
    entry: MockConfigEntry,
    body: Any,
    expected: tuple[Any, ...],
) -> None:
    answer(simulator, "unrestrict/check", body)
    response = await act(hass, entry, "check_link", link=LINK)
    assert tuple(response[key] for key in ("supported", "host", "name", "size")) == (
        expected
    )


async def test_downloads_are_listed_and_deleted(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    rows = [
        {
            "id": "D1",
            "filename": "Sintel.mkv",
            "mimeType": "video/x-matroska",
            "filesize": "5",
            "link": LINK,
            "host": "hoster-a.example",
            "download": "https://d.example/1",
            "streamable": "1",
            "generated": "2026-11-21T10:00:00.000Z",
        },
        {"id": "D2"},
        {"filename": "a row without an id"},
        "no row at all",
    ]
    simulator.fault(
        "real_debrid",
        "/rest/1.0/downloads",
        json=rows,
        headers={"X-Total-Count": "2"},
    )
    response = await act(hass, entry, "get_downloads", limit=50)
    assert response["total"] == 2
    first, second = response["downloads"]
    assert first["size"] == 5
    assert first["streamable"] is True
    # The service writes its local time as UTC: Paris, in winter.
    assert first["generated"] == "2026-11-21T09:00:00+00:00"
    assert second["name"] == "D2"
    assert asked(simulator, "downloads")[0].query == {"limit": "50"}

    simulator.fault("real_debrid", "/rest/1.0/downloads/delete/D1", status=204)
    await act(hass, entry, "delete_download", download_id="D1")
    (sent,) = asked(simulator, "downloads/delete/D1")
    assert sent.method == "DELETE"


async def test_no_downloads(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    simulator.fault("real_debrid", "/rest/1.0/downloads", status=204)
    response = await act(hass, entry, "get_downloads")
    assert response == {"downloads": [], "total": 0}


async def test_streams(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    answer(
        simulator,
        "streaming/transcode/D1",
        {"apple": {"full": "https://s.example/a.m3u8"}, "dash": [], "liveMP4": None},
    )
    answer(
        simulator,
        "streaming/mediaInfos/D1",
        {
            "filename": "Sintel.mkv",
            "type": "movie",
            "season": None,
            "year": "2010",
            "duration": 888.1,
            "bitrate": 5000,
            "size": 7,
            "details": {
                "video": {"und1": {"stream": "0:0", "codec": "h264"}},
                "audio": {"eng1": "English"},
                "subtitles": [],
            },
        },
    )
    response = await act(hass, entry, "get_streams", download_id="D1")
    assert response["streams"] == {"apple": {"full": "https://s.example/a.m3u8"}}
    media = response["media"]
    assert (media["name"], media["kind"], media["season"]) == (
        "Sintel.mkv",
        "movie",
        None,
    )
    assert media["duration"] == 888.1
    assert media["video"] == {"und1": "0:0, h264"}
    assert media["audio"] == {"eng1": "English"}
    assert media["subtitles"] == {}


async def test_streams_of_what_nobody_knows(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    answer(simulator, "streaming/transcode/D1", [])
    answer(simulator, "streaming/mediaInfos/D1", {"error": "no metadata"}, 503)
    response = await act(hass, entry, "get_streams", download_id="D1")
    assert response == {"streams": {}, "media": None}


async def test_streams_out_of_scope(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    answer(simulator, "streaming/transcode/D1", {"error_code": 9}, 403)
    with pytest.raises(HomeAssistantError) as raised:
        await act(hass, entry, "get_streams", download_id="D1")
    assert raised.value.translation_key == "action_not_included"


async def test_traffic(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    today = simulator.clock.local().date().isoformat()
    answer(
        simulator,
        "traffic",
        {"a.example": {"left": 5, "limit": 5, "type": "links", "reset": "weekly"}},
    )
    answer(
        simulator,
        "traffic/details",
        {
            today: {"host": {"a.example": 7}, "bytes": 7},
            "2020-01-01": {"host": {}, "bytes": 9},
            "someday": {},
        },
    )
    response = await act(hass, entry, "get_traffic", days=1)
    assert response["hosts"]["a.example"]["unit"] == "links"
    assert response["days"] in (
        {today: {"bytes": 7, "hosts": {"a.example": 7}}},
        {},  # the service's day is another one than ours around midnight
    )


async def test_hosts(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    answer(
        simulator,
        "hosts/status",
        {
            "a.example": {
                "name": "A",
                "supported": 1,
                "status": "up",
                "check_time": "2026-07-21T10:00:00.000Z",
            },
            "b.example": {"supported": 0, "status": "asleep"},
            "": {"name": "Remote"},
        },
    )
    answer(simulator, "torrents/availableHosts", [{"host": "real-debrid.com"}, {}])
    answer(simulator, "hosts/domains", ["a.example", "b.example"])
    answer(simulator, "hosts/regex", ["/(http|https):\\/\\/a\\.example\\/f\\/.+/"])
    answer(simulator, "hosts/regexFolder", {})
    response = await act(hass, entry, "get_hosts", patterns=True)
    assert response == {
        "hosts": {
            "a.example": {
                "name": "A",
                "supported": True,
                "status": "up",
                "checked": "2026-07-21T08:00:00+00:00",
            },
            "b.example": {
                "name": "b.example",
                "supported": False,
                "status": None,
                "checked": None,
            },
        },
        "torrent_hosts": ["real-debrid.com"],
        "domains": ["a.example", "b.example"],
        "links": ["(http|https)://a\\.example/f/.+"],
        "folders": [],
    }


@pytest.mark.parametrize("code", [8, 9, 37])
async def test_hosts_without_their_status(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry, code: int
) -> None:
    """A refusal of this path alone says nothing about the sign-in."""
    scopes = simulator.real_debrid.settings.open_source_scopes
    simulator.real_debrid.change_settings(open_source_scopes=[*scopes, "hosts"])
    simulator.real_debrid.refuse("quietotter", "/hosts/status", code)
    response = await act(hass, entry, "get_hosts")
    assert {domain: host["name"] for domain, host in response["hosts"].items()} == {
        "cloudnest.example": "Cloudnest",
        "filebarn.example": "Filebarn",
        "sharedock.example": "Sharedock",
        "vidmeadow.example": "Vidmeadow",
    }
    known = {(h["supported"], h["status"]) for h in response["hosts"].values()}
    assert known == {(True, None)}
    assert asked(simulator, "hosts/status")[-1].status in (401, 403)
    assert not any(entry.async_get_active_flows(hass, {"reauth"}))


@pytest.mark.parametrize("empty", EmptyList)
async def test_no_hosts_at_all(
    hass: HomeAssistant,
    simulator: Simulator,
    entry: MockConfigEntry,
    empty: EmptyList,
) -> None:
    response = await act(hass, entry, "get_hosts")
    simulator.real_debrid.change_settings(
        empty_map=empty.value,
        host_status=dict.fromkeys(response["hosts"], "unsupported"),
    )
    response = await act(hass, entry, "get_hosts", patterns=True)
    assert response == {
        "hosts": {},
        "torrent_hosts": ["real-debrid.com"],
        "domains": [],
        "links": [],
        "folders": [],
    }


async def test_account_of_another_service(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    other = await add_blubrry(hass, simulator)
    await set_up(hass, other)
    with pytest.raises(ServiceValidationError) as raised:
        await act(hass, other, "get_hosts")
    assert raised.value.translation_key == "not_an_account_of"
