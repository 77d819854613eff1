"""Changes of a program over the control API and the command line."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
import json
from pathlib import Path
from typing import Any

import pytest

from tests.simulator import Simulator
from tests.simulator.command_line.main import main
from tests.test_simulator.blubrry.reading import TODAY
from tests.test_simulator.conftest import NOW
from tests.test_simulator.http import Http

type Run = Callable[..., Awaitable[Any]]
PROGRAM = "/blubrry/programs/40211"
NEWEST = 150_220_029


@pytest.fixture
def run(sim: Simulator, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a scene command against the simulator and return what it printed."""

    async def run(*arguments: str) -> Any:
        line = [*arguments, "--control", sim.control.url]
        assert await asyncio.to_thread(main, line) == 0
        return json.loads(capsys.readouterr().out)

    return run


async def test_an_episode(sim: Simulator, run: Run) -> None:
    line = ["--duration", "90s", "--notes", "<p>N</p>", "--filename", "new.wav"]
    shown = await run("publish", "40211", "Ep 31: New", *line, "--popularity", "2")
    episode = sim.blubrry.programs[40_211].published(NOW)[0]
    assert (episode.title, episode.duration, episode.popularity) == (
        "Ep 31: New",
        90,
        2.0,
    )
    assert (episode.notes, episode.filename) == ("<p>N</p>", "new.wav")
    assert (shown["id"], shown["published"]) == (episode.id, NOW)


async def test_files(sim: Simulator, run: Run, host: Http) -> None:
    assert (await run("upload", "1498812", "new.mp3"))["created"] == NOW
    assert await run("publications") == []
    await host.get("/2/media/1498812/new.mp3")
    assert await run("publications") == [
        {
            "program_id": 1_498_812,
            "name": "new.mp3",
            "username": "filmhost",
            "time": NOW,
        }
    ]


async def test_hosting(sim: Simulator, run: Run) -> None:
    quota = sim.blubrry.programs[40_211].quota
    await run("use-up-quota", "40211")
    assert quota.used_up_until == NOW + 10 * 86_400 + 14 * 3_600
    await run("expire-plan", "40211", "--in", "2d")
    assert quota.expires_at == NOW + 2 * 86_400
    await run("expire-plan", "40211")
    assert quota.expired(NOW)
    await run("renew-plan", "40211")
    assert (quota.expires_at, quota.used_up_until) == (None, None)


async def test_a_boost(sim: Simulator, run: Run) -> None:
    before = sim.blubrry.lifetime(40_211)
    assert await run("boost", "40211", "25") == {"lifetime": before + 25}
    await run("boost", "40211", "5", "--episode", "150220000")
    episodes = sim.blubrry.programs[40_211].episodes
    assert episodes[0].extra == {TODAY.isoformat(): 5}
    assert await run("boost", "40211", "--to", "60000") == {"lifetime": 60_000}


async def test_a_correction(sim: Simulator, run: Run) -> None:
    day = date(2026, 11, 21)
    before = sim.blubrry.downloads(40_211, day, day)
    await run("correct", "40211", "2026-11-21", str(NEWEST), "0")
    assert 0 < sim.blubrry.downloads(40_211, day, day) < before


async def test_an_approved_client(sim: Simulator, run: Run) -> None:
    await run("client", "demo-client", "--secret", "demo-secret", "--approved")
    assert sim.blubrry.grants.clients["demo-client"].password_grant
    await run("client", "demo-client", "--secret", "demo-secret")
    assert not sim.blubrry.grants.clients["demo-client"].password_grant


@pytest.mark.parametrize(
    ("path", "body", "status", "text"),
    [
        ("boost", {}, 400, "either downloads or lifetime"),
        ("boost", {"downloads": 1, "lifetime": 1}, 400, "either"),
        ("boost", {"lifetime": 1}, 400, "already"),
        ("boost", {"downloads": 1, "episode_id": 7}, 404, "7"),
        ("publish", {}, 400, "title"),
        (
            "correct",
            {"day": "yesterday", "episode_id": NEWEST, "downloads": 1},
            400,
            "yesterday",
        ),
        (
            "correct",
            {"day": "2026-11-22", "episode_id": NEWEST, "downloads": 1},
            400,
            "not over",
        ),
    ],
)
async def test_mistakes(
    control: Http, path: str, body: dict[str, Any], status: int, text: str
) -> None:
    answer = await control.ask("POST", f"{PROGRAM}/{path}", json=body)
    assert answer.status == status
    assert text in answer.json["error"]


async def test_a_program_that_is_not_there(control: Http) -> None:
    answer = await control.ask("POST", "/blubrry/programs/1/use_up_quota")
    assert answer.status == 404


async def test_scenes_outlive_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    async with Simulator(state_file=file, stopped_at=NOW) as sim:
        sim.blubrry.boost(40_211, 77)
        sim.blubrry.use_up_quota(40_211)
        upload = sim.blubrry.programs[40_211].uploads[0]
        sim.blubrry.publish_upload(40_211, upload, "filmhost")
        sim.blubrry.approve_client("demo-client")
        before = sim.blubrry.snapshot()
        lifetime = sim.blubrry.lifetime(40_211)
    async with Simulator(state_file=file, stopped_at=NOW) as sim:
        assert sim.blubrry.snapshot() == before
        assert sim.blubrry.lifetime(40_211) == lifetime
        assert [one.name for one in sim.blubrry.publications] == [upload.name]
