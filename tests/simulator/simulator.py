"""The whole simulator in one process: every service, and the control API."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.simulator import control
from tests.simulator.blubrry import Blubrry
from tests.simulator.definition import ServiceDefinition
from tests.simulator.providers import PROVIDERS
from tests.simulator.real_debrid import RealDebrid
from tests.simulator.scene import Scene
from tests.simulator.server import Server

CONTROL = "control"


class Simulator(Scene):
    """The services over HTTP on the loopback address.

    Used as an asynchronous context manager it runs as long as the block. `ports` are
    by the name of a service, or `control`; ports that are 0 or left out become free
    ones. With a state file, people, settings, clients, grants, tokens and the clock
    outlive it. With `stopped_at` the clock is stopped at that unix time, and the seed
    data, whose dates depend on it, are always the same.
    """

    def __init__(
        self,
        definitions: Sequence[ServiceDefinition[Any]] = PROVIDERS,
        *,
        ports: Mapping[str, int] | None = None,
        state_file: Path | None = None,
        stopped_at: float | None = None,
    ) -> None:
        """Prepare; `start` binds the ports."""
        super().__init__((one.service for one in definitions), state_file, stopped_at)
        ports = ports or {}
        self._servers = {
            one.service.name: Server(
                one.application(self.service(one.service)),
                ports.get(one.service.name, 0),
            )
            for one in definitions
        }
        routes = (table for one in definitions for table in one.control)
        self.control = Server(control.build(self, routes), ports.get(CONTROL, 0))

    @property
    def real_debrid(self) -> RealDebrid:
        """Real-Debrid, for the many tests that are about it."""
        return self.service(RealDebrid)

    @property
    def blubrry(self) -> Blubrry:
        """Blubrry, for the many tests that are about it."""
        return self.service(Blubrry)

    async def start(self) -> None:
        """Begin to answer, and fill in the addresses."""
        try:
            for name, server in self._servers.items():
                await server.start()
                self.services[name].url = server.url
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
        for server in (*self._servers.values(), self.control):
            await server.stop()
