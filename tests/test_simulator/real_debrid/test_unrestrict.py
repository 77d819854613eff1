"""`/unrestrict`: links, folders and containers."""

import pytest

from tests.simulator import Simulator
from tests.simulator.real_debrid import HostStatus
from tests.test_simulator.http import Answer, Http

UNRESTRICT = "/rest/1.0/unrestrict"
BUNNY = "https://cloudnest.example/f/big-buck-bunny"
FILMS = "https://vidmeadow.example/f/caminandes-3"
FREE = "https://filebarn.example/f/aesop-01"
MIB = 1024**2


async def unrestrict(http: Http, link: str, **more: str) -> Answer:
    return await http.post(f"{UNRESTRICT}/link", {"link": link, **more})


async def finished(http: Http) -> dict[str, list[str]]:
    torrents = (await http.get("/rest/1.0/torrents")).json
    return {torrent["filename"]: torrent["links"] for torrent in torrents}


async def test_checked_by_nobody(sim: Simulator, http: Http) -> None:
    answer = await http.post(f"{UNRESTRICT}/check", {"link": BUNNY})
    assert (answer.status, answer.json) == (
        200,
        {
            "host": "cloudnest.example",
            "host_icon": f"{sim.real_debrid.url}/images/hosters/cloudnest.example.png",
            "link": BUNNY,
            "filename": "Big.Buck.Bunny.2008.webm",
            "filesize": 217 * MIB,
            "supported": 1,
        },
    )
    sim.real_debrid.settings.host_icon = False
    answer = await http.post(f"{UNRESTRICT}/check", {"link": BUNNY})
    assert "host_icon" not in answer.json


@pytest.mark.parametrize(
    ("link", "status", "code"),
    [
        ("https://cloudnest.example/f/deleted", 503, 24),
        ("https://cloudnest.example/about", 503, 24),
        ("https://cloudnest.example/folder/aesop", 503, 24),
        ("https://sharedock.example/f/sintel", 503, 19),
        ("https://oldshelf.example/f/sintel", 503, 16),
        ("https://elsewhere.example/f/sintel", 503, 16),
        ("not an address", 503, 16),
        ("https://real-debrid.com/d/AAAAAAAAAAAAA", 404, 7),
        ("https://real-debrid.com/about", 503, 24),
        ("", 400, 1),
    ],
)
async def test_links_to_nothing(otter: Http, link: str, status: int, code: int) -> None:
    for path in ("check", "link"):
        answer = await otter.post(f"{UNRESTRICT}/{path}", {"link": link})
        assert (answer.status, answer.json["error_code"]) == (status, code)


async def test_a_file_of_a_torrent(sim: Simulator, otter: Http) -> None:
    (link,) = (await finished(otter))["Sintel.2010.4K.mkv"]
    # Whatever comes after the 39th character is ignored.
    answer = await unrestrict(otter, f"{link}/Sintel.mkv")
    shown = answer.json
    assert shown == {
        "id": shown["id"],
        "filename": "Sintel.2010.4K.mkv",
        "mimeType": "video/x-matroska",
        "filesize": 5_120 * MIB,
        "link": link,
        "host": "real-debrid.com",
        "host_icon": f"{sim.real_debrid.url}/images/hosters/real-debrid.com.png",
        "chunks": 32,
        "crc": 1,
        "download": f"{sim.real_debrid.url}/d/{shown['id']}/Sintel.2010.4K.mkv",
        "streamable": 1,
    }
    assert len(shown["id"]) == 13


async def test_each_file_has_its_own_link(otter: Http) -> None:
    links = (await finished(otter))["LibriVox.Pride.and.Prejudice.by.Jane.Austen.M4B"]
    names = [(await unrestrict(otter, link)).json["filename"] for link in links]
    assert names == [
        "Pride.and.Prejudice.Part.1.m4b",
        "Pride.and.Prejudice.Part.2.m4b",
        "Cover.png",
    ]


async def test_an_archive(sim: Simulator, otter: Http) -> None:
    sim.real_debrid.settings.archive = True
    scene = sim.real_debrid
    torrent = scene.add_torrent("quietotter", scene.magnet("Caminandes.Trilogy"))
    scene.finish_torrent("quietotter", torrent.id)
    shown = (await unrestrict(otter, torrent.links[0])).json
    assert shown["filename"] == "Caminandes.Trilogy.rar"
    assert (shown["filesize"], shown["streamable"]) == (torrent.bytes, 0)


async def test_the_link_of_a_deleted_torrent(sim: Simulator, otter: Http) -> None:
    (link,) = (await finished(otter))["Sintel.2010.4K.mkv"]
    sim.real_debrid.people["quietotter"].torrents.clear()
    assert (await unrestrict(otter, link)).status == 404


async def test_always_a_fresh_address(otter: Http) -> None:
    first, second = [(await unrestrict(otter, BUNNY)).json for _ in range(2)]
    assert first["download"] != second["download"]
    assert first["id"] != second["id"]


