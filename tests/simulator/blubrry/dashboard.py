"""The dashboard feed: the last seven days, or up to sixty of them."""

from datetime import date
from typing import Final

from aiohttp import web

from tests.simulator.blubrry.errors import mistake
from tests.simulator.blubrry.forms import Row, keyword, number, rows
from tests.simulator.blubrry.ledger import DAY, Ledger
from tests.simulator.blubrry.people import Statistics
from tests.simulator.blubrry.rest import BASE, Call, signed_in, undocumented
from tests.simulator.blubrry.settings import Settings

WEEK: Final = 7
STEPS: Final = 6
INCLUDED: Final = "daily,totals,averages,trends"

routes = web.RouteTableDef()


@routes.get(BASE + "/stats/{program}/widget/preview.json", allow_head=False)
@signed_in
async def widget(call: Call) -> web.Response:
    """Return the downloads of the last seven days, the last of them today."""
    program, settings = call.counted_program(paid=True), call.settings
    ledger = call.ledger(program)
    days = [_day(ledger, WEEK - 1 - place) for place in range(WEEK)]
    step = -(-max(count for _, count in days) // (STEPS * 10)) * 10 or 10
    return web.json_response(
        {
            "program_keyword": keyword(program, settings),
            "widget_title": "Podcast Statistics",
            "scale_min": 0,
            "scale_max": step * STEPS,
            "scale_step": step,
            "program_total": number(ledger.lifetime(), settings),
            "month_average": number(ledger.average(), settings),
            "month_average_change": ledger.trend(),
            "stats_prog_id": program.stats_program_id,
            "day_total_data": rows(
                [
                    {
                        "day_date": day.isoformat(),
                        "trending_day_total": _count(day, count, settings),
                    }
                    for day, count in days
                ],
                settings,
            ),
        }
    )


@routes.get(BASE + "/stats/{program}/data.json", allow_head=False)
@signed_in
@undocumented
async def data(call: Call) -> web.Response:
    """Return the requested parts: days, lifetime total, average, trend."""
    program, settings = call.counted_program(), call.settings
    days = call.number("days", 30)
    if not 1 <= days <= settings.most_days:
        raise mistake(f"days must be between 1 and {settings.most_days}")
    ledger = call.ledger(program)
    counted = program.statistics is Statistics.COUNTED
    parts: Row = {
        "daily": _daily(ledger, days if counted else 0, settings),
        "totals": {
            "all_time": number(ledger.lifetime(), settings) if counted else None
        },
        "averages": {
            "thirty_day": number(ledger.average(), settings) if counted else None
        },
        "trends": {"thirty_day_vs_prior": ledger.trend()},
    }
    included = call.request.query.get("include", INCLUDED).split(",")
    return web.json_response(
        {
            "stats_tier": program.tier.value,
            **{name: part for name, part in parts.items() if name in included},
        }
    )


def _daily(ledger: Ledger, days: int, settings: Settings) -> object:
    counted = (_day(ledger, days - 1 - place) for place in range(days))
    return rows(
        [
            {"date": day.isoformat(), "downloads": _count(day, count, settings)}
            for day, count in counted
            if count or not settings.omit_empty_days
        ],
        settings,
    )


def _day(ledger: Ledger, days_ago: int) -> tuple[date, int]:
    day = ledger.today - days_ago * DAY
    return day, ledger.total(day, day)


def _count(day: date, count: int, settings: Settings) -> int | str:
    # Among the integers of a day's count a string turns up now and then.
    return number(count, settings, str if day.toordinal() % 3 == 0 else int)
