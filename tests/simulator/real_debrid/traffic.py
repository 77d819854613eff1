"""`/traffic`: remaining traffic at limited hosts, and usage by day."""

from datetime import date, timedelta
from typing import Final

from aiohttp import web

from tests.simulator.real_debrid.answers import answer_map, inner_map
from tests.simulator.real_debrid.download_scene import DAYS_IN
from tests.simulator.real_debrid.errors import WRONG_PARAMETER, RefusedError
from tests.simulator.real_debrid.rest import BASE, Call, signed_in
from tests.simulator.real_debrid.traffic_share import HostTraffic

MOST_DAYS: Final = timedelta(days=31)
WEEK: Final = timedelta(days=7)

routes = web.RouteTableDef()


@routes.get(f"{BASE}/traffic", allow_head=False)
@signed_in
async def traffic(call: Call) -> web.Response:
    """Return the hosts with a limit, by their domain."""
    shown = {host: _show(entry) for host, entry in call.person.traffic.items()}
    return answer_map(shown, call.service.settings)


@routes.get(f"{BASE}/traffic/details", allow_head=False)
@signed_in
async def details(call: Call) -> web.Response:
    """Return the bytes of each day and host; days without any are left out."""
    settings = call.service.settings
    today = call.service.clock.local(DAYS_IN).date()
    start = _day(call, "start", today - WEEK)
    end = _day(call, "end", today)
    if settings.details_ignore_end:
        end = today
    if not timedelta(0) <= end - start <= MOST_DAYS:
        raise RefusedError(WRONG_PARAMETER, "start")
    shown = {
        day: {"host": inner_map(hosts, settings), "bytes": sum(hosts.values())}
        for day, hosts in sorted(call.person.usage.items(), reverse=True)
        if start <= date.fromisoformat(day) <= end
    }
    return answer_map(shown, settings)


def _day(call: Call, name: str, default: date) -> date:
    text = call.request.query.get(name)
    if text is None:
        return default
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise RefusedError(WRONG_PARAMETER, name)
    return day


def _show(entry: HostTraffic) -> dict[str, object]:
    shown = {
        "left": entry.left,
        "bytes": entry.bytes,
        "links": entry.links,
        "limit": entry.limit,
        "type": entry.type,
        "extra": entry.extra,
        "reset": entry.reset,
    }
    return {name: value for name, value in shown.items() if value is not None}
