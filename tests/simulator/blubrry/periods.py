"""Downloads between two dates: of each episode, or of each episode on each day."""

from collections.abc import Callable
from datetime import date
from typing import Final

from aiohttp import web

from tests.simulator.blubrry.counts import episode_row
from tests.simulator.blubrry.errors import mistake
from tests.simulator.blubrry.forms import Row, number, record_count, rows
from tests.simulator.blubrry.ledger import DAY, Ledger
from tests.simulator.blubrry.people import Episode
from tests.simulator.blubrry.rest import BASE, Call, signed_in
from tests.simulator.blubrry.settings import Settings

FIELDS: Final = ("episode", "date", "downloads")

routes = web.RouteTableDef()


@routes.get(BASE + "/stats/{program}/episodes/", allow_head=False)
@signed_in
async def episodes(call: Call) -> web.Response:
    """Return a page of the episodes with their downloads between two dates."""
    program, settings = call.counted_program(paid=True), call.settings
    start, limit = call.number("start", 0), call.number("limit", 100, 1, 1000)
    ledger = call.ledger(program)
    first, last = _dates(call, ledger.today)
    out = [episode for episode in ledger.episodes if ledger.born(episode) <= last]
    page = [
        episode_row(
            ledger, program, episode, ledger.between(episode, first, last), settings
        )
        for episode in out[start : start + limit]
    ]
    return web.json_response(
        {
            "record_count": record_count(page, len(out), settings),
            "results": rows(page, settings),
        }
    )


@routes.get(BASE + "/stats/{program}/totals.json", allow_head=False)
@signed_in
async def totals(call: Call) -> web.Response:
    """Return a page of the downloads of each episode on each day that has some."""
    program, settings = call.counted_program(paid=True), call.settings
    if not call.request.query.get("start-date"):
        raise mistake("start-date is required")
    start, limit = call.number("start", 0), call.number("limit", 1000, 1, 1000)
    columns = _columns(call)
    fields = call.words("fields") or list(FIELDS)
    if unknown := ", ".join(sorted(set(fields) - set(columns))):
        raise mistake(f"fields must not hold {unknown}")
    ledger = call.ledger(program)
    first, last = _dates(call, ledger.today)
    counted = _counted(ledger, first, last)
    if settings.add_up_days and not {"episode", "url", "title"} & set(fields):
        counted = _added_up(counted)
    page: list[Row] = [
        {field: columns[field](*one) for field in fields}
        for one in counted[start : start + limit]
    ]
    return web.json_response(
        {
            "recordCount": record_count(page, len(counted), settings),
            "results": rows(page, settings),
        }
    )


type _Counted = tuple[date, Episode, int]
type _Column = Callable[[date, Episode, int], object]


def _dates(call: Call, today: date) -> tuple[date, date]:
    first = call.day("start-date", today)
    last = call.day("end-date", first)
    longest = call.settings.longest_span
    if last < first:
        raise mistake("end-date must not be before start-date")
    if (last - first).days >= longest:
        raise mistake(f"The dates must not span more than {longest} days")
    return first, last


def _counted(ledger: Ledger, first: date, last: date) -> list[_Counted]:
    return [
        (day, episode, count)
        for day in (first + place * DAY for place in range((last - first).days + 1))
        for episode in ledger.episodes
        if (count := ledger.on(episode, day))
    ]


def _added_up(counted: list[_Counted]) -> list[_Counted]:
    """Return one row for each day; its episode is any of that day."""
    days: dict[date, _Counted] = {}
    for day, episode, count in counted:
        before = days[day][2] if day in days else 0
        days[day] = (day, episode, before + count)
    return list(days.values())


def _columns(call: Call) -> dict[str, _Column]:
    settings: Settings = call.settings
    return {
        "episode": lambda _, episode, __: episode.filename,
        "date": lambda day, _, __: day.isoformat(),
        "downloads": lambda _, __, count: number(count, settings, str),
        "url": lambda _, episode, __: call.media_url(episode),
        "title": lambda _, episode, __: episode.title,
    }
