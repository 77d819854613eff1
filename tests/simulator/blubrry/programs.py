"""The two documented lists of programs: with hosting, and with statistics."""

from collections.abc import Iterable
from typing import Final

from aiohttp import web

from tests.simulator.blubrry.forms import identifier, keyword
from tests.simulator.blubrry.people import Program, Statistics
from tests.simulator.blubrry.rest import BASE, Call, signed_in
from tests.simulator.blubrry.settings import NoPrograms, Settings

TOTAL_HEADER: Final = "X-RawVoice-Total-Results"

routes = web.RouteTableDef()


@routes.get(f"{BASE}/media/index.json", allow_head=False)
@signed_in
async def with_hosting(call: Call) -> web.Response:
    """List the programs that are hosted."""
    return _listed(
        call, (program for program in call.own_programs() if program.hosting)
    )


@routes.get(f"{BASE}/stats/index.json", allow_head=False)
@signed_in
async def with_statistics(call: Call) -> web.Response:
    """List the programs that have statistics."""
    return _listed(
        call,
        (
            program
            for program in call.own_programs()
            if program.statistics is not Statistics.ABSENT
        ),
    )


def row(program: Program, settings: Settings) -> dict[str, object]:
    """Return a program as the lists have it."""
    return {
        "program_title": program.title,
        "program_keyword": keyword(program, settings),
        "program_id": identifier(program.program_id, settings),
        "podcast_id": identifier(program.podcast_id, settings),
        "stats_program_id": identifier(program.stats_program_id, settings),
        "feed_url": program.feed_url,
    }


def _listed(call: Call, chosen: Iterable[Program]) -> web.Response:
    settings = call.settings
    programs = list(chosen)
    limit = min(call.number("limit", settings.page_size), settings.page_size_cap)
    start = call.number("start", 0)
    headers = {TOTAL_HEADER: str(len(programs))} if settings.total_header else {}
    if not programs and settings.no_programs is not NoPrograms.EMPTY_LIST:
        return web.json_response({"error": _NO_PROGRAMS[settings.no_programs]})
    return web.json_response(
        [row(program, settings) for program in programs[start : start + limit]],
        headers=headers,
    )


_NO_PROGRAMS: Final = {
    NoPrograms.NO_PROGRAMS: "No programs found with media hosting",
    NoPrograms.NOT_AVAILABLE: "This service is currently not available",
}
