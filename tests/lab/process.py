"""A child process that is stopped when its parent exits."""

import asyncio
from asyncio.subprocess import Process
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
import os
from pathlib import Path
import signal
import sys

from tests.lab import tether

POLL_SECONDS = 0.1
STOP_SECONDS = 60
LINES_SHOWN = 30


class LabError(Exception):
    """A process failed to start or exited early."""


class LabProcess:
    """A Python process that writes its output to a file."""

    def __init__(
        self,
        name: str,
        arguments: list[str],
        *,
        folder: Path,
        log: Path,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Set the options: `arguments` are passed to Python, started in `folder`."""
        self.name = name
        self.log = log
        self._arguments = arguments
        self._folder = folder
        self._environment = environment or {}
        self._process: Process | None = None

    async def start(self) -> None:
        """Start the process without waiting until it is ready."""
        command = [sys.executable, *self._arguments]
        with self.log.open("wb") as output:
            # In its own session the process gets no SIGINT from Ctrl-C in the terminal;
            # `stop` stops it.
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                tether.__file__,
                str(os.getpid()),
                *command,
                cwd=self._folder,
                env={**os.environ, **self._environment},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    async def wait(self) -> int:
        """Wait until the process exits; return its exit code."""
        assert self._process is not None
        return await self._process.wait()

    async def stop(self) -> None:
        """Terminate the process, and kill it if it does not exit."""
        if (process := self._process) is None or process.returncode is not None:
            return
        with suppress(ProcessLookupError):
            process.terminate()
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await process.wait()
        except TimeoutError:
            os.killpg(process.pid, signal.SIGKILL)
            await process.wait()

    async def wait_until(
        self, ready: Callable[[], Awaitable[bool]], seconds: float
    ) -> None:
        """Wait until `ready` is true; raise `LabError` if the process exits first."""
        assert self._process is not None
        try:
            async with asyncio.timeout(seconds):
                while self._process.returncode is None:
                    if await ready():
                        return
                    await asyncio.sleep(POLL_SECONDS)
        except TimeoutError:
            raise LabError(self._trouble(f"not ready in {seconds:.0f} s")) from None
        raise LabError(self._trouble(f"ended with {self._process.returncode}"))

    def _trouble(self, what: str) -> str:
        lines = self.log.read_text(errors="replace").splitlines()[-LINES_SHOWN:]
        return "\n".join([f"{self.name}: {what}. The end of {self.log}:", *lines])
