"""The control API: sets the scene over HTTP, in JSON, on a port of its own."""

from aiohttp import web

from tests.simulator.control import (
    accounts,
    blubrry,
    blubrry_programs,
    real_debrid,
    real_debrid_content,
    world,
)
from tests.simulator.control.common import SCENE, explain
from tests.simulator.scene import Scene

ROOMS = (
    world,
    real_debrid,
    real_debrid_content,
    blubrry,
    blubrry_programs,
    accounts,
)


def build(scene: Scene) -> web.Application:
    """Return the application that controls a scene."""
    application = web.Application(middlewares=[explain])
    application[SCENE] = scene
    for room in ROOMS:
        application.add_routes(room.routes)
    return application
