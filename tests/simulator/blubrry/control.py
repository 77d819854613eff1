"""Control calls of Blubrry: programs, API keys, sign-in."""

import dataclasses
from typing import Any

from aiohttp import web

from tests.simulator.blubrry.scene import Blubrry
from tests.simulator.control.common import done, order, service_of
from tests.simulator.shape import ShapeError, to_plain

routes = web.RouteTableDef()


@dataclasses.dataclass(kw_only=True)
class ClientOrder:
    """An API key; without a redirect address any is allowed.

    With `password_grant` Blubrry approves it for user credentials too.
    """

    client_secret: str
    redirect_uri: str | None = None
    password_grant: bool = False


@dataclasses.dataclass(kw_only=True)
class SignInOrder:
    """The person who signs in, and the API key."""

    client_id: str
    username: str


@routes.get("/blubrry/programs")
async def show_programs(request: web.Request) -> web.Response:
    """Return all programs, by id."""
    return web.json_response(to_plain(service_of(request, Blubrry).programs))


@routes.get("/blubrry/programs/{program_id}")
async def show_program(request: web.Request) -> web.Response:
    """Return one program."""
    return web.json_response(
        to_plain(service_of(request, Blubrry).programs[program_id(request)])
    )


@routes.put("/blubrry/programs/{program_id}")
async def put_program(request: web.Request) -> web.Response:
    """Add a program, or change the given fields of one."""
    changes = await order(request, dict[str, Any])
    program = service_of(request, Blubrry).put_program(program_id(request), **changes)
    return web.json_response(to_plain(program))


@routes.delete("/blubrry/programs/{program_id}")
async def remove_program(request: web.Request) -> web.Response:
    """Delete a program from every account."""
    service_of(request, Blubrry).remove_program(program_id(request))
    return done()


@routes.get("/blubrry/clients")
async def show_clients(request: web.Request) -> web.Response:
    """Return all API keys, by client id."""
    return web.json_response(to_plain(service_of(request, Blubrry).grants.clients))


@routes.put("/blubrry/clients/{client_id}")
async def put_client(request: web.Request) -> web.Response:
    """Create an API key with a given id and secret."""
    wanted = await order(request, ClientOrder)
    client = service_of(request, Blubrry).register_client(
        request.match_info["client_id"],
        wanted.client_secret,
        wanted.redirect_uri,
        password_grant=wanted.password_grant,
    )
    return web.json_response(to_plain(client))


@routes.delete("/blubrry/clients/{client_id}")
async def remove_client(request: web.Request) -> web.Response:
    """Delete an API key and all that was granted to it."""
    service_of(request, Blubrry).remove_client(request.match_info["client_id"])
    return done()


@routes.post("/blubrry/sign_in")
async def sign_in(request: web.Request) -> web.Response:
    """Return the token answer of a finished sign-in."""
    wanted = await order(request, SignInOrder)
    return web.json_response(
        service_of(request, Blubrry).sign_in(wanted.client_id, wanted.username)
    )


def program_id(request: web.Request) -> int:
    """Return the id of the program that a path names."""
    try:
        return int(request.match_info["program_id"])
    except ValueError:
        raise ShapeError("the id of a program is a number") from None
