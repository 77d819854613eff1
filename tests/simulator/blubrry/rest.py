"""What every call of API 2 has in common."""

from collections.abc import Awaitable, Callable
import dataclasses

from aiohttp import web
from aiohttp.typedefs import Handler

from .errors import RefusedError, about_program, unauthorized
from .people import Person, Program
from .scene import SERVICE, Blubrry

BASE = "/2"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Call:
    """A request of somebody who is signed in."""

    request: web.Request
    service: Blubrry
    person: Person

    def number(self, name: str, default: int) -> int:
        """Return a query parameter that is a whole number, at least 0."""
        text = self.request.query.get(name, "")
        if not text:
            return default
        if not (text.isascii() and text.isdigit()):
            raise RefusedError(400, {"error": f"{name} must be a number"})
        return int(text)

    def program(self) -> Program:
        """Return the program of the path, if the person may see it."""
        name = self.request.match_info["program"]
        program = self.service.find_program(name)
        if program is None:
            raise about_program(404, f"Unable to locate program {name}")
        if program.program_id not in self.person.programs:
            raise about_program(403, f"You do not have access to program {name}")
        return program


type Endpoint = Callable[[Call], Awaitable[web.Response]]


def signed_in(endpoint: Endpoint) -> Handler:
    """Let only requests with a living access token through."""

    async def handler(request: web.Request) -> web.StreamResponse:
        service = request.app[SERVICE]
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        access = service.grants.access_tokens.get(token)
        person = service.people.get(access.username) if access else None
        if (
            scheme != "Bearer"
            or access is None
            or person is None
            or service.clock.now() >= access.expires_at
        ):
            raise unauthorized()
        return await endpoint(Call(request=request, service=service, person=person))

    return handler
