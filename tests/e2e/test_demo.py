"""Start and stop the demo by its one command."""

import asyncio
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncGenerator, Callable, Coroutine
from pathlib import Path
import signal
import sys

import pytest

from tests.lab import HomeAssistantProcess, lease_port, lease_ports

type StartDemo = Callable[..., Coroutine[None, None, Process]]


@pytest.fixture
async def start_demo(tmp_path: Path) -> AsyncGenerator[StartDemo]:
    """Return a function that starts demos in one folder."""
    started: list[Process] = []

    async def start(*arguments: str) -> Process:
        demo = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.lab.demo"),
            *("--folder", str(tmp_path), *arguments),
            cwd=Path(__file__).parents[2],
            stdout=PIPE,
            stderr=STDOUT,
        )
        started.append(demo)
        return demo

    yield start
    for demo in started:
        if demo.returncode is None:
            demo.terminate()
            await demo.wait()


@pytest.fixture
def port() -> int:
    """Return the first of four consecutive free ports."""
    with lease_ports(4) as (first, *_):
        return first


async def read_until(demo: Process, text: str) -> str:
    """Return the output of a demo up to a line with a text."""
    assert demo.stdout is not None
    said = ""
    async for line in demo.stdout:
        said += line.decode()
        if text in line.decode():
            return said
    raise AssertionError(said)


async def test_demo_keeps_accounts_and_stops_its_processes(
    start_demo: StartDemo, tmp_path: Path, port: int
) -> None:
    demo = await start_demo("--port", str(port))
    said = await read_until(demo, "Ctrl-C stops everything")
    assert f"http://127.0.0.1:{port}\n" in said
    assert "demo, password demo" in said

    home_assistant = HomeAssistantProcess(
        tmp_path / "simulated" / "home_assistant", port
    )
    async with home_assistant.client() as client:
        await client.call("config/area_registry/create", name="Reading corner")
        await client.post("/api/services/homeassistant/restart", {})
    await read_until(demo, "Home Assistant is back.")
    async with home_assistant.client() as client:
        areas = await client.call("config/area_registry/list")
    assert "Reading corner" in {area["name"] for area in areas}

    second = await start_demo("--port", str(port + 4))
    await read_until(second, "The demo is running from this folder already.")
    assert await second.wait() == 1

    demo.send_signal(signal.SIGINT)
    await read_until(demo, "Stopping")
    assert await demo.wait() == 0
    for used in range(port, port + 4):
        with lease_port(used):
            pass


async def test_port_in_use_is_reported(start_demo: StartDemo, port: int) -> None:
    with lease_port(port + 2):
        demo = await start_demo("--port", str(port))
        await read_until(demo, f"Port {port + 2} is in use by another program")
        assert await demo.wait() == 1
