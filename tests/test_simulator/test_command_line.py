"""The command line, and the simulator as a process."""

import asyncio
from collections.abc import Awaitable, Callable
import json
from pathlib import Path
import re
import signal
import sys
from typing import Any

from aiohttp import ClientSession
import pytest

from tests.simulator import Simulator
from tests.simulator.command_line.main import main
from tests.test_simulator.conftest import NOW
from tests.test_simulator.http import Http

ROOT = Path(__file__).parents[2]
type Run = Callable[..., Awaitable[Any]]


@pytest.fixture
def run(sim: Simulator, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a scene command against the simulator and return what it printed."""

    async def run(*arguments: str) -> Any:
        line = [*arguments, "--control", sim.control.url]
        assert await asyncio.to_thread(main, line) == 0
        return json.loads(capsys.readouterr().out)

    return run


async def test_people(sim: Simulator, run: Run) -> None:
    people = sim.real_debrid.people
    shown = await run("person", "real_debrid", "a/b", "points=5", "locale=fr")
    assert (shown["points"], people["a/b"].locale) == (5, "fr")
    assert await run("person", "real_debrid", "a/b") == shown
    assert "a/b" in await run("people", "real_debrid")
    await run("person", "real_debrid", "a/b", "--remove")
    assert "a/b" not in people


async def test_premium(sim: Simulator, run: Run) -> None:
    await run("premium", "freefinch", "3d")
    assert sim.real_debrid.people["freefinch"].premium_until == NOW + 3 * 86_400
    await run("premium", "freefinch", "never")
    assert sim.real_debrid.people["freefinch"].premium_until is None


async def test_settings(sim: Simulator, run: Run) -> None:
    await run("settings", "blubrry", "omit_expires_in=true", "page_size=3")
    assert sim.blubrry.settings.omit_expires_in
    assert (await run("settings", "blubrry"))["page_size"] == 3


async def test_sign_ins(sim: Simulator, run: Run) -> None:
    sim.blubrry.sign_in("demo-client", "filmhost")
    sim.blubrry.sign_in("demo-client", "librarian")
    assert await run("expire", "blubrry", "--in", "30s") == {"access_tokens": 2}
    assert await run("expire", "blubrry", "filmhost") == {"access_tokens": 1}
    [left] = sim.blubrry.access_tokens().values()
    assert (left.username, left.expires_at) == ("librarian", NOW + 30)
    await run("revoke", "blubrry", "librarian")
    assert sim.blubrry.granted() == ["filmhost"]


async def test_codes(sim: Simulator, run: Run) -> None:
    grants = sim.real_debrid.grants
    first, second = (
        grants.issue_device(new_credentials=True, expires_at=NOW + 900)
        for _ in range(2)
    )
    assert len(await run("codes")) == 2
    await run("approve", first.user_code, "quietotter")
    await run("deny", second.user_code)
    assert (first.username, second.decision) == ("quietotter", "denied")


async def test_programs_and_clients(sim: Simulator, run: Run) -> None:
    await run("program", "9", "title=Nine lives")
    assert sim.blubrry.programs[9].title == "Nine lives"
    assert "9" in await run("programs")
    await run("program", "9", "--remove")
    assert 9 not in sim.blubrry.programs
    await run(
        "client", "mine", "--secret", "s", "--redirect-uri", "https://example.org/"
    )
    assert sim.blubrry.grants.clients["mine"].redirect_uri == "https://example.org/"
    assert "mine" in await run("clients")
    await run("client", "mine", "--remove")
    assert "mine" not in sim.blubrry.grants.clients


async def test_faults(sim: Simulator, run: Run) -> None:
    await run("fault", "blubrry", "/2/*", "--text", "<p>")
    await run(
        "fault",
        "real_debrid",
        "/rest/1.0/user",
        *("--method", "GET", "--status", "429", "--json", '{"error_code": 34}'),
        *("--header", "Retry-After: 5", "--delay", "2m", "--times", "always"),
    )
    text, coded = sim.faults
    assert (text.body, text.status, text.content_type) == ("<p>", None, "text/html")
    assert (coded.method, coded.status, coded.times) == ("GET", 429, None)
    assert (coded.body, coded.delay) == ('{"error_code": 34}', 120)
    assert (coded.headers, coded.drop) == ({"Retry-After": "5"}, False)
    assert len(await run("faults")) == 2
    await run("clear-faults")
    await run("fault", "real_debrid", "/", "--drop", "--times", "3")
    [dropped] = sim.faults
    assert (dropped.drop, dropped.times) == (True, 3)


async def test_time(sim: Simulator, run: Run) -> None:
    assert (await run("clock"))["now"] == NOW
    await run("clock", "--advance", "1.5h")
    assert sim.clock.now() == NOW + 5_400
    await run("clock", "--set", "2026-12-24T18:00")
    assert sim.clock.local().isoformat() == "2026-12-24T18:00:00+00:00"
    await run("clock", "--set", "2026-12-24T18:00+01:00", "--run")
    assert not sim.clock.stopped
    assert (await run("clock", "--stop"))["stopped"]
    assert (await run("reset"), sim.clock.now()) == ({"done": True}, NOW)


async def test_requests(sim: Simulator, run: Run, session: ClientSession) -> None:
    await Http(session, sim.real_debrid.url).get("/rest/1.0/time")
    shown = await run("requests", "--list", "--since", "2026-11-22T10:00")
    assert [one["path"] for one in shown["requests"]] == ["/rest/1.0/time"]
    assert (await run("requests", "--path", "/", "--method", "GET"))["total"] == 0
    assert (await run("requests", "--service", "real_debrid"))["total"] == 1
    assert (await run("status"))["requests"] == shown["counts"]
    await run("requests", "--clear")
    assert sim.requests == []


async def test_a_refusal_is_a_sentence(
    sim: Simulator, capsys: pytest.CaptureFixture[str]
) -> None:
    line = ["revoke", "blubrry", "nobody", "--control", sim.control.url]
    assert await asyncio.to_thread(main, line) == 1
    assert capsys.readouterr().err == "simulator: not found: nobody\n"


def test_no_simulator(capsys: pytest.CaptureFixture[str]) -> None:
    # Nothing can listen on port 0.
    assert main(["status", "--control", "http://127.0.0.1:0"]) == 1
    assert "no simulator answers" in capsys.readouterr().err


@pytest.mark.parametrize(
    "line",
    [
        [],
        ["premium", "x", "soon"],
        ["clock", "--set", "soon"],
        ["person", "blubrry", "x", "email"],
        ["fault", "blubrry", "/", "--json", "{"],
        ["fault", "blubrry", "/", "--header", "x"],
        ["fault", "blubrry", "/", "--times", "often"],
        ["client", "x"],
    ],
)
def test_a_wrong_line(line: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(line)
    assert "usage: python -m tests.simulator" in capsys.readouterr().err


def test_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    assert "examples:" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["[]", "nothing"])
def test_a_state_file_of_something_else(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "state.json"
    file.write_text(text)
    assert main(["serve", "--state", str(file)]) == 1
    assert str(file) in capsys.readouterr().err


async def start(file: Path) -> tuple[asyncio.subprocess.Process, list[str]]:
    """Start the simulator as a process; return it and its three addresses."""
    ports = ("--real-debrid-port", "--blubrry-port", "--control-port")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.simulator", "serve", "--state", str(file)),
        *(part for port in ports for part in (port, "0")),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    lines = [(await process.stdout.readline()).decode() for _ in ports]
    return process, [re.sub(r".* (http://\S+)\n", r"\1", line) for line in lines]


async def end(process: asyncio.subprocess.Process, number: int) -> None:
    process.send_signal(number)
    assert await process.communicate() == (b"", b"")
    assert process.returncode == 0


async def test_as_a_process(tmp_path: Path, session: ClientSession) -> None:
    file = tmp_path / "state.json"
    process, [_, _, control] = await start(file)
    order = {"username": "quietotter"}
    http = Http(session, control)
    answer = await http.ask("POST", "/real_debrid/sign_in", json=order)
    await end(process, signal.SIGTERM)
    process, [real_debrid, _, _] = await start(file)
    http = Http(session, real_debrid)
    http.token = answer.json["access_token"]
    assert (await http.get("/rest/1.0/user")).json["username"] == "quietotter"
    await end(process, signal.SIGINT)
