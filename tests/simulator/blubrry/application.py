"""Blubrry over HTTP: its endpoints, and what it says about all others."""

from aiohttp import web
from aiohttp.typedefs import Handler

from ..applications_page import add_page
from ..service import watched
from . import oauth, pages, programs, summary
from .errors import RefusedError
from .scene import SERVICE, Blubrry

ROOMS = (oauth, pages, programs, summary)


def build(service: Blubrry) -> web.Application:
    """Return the application of a service."""
    application = web.Application(middlewares=[watched(service), refuse])
    application[SERVICE] = service
    for room in ROOMS:
        application.add_routes(room.routes)
    add_page(application, service, "/applications")
    return application


@web.middleware
async def refuse(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Write refusals in the form of the place where they happen."""
    settings = request.app[SERVICE].settings
    try:
        return await handler(request)
    except RefusedError as error:
        # A wrong token or sign-in keeps its status: only errors about a program were
        # ever suspected to come with 200.
        if settings.errors_as_200 and "message" in error.body:
            return RefusedError(200, error.body).response()
        return error.response()
    except web.HTTPNotFound:
        return RefusedError(404, {"error": "Not Found"}).response()
    except web.HTTPMethodNotAllowed:
        if request.path == "/oauth2/token":
            return oauth.wrong_method().response()
        return RefusedError(405, {"error": "Method Not Allowed"}).response()
