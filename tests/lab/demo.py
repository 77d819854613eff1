"""The demo: Home Assistant with the integration beside the simulator of both services.

Added accounts are stored in a folder and restored at the next start.
"""

import argparse
import asyncio
from collections.abc import Generator
from contextlib import AsyncExitStack, ExitStack, contextmanager, suppress
import fcntl
from pathlib import Path
import shutil
import signal
import sys

from tests.lab.folder import ROOT
from tests.lab.guide import guide
from tests.lab.home_assistant import RESTART_EXIT_CODE, HomeAssistantProcess
from tests.lab.ports import PortTaken, lease_port
from tests.lab.process import LabError
from tests.lab.simulator import SimulatorProcess
from tests.simulator.command_line.main import PORTS

DEFAULT_PORT = 8123


class Demo:
    """One run of the demo, from the first process to the last."""

    def __init__(self, folder: Path, port: int, *, real: bool) -> None:
        """Prepare the run; `real` omits the simulator."""
        self._control_file = folder.parent / "control"
        self._simulator: SimulatorProcess | None = None
        environment: dict[str, str] = {}
        if not real:
            # The simulator takes the ports behind Home Assistant's.
            ports = range(port + 1, port + 1 + len(PORTS))
            self._simulator = SimulatorProcess(folder, ports)
            environment = self._simulator.environment
        self._home_assistant = HomeAssistantProcess(
            folder / "home_assistant", port, environment
        )

    async def run(self) -> None:
        """Run until cancelled, or until one of the processes exits."""
        async with AsyncExitStack() as started:
            if self._simulator:
                started.push_async_callback(self._simulator.stop)
                await self._simulator.start()
                started.callback(self._control_file.unlink, missing_ok=True)
                self._control_file.write_text(self._simulator.control_url)
            started.push_async_callback(self._home_assistant.stop)
            await self._home_assistant.start()
            await self._home_assistant.wait_until_ready()
            tell(guide(self._home_assistant, self._simulator))
            await self._watch()

    async def _watch(self) -> None:
        watchers = [self._watch_home_assistant()]
        if self._simulator:
            watchers.append(self._watch_simulator(self._simulator))
        await asyncio.gather(*watchers)

    async def _watch_simulator(self, simulator: SimulatorProcess) -> None:
        raise LabError(f"The simulator ended with {await simulator.wait()}")

    async def _watch_home_assistant(self) -> None:
        while (code := await self._home_assistant.wait()) == RESTART_EXIT_CODE:
            tell("Home Assistant was asked to restart ...")
            await self._home_assistant.start()
            await self._home_assistant.wait_until_ready()
            tell("Home Assistant is back.")
        raise LabError(f"Home Assistant ended with {code}")


def main() -> None:
    """Run the demo until Ctrl-C."""
    options = _parse()
    folder = options.folder.absolute() / ("real" if options.real else "simulated")
    try:
        with ExitStack() as held:
            held.enter_context(_only_one(folder))
            behind = 0 if options.real else len(PORTS)
            for port in range(options.port, options.port + 1 + behind):
                held.enter_context(lease_port(port))
            if options.fresh:
                shutil.rmtree(folder, ignore_errors=True)
            (folder / "home_assistant").mkdir(parents=True, exist_ok=True)
            asyncio.run(_run(Demo(folder, options.port, real=options.real)))
    except PortTaken as taken:
        sys.exit(
            f"Port {taken.port} is in use by another program, or the system's. "
            "Stop that program, or choose other ports: scripts/demo --port 8200"
        )
    except LabError as error:
        sys.exit(str(error))


def tell(text: str) -> None:
    """Print a text; a closed terminal does not keep the demo from stopping."""
    with suppress(OSError):
        print(text, flush=True)


async def _run(demo: Demo) -> None:
    tell("Starting; this takes about 15 seconds, and longer the first time ...")
    running = asyncio.ensure_future(demo.run())
    loop = asyncio.get_running_loop()

    def stop() -> None:
        # Only the first time: an orderly stop is not interrupted.
        if not running.cancelling():
            tell("\nStopping ...")
            running.cancel()

    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signum != signal.SIGHUP or signal.getsignal(signum) != signal.SIG_IGN:
            loop.add_signal_handler(signum, stop)
    with suppress(asyncio.CancelledError):
        await running


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/demo", description=__doc__)
    parser.add_argument(
        "--port", type=int, default=DEFAULT_PORT, help="Home Assistant's (%(default)s)"
    )
    parser.add_argument(
        "--folder", type=Path, default=ROOT / ".demo", help="where it is kept (.demo)"
    )
    parser.add_argument("--fresh", action="store_true", help="forget what was added")
    parser.add_argument(
        "--real", action="store_true", help="the real services, no simulator"
    )
    options = parser.parse_args()
    if not 0 < options.port <= 65535 - len(PORTS):
        parser.error("--port: there is no such port")
    return options


@contextmanager
def _only_one(folder: Path) -> Generator[None]:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_suffix(".lock").open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit("The demo is running from this folder already. Stop that first.")
        yield


if __name__ == "__main__":
    main()
