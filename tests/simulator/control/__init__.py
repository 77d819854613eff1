"""The control API: sets the scene over HTTP, in JSON, on a port of its own."""

from collections.abc import Iterable

from aiohttp import web

from tests.simulator.control import accounts, world
from tests.simulator.control.common import SCENE, explain
from tests.simulator.scene import Scene


def build(scene: Scene, routes: Iterable[web.RouteTableDef]) -> web.Application:
    """Return the application that controls a scene.

    `routes` are the ones that single services have.
    """
    application = web.Application(middlewares=[explain])
    application[SCENE] = scene
    # The routes of any service come last: their first part matches every name.
    for table in (world.routes, *routes, accounts.routes):
        application.add_routes(table)
    return application
