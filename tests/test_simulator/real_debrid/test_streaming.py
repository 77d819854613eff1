"""`/streaming`: formats for every player, and media information of a file."""

import re
from typing import Any
from xml.etree import ElementTree as ET

from aiohttp import ClientSession
import pytest

from tests.simulator import Simulator
from tests.test_simulator.http import Http

STREAMING = "/rest/1.0/streaming"
LINK = "/rest/1.0/unrestrict/link"


@pytest.fixture
def private(sim: Simulator, otter: Http) -> Http:
    """Return a client with a private API token."""
    otter.token = sim.real_debrid.api_token("quietotter")
    return otter


async def unrestricted(http: Http, name: str) -> str:
    link = {"link": f"https://filebarn.example/f/{name}"}
    download_id: str = (await http.post(LINK, link)).json["id"]
    return download_id


async def infos(http: Http, name: str) -> dict[str, Any]:
    download_id = await unrestricted(http, name)
    answer = await http.get(f"{STREAMING}/mediaInfos/{download_id}")
    assert answer.status == 200
    shown: dict[str, Any] = answer.json
    return shown


async def streams(http: Http) -> dict[str, dict[str, str]]:
    download_id = await unrestricted(http, "sintel")
    answer = await http.get(f"{STREAMING}/transcode/{download_id}")
    assert answer.status == 200
    shown: dict[str, dict[str, str]] = answer.json
    return shown


async def read(session: ClientSession, address: str) -> tuple[int, str, bytes]:
    async with session.get(address) as answer:
        return answer.status, answer.content_type, await answer.read()


async def test_every_form(private: Http, session: ClientSession) -> None:
    shown = await streams(private)
    kinds = {
        name: (await read(session, qualities["full"]))[1]
        for name, qualities in shown.items()
    }
    assert kinds == {
        "apple": "application/vnd.apple.mpegurl",
        "dash": "application/dash+xml",
        "liveMP4": "video/mp4",
        "h264WebM": "video/webm",
    }


async def test_the_parts_of_the_playlist_are_the_file(
    private: Http, session: ClientSession
) -> None:
    shown = await streams(private)
    _, _, film = await read(session, shown["liveMP4"]["full"])
    _, _, playlist = await read(session, shown["apple"]["full"])
    parts = re.findall(r"BYTERANGE[:=]\"?(\d+)@(\d+)", playlist.decode())
    (start, zero), (fragment, offset) = parts
    assert (zero, offset) == ("0", start)
    assert int(start) + int(fragment) == len(film)
    assert film[int(start) + 4 : int(start) + 8] == b"moof"
    assert playlist.decode().splitlines()[-2] == "full.mp4"


async def test_the_parts_of_the_description_are_the_file(
    private: Http, session: ClientSession
) -> None:
    shown = await streams(private)
    _, _, film = await read(session, shown["liveMP4"]["full"])
    _, _, text = await read(session, shown["dash"]["full"])
    names = {"": "urn:mpeg:dash:schema:mpd:2011"}
    tree = ET.fromstring(text)  # noqa: S314 - the simulator's own
    begin = tree.find(".//Initialization", names)
    part = tree.find(".//SegmentURL", names)
    assert begin is not None
    assert part is not None
    last = int(begin.attrib["range"].removeprefix("0-"))
    assert part.attrib["mediaRange"] == f"{last + 1}-{len(film) - 1}"


async def test_an_address_that_is_over(
    sim: Simulator, private: Http, session: ClientSession
) -> None:
    shown = await streams(private)
    sim.clock.advance(86_400)
    assert (await read(session, shown["liveMP4"]["full"]))[0] == 404


async def test_addresses_that_never_were(private: Http, session: ClientSession) -> None:
    address = (await streams(private))["liveMP4"]["full"]
    for wrong in (
        address.replace("full", "half"),
        address.replace(".mp4", ".avi"),
        address.replace("/t/", "/t/NONE"),
    ):
        assert (await read(session, wrong))[0] == 404


async def test_a_film(sim: Simulator, private: Http, session: ClientSession) -> None:
    shown = await infos(private, "sintel")
    assert (shown["type"], shown["year"]) == ("movie", "2010")
    assert (shown["season"], shown["episode"]) == (None, None)
    assert isinstance(shown["duration"], float)
    assert shown["size"] == 674 * 1024**2
    assert shown["bitrate"] == int(shown["size"] * 8 / 888.05)
    assert list(shown["details"]["audio"]) == ["eng1"]
    assert list(shown["details"]["subtitles"]) == ["eng1", "fre2", "ger3"]
    assert shown["details"]["video"]["und1"]["height"] == 1_080
    status, kind, _ = await read(session, shown["poster_path"])
    assert (status, kind) == (200, "image/png")
    assert "audio_image" not in shown
    model = shown["modelUrl"].format(
        audio="eng1",
        subtitles="none",
        audioCodec="aac",
        quality=shown["availableQualities"]["Original"],
        format=shown["availableFormats"]["liveMP4"],
    )
    assert (await read(session, model))[:2] == (200, "video/mp4")


async def test_an_episode_and_a_sound(sim: Simulator, private: Http) -> None:
    episode = await infos(private, "caminandes-3")
    assert (episode["type"], episode["season"], episode["episode"]) == (
        "show",
        "1",
        "3",
    )
    assert episode["details"]["subtitles"] == []
    sound = await infos(private, "aesop-01")
    assert (sound["type"], sound["year"]) == ("audio", None)
    assert sound["details"]["video"] == []
    assert sound["audio_image"].endswith(".png")
    sim.real_debrid.settings.inner_maps_as_lists = False
    assert (await infos(private, "aesop-01"))["details"]["video"] == {}


async def test_nothing_is_known(sim: Simulator, private: Http) -> None:
    scene = sim.real_debrid
    torrent = scene.add_torrent("quietotter", scene.magnet("Garden.Timelapse.webm"))
    scene.finish_torrent("quietotter", torrent.id)
    link = {"link": torrent.links[0]}
    download_id = (await private.post(LINK, link)).json["id"]
    answer = await private.get(f"{STREAMING}/mediaInfos/{download_id}")
    assert (answer.status, answer.json["error_code"]) == (503, 25)
    assert (await private.get(f"{STREAMING}/transcode/{download_id}")).status == 200


@pytest.mark.parametrize("path", ["transcode", "mediaInfos"])
async def test_what_cannot_be_played(private: Http, path: str) -> None:
    for download_id in ("NONE", await unrestricted(private, "poster")):
        answer = await private.get(f"{STREAMING}/{path}/{download_id}")
        assert (answer.status, answer.json["error_code"]) == (404, 7)


@pytest.mark.parametrize("path", ["transcode", "mediaInfos"])
async def test_outside_of_the_scopes(otter: Http, path: str) -> None:
    download_id = await unrestricted(otter, "sintel")
    refused = await otter.get(f"{STREAMING}/{path}/{download_id}")
    assert (refused.status, refused.json["error_code"]) == (403, 9)
