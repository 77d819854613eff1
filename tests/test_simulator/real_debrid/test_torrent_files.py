"""`/torrents/addTorrent`: the raw body, read as BEP 3 describes it."""

from hashlib import sha1
from typing import Any

import pytest

from tests.simulator import Simulator
from tests.test_simulator.http import Http

ADD = "/rest/1.0/torrents/addTorrent"


def encode(value: Any) -> bytes:
    """Return something bencoded."""
    match value:
        case int():
            return b"i%de" % value
        case bytes():
            return b"%d:%s" % (len(value), value)
        case list():
            return b"l" + b"".join(map(encode, value)) + b"e"
        case dict():
            items = [encode(part) for item in sorted(value.items()) for part in item]
            return b"d" + b"".join(items) + b"e"
    raise TypeError(value)


PIECES = {b"piece length": 262_144, b"pieces": b"\x00" * 20}
FILM = {b"name": b"Sintel.2010.webm", b"length": 289_000_000, **PIECES}
FOLDER = {
    b"name": b"LibriVox Fables",
    b"files": [
        {b"path": [b"Part 1", b"01.mp3"], b"length": 9_000_000},
        {b"path": [b"cover.png"], b"length": 120_000},
    ],
    **PIECES,
}


def torrent(info: dict[bytes, Any]) -> bytes:
    return encode({b"announce": b"https://tracker.example/announce", b"info": info})


@pytest.mark.parametrize(
    ("described", "name", "files"),
    [
        (FILM, "Sintel.2010.webm", [("/Sintel.2010.webm", 289_000_000)]),
        (
            FOLDER,
            "LibriVox Fables",
            [("/Part 1/01.mp3", 9_000_000), ("/cover.png", 120_000)],
        ),
    ],
)
async def test_its_files_are_known_at_once(
    otter: Http, described: dict[bytes, Any], name: str, files: list[tuple[str, int]]
) -> None:
    answer = await otter.ask("PUT", ADD, data=torrent(described))
    assert answer.status == 201
    path = f"/rest/1.0/torrents/info/{answer.json['id']}"
    shown = (await otter.get(path)).json
    assert (shown["status"], shown["filename"]) == ("waiting_files_selection", name)
    assert shown["hash"] == sha1(encode(described)).hexdigest()  # noqa: S324
    assert [(file["path"], file["bytes"]) for file in shown["files"]] == files


@pytest.mark.parametrize(
    "body",
    [
        b"<html>not found</html>",
        b"de",
        torrent(FILM)[:-1],
        torrent(FILM) + b"e",
        torrent({b"name": b"Sintel.2010.webm"}),
        torrent({b"name": 7, b"length": 7}),
        encode({b"info": [1, 2]}),
        b"d4:infod4:name99:short" + b"ee",
    ],
)
async def test_no_torrent_file(otter: Http, body: bytes) -> None:
    answer = await otter.ask("PUT", ADD, data=body)
    assert answer.status == 400
    assert answer.json == {"error": "torrent_file_invalid", "error_code": 30}


async def test_no_body(otter: Http) -> None:
    assert (await otter.ask("PUT", ADD)).json["error_code"] == 1


async def test_a_body_that_is_too_big(otter: Http) -> None:
    answer = await otter.ask("PUT", ADD, data=bytes(11 * 1024**2))
    assert answer.json == {"error": "upload_too_big", "error_code": 26}


async def test_refused_like_a_magnet_link(sim: Simulator, http: Http) -> None:
    http.token = sim.real_debrid.sign_in("freefinch")["access_token"]
    assert (await http.ask("PUT", ADD, data=torrent(FILM))).status == 403
