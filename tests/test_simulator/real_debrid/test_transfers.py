"""Added torrents: progress with the clock, and every outcome."""

from base64 import b32encode
from hashlib import sha1
from typing import Any

import pytest

from tests.simulator import Simulator
from tests.simulator.real_debrid import Fate, TorrentStatus
from tests.test_simulator.http import Answer, Http

TORRENTS = "/rest/1.0/torrents"
ADD = f"{TORRENTS}/addMagnet"
WORK = "Spring.2019.Blender.Open.Movie"
HASH = sha1(WORK.encode(), usedforsecurity=False).hexdigest()
MAGNET = f"magnet:?xt=urn:btih:{HASH}&dn={WORK}"
MIB = 1024**2
NO_TORRENT = {"error": "unknown_ressource", "error_code": 7}


async def add(http: Http, magnet: str = MAGNET) -> str:
    answer = await http.post(ADD, {"magnet": magnet})
    assert answer.status == 201
    torrent_id: str = answer.json["id"]
    return torrent_id


async def info(http: Http, torrent_id: str) -> dict[str, Any]:
    answer = await http.get(f"{TORRENTS}/info/{torrent_id}")
    assert answer.status == 200
    shown: dict[str, Any] = answer.json
    return shown


async def choose(http: Http, torrent_id: str, files: str = "all") -> Answer:
    return await http.post(f"{TORRENTS}/selectFiles/{torrent_id}", {"files": files})


async def waiting(sim: Simulator, http: Http, magnet: str = MAGNET) -> str:
    torrent_id = await add(http, magnet)
    sim.clock.advance(8)
    return torrent_id


async def test_the_whole_way(sim: Simulator, otter: Http) -> None:
    answer = await otter.post(ADD, {"magnet": MAGNET, "host": "real-debrid.com"})
    torrent_id = answer.json["id"]
    uri = f"{sim.real_debrid.url}{TORRENTS}/info/{torrent_id}"
    assert (answer.status, answer.json["uri"]) == (201, uri)

    converting = await info(otter, torrent_id)
    assert converting["status"] == "magnet_conversion"
    assert (converting["filename"], converting["files"]) == ("Magnet", [])
    assert converting["seeders"] > 0
    assert (converting["hash"], converting["progress"]) == (HASH, 0)

    sim.clock.advance(8)
    chosen_from = await info(otter, torrent_id)
    assert chosen_from["status"] == "waiting_files_selection"
    assert (chosen_from["filename"], len(chosen_from["files"])) == (WORK, 4)
    assert "seeders" not in chosen_from
    assert chosen_from["files"][0] == {
        "id": 1,
        "path": "/Spring.2019.1080p.webm",
        "bytes": 512 * MIB,
        "selected": 0,
    }
    sim.clock.advance(7_200)
    assert (await info(otter, torrent_id))["status"] == "waiting_files_selection"

    chosen = await choose(otter, torrent_id, "1,4")
    assert (chosen.status, chosen.text) == (204, "")
    queued = await info(otter, torrent_id)
    assert (queued["status"], queued["links"]) == ("queued", [])
    assert [file["selected"] for file in queued["files"]] == [1, 0, 0, 1]
    assert queued["bytes"] == 512 * MIB + int(1.4 * MIB)
    assert queued["original_bytes"] == chosen_from["bytes"] > queued["bytes"]

    sim.clock.advance(10 + 30)
    third = await info(otter, torrent_id)
    assert (third["status"], third["progress"]) == ("downloading", 33.33)
    assert third["speed"] == queued["bytes"] // 90
    assert third["seeders"] == converting["seeders"]

    sim.clock.advance(60)
    done = await info(otter, torrent_id)
    assert (done["status"], done["progress"]) == ("downloaded", 100)
    assert done["ended"] == "2026-11-22T13:01:48.000Z"
    assert len(done["links"]) == len(set(done["links"])) == 2
    assert all(len(link) == 39 for link in done["links"])
    assert "speed" not in done


async def test_minutes_in_one_step(sim: Simulator, otter: Http) -> None:
    torrent_id = await waiting(sim, otter)
    await choose(otter, torrent_id)
    sim.clock.advance(3_600)
    done = await info(otter, torrent_id)
    # Its end is the time at which it finished, not the time of the request.
    assert (done["status"], done["ended"]) == ("downloaded", "2026-11-22T11:01:48.000Z")


