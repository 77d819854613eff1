"""`/media/{program}/migrate_status.json`: files that are fetched from another host."""

from collections import Counter
from typing import Final

from aiohttp import web

from tests.simulator.blubrry.errors import mistake
from tests.simulator.blubrry.forms import Row, number, rows
from tests.simulator.blubrry.hosting import Moving
from tests.simulator.blubrry.media import hosted
from tests.simulator.blubrry.rest import BASE, Call, signed_in

SUMMED_UP: Final = (Moving.QUEUED, Moving.COMPLETED, Moving.SKIPPED, Moving.FAILED)

routes = web.RouteTableDef()


@routes.get(BASE + "/media/{program}/migrate_status.json", allow_head=False)
@signed_in
async def migrate_status(call: Call) -> web.Response:
    """Return a page of such files, or with `status=summary` their number."""
    program, settings = hosted(call), call.settings
    status = call.request.query.get("status", "all")
    if status == "summary":
        counted = Counter(migration.status for migration in program.migrations)
        return web.json_response(
            {one.value: number(counted[one], settings) for one in SUMMED_UP}
        )
    if status not in {"all", *(one.value for one in Moving)}:
        raise mistake("status is unknown")
    start = call.number("start", 0)
    limit = min(call.number("limit", settings.page_size), settings.page_size_cap)
    chosen: list[Row] = [
        {
            "source_url": migration.source_url,
            "new_url": migration.new_url,
            "status": migration.status.value,
        }
        for migration in program.migrations
        if status in {"all", migration.status.value}
    ]
    return web.json_response({"results": rows(chosen[start : start + limit], settings)})
