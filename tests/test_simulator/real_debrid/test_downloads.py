"""`/downloads`, and the files behind them."""

from collections.abc import Mapping

from aiohttp import ClientSession
import pytest

from tests.simulator import Simulator
from tests.test_simulator.http import Http

DOWNLOADS = "/rest/1.0/downloads"
LINK = "/rest/1.0/unrestrict/link"
BUNNY = "https://cloudnest.example/f/big-buck-bunny"
MAGIC = {
    "big-buck-bunny": ("video/webm", b"\x1a\x45\xdf\xa3"),
    "sintel": ("video/x-matroska", b"\x1a\x45\xdf\xa3"),
    "caminandes-3": ("video/mp4", b"\x00\x00\x00\x20ftyp"),
    "aesop-01": ("audio/mpeg", b"\xff\xfb"),
    "poster": ("image/png", b"\x89PNG\r\n\x1a\n"),
}


async def fetch(
    session: ClientSession,
    address: str,
    headers: Mapping[str, str] | None = None,
    method: str = "GET",
) -> tuple[int, Mapping[str, str], bytes]:
    async with session.request(method, address, headers=headers) as answer:
        return answer.status, answer.headers, await answer.read()


async def fresh(http: Http, link: str = BUNNY) -> str:
    address: str = (await http.post(LINK, {"link": link})).json["download"]
    return address


async def test_all_of_them(sim: Simulator, otter: Http) -> None:
    answer = await otter.get(DOWNLOADS)
    assert answer.headers["X-Total-Count"] == "5"
    first = answer.json[0]
    assert first == {
        "id": first["id"],
        "filename": "Big.Buck.Bunny.2008.webm",
        "mimeType": "video/webm",
        "filesize": 217 * 1024**2,
        "link": BUNNY,
        "host": "cloudnest.example",
        "host_icon": f"{sim.real_debrid.url}/images/hosters/cloudnest.example.png",
        "chunks": 32,
        "download": f"{sim.real_debrid.url}/d/{first['id']}/{first['filename']}",
        "streamable": 1,
        # An hour ago, in Paris.
        "generated": "2026-11-22T10:00:00.000Z",
    }


async def test_what_was_unrestricted_comes_first(otter: Http) -> None:
    await fresh(otter)
    await fresh(otter, "https://vidmeadow.example/f/sintel")
    shown = (await otter.get(DOWNLOADS, limit=4)).json
    assert [download.get("type") for download in shown] == [
        "480p",
        "720p",
        "1080p",
        None,
    ]


async def test_pages(sim: Simulator, otter: Http) -> None:
    everything = (await otter.get(DOWNLOADS)).json
    assert (await otter.get(DOWNLOADS, limit=2, page=2)).json == everything[2:4]
    assert (await otter.get(DOWNLOADS, page=2)).status == 204
    sim.real_debrid.settings.page_size_cap = 3
    assert (await otter.get(DOWNLOADS, limit=5000)).json == everything[:3]


async def test_deleted(otter: Http, session: ClientSession) -> None:
    first = (await otter.get(DOWNLOADS)).json[0]
    path = f"{DOWNLOADS}/delete/{first['id']}"
    answer = await otter.ask("DELETE", path)
    assert (answer.status, answer.text) == (204, "")
    again = await otter.ask("DELETE", path)
    assert (again.status, again.json["error_code"]) == (404, 7)
    assert (await otter.get(DOWNLOADS)).headers["X-Total-Count"] == "4"
    assert (await fetch(session, first["download"]))[0] == 404


@pytest.mark.parametrize("name", MAGIC)
async def test_files_are_what_they_are_called(
    otter: Http, session: ClientSession, name: str
) -> None:
    kind, start = MAGIC[name]
    address = await fresh(otter, f"https://filebarn.example/f/{name}")
    status, headers, data = await fetch(session, address)
    assert (status, headers["Content-Type"]) == (200, kind)
    assert data.startswith(start)
    assert headers["Accept-Ranges"] == "bytes"
    assert headers["Access-Control-Allow-Origin"] == "*"
    # Always the same one.
    assert (await fetch(session, address))[2] == data


@pytest.mark.parametrize(
    ("wanted", "start", "stop"),
    [
        ("bytes=0-99", 0, 100),
        ("bytes=100-", 100, None),
        ("bytes=-50", -50, None),
        ("bytes=10-99999999", 10, None),
    ],
)
async def test_a_part(
    otter: Http, session: ClientSession, wanted: str, start: int, stop: int | None
) -> None:
    address = await fresh(otter)
    _, _, everything = await fetch(session, address)
    part = everything[start:stop]
    status, headers, data = await fetch(session, address, {"Range": wanted})
    assert (status, data) == (206, part)
    first = everything.index(part)
    assert headers["Content-Range"] == (
        f"bytes {first}-{first + len(part) - 1}/{len(everything)}"
    )


async def test_parts_that_are_not_there(otter: Http, session: ClientSession) -> None:
    address = await fresh(otter)
    size = len((await fetch(session, address))[2])
    status, headers, _ = await fetch(session, address, {"Range": "bytes=9999999-"})
    assert (status, headers["Content-Range"]) == (416, f"bytes */{size}")
    status, _, data = await fetch(session, address, {"Range": "lines=1-2"})
    assert (status, len(data)) == (200, size)


async def test_only_the_head(otter: Http, session: ClientSession) -> None:
    address = await fresh(otter)
    size = len((await fetch(session, address))[2])
    status, headers, data = await fetch(session, address, method="HEAD")
    assert (status, headers["Content-Length"], data) == (200, str(size), b"")


async def test_an_address_is_good_for_a_day(
    sim: Simulator, otter: Http, session: ClientSession
) -> None:
    address = await fresh(otter)
    sim.clock.advance(86_399)
    assert (await fetch(session, address))[0] == 200
    sim.clock.advance(1)
    status, headers, _ = await fetch(session, address)
    assert (status, headers["Content-Type"]) == (404, "text/html; charset=utf-8")


async def test_an_icon(otter: Http, session: ClientSession) -> None:
    icon = (await otter.get(DOWNLOADS)).json[0]["host_icon"]
    status, headers, data = await fetch(session, icon)
    assert (status, headers["Content-Type"]) == (200, "image/png")
    assert data.startswith(b"\x89PNG")
