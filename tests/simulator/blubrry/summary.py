"""`/stats/{program}/summary.json`: downloads in all, by month, and by episode."""

from datetime import UTC, date, datetime, tzinfo
from email.utils import format_datetime
from typing import Final
from zoneinfo import ZoneInfo

from aiohttp import web

from .counting import downloads
from .errors import RefusedError, about_program
from .people import Episode, Program, Statistics
from .rest import BASE, Call, signed_in
from .settings import Numbers, Settings

NEWEST: Final = 10
STATS_URL: Final = "https://stats.blubrry.com"

routes = web.RouteTableDef()


@routes.get(BASE + "/stats/{program}/summary.json", allow_head=False)
@signed_in
async def summary(call: Call) -> web.Response:
    """Return a program's summary of a month, the current one by default."""
    program, settings = call.program(), call.service.settings
    if program.statistics is Statistics.ABSENT:
        raise about_program(404, "No statistics are available for this program")
    now = call.service.clock.now()
    zone = ZoneInfo(settings.statistics_zone)
    month = _month(call, zone)
    shown: dict[str, object] = {
        "stats_url": STATS_URL,
        "program_id": str(program.stats_program_id),
    }
    if program.statistics is Statistics.NOTHING_YET:
        nothing = {"total": None, "unique": None}
        shown |= dict.fromkeys(("overall", "current_month", "last_month"), nothing)
        return web.json_response({**shown, "media": []})
    count = Count(program, zone, now)
    overall = count.all(date.min, None) + program.correction
    this_month = count.all(month, _following(month)) + program.correction
    shown["overall"] = _totals(overall, settings, lifetime=True)
    shown["current_month"] = _totals(this_month, settings)
    shown["last_month"] = _totals(count.all(_before(month), month), settings)
    shown["media"] = [
        {
            "id": episode.id,
            "title": episode.title,
            "filename": episode.filename,
            "date": format_datetime(datetime.fromtimestamp(episode.published, UTC)),
            "overall": _number(
                count.one(episode, date.min, None), settings, lifetime=True
            ),
            "current_month": _number(
                count.one(episode, month, _following(month)), settings, lifetime=True
            ),
        }
        for episode in program.published(now)[:NEWEST]
    ]
    return web.json_response(shown)


class Count:
    """The downloads of a program as they stand at one moment."""

    def __init__(self, program: Program, zone: tzinfo, now: float) -> None:
        """Take the zone whose midnight begins a day."""
        self._program = program
        self._zone = zone
        self._now = now
        self._episodes = program.published(now)

    def one(self, episode: Episode, first: date, end: date | None) -> int:
        """Return an episode's downloads from the day `first` to before `end`."""
        until = self._now
        if end is not None:
            midnight = datetime(end.year, end.month, end.day, tzinfo=self._zone)
            until = min(until, midnight.timestamp())
        return downloads(self._program, episode, self._zone, first, until)

    def all(self, first: date, end: date | None) -> int:
        """Return the same for all episodes together."""
        return sum(self.one(episode, first, end) for episode in self._episodes)


def _month(call: Call, zone: tzinfo) -> date:
    today = call.service.clock.local(zone)
    try:
        return date(
            call.number("year", today.year), call.number("month", today.month), 1
        )
    except ValueError:
        raise RefusedError(400, {"error": "month or year is wrong"}) from None


def _following(month: date) -> date:
    years, months = divmod(month.month, 12)
    return date(month.year + years, months + 1, 1)


def _before(month: date) -> date:
    if month.month == 1:
        return date(month.year - 1, 12, 1)
    return date(month.year, month.month - 1, 1)


def _totals(
    total: int, settings: Settings, *, lifetime: bool = False
) -> dict[str, object]:
    # The methodology counts a listener once a day; these shares are usual ones.
    shares = {"total": 100, "unique": 84, "unique_repeat": 92}
    return {
        name: _number(total * share // 100, settings, lifetime=lifetime)
        for name, share in shares.items()
    }


def _number(value: int, settings: Settings, *, lifetime: bool) -> int | str:
    as_string = settings.numbers is Numbers.STRINGS or (
        settings.numbers is Numbers.MIXED and lifetime
    )
    return str(value) if as_string else value
