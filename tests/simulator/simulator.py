"""The whole simulator in one process: both services, and the control API."""

from pathlib import Path
from types import TracebackType
from typing import Self

from tests.simulator import control
from tests.simulator.blubrry import application as blubrry
from tests.simulator.real_debrid import application as real_debrid
from tests.simulator.scene import Scene
from tests.simulator.server import Server


class Simulator(Scene):
    """Real-Debrid and Blubrry over HTTP on the loopback address.

    Used as an asynchronous context manager it runs as long as the block. Ports that
    are 0 become free ones. With a state file, people, settings, clients, grants, tokens
    and the clock outlive it. With `stopped_at` the clock stands still at that unix
    time, and the seed data, whose dates depend on it, are always the same.
    """

    def __init__(
        self,
        *,
        real_debrid_port: int = 0,
        blubrry_port: int = 0,
        control_port: int = 0,
        state_file: Path | None = None,
        stopped_at: float | None = None,
    ) -> None:
        """Prepare; `start` binds the ports."""
        super().__init__(state_file, stopped_at)
        self.control = Server(control.build(self), control_port)
        self._real_debrid = Server(
            real_debrid.build(self.real_debrid), real_debrid_port
        )
        self._blubrry = Server(blubrry.build(self.blubrry), blubrry_port)

    async def start(self) -> None:
        """Begin to answer, and fill in the addresses."""
        try:
            await self._real_debrid.start()
            self.real_debrid.url = self._real_debrid.url
            await self._blubrry.start()
            self.blubrry.url = self._blubrry.url
            # The last one: who can reach it may use everything.
            await self.control.start()
        except OSError:
            await self._stop_servers()
            raise

    async def stop(self) -> None:
        """Answer no more; requests that are still open are cut off."""
        await self._stop_servers()
        self.save()

    async def __aenter__(self) -> Self:
        """Start."""
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop."""
        await self.stop()

    async def _stop_servers(self) -> None:
        for server in (self._real_debrid, self._blubrry, self.control):
            await server.stop()
