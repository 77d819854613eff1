"""Changes of an account over the control API, the command line and a restart."""

import asyncio
from collections.abc import Awaitable, Callable
import json
from pathlib import Path
from typing import Any

from aiohttp import ClientSession
import pytest

from tests.simulator import Simulator
from tests.simulator.command_line.main import main
from tests.test_simulator.conftest import NOW
from tests.test_simulator.http import Http

type Run = Callable[..., Awaitable[Any]]

WORK = "Caminandes.Trilogy"


@pytest.fixture
def run(sim: Simulator, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a scene command against the simulator and return what it printed."""

    async def run(*arguments: str, ends_with: int = 0) -> Any:
        line = [*arguments, "--control", sim.control.url]
        assert await asyncio.to_thread(main, line) == ends_with
        printed = capsys.readouterr()
        return printed.err if ends_with else json.loads(printed.out)

    return run


async def test_a_torrent_is_added_and_moves_on(sim: Simulator, run: Run) -> None:
    assert WORK in await run("works")
    added = await run("add-torrent", "quietotter", WORK)
    assert (added["status"], added["moving"]) == ("magnet_conversion", True)
    sim.clock.advance(8)
    shown = (await run("torrents", "quietotter"))[-1]
    assert shown == {
        "id": added["id"],
        "filename": WORK,
        "status": "waiting_files_selection",
        "progress": 0,
    }
    torrent = ("torrent", "quietotter", added["id"])
    assert (await run(*torrent, "choose"))["status"] == "queued"
    assert (await run(*torrent, "next"))["status"] == "downloading"
    finished = await run(*torrent, "finish")
    assert (finished["status"], len(finished["links"])) == ("downloaded", 3)


async def test_a_torrent_has_a_fate(sim: Simulator, run: Run) -> None:
    magnet = (await run("works"))[WORK]
    await run("add-torrent", "quietotter", magnet, "--fate", "magnet_error")
    sim.clock.advance(8)
    assert (await run("torrents", "quietotter"))[-1]["status"] == "magnet_error"


async def test_a_torrent_fails(sim: Simulator, run: Run) -> None:
    torrent = sim.real_debrid.people["quietotter"].torrents[0]
    failed = await run("torrent", "quietotter", torrent.id, "fail", "--status", "virus")
    assert (failed["status"], torrent.status) == ("virus", "virus")


async def test_a_torrent_of_the_seed_moves(sim: Simulator, run: Run) -> None:
    torrent = sim.real_debrid.people["quietotter"].torrents[0]
    moved = await run("torrent", "quietotter", torrent.id, "move")
    assert (moved["moving"], moved["since"]) == (True, NOW)


async def test_library_points_and_traffic(sim: Simulator, run: Run) -> None:
    assert await run("library", "quietotter", "90") == {"torrents": 100}
    await run("points", "quietotter", "40")
    person = sim.real_debrid.people["quietotter"]
    assert person.points == 40
    before = person.usage["2026-11-22"]["real-debrid.com"]
    await run("traffic", "quietotter", "real-debrid.com", "1000")
    assert person.usage["2026-11-22"]["real-debrid.com"] == before + 1_000


async def test_a_private_token(sim: Simulator, run: Run) -> None:
    token = sim.real_debrid.api_token("quietotter")
    assert await run("api-token", "quietotter") == {"api_token": token}


async def test_an_error_code(sim: Simulator, run: Run, otter: Http) -> None:
    assert await run("refuse", "quietotter", "/torrents", "36") == {"/torrents": 36}
    assert (await otter.get("/rest/1.0/torrents")).json["error_code"] == 36
    assert await run("refuse", "quietotter", "/torrents", "never") == {}
    assert (await otter.get("/rest/1.0/torrents")).status == 200


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (("refuse", "quietotter", "*", "99"), "no error code 99"),
        (("torrents", "nobody"), "nobody"),
        (("torrent", "quietotter", "NONE", "next"), "no torrent 'NONE'"),
        (("torrent", "quietotter", "NONE", "fail"), "no torrent 'NONE'"),
    ],
)
async def test_mistakes(run: Run, line: tuple[str, ...], problem: str) -> None:
    assert problem in await run(*line, ends_with=1)


async def test_a_failure_that_is_none(sim: Simulator, control: Http) -> None:
    torrent = sim.real_debrid.people["quietotter"].torrents[0]
    path = f"/real_debrid/people/quietotter/torrents/{torrent.id}/fail"
    answer = await control.ask("POST", path, json={"status": "queued"})
    assert (answer.status, answer.json) == (400, {"error": "queued is no failure"})


async def test_a_restart_keeps_everything(
    tmp_path: Path, session: ClientSession
) -> None:
    file = tmp_path / "state.json"
    async with Simulator(stopped_at=NOW, state_file=file) as before:
        scene = before.real_debrid
        token = scene.api_token("quietotter")
        torrent = scene.add_torrent("quietotter", WORK)
        scene.refuse("quietotter", "/hosts/*", 25)
        scene.use_traffic("quietotter", "real-debrid.com", 5)
        before.clock.advance(8)
        scene.choose_files("quietotter", scene.torrents("quietotter")[-1].id)
        person = scene.people["quietotter"]
    async with Simulator(state_file=file) as after:
        assert after.real_debrid.people["quietotter"] == person
        http = Http(session, after.real_debrid.url)
        http.token = token
        path = f"/rest/1.0/torrents/info/{torrent.id}"
        assert (await http.get(path)).json["status"] == "queued"
        after.clock.advance(100)
        assert (await http.get(path)).json["status"] == "downloaded"
