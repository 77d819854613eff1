"""`/stats/{program}/summary.json`: downloads in all, by month, and by episode."""

from datetime import UTC, date, datetime
from email.utils import format_datetime
from typing import Final

from aiohttp import web

from tests.simulator.blubrry.errors import mistake
from tests.simulator.blubrry.forms import Row, identifier, number
from tests.simulator.blubrry.ledger import DAY
from tests.simulator.blubrry.people import Statistics
from tests.simulator.blubrry.rest import BASE, Call, signed_in
from tests.simulator.blubrry.settings import Settings

NEWEST: Final = 10
STATS_URL: Final = "https://stats.blubrry.com"

routes = web.RouteTableDef()


@routes.get(BASE + "/stats/{program}/summary.json", allow_head=False)
@signed_in
async def summary(call: Call) -> web.Response:
    """Return a program's summary of a month, the current one by default."""
    program, settings = call.counted_program(), call.settings
    ledger = call.ledger(program)
    month = _month(call, ledger.today)
    end, before = _following(month) - DAY, _before(month)
    shown: dict[str, object] = {
        "stats_url": STATS_URL,
        "program_id": str(program.stats_program_id),
    }
    if program.statistics is Statistics.NOTHING_YET:
        nothing = {"total": None, "unique": None}
        shown |= dict.fromkeys(("overall", "current_month", "last_month"), nothing)
        return web.json_response({**shown, "media": []})
    this_month = ledger.total(month, end) + program.correction
    shown["overall"] = _totals(ledger.lifetime(), settings, str)
    shown["current_month"] = _totals(this_month, settings, int)
    shown["last_month"] = _totals(ledger.total(before, month - DAY), settings, int)
    shown["media"] = [
        {
            "id": identifier(episode.id, settings),
            "title": episode.title,
            "filename": episode.filename,
            "date": format_datetime(datetime.fromtimestamp(episode.published, UTC)),
            "overall": number(ledger.in_all(episode), settings, str),
            "current_month": number(ledger.between(episode, month, end), settings, str),
        }
        for episode in ledger.episodes[:NEWEST]
    ]
    return web.json_response(shown)


def _month(call: Call, today: date) -> date:
    try:
        return date(
            call.number("year", today.year), call.number("month", today.month), 1
        )
    except ValueError:
        raise mistake("month or year is wrong") from None


def _following(month: date) -> date:
    years, months = divmod(month.month, 12)
    return date(month.year + years, months + 1, 1)


def _before(month: date) -> date:
    if month.month == 1:
        return date(month.year - 1, 12, 1)
    return date(month.year, month.month - 1, 1)


def _totals(total: int, settings: Settings, documented: type[int | str]) -> Row:
    # The methodology counts a listener once a day; these shares are usual ones.
    shares = {"total": 100, "unique": 84, "unique_repeat": 92}
    return {
        name: number(total * share // 100, settings, documented)
        for name, share in shares.items()
    }