async def test_an_archive_is_packed_and_uploaded(sim: Simulator, otter: Http) -> None:
    sim.real_debrid.change_settings(compress_seconds=20, upload_seconds=5, archive=True)
    torrent_id = await waiting(sim, otter)
    await choose(otter, torrent_id)
    sim.clock.advance(100)
    packed = await info(otter, torrent_id)
    assert (packed["status"], packed["progress"]) == ("compressing", 100)
    assert packed["speed"] > 0
    sim.clock.advance(20)
    assert (await info(otter, torrent_id))["status"] == "uploading"
    sim.clock.advance(5)
    done = await info(otter, torrent_id)
    assert (done["status"], len(done["links"])) == ("downloaded", 1)


@pytest.mark.parametrize(
    ("fate", "progress"),
    [(Fate.DEAD, 50), (Fate.ERROR, 50), (Fate.VIRUS, 100)],
)
async def test_a_download_that_fails(
    sim: Simulator, otter: Http, fate: Fate, progress: int
) -> None:
    sim.real_debrid.settings.fates = {HASH: fate}
    torrent_id = await waiting(sim, otter)
    await choose(otter, torrent_id)
    sim.clock.advance(10 + 44)
    assert (await info(otter, torrent_id))["status"] == "downloading"
    sim.clock.advance(46)
    failed = await info(otter, torrent_id)
    assert (failed["status"], failed["links"]) == (fate.value, [])
    assert "ended" not in failed
    assert failed["progress"] == pytest.approx(progress, abs=2)
    sim.clock.advance(3_600)
    assert await info(otter, torrent_id) == failed


async def test_a_magnet_nobody_knows(sim: Simulator, otter: Http) -> None:
    sim.real_debrid.settings.fate = Fate.MAGNET_ERROR
    torrent_id = await waiting(sim, otter)
    failed = await info(otter, torrent_id)
    assert (failed["status"], failed["filename"]) == ("magnet_error", "Magnet")


async def test_a_torrent_that_the_service_had(sim: Simulator, otter: Http) -> None:
    sim.real_debrid.settings.fates = {HASH: Fate.CACHED}
    torrent_id = await waiting(sim, otter)
    await choose(otter, torrent_id)
    done = await info(otter, torrent_id)
    assert done["status"] == "downloaded"
    assert done["ended"] < done["added"]


async def test_a_name_that_nobody_knows(sim: Simulator, otter: Http) -> None:
    unknown = "ab" * 20
    torrent_id = await waiting(
        sim, otter, f"magnet:?xt=urn:btih:{unknown}&dn=My+Home+Movie"
    )
    shown = await info(otter, torrent_id)
    assert (shown["filename"], shown["hash"]) == ("My Home Movie", unknown)
    assert len(shown["files"]) == 3


async def test_a_hash_in_base32(sim: Simulator, otter: Http) -> None:
    digest = b32encode(bytes.fromhex(HASH)).decode()
    torrent_id = await waiting(sim, otter, f"magnet:?xt=urn:btih:{digest}")
    assert (await info(otter, torrent_id))["filename"] == WORK


@pytest.mark.parametrize(
    "magnet",
    [
        "https://example.org/film.torrent",
        "magnet:?dn=Spring",
        "magnet:?xt=urn:btih:12345",
        f"magnet:?xt=urn:btih:{'1' * 32}",
        f"magnet:?xt=urn:sha1:{HASH}",
    ],
)
async def test_no_magnet_link(otter: Http, magnet: str) -> None:
    answer = await otter.post(ADD, {"magnet": magnet})
    assert (answer.status, answer.json["error_code"]) == (400, 2)


async def test_json_has_no_parameters_in_it(otter: Http) -> None:
    answer = await otter.ask("POST", ADD, json={"magnet": MAGNET})
    assert answer.status == 400
    assert answer.json == {
        "error": "parameter_missing",
        "error_details": "magnet",
        "error_code": 1,
    }


async def test_a_host_that_does_not_exist(otter: Http) -> None:
    answer = await otter.post(ADD, {"magnet": MAGNET, "host": "example.org"})
    assert (answer.status, answer.json["error_code"]) == (400, 2)


async def test_somebody_who_is_not_premium(sim: Simulator, http: Http) -> None:
    http.token = sim.real_debrid.sign_in("freefinch")["access_token"]
    answer = await http.post(ADD, {"magnet": MAGNET})
    assert answer.status == 403
    assert answer.json == {"error": "permission_denied", "error_code": 9}


