"""Control calls for the people and settings of any service."""

import dataclasses
from typing import Any

from aiohttp import web

from tests.simulator.control.common import SCENE, done, order
from tests.simulator.service import Service
from tests.simulator.shape import to_plain

routes = web.RouteTableDef()


@dataclasses.dataclass(kw_only=True)
class RevokeOrder:
    """The person whose grants are revoked."""

    username: str


@dataclasses.dataclass(kw_only=True)
class ExpireOrder:
    """The person whose access tokens expire, None for everyone, and the seconds."""

    username: str | None = None
    in_seconds: float = 0.0


@routes.get("/{service}/people")
async def show_people(request: web.Request) -> web.Response:
    """Return all people, by username."""
    return web.json_response(to_plain(_service(request).people))


@routes.get("/{service}/people/{username}")
async def show_person(request: web.Request) -> web.Response:
    """Return one person."""
    people = _service(request).people
    return web.json_response(to_plain(people[request.match_info["username"]]))


@routes.put("/{service}/people/{username}")
async def put_person(request: web.Request) -> web.Response:
    """Add a person, or change the given fields of one."""
    changes = await order(request, dict[str, Any])
    username = request.match_info["username"]
    return web.json_response(
        to_plain(_service(request).put_person(username, **changes))
    )


@routes.delete("/{service}/people/{username}")
async def remove_person(request: web.Request) -> web.Response:
    """Delete an account and all that it granted."""
    _service(request).remove_person(request.match_info["username"])
    return done()


@routes.get("/{service}/settings")
async def show_settings(request: web.Request) -> web.Response:
    """Return all settings."""
    return web.json_response(to_plain(_service(request).settings))


@routes.patch("/{service}/settings")
async def change_settings(request: web.Request) -> web.Response:
    """Change the given settings."""
    service = _service(request)
    service.change_settings(**await order(request, dict[str, Any]))
    return web.json_response(to_plain(service.settings))


@routes.post("/{service}/revoke")
async def revoke(request: web.Request) -> web.Response:
    """Revoke everything that a person granted."""
    service = _service(request)
    wanted = await order(request, RevokeOrder)
    service.revoke(service.people[wanted.username].username)
    return done()


@routes.post("/{service}/expire")
async def expire(request: web.Request) -> web.Response:
    """Expire the access tokens in this many seconds."""
    wanted = await order(request, ExpireOrder)
    number = _service(request).expire_access_tokens(wanted.username, wanted.in_seconds)
    return web.json_response({"access_tokens": number})


def _service(request: web.Request) -> Service:
    return request.app[SCENE].services[request.match_info["service"]]
