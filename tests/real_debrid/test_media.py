"""Media > Media Accounts > Real-Debrid."""

from typing import Any

from homeassistant.components.media_player import BrowseError, SearchMediaQuery
from homeassistant.components.media_source import (
    BrowseMediaSource,
    Unresolvable,
    async_browse_media,
    async_resolve_media,
    async_search_media,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from tests.helpers import add_real_debrid, set_up
from tests.real_debrid.acting import BASE, answer, asked
from tests.simulator import Simulator
from tests.support import resolve_to

ROOT = "media-source://media_accounts"


@pytest.fixture(autouse=True)
async def media_source(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Load the media browser."""
    assert await async_setup_component(hass, "media_source", {})
    await hass.async_block_till_done()


async def browse(hass: HomeAssistant, *path: str) -> BrowseMediaSource:
    return await async_browse_media(hass, "/".join([ROOT, *path]))


async def play(hass: HomeAssistant, *path: str) -> Any:
    return await async_resolve_media(hass, "/".join([ROOT, *path]), None)


def titles(node: BrowseMediaSource) -> list[str]:
    return [child.title for child in node.children or ()]


def finished(simulator: Simulator) -> Any:
    """Return a torrent of several files that has just been finished."""
    sim = simulator.real_debrid
    torrent = sim.add_torrent("quietotter", sim.magnet(sim.works()[0]))
    return sim.finish_torrent("quietotter", torrent.id)


async def test_way_from_the_root_to_a_file_that_plays(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    torrent = finished(simulator)
    root = await browse(hass, entry.entry_id)
    assert titles(root) == ["Torrents", "Downloads"]
    torrents = await browse(hass, entry.entry_id, "torrents")
    newest = (torrents.children or [])[0]
    assert newest.title == torrent.filename
    assert newest.can_expand
    assert not newest.can_play
    folder = await async_browse_media(hass, newest.media_content_id)
    films = [file for file in folder.children or () if file.media_class == "video"]
    assert films
    assert all(
        film.can_play and "real-debrid" not in film.media_content_id for film in films
    )
    assert not asked(simulator, "unrestrict/link")

    media = await async_resolve_media(hass, films[0].media_content_id, None)
    assert media.mime_type.startswith("video/")
    assert len(asked(simulator, "unrestrict/link")) == 1
    async with async_get_clientsession(hass).get(media.url) as file:
        assert file.status == 200
        assert await file.read()


async def test_link_is_fresh_each_time(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    torrent = finished(simulator)
    folder = await browse(hass, entry.entry_id, "torrents", torrent.id)
    (film, *_) = folder.children or []
    for count in (1, 2):
        await async_resolve_media(hass, film.media_content_id, None)
        assert len(asked(simulator, "unrestrict/link")) == count


async def test_downloads(
    hass: HomeAssistant,
    simulator: Simulator,
    entry: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    resolve_to(monkeypatch, "93.184.216.34")
    rows = [
        {"id": "D1", "filename": "Sintel.mkv", "mimeType": "video/x-matroska"},
        {"id": "D2", "filename": "Still.png", "mimeType": None},
        {"id": "D3", "filename": "Sintel.zip", "mimeType": "application/zip"},
        {"id": "D4", "filename": "Gone.mkv", "mimeType": "video/x-matroska"},
    ]
    links = ["https://host.example/1", "https://host.example/2", "https://x.example/"]
    answer(
        simulator,
        "downloads",
        [row | {"link": link} for row, link in zip(rows, links, strict=False)]
        + [rows[3]],
    )
    answer(
        simulator,
        "unrestrict/link",
        {"id": "D5", "filename": "Sintel.mkv", "download": "https://d.example/f"},
    )
    folder = await browse(hass, entry.entry_id, "downloads")
    assert titles(folder) == ["Sintel.mkv", "Still.png"]
    assert [child.media_class for child in folder.children or ()] == ["video", "image"]
    media = await play(hass, entry.entry_id, "downloads", "D1")
    assert media.url == "https://d.example/f"
    assert media.mime_type.startswith("video/")
    (sent,) = asked(simulator, "unrestrict/link")
    assert sent.form == {"link": links[0]}
    with pytest.raises(Unresolvable) as raised:
        await play(hass, entry.entry_id, "downloads", "D4")
    assert raised.value.translation_key == "media_not_found"


async def test_what_cannot_be_played_is_not_offered(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    file = {"id": 1, "path": "/readme.txt", "bytes": 1, "selected": 1}
    film = {"id": 2, "path": "/Sintel.mkv", "bytes": 1, "selected": 1}
    torrent = {"id": "T1", "filename": "Sintel", "status": "downloaded"}
    answer(
        simulator,
        "torrents/info/T1",
        torrent | {"files": [file, film], "links": ["https://l/1", "https://l/2"]},
    )
    answer(
        simulator,
        "torrents/info/T2",
        torrent | {"files": [file, film], "links": ["https://l/archive"]},
    )
    answer(
        simulator,
        "unrestrict/link",
        {"id": "D5", "filename": "readme.txt", "download": "https://d.example/f"},
    )
    assert titles(await browse(hass, entry.entry_id, "torrents", "T1")) == [
        "Sintel.mkv"
    ]
    assert not titles(await browse(hass, entry.entry_id, "torrents", "T2"))
    for path in (("torrents", "T1", "1"), ("torrents", "T2", "2"), ("downloads",)):
        with pytest.raises(Unresolvable) as raised:
            await play(hass, entry.entry_id, *path)
        assert raised.value.translation_key == "media_not_found"


@pytest.mark.parametrize(
    "path", [("films",), ("torrents", "9", "page"), ("torrents", "0", "page")]
)
async def test_places_that_are_not_there(
    hass: HomeAssistant, entry: MockConfigEntry, path: tuple[str, ...]
) -> None:
    with pytest.raises(BrowseError) as raised:
        await browse(hass, entry.entry_id, *path)
    assert raised.value.translation_key == "media_not_found"


@pytest.mark.parametrize(
    ("status", "code", "key"),
    [
        (503, 19, "refused_host_down"),
        (403, 9, "refused_not_premium"),
        (451, 35, "refused_infringing"),
        (403, 22, "action_account_address_refused"),
        (503, 36, "refused_fair_use"),
    ],
)
async def test_link_that_cannot_be_had(
    hass: HomeAssistant,
    *,
    simulator: Simulator,
    entry: MockConfigEntry,
    status: int,
    code: int,
    key: str,
) -> None:
    torrent = finished(simulator)
    folder = await browse(hass, entry.entry_id, "torrents", torrent.id)
    answer(simulator, "unrestrict/link", {"error_code": code}, status)
    with pytest.raises(Unresolvable) as raised:
        await async_resolve_media(
            hass, (folder.children or [])[0].media_content_id, None
        )
    assert raised.value.translation_key == key


async def test_a_service_that_is_down_is_reported(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    simulator.fault("real_debrid", f"{BASE}/torrents", drop=True, times=None)
    with pytest.raises(BrowseError) as raised:
        await browse(hass, entry.entry_id, "torrents")
    assert raised.value.translation_key == "action_service_unreachable"


async def test_search_by_name_in_all_accounts(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    torrent = finished(simulator)
    word = torrent.filename[:6].upper()
    found = await async_search_media(hass, ROOT, SearchMediaQuery(search_query=word))
    assert torrent.filename in [node.title for node in found.result]
    nothing = await async_search_media(
        hass, ROOT, SearchMediaQuery(search_query="no such film")
    )
    assert not nothing.result


async def test_a_search_reports_the_available_information(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    torrent = finished(simulator)
    other = await add_real_debrid(hass, simulator)
    await set_up(hass, other)
    query = SearchMediaQuery(search_query=torrent.filename)
    downloads = f"{BASE}/downloads"

    simulator.fault("real_debrid", downloads, status=503)
    found = await async_search_media(hass, ROOT, query)
    assert torrent.filename in [node.title for node in found.result]

    simulator.fault("real_debrid", downloads, status=503, times=None)
    with pytest.raises(BrowseError):
        await async_search_media(hass, ROOT, query)


async def test_several_accounts(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    simulator.real_debrid.put_person("secondowner", premium_until=None)
    other = await add_real_debrid(hass, simulator, "secondowner")
    await set_up(hass, other)
    assert titles(await browse(hass, "real_debrid")) == [entry.title, other.title]


async def test_library_of_5000_torrents(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    """A folder opens with at most two requests, and shows 100 items at a time."""
    simulator.real_debrid.fill_library("quietotter", 5000)
    before = len(simulator.requests)
    folder = await browse(hass, entry.entry_id, "torrents")
    assert len(simulator.requests) - before <= 2
    count = sum(child.media_class == "directory" for child in folder.children or ())
    assert count == len(titles(folder)) > 100
    assert titles(folder)[100] == "101-200"

    before = len(simulator.requests)
    page = await async_browse_media(hass, (folder.children or [])[100].media_content_id)
    assert len(titles(page)) == 100
    assert not {*titles(page)} & {*titles(folder)[:100]}
    assert len(simulator.requests) - before == 1
