"""Calls known from Blubrry's own client: programs with hosting, program information.

Neither is documented.
"""

from datetime import UTC, datetime

from aiohttp import web

from tests.simulator.blubrry.forms import keyword, number, written
from tests.simulator.blubrry.people import Program
from tests.simulator.blubrry.rest import BASE, Call, signed_in, undocumented
from tests.simulator.blubrry.settings import DateForm, HostingForm

routes = web.RouteTableDef()


@routes.get(f"{BASE}/service/index.json", allow_head=False)
@signed_in
@undocumented
async def service(call: Call) -> web.Response:
    """List all programs, hosted or not."""
    return web.json_response(
        [
            {
                "program_keyword": keyword(program, call.settings),
                "program_title": program.title,
                "program_id": str(program.program_id),
                "hosting": _hosting(call, program),
            }
            for program in call.own_programs()
        ]
    )


@routes.get(BASE + "/program/{program}/info.json", allow_head=False)
@signed_in
@undocumented
async def info(call: Call) -> web.Response:
    """Return the information about a program."""
    program = call.program()
    published = program.published(call.service.clock.now())
    newest = published[0].published if published else program.created
    form = call.settings.info_dates
    mixed = form is DateForm.MIXED
    return web.json_response(
        {
            "program_title": program.title,
            "author": program.author,
            "description": program.description,
            "category": program.category,
            "feed_url": program.feed_url,
            "episode_count": number(len(published), call.settings),
            "created_date": _date(program.created, DateForm.UNIX if mixed else form),
            "last_update": _date(newest, form),
            "artwork_url": call.cover_url(program),
        }
    )


def _date(moment: float, form: DateForm) -> str | int:
    if form is DateForm.UNIX:
        return int(moment)
    return written(datetime.fromtimestamp(moment, UTC).date(), form)


def _hosting(call: Call, program: Program) -> bool | str:
    text = str(program.hosting).lower()
    match call.settings.hosting_form:
        case HostingForm.BOOLEANS:
            return program.hosting
        case HostingForm.STRINGS:
            return text
        case HostingForm.MIXED:
            return text if program.hosting else False
