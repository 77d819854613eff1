"""Real-Debrid over HTTP: its endpoints, and its answer to unknown ones."""

from email.utils import formatdate
from hashlib import sha1
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler

from tests.simulator.applications_page import add_page
from tests.simulator.real_debrid import (
    account,
    api_token_page,
    downloads,
    files,
    hosts,
    oauth,
    pages,
    streaming,
    system,
    torrents,
    traffic,
    transfers,
    unrestrict,
    user,
)
from tests.simulator.real_debrid.answers import answer
from tests.simulator.real_debrid.errors import (
    METHOD_NOT_ALLOWED,
    UNKNOWN_METHOD,
    UPLOAD_TOO_BIG,
    RefusedError,
)
from tests.simulator.real_debrid.rest import BASE
from tests.simulator.real_debrid.scene import SERVICE, RealDebrid
from tests.simulator.service import watched

ENDPOINTS = (
    account,
    api_token_page,
    downloads,
    files,
    hosts,
    oauth,
    pages,
    streaming,
    system,
    torrents,
    traffic,
    transfers,
    unrestrict,
    user,
)
LARGEST_BODY: Final = 10 * 1024**2
"""In bytes; the real limit is undocumented."""


def build(service: RealDebrid) -> web.Application:
    """Return the application of a service."""
    application = web.Application(
        middlewares=[watched(service), tag, refuse], client_max_size=LARGEST_BODY
    )
    application[SERVICE] = service
    for module in ENDPOINTS:
        application.add_routes(module.routes)
    add_page(application, service, "/devices")
    application.on_response_prepare.append(date)
    return application


async def date(request: web.Request, response: web.StreamResponse) -> None:
    """Set the Date header of every response from the simulated clock."""
    now = request.app[SERVICE].clock.now()
    response.headers["Date"] = formatdate(now, usegmt=True)


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
    except web.HTTPRequestEntityTooLarge:
        refused = RefusedError(UPLOAD_TOO_BIG)
    settings = request.app[SERVICE].settings
    if not settings.error_codes:
        del refused.body["error_code"]
    return answer(
        refused.body,
        settings,
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
