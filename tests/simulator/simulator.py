"""The whole simulator in one process: both services, and the control API."""

from pathlib import Path
from types import TracebackType
from typing import Any, Self, Unpack

from . import control, state_file
from .blubrry import Blubrry
from .blubrry import application as blubrry_application
from .clock import Clock
from .faults import Fault, FaultOptions, make_fault
from .real_debrid import RealDebrid
from .real_debrid import application as real_debrid_application
from .request_log import Recorded, count, select
from .server import Server
from .service import Service, World


class Simulator:
    """Real-Debrid and Blubrry over HTTP on the loopback address.

    Used as an asynchronous context manager it runs as long as the block. Ports that
    are 0 become free ones. With a state file, people, settings, clients, grants, tokens
    and the clock outlive it.
    """

    def __init__(
        self,
        *,
        real_debrid_port: int = 0,
        blubrry_port: int = 0,
        control_port: int = 0,
        state_file: Path | None = None,
        host: str = "127.0.0.1",
    ) -> None:
        """Begin with the seed data, or with what the state file holds."""
        self._world = World()
        self._state_file = state_file
        self.real_debrid = RealDebrid(self._world)
        self.blubrry = Blubrry(self._world)
        self._load()
        self._world.on_change = self.save
        self._real_debrid_server = Server(
            real_debrid_application.build(self.real_debrid), host, real_debrid_port
        )
        self._blubrry_server = Server(
            blubrry_application.build(self.blubrry), host, blubrry_port
        )
        self.control = Server(control.build(self), host, control_port)

    @property
    def clock(self) -> Clock:
        """The time of both services."""
        return self._world.clock

    @property
    def requests(self) -> list[Recorded]:
        """What the services were asked, the oldest first."""
        return self._world.requests

    @property
    def services(self) -> dict[str, Service]:
        """Both services by name."""
        return {
            service.name: service for service in (self.real_debrid, self.blubrry)
        }

    async def start(self) -> None:
        """Begin to answer, and fill in the addresses."""
        try:
            await self._real_debrid_server.start()
            await self._blubrry_server.start()
            await self.control.start()
        except OSError:
            await self.stop()
            raise
        self.real_debrid.url = self._real_debrid_server.url
        self.blubrry.url = self._blubrry_server.url

    async def stop(self) -> None:
        """Answer no more; requests that are still open are cut off."""
        for server in (self._real_debrid_server, self._blubrry_server, self.control):
            await server.stop()
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

    def requests_to(
        self,
        service: str | None = None,
        *,
        method: str | None = None,
        path: str | None = None,
        since: float | None = None,
    ) -> list[Recorded]:
        """Return the requests that match; `since` is simulated unix time, included."""
        return select(self.requests, service, method=method, path=path, since=since)

    def request_counts(self) -> dict[str, dict[str, int]]:
        """Return the number of requests for each path of each service."""
        return count(self.requests)

    def fault(self, service: str, path: str, **options: Unpack[FaultOptions]) -> Fault:
        """Let something happen to the requests for a path, `*` standing for anything.

        See `FaultOptions`. Unless told otherwise it happens once.
        """
        if service not in self.services:
            raise ValueError(f"There is no service {service!r}")
        return self._world.faults.add(make_fault(service, path, **options))

    @property
    def faults(self) -> list[Fault]:
        """The faults that can still happen."""
        return self._world.faults.open()

    def clear_faults(self) -> None:
        """Forget all faults; held requests go on."""
        self._world.faults.clear()

    def reset(self) -> None:
        """Go back to the seed data and the real time: nobody is signed in."""
        self.clock.reset()
        self.clear_faults()
        self.requests.clear()
        for service in self.services.values():
            service.reset()
        self.save()

    def save(self) -> None:
        """Write the state file, if there is one."""
        if self._state_file is None:
            return
        state_file.save(
            self._state_file,
            {
                "clock": self.clock.snapshot(),
                **{
                    name: service.snapshot() for name, service in self.services.items()
                },
            },
        )

    def _load(self) -> None:
        if self._state_file is None:
            return
        state: dict[str, Any] | None = state_file.load(self._state_file)
        if state is None:
            return
        self.clock.restore(state["clock"])
        for name, service in self.services.items():
            service.restore(state[name])