async def test_several_qualities(otter: Http) -> None:
    shown = (await unrestrict(otter, FILMS)).json
    assert shown["type"] == "1080p"
    assert [other["quality"] for other in shown["alternative"]] == ["720p", "480p"]
    assert {"id", "filename", "download", "type", "mimeType"} < set(
        shown["alternative"][0]
    )


async def test_a_size_nobody_knows(otter: Http) -> None:
    answer = await unrestrict(otter, "https://cloudnest.example/f/stream")
    assert answer.json["filesize"] == 0


async def test_a_host_goes_down(sim: Simulator, otter: Http) -> None:
    sim.real_debrid.settings.host_status = {"cloudnest.example": HostStatus.DOWN}
    assert (await unrestrict(otter, BUNNY)).json["error_code"] == 19


async def test_not_premium(sim: Simulator, otter: Http) -> None:
    links = await finished(otter)
    otter.token = sim.real_debrid.sign_in("freefinch")["access_token"]
    refused = await unrestrict(otter, BUNNY)
    assert refused.json == {"error": "hoster_not_free", "error_code": 20}
    own = await unrestrict(otter, links["Sintel.2010.4K.mkv"][0])
    assert own.json == {"error": "permission_denied", "error_code": 9}
    assert (await unrestrict(otter, FREE)).status == 200


async def test_an_infringing_file(sim: Simulator, otter: Http) -> None:
    sim.real_debrid.settings.infringing = [BUNNY]
    refused = await unrestrict(otter, BUNNY)
    assert (refused.status, refused.json["error_code"]) == (451, 35)


async def test_limits(sim: Simulator, otter: Http) -> None:
    traffic = sim.real_debrid.people["quietotter"].traffic
    before = traffic["vidmeadow.example"].left
    await unrestrict(otter, FILMS)
    assert traffic["vidmeadow.example"].left == before - 1
    assert traffic["vidmeadow.example"].links == 7
    traffic["vidmeadow.example"].left = 0
    refused = await unrestrict(otter, FILMS)
    assert refused.json == {"error": "hoster_limit_reached", "error_code": 18}


async def test_remote_traffic(sim: Simulator, otter: Http) -> None:
    refused = await unrestrict(otter, BUNNY, remote="1")
    assert refused.status == 503
    assert refused.json == {"error": "traffic_exhausted", "error_code": 23}
    sim.real_debrid.people["quietotter"].traffic["remote"].left = 1
    assert (await unrestrict(otter, BUNNY, remote="1")).status == 200
    assert (await unrestrict(otter, BUNNY, remote="yes")).status == 400


@pytest.mark.parametrize(
    ("link", "names"),
    [
        ("https://cloudnest.example/folder/aesop", ["aesop-01", "aesop-02"]),
        ("https://cloudnest.example/folder/empty", []),
        ("https://cloudnest.example/folder/unknown", []),
        ("https://elsewhere.example/folder/aesop", []),
        (BUNNY, []),
    ],
)
async def test_folders(otter: Http, link: str, names: list[str]) -> None:
    answer = await otter.post(f"{UNRESTRICT}/folder", {"link": link})
    assert answer.status == 200
    assert answer.json == [f"https://cloudnest.example/f/{name}" for name in names]


async def test_a_container(sim: Simulator, otter: Http) -> None:
    path = f"{UNRESTRICT}/containerFile"
    body = sim.real_debrid.container([BUNNY, FREE])
    assert (await otter.ask("PUT", path, data=body)).json == [BUNNY, FREE]
    for wrong in (b"\x00\x01", b"bm8gbGluaw=="):
        refused = await otter.ask("PUT", path, data=wrong)
        assert (refused.status, refused.json["error_code"]) == (400, 2)
    assert (await otter.ask("PUT", path)).json["error_code"] == 1


async def test_the_link_of_a_container(otter: Http) -> None:
    path = f"{UNRESTRICT}/containerLink"
    answer = await otter.post(path, {"link": "https://cloudnest.example/c/aesop"})
    assert len(answer.json) == 2
    gone = await otter.post(path, {"link": "https://cloudnest.example/c/gone"})
    assert (gone.status, gone.json["error_code"]) == (503, 24)
    wrong = await otter.post(path, {"link": "https://elsewhere.example/c/aesop"})
    assert wrong.status == 400


async def test_containers_are_for_premium_accounts(sim: Simulator, http: Http) -> None:
    http.token = sim.real_debrid.sign_in("freefinch")["access_token"]
    link = {"link": "https://cloudnest.example/c/aesop"}
    assert (await http.post(f"{UNRESTRICT}/containerLink", link)).status == 403
    body = sim.real_debrid.container([BUNNY])
    path = f"{UNRESTRICT}/containerFile"
    assert (await http.ask("PUT", path, data=body)).status == 403


@pytest.mark.parametrize("path", ["link", "folder", "containerLink"])
async def test_nobody(http: Http, path: str) -> None:
    answer = await http.post(f"{UNRESTRICT}/{path}", {"link": BUNNY})
    assert (answer.status, answer.json["error_code"]) == (401, 8)
