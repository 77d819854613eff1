"""The definition of a simulated service: its class, its HTTP, its commands."""

from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from tests.simulator.command_line.commands import Add
from tests.simulator.service import Service


@dataclass(frozen=True, kw_only=True)
class ServiceDefinition[S: Service]:
    """The definition of one service of the simulator.

    `application` builds its endpoints, `control` are the routes of the control API and
    `add_commands` adds the commands that only this service has.
    """

    service: type[S]
    application: Callable[[S], web.Application]
    control: tuple[web.RouteTableDef, ...] = ()
    add_commands: Callable[[Add], None] = lambda _: None
