"""The simulator of both services, as a process."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from tests.lab.folder import ROOT
from tests.lab.ports import LOOPBACK
from tests.lab.process import LabProcess

READY_SECONDS = 60


@dataclass(frozen=True, kw_only=True)
class SimulatorPorts:
    """Where each part of the simulator listens, on the loopback address."""

    real_debrid: int
    blubrry: int
    control: int


class SimulatorProcess:
    """Both services on real HTTP; what happens to them is kept in `folder`."""

    def __init__(self, folder: Path, ports: SimulatorPorts) -> None:
        """Describe it; nothing happens before `start`."""
        self.real_debrid_url = f"http://{LOOPBACK}:{ports.real_debrid}"
        self.blubrry_url = f"http://{LOOPBACK}:{ports.blubrry}"
        self.control_url = f"http://{LOOPBACK}:{ports.control}"
        self._process = LabProcess(
            "The simulator",
            [
                *("-m", "tests.simulator", "serve"),
                *("--real-debrid-port", str(ports.real_debrid)),
                *("--blubrry-port", str(ports.blubrry)),
                *("--control-port", str(ports.control)),
                *("--state", str(folder / "simulator.json")),
            ],
            folder=ROOT,
            log=folder / "simulator.log",
        )

    @property
    def environment(self) -> dict[str, str]:
        """Return what points the integration to this simulator."""
        return {
            "MEDIA_ACCOUNTS_REAL_DEBRID_URL": self.real_debrid_url,
            "MEDIA_ACCOUNTS_BLUBRRY_URL": self.blubrry_url,
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
        """Start it and wait until it answers."""
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
        """Wait until it ends by itself; its exit code."""
        return await self._process.wait()

    async def stop(self) -> None:
        """Stop it and wait until it has written everything down."""
        await self._process.stop()
