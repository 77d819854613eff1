"""The base of a simulated service, and the world that all services share."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from tests.simulator.clock import Clock
from tests.simulator.faults import Faults
from tests.simulator.grants import AccessToken
from tests.simulator.request_log import Recorded, record
from tests.simulator.shape import change, from_plain, to_plain


class World:
    """One clock, one request log and one list of faults for all services."""

    def __init__(self, stopped_at: float | None = None) -> None:
        """Start with an empty request log and no faults."""
        self.clock = Clock(stopped_at)
        self.requests: list[Recorded] = []
        self.faults = Faults()
        self.on_change: Callable[[], None] = lambda: None


class Service(ABC):
    """One simulated service, without its HTTP."""

    name: ClassVar[str]
    title: ClassVar[str]
    kept: ClassVar[dict[str, Any]]
    """The attributes that a restart must keep, with their types."""

    people: dict[str, Any]
    settings: Any

    def __init__(self, world: World) -> None:
        """Begin with the seed data."""
        self.world = world
        self.clock = world.clock
        self.url = ""
        self.reset()

    @abstractmethod
    def reset(self) -> None:
        """Restore the seed data, without sign-ins."""

    @abstractmethod
    def new_person(self, username: str) -> Any:
        """Return a person about whom nothing else is known."""

    @abstractmethod
    def access_tokens(self) -> dict[str, AccessToken]:
        """Return all access tokens that were neither revoked nor disabled."""

    @abstractmethod
    def secrets(self) -> set[str]:
        """Return every secret that was issued and is known: codes, tokens, clients'."""

    @abstractmethod
    def granted(self) -> list[str]:
        """Return the usernames of people who granted access to an application."""

    @abstractmethod
    def revoke(self, username: str) -> None:
        """Revoke everything that a person granted."""

    @abstractmethod
    def forget_expired(self) -> None:
        """Delete expired codes and tokens."""

    def changed(self) -> None:
        """Note a change that a restart must keep."""
        self.forget_expired()
        self.world.on_change()

    def snapshot(self) -> dict[str, Any]:
        """Return everything that a restart must keep, as JSON."""
        return {name: to_plain(getattr(self, name)) for name in self.kept}

    def restore(self, data: dict[str, Any]) -> None:
        """Restore the result of `snapshot`."""
        for name, kind in self.kept.items():
            setattr(self, name, from_plain(kind, data.get(name), name))

    def put_person(self, username: str, **changes: object) -> Any:
        """Add a person, or change some fields of one."""
        person = self.people.get(username) or self.new_person(username)
        change(person, {**changes, "username": username}, "person")
        self.people[username] = person
        self.changed()
        return person

    def remove_person(self, username: str) -> None:
        """Delete an account and all that it granted."""
        del self.people[username]
        self.revoke(username)

    def change_settings(self, **changes: object) -> None:
        """Change some settings, their names and types checked."""
        change(self.settings, changes, "settings")
        self.changed()

    def expire_access_tokens(
        self, username: str | None = None, in_seconds: float = 0.0
    ) -> int:
        """Expire the access tokens in this many seconds; return their number."""
        tokens = [
            token
            for token in self.access_tokens().values()
            if username in {None, token.username}
        ]
        for token in tokens:
            token.expires_at = self.clock.now() + in_seconds
        self.changed()
        return len(tokens)


def watched(service: Service) -> Middleware:
    """Return the outermost middleware: the request log, and the faults."""

    @web.middleware
    async def watch(request: web.Request, handler: Handler) -> web.StreamResponse:
        recorded = await record(request, service.name, service.clock.now())
        service.world.requests.append(recorded)
        fault = service.world.faults.find(service.name, request.method, request.path)
        answer = await fault.happen(request) if fault else None
        if answer is None:
            answer = await handler(request)
        if request.transport is not None and not request.transport.is_closing():
            recorded.status = answer.status
        return answer

    return watch