async def test_an_infringing_torrent(sim: Simulator, otter: Http) -> None:
    sim.real_debrid.settings.infringing = [HASH]
    answer = await otter.post(ADD, {"magnet": MAGNET})
    assert answer.status == 451
    assert answer.json == {"error": "infringing_file", "error_code": 35}


async def test_no_free_slot(sim: Simulator, otter: Http) -> None:
    torrent_id = await waiting(sim, otter)
    sim.real_debrid.settings.active_limit = 3
    for answer in (
        await otter.post(ADD, {"magnet": MAGNET}),
        await choose(otter, torrent_id),
    ):
        assert answer.status == 509
        assert answer.json == {"error": "too_many_active_downloads", "error_code": 21}
    sim.real_debrid.finish_torrent(
        "quietotter", sim.real_debrid.people["quietotter"].torrents[0].id
    )
    assert (await choose(otter, torrent_id)).status == 204


async def test_the_same_one_again(sim: Simulator, otter: Http) -> None:
    first = await add(otter)
    assert await add(otter) != first
    sim.real_debrid.settings.refuse_active_again = True
    answer = await otter.post(ADD, {"magnet": MAGNET})
    assert answer.json["error_code"] == 33


async def test_one_that_is_not_known_for_a_moment(sim: Simulator, otter: Http) -> None:
    sim.real_debrid.settings.unknown_for = 2
    torrent_id = await add(otter)
    early = await otter.get(f"{TORRENTS}/info/{torrent_id}")
    assert (early.status, early.json) == (404, NO_TORRENT)
    assert (await choose(otter, torrent_id)).status == 404
    assert (await otter.get(TORRENTS)).headers["X-Total-Count"] == "10"
    sim.clock.advance(2)
    assert (await info(otter, torrent_id))["status"] == "magnet_conversion"
    assert (await otter.get(TORRENTS)).headers["X-Total-Count"] == "11"


async def test_a_choice_made_twice(sim: Simulator, otter: Http) -> None:
    torrent_id = await waiting(sim, otter)
    await choose(otter, torrent_id, "2")
    again = await choose(otter, torrent_id, "1")
    assert again.status == 202
    assert again.json == {"error": "action_already_done", "error_code": 31}
    sim.real_debrid.settings.repeated_selection_says_so = False
    quiet = await choose(otter, torrent_id, "1")
    assert (quiet.status, quiet.text) == (202, "")
    files = (await info(otter, torrent_id))["files"]
    assert [file["selected"] for file in files] == [0, 1, 0, 0]


@pytest.mark.parametrize("files", ["5", "1,x", "-1", "1,,2", "everything"])
async def test_files_that_are_not_there(
    sim: Simulator, otter: Http, files: str
) -> None:
    torrent_id = await waiting(sim, otter)
    answer = await choose(otter, torrent_id, files)
    assert (answer.status, answer.json["error_details"]) == (404, "files")


async def test_a_choice_that_is_too_early(otter: Http) -> None:
    answer = await choose(otter, await add(otter))
    assert answer.status == 404


async def test_no_choice(sim: Simulator, otter: Http) -> None:
    answer = await choose(otter, await waiting(sim, otter), "")
    assert (answer.status, answer.json["error_code"]) == (400, 1)


async def test_deleted(otter: Http) -> None:
    torrent_id = (await otter.get(TORRENTS)).json[0]["id"]
    answer = await otter.ask("DELETE", f"{TORRENTS}/delete/{torrent_id}")
    assert (answer.status, answer.text) == (204, "")
    for method, path in (("DELETE", "delete"), ("GET", "info")):
        gone = await otter.ask(method, f"{TORRENTS}/{path}/{torrent_id}")
        assert (gone.status, gone.json) == (404, NO_TORRENT)
    assert (await otter.get(TORRENTS)).headers["X-Total-Count"] == "9"


async def test_somebody_else_has_no_such_torrent(sim: Simulator, otter: Http) -> None:
    theirs = sim.real_debrid.people["lastlantern"].torrents[0].id
    assert (await otter.get(f"{TORRENTS}/info/{theirs}")).status == 404


async def test_every_torrent_of_the_seed_has_files(otter: Http) -> None:
    for torrent in (await otter.get(TORRENTS)).json:
        shown = await info(otter, torrent["id"])
        assert {name: shown[name] for name in torrent} == torrent
        sizes = [file["bytes"] for file in shown["files"]]
        assert shown["original_bytes"] == sum(sizes) == torrent["bytes"]
        if torrent["status"] == "downloaded":
            assert len(torrent["links"]) == len(sizes)


