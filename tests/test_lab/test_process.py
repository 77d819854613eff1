"""Tests of child processes: start, stop and the end of the parent."""

import asyncio
from pathlib import Path
import signal
import sys

import pytest

from tests.lab import LabError
from tests.lab.process import LabProcess

SAY_AND_WAIT = "import time; print('here', flush=True); time.sleep(600)"


def process(folder: Path, code: str) -> LabProcess:
    return LabProcess("It", ["-c", code], folder=folder, log=folder / "log")


async def test_process_runs_until_stopped(tmp_path: Path) -> None:
    it = process(tmp_path, SAY_AND_WAIT)

    async def ready() -> bool:
        return "here" in it.log.read_text()

    await it.start()
    await it.wait_until(ready, seconds=100)
    await it.stop()
    assert await it.wait() == -signal.SIGTERM
    await it.stop()  # a second call does nothing


async def test_environment_is_added(tmp_path: Path) -> None:
    code = "import os; print(os.environ['SCENE'], 'PATH' in os.environ)"
    it = LabProcess(
        "It",
        ["-c", code],
        folder=tmp_path,
        log=tmp_path / "log",
        environment={"SCENE": "night"},
    )
    await it.start()
    assert await it.wait() == 0
    assert it.log.read_text() == "night True\n"


async def test_early_exit_raises_with_the_output(tmp_path: Path) -> None:
    async def never() -> bool:
        return False

    it = process(tmp_path, "raise SystemExit('no such scene')")
    await it.start()
    with pytest.raises(LabError, match=r"It: ended with 1(.|\n)*no such scene"):
        await it.wait_until(never, seconds=100)


async def test_timeout_raises(tmp_path: Path) -> None:
    async def never() -> bool:
        return False

    it = process(tmp_path, SAY_AND_WAIT)
    await it.start()
    with pytest.raises(LabError, match="It: not ready in 0 s"):
        await it.wait_until(never, seconds=0)
    await it.stop()


async def test_process_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    """The output is closed, which happens only when the process exits."""
    parent = f"""
import asyncio, os, pathlib, signal
from tests.lab.process import LabProcess

async def main():
    child = LabProcess(
        "Child", ["-c", {SAY_AND_WAIT!r}],
        folder=pathlib.Path({str(tmp_path)!r}), log=pathlib.Path("/proc/self/fd/1"),
    )
    await child.start()
    await asyncio.sleep(600)

asyncio.run(main())
"""
    root = Path(__file__).parents[2]
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-c", parent, cwd=root, stdout=asyncio.subprocess.PIPE
    )
    assert running.stdout is not None
    assert await running.stdout.readline() == b"here\n"
    running.kill()
    assert await running.stdout.read() == b""
    await running.wait()
