"""Downloads of a whole show, and of each of its episodes, since they came out."""

from aiohttp import web

from tests.simulator.blubrry.counts import downloads, episode_row
from tests.simulator.blubrry.forms import keyword, number, record_count, rows
from tests.simulator.blubrry.rest import BASE, Call, signed_in

routes = web.RouteTableDef()


@routes.get(BASE + "/stats/{program}/", allow_head=False)
@signed_in
async def show_totals(call: Call) -> web.Response:
    """Return the totals of a show: one object, in spite of its count."""
    program, settings = call.counted_program(paid=True), call.settings
    ledger = call.ledger(program)
    counted = [ledger.in_all(episode) for episode in ledger.episodes]
    # The correction of the program belongs to no episode.
    counted.append(program.correction)
    return web.json_response(
        {
            "record_count": 1,
            "results": {
                "title": program.title,
                "keyword": keyword(program, settings),
                **downloads(counted, program, settings, int),
                "id": str(program.stats_program_id),
            },
        }
    )


@routes.get(BASE + "/stats/{program}/show-episodes/", allow_head=False)
@signed_in
async def show_episodes(call: Call) -> web.Response:
    """Return the totals of a show and a page of its episodes, the newest first."""
    program, settings = call.counted_program(paid=True), call.settings
    start, limit = call.number("start", 0), call.number("limit", 10, 1, 1000)
    ledger = call.ledger(program)
    page = [
        episode_row(ledger, program, episode, ledger.in_all(episode), settings)
        for episode in ledger.episodes[start : start + limit]
    ]
    return web.json_response(
        {
            "record_count": record_count(page, len(ledger.episodes), settings),
            "title": program.title,
            "keyword": keyword(program, settings),
            "total": number(ledger.lifetime(), settings),
            "results": rows(page, settings),
        }
    )
