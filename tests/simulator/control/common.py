"""Shared parts of all calls of the control API."""

from json import JSONDecodeError
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler

from tests.simulator.scene import Scene
from tests.simulator.service import Service
from tests.simulator.shape import ShapeError, from_plain

SCENE: Final = web.AppKey("scene", Scene)


@web.middleware
async def explain(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer a mistake with a sentence."""
    try:
        return await handler(request)
    except ShapeError as error:
        return _problem(400, str(error))
    except JSONDecodeError:
        return _problem(400, "the body is not JSON")
    except LookupError as error:
        return _problem(404, f"not found: {error.args[0]}")
    except web.HTTPException as error:
        return _problem(error.status, error.reason)


async def order[T](request: web.Request, kind: type[T]) -> T:
    """Return the JSON body of a request; no body is an empty object."""
    data = await request.json() if request.can_read_body else {}
    return from_plain(kind, data, "body")


def service_of[S: Service](request: web.Request, kind: type[S]) -> S:
    """Return a service of the scene that the request controls."""
    return request.app[SCENE].service(kind)


def done() -> web.Response:
    """Return a body that only confirms the change."""
    return web.json_response({"done": True})


def _problem(status: int, text: str) -> web.Response:
    return web.json_response({"error": text}, status=status)
