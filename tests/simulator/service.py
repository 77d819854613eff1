"""What both simulated services are: a name, an address, people, and a shared world."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

from aiohttp import web

from .clock import Clock
from .faults import Faults
from .request_log import Recorded, record

type Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class World:
    """What the services share: one clock, one request log, one list of faults."""

    def __init__(self) -> None:
        """Begin at the real time, with nothing asked and nothing broken."""
        self.clock = Clock()
        self.requests: list[Recorded] = []
        self.faults = Faults()
        self.on_change: Callable[[], None] = lambda: None


class Service(ABC):
    """One simulated service, without its HTTP."""

    name: ClassVar[str]
    title: ClassVar[str]

    def __init__(self, world: World) -> None:
        """Begin with the seed data."""
        self.world = world
        self.clock = world.clock
        self.url = ""
        self.reset()

    @abstractmethod
    def reset(self) -> None:
        """Go back to the seed data, with nobody signed in."""

    @abstractmethod
    def snapshot(self) -> dict[str, Any]:
        """Return everything that a restart must keep, as JSON."""

    @abstractmethod
    def restore(self, data: dict[str, Any]) -> None:
        """Take back what `snapshot` returned."""

    def changed(self) -> None:
        """Say that something was changed which a restart must keep."""
        self.world.on_change()


def watched(service: Service) -> Callable[..., Awaitable[web.StreamResponse]]:
    """Return the outermost middleware: it records each request and lets faults happen.
    """

    @web.middleware
    async def watch(request: web.Request, handler: Handler) -> web.StreamResponse:
        recorded = await record(request, service.name, service.clock.now())
        service.world.requests.append(recorded)
        fault = service.world.faults.find(service.name, request.method, request.path)
        answer = await fault.happen(request) if fault else None
        if fault and fault.drop and answer is not None:
            return answer
        if answer is None:
            answer = await handler(request)
        recorded.status = answer.status
        return answer

    return watch