async def test_the_documented_array(sim: Simulator, otter: Http) -> None:
    torrent_id = (await otter.get(TORRENTS)).json[0]["id"]
    alone = await info(otter, torrent_id)
    sim.real_debrid.settings.info_in_array = True
    assert (await otter.get(f"{TORRENTS}/info/{torrent_id}")).json == [alone]


async def test_odd_numbers(sim: Simulator, otter: Http) -> None:
    sim.real_debrid.change_settings(whole_progress=True, idle_speed=True)
    moving, queued, *_ = (await otter.get(TORRENTS)).json
    assert moving["progress"] == 42
    assert (queued["speed"], queued["seeders"]) == (0, 0)


async def test_hosts_of_torrents(sim: Simulator, otter: Http) -> None:
    path = f"{TORRENTS}/availableHosts"
    expected = {"host": "real-debrid.com", "max_file_size": 2000}
    assert (await otter.get(path)).json == [expected]
    sim.real_debrid.settings.strings_for_ints = True
    assert (await otter.get(path)).json[0]["max_file_size"] == "2000"


async def test_instant_availability_is_gone(otter: Http) -> None:
    answer = await otter.get(f"{TORRENTS}/instantAvailability/{HASH}/{HASH}")
    assert answer.status == 403
    assert answer.json == {"error": "disabled_endpoint", "error_code": 37}


async def test_a_scene_moves_a_torrent(sim: Simulator, otter: Http) -> None:
    scene = sim.real_debrid
    torrent = scene.add_torrent("quietotter", scene.magnet(WORK))
    seen = []
    while torrent.status is not TorrentStatus.DOWNLOADED:
        seen.append(torrent.status.value)
        scene.next_status("quietotter", torrent.id)
    assert seen == [
        "magnet_conversion",
        "waiting_files_selection",
        "queued",
        "downloading",
        "compressing",
        "uploading",
    ]
    assert len((await info(otter, torrent.id))["links"]) == 4


async def test_the_seed_does_not_progress_without_a_command(
    sim: Simulator, otter: Http
) -> None:
    first = (await otter.get(TORRENTS)).json[0]
    sim.clock.advance(3_600)
    assert (await otter.get(TORRENTS)).json[0] == first
    sim.real_debrid.move_torrent("quietotter", first["id"])
    sim.clock.advance(90)
    assert (await otter.get(TORRENTS)).json[0]["status"] == "downloaded"


async def test_a_scene_lets_a_torrent_fail(sim: Simulator, otter: Http) -> None:
    torrent = sim.real_debrid.people["quietotter"].torrents[0]
    sim.real_debrid.fail_torrent("quietotter", torrent.id, TorrentStatus.VIRUS)
    assert (await info(otter, torrent.id))["status"] == "virus"
    with pytest.raises(ValueError, match="no failure"):
        sim.real_debrid.fail_torrent("quietotter", torrent.id, TorrentStatus.QUEUED)
    with pytest.raises(LookupError, match="no torrent 'NONE'"):
        sim.real_debrid.fail_torrent("quietotter", "NONE")


async def test_a_clock_that_goes_back(sim: Simulator, otter: Http) -> None:
    torrent_id = await waiting(sim, otter)
    await choose(otter, torrent_id)
    sim.clock.advance(15)
    await info(otter, torrent_id)
    sim.clock.advance(-3_600)
    shown = await info(otter, torrent_id)
    assert (shown["status"], shown["progress"]) == ("downloading", 0)


async def test_a_library_of_5000(sim: Simulator, otter: Http) -> None:
    sim.real_debrid.fill_library("quietotter", 4_990)
    answer = await otter.get(TORRENTS, limit=5000)
    assert answer.headers["X-Total-Count"] == "5000"
    assert len({torrent["id"] for torrent in answer.json}) == 5_000
    added = [torrent["added"] for torrent in answer.json]
    assert added == sorted(added, reverse=True)
    last = await info(otter, answer.json[-1]["id"])
    assert len(last["links"]) == len(last["files"]) > 0
    sim.real_debrid.fill_library("quietotter", 1)
    assert (await otter.get(TORRENTS)).headers["X-Total-Count"] == "5001"
