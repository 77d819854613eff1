"""The server's time, and the end of an access token."""

from zoneinfo import ZoneInfo

from aiohttp import web

from tests.simulator.real_debrid.rest import BASE, Call, signed_in
from tests.simulator.real_debrid.scene import SERVICE

SERVER_ZONE = ZoneInfo("Europe/Paris")

routes = web.RouteTableDef()


@routes.get(f"{BASE}/time", allow_head=False)
async def time(request: web.Request) -> web.Response:
    """Return the server's local time as raw text, without its zone."""
    return _text(request, "%Y-%m-%d %H:%M:%S")


@routes.get(f"{BASE}/time/iso", allow_head=False)
async def time_iso(request: web.Request) -> web.Response:
    """Return the server's local time as raw text, with its offset as +0100."""
    colon = ":" if request.app[SERVICE].settings.offset_with_colon else ""
    return _text(request, f"%Y-%m-%dT%H:%M:%S%{colon}z")


@routes.get(f"{BASE}/disable_access_token", allow_head=False)
@signed_in
async def disable_access_token(call: Call) -> web.Response:
    """End the access token of this very request."""
    call.service.disable_access_token(call.token)
    return web.Response(status=204)


def _text(request: web.Request, form: str) -> web.Response:
    local = request.app[SERVICE].clock.local(SERVER_ZONE)
    return web.Response(text=local.strftime(form))
