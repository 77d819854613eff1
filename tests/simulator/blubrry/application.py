"""Blubrry over HTTP: its endpoints, and its answer to unknown ones."""

from email.utils import formatdate

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from tests.simulator.applications_page import add_page
from tests.simulator.blubrry import (
    audience,
    content,
    dashboard,
    episodes,
    information,
    media,
    migrations,
    oauth,
    pages,
    periods,
    programs,
    summary,
    totals,
    writing,
)
from tests.simulator.blubrry.errors import RefusedCallError, RefusedError
from tests.simulator.blubrry.scene import SERVICE, Blubrry
from tests.simulator.service import watched

ENDPOINTS = (
    oauth,
    pages,
    programs,
    information,
    summary,
    totals,
    periods,
    dashboard,
    audience,
    migrations,  # before what publishes a file: its name is no file's
    media,
    episodes,
    writing,
    content,
)


def build(service: Blubrry) -> web.Application:
    """Return the application of a service."""
    application = web.Application(middlewares=[watched(service), refuse])
    application[SERVICE] = service
    for module in ENDPOINTS:
        application.add_routes(module.routes)
    add_page(application, service, "/applications")
    application.on_response_prepare.append(_date)
    return application


@web.middleware
async def refuse(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Write refusals in the form of the place where they happen."""
    try:
        return await handler(request)
    except RefusedError as error:
        return error.response()
    except RefusedCallError as error:
        return error.response(request.app[SERVICE].settings)
    except web.HTTPNotFound:
        return RefusedError(404, {"error": "Not Found"}).response()
    except web.HTTPMethodNotAllowed:
        if request.path == "/oauth2/token":
            return oauth.wrong_method().response()
        return RefusedError(405, {"error": "Method Not Allowed"}).response()


async def _date(request: web.Request, response: web.StreamResponse) -> None:
    """Set the Date header of all responses (also faults) from the simulated clock."""
    now = request.app[SERVICE].clock.now()
    response.headers[hdrs.DATE] = formatdate(now, usegmt=True)
