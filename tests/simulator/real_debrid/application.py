"""Real-Debrid over HTTP: its endpoints, and what it says about all others."""

from hashlib import sha1

from aiohttp import web
from aiohttp.typedefs import Handler

from ..applications_page import add_page
from ..service import watched
from . import oauth, pages, system, torrents, user
from .answers import answer
from .errors import METHOD_NOT_ALLOWED, UNKNOWN_METHOD, RefusedError
from .rest import BASE
from .scene import SERVICE, RealDebrid

ROOMS = (oauth, pages, system, torrents, user)


def build(service: RealDebrid) -> web.Application:
    """Return the application of a service."""
    application = web.Application(middlewares=[watched(service), tag, refuse])
    application[SERVICE] = service
    for room in ROOMS:
        application.add_routes(room.routes)
    add_page(application, service, "/devices")
    return application


@web.middleware
async def refuse(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Write refusals as the API does: a name and a code."""
    try:
        return await handler(request)
    except RefusedError as error:
        refused = error
    except web.HTTPNotFound:
        refused = RefusedError(UNKNOWN_METHOD)
    except web.HTTPMethodNotAllowed as error:
        allowed = ", ".join(sorted(error.allowed_methods))
        refused = RefusedError(METHOD_NOT_ALLOWED, headers={"Allow": allowed})
    return answer(
        refused.body,
        request.app[SERVICE].settings,
        status=refused.status,
        headers=refused.headers,
    )


@web.middleware
async def tag(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Send the bare hash that the documentation shows as ETag, and honour it."""
    response = await handler(request)
    if (
        request.method != "GET"
        or not request.path.startswith(f"{BASE}/")
        or response.status != 200
        or not isinstance(response, web.Response)
        or not isinstance(response.body, bytes)
    ):
        return response
    etag = sha1(response.body, usedforsecurity=False).hexdigest()
    response.headers["ETag"] = etag
    if request.headers.get("If-None-Match", "").strip('"') == etag:
        return web.Response(status=304, headers={"ETag": etag})
    return response
