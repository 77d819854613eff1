"""The scene: accounts, time, faults and the requests so far, without HTTP."""

from collections.abc import Iterable
from pathlib import Path
from typing import Unpack

from tests.simulator import state_file
from tests.simulator.clock import Clock
from tests.simulator.faults import Fault, FaultOptions, make_fault
from tests.simulator.request_log import Recorded, count, select
from tests.simulator.service import Service, World


class Scene:
    """The simulated services and the clock, faults and request log they share."""

    def __init__(
        self,
        services: Iterable[type[Service]],
        file: Path | None = None,
        stopped_at: float | None = None,
    ) -> None:
        """Start with the seed data, or with the state file."""
        self._world = World(stopped_at)
        self._file = file
        self.services = {kind.name: kind(self._world) for kind in services}
        self._load()
        self._world.on_change = self.save

    def service[S: Service](self, kind: type[S]) -> S:
        """Return the service of a class."""
        service = self.services[kind.name]
        assert isinstance(service, kind)
        return service

    @property
    def clock(self) -> Clock:
        """The clock of all services."""
        return self._world.clock

    @property
    def requests(self) -> list[Recorded]:
        """The requests to all services, the oldest first."""
        return self._world.requests

    @property
    def faults(self) -> list[Fault]:
        """The faults that can still happen."""
        return self._world.faults.open()

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
        """Apply a fault to the requests for a path, in which `*` matches anything.

        See `FaultOptions`. By default it applies to one request.
        """
        if service not in self.services:
            raise LookupError(f"there is no service {service!r}")
        return self._world.faults.add(make_fault(service, path, **options))

    def clear_faults(self) -> None:
        """Remove all faults and release held requests."""
        self._world.faults.clear()

    def reset(self) -> None:
        """Restore the seed data and the initial time, without sign-ins."""
        self.clock.reset()
        self.clear_faults()
        self.requests.clear()
        for service in self.services.values():
            service.reset()
        self.save()

    def save(self) -> None:
        """Write the state file, if there is one."""
        if self._file is not None:
            services = {
                name: service.snapshot() for name, service in self.services.items()
            }
            state_file.save(self._file, {"clock": self.clock.snapshot(), **services})

    def _load(self) -> None:
        if self._file is None or not self._file.exists():
            return
        state = state_file.load(self._file)
        self.clock.restore(state.get("clock", {}))
        for name, service in self.services.items():
            service.restore(state.get(name, {}))
