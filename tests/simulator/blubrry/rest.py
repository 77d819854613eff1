"""Shared parts of all calls of API 2."""

from collections.abc import Awaitable, Callable
import dataclasses
from datetime import date, tzinfo
from urllib.parse import quote
from zoneinfo import ZoneInfo

from aiohttp import web
from aiohttp.typedefs import Handler

from tests.simulator.blubrry.errors import about_program, mistake, unauthorized
from tests.simulator.blubrry.ledger import Ledger
from tests.simulator.blubrry.people import Episode, Person, Program, Statistics, Tier
from tests.simulator.blubrry.scene import SERVICE, Blubrry
from tests.simulator.blubrry.settings import Settings

BASE = "/2"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Call:
    """An authenticated request."""

    request: web.Request
    service: Blubrry
    person: Person

    @property
    def settings(self) -> Settings:
        """The settings of the service."""
        return self.service.settings

    @property
    def origin(self) -> str:
        """The base URL of the request: scheme, host and port."""
        return str(self.request.url.origin())

    @property
    def zone(self) -> tzinfo:
        """The zone of the statistics."""
        return ZoneInfo(self.settings.statistics_zone)

    def media_url(self, episode: Episode) -> str:
        """Return the address at which an episode is heard."""
        return f"{self.origin}/audio/{episode.id}/{quote(episode.filename)}"

    def cover_url(self, program: Program) -> str:
        """Return the URL of a program's cover, or of its placeholder."""
        name = f"{program.program_id}.png" if program.artwork else "default.jpg"
        return f"{self.origin}/coverart/300/{name}"

    def number(
        self, name: str, default: int, lowest: int = 0, highest: int | None = None
    ) -> int:
        """Return a query parameter that is a whole number within its bounds."""
        text = self.request.query.get(name, "")
        if not text:
            return default
        if not (text.isascii() and text.isdigit()):
            raise mistake(f"{name} must be a number")
        value = int(text)
        if value < lowest or (highest is not None and value > highest):
            raise mistake(f"{name} must be between {lowest} and {highest}")
        return value

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return a query parameter that says yes or no."""
        text = self.request.query.get(name, "")
        return text not in {"0", "false", "no"} if text else default

    def words(self, name: str) -> list[str]:
        """Return a query parameter that is a list with commas."""
        return [word for word in self.request.query.get(name, "").split(",") if word]

    def day(self, name: str, default: date) -> date:
        """Return a query parameter that is a date such as 2026-11-22."""
        text = self.request.query.get(name, "")
        if not text:
            return default
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise mistake(f"{name} must be a date") from None
        if day.isoformat() != text:
            raise mistake(f"{name} must be of the form YYYY-MM-DD")
        return day

    def program(self) -> Program:
        """Return the program of the path, if the person may see it."""
        name = self.request.match_info["program"]
        program = self.service.find_program(name)
        if program is None:
            raise about_program(404, f"Unable to locate program {name}")
        if program.program_id not in self.person.programs:
            raise about_program(403, f"You do not have access to program {name}")
        return program

    def own_programs(self) -> list[Program]:
        """Return all programs that the person may see."""
        programs = self.service.programs
        return [
            programs[number] for number in self.person.programs if number in programs
        ]

    def counted_program(self, *, paid: bool = False) -> Program:
        """Return the program of the path, if it has statistics.

        With `paid` also its plan must include them: media hosting of any kind, or
        standard statistics.
        """
        program = self.program()
        if program.statistics is Statistics.ABSENT:
            raise about_program(404, "No statistics are available for this program")
        if paid and not program.hosting and program.tier is Tier.FREE:
            raise about_program(
                self.settings.plan_refusal_status,
                "This takes media hosting or a Standard Statistics plan",
            )
        return program

    def ledger(self, program: Program) -> Ledger:
        """Return the downloads of a program as they stand now."""
        return Ledger(program, self.zone, self.service.clock.now())


type Endpoint = Callable[[Call], Awaitable[web.StreamResponse]]


def signed_in(endpoint: Endpoint) -> Handler:
    """Require a valid access token."""

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


def undocumented(endpoint: Endpoint) -> Endpoint:
    """Disable an endpoint if only the documented ones are enabled."""

    async def handler(call: Call) -> web.StreamResponse:
        if not call.settings.undocumented:
            raise web.HTTPNotFound
        return await endpoint(call)

    return handler
