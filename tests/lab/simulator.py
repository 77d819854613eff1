"""The simulator as a process."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import aiohttp

from tests.lab.folder import ROOT
from tests.lab.ports import LOOPBACK
from tests.lab.process import LabProcess
from tests.simulator.command_line.main import PORTS
from tests.simulator.simulator import CONTROL

READY_SECONDS = 60


class SimulatorProcess:
    """The services on real HTTP; their state is kept in `folder`."""

    def __init__(self, folder: Path, ports: Sequence[int]) -> None:
        """Prepare the process; `start` starts it.

        `ports` are one for each name of `PORTS`, in that order.
        """
        self._urls = {
            name: f"http://{LOOPBACK}:{port}"
            for name, port in zip(PORTS, ports, strict=True)
        }
        self.control_url = self._urls.pop(CONTROL)
        self._process = LabProcess(
            "The simulator",
            [
                *("-m", "tests.simulator", "serve"),
                *(
                    f"--{name.replace('_', '-')}-port={port}"
                    for name, port in zip(PORTS, ports, strict=True)
                ),
                *("--state", str(folder / "simulator.json")),
            ],
            folder=ROOT,
            log=folder / "simulator.log",
        )

    @property
    def urls(self) -> Mapping[str, str]:
        """Return the addresses of the services, by name."""
        return self._urls

    @property
    def environment(self) -> dict[str, str]:
        """Return the variables that make the integration use this simulator."""
        return {
            f"MEDIA_ACCOUNTS_{name.upper()}_URL": url
            for name, url in self._urls.items()
        }

    async def control(
        self, method: str, path: str, data: dict[str, Any] | None = None
    ) -> Any:
        """Set or read the scene: JSON in, JSON out."""
        async with (
            aiohttp.ClientSession() as session,
            session.request(
                method, f"{self.control_url}{path}", json=data, raise_for_status=True
            ) as answer,
        ):
            return await answer.json()

    async def start(self) -> None:
        """Start it and wait until it responds."""
        await self._process.start()
        async with aiohttp.ClientSession() as session:

            async def ready() -> bool:
                try:
                    async with session.get(self.control_url):
                        return True
                except aiohttp.ClientConnectionError:
                    return False

            await self._process.wait_until(ready, READY_SECONDS)

    async def wait(self) -> int:
        """Wait until it ends; return its exit code."""
        return await self._process.wait()

    async def stop(self) -> None:
        """Stop it and wait until it has saved its state."""
        await self._process.stop()
