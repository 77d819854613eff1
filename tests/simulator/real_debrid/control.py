"""Control calls of Real-Debrid: device codes, sign-in, premium."""

import dataclasses

from aiohttp import web

from tests.simulator.control.common import done, order, service_of
from tests.simulator.real_debrid.scene import RealDebrid
from tests.simulator.shape import to_plain

routes = web.RouteTableDef()


@dataclasses.dataclass(kw_only=True)
class ApproveOrder:
    """The user code, and the person who approves it."""

    user_code: str
    username: str


@dataclasses.dataclass(kw_only=True)
class DenyOrder:
    """The user code to refuse."""

    user_code: str


@dataclasses.dataclass(kw_only=True)
class SignInOrder:
    """The person who signs in."""

    username: str


@dataclasses.dataclass(kw_only=True)
class PremiumOrder:
    """The person, and seconds of premium from now on; None: never was premium."""

    username: str
    seconds: float | None = None


@routes.get("/real_debrid/codes")
async def codes(request: web.Request) -> web.Response:
    """List the device codes with a pending authorization."""
    return web.json_response(to_plain(service_of(request, RealDebrid).waiting()))


@routes.post("/real_debrid/approve")
async def approve(request: web.Request) -> web.Response:
    """Approve the application that shows a code."""
    wanted = await order(request, ApproveOrder)
    service_of(request, RealDebrid).approve(wanted.user_code, wanted.username)
    return done()


@routes.post("/real_debrid/deny")
async def deny(request: web.Request) -> web.Response:
    """Refuse the application that shows a code."""
    wanted = await order(request, DenyOrder)
    service_of(request, RealDebrid).deny(wanted.user_code)
    return done()


@routes.post("/real_debrid/sign_in")
async def sign_in(request: web.Request) -> web.Response:
    """Return a finished sign-in: the user-bound pair and the token answer."""
    wanted = await order(request, SignInOrder)
    return web.json_response(service_of(request, RealDebrid).sign_in(wanted.username))


@routes.post("/real_debrid/premium")
async def premium(request: web.Request) -> web.Response:
    """Set the end of an account's premium."""
    wanted = await order(request, PremiumOrder)
    service_of(request, RealDebrid).set_premium(wanted.username, wanted.seconds)
    return done()
