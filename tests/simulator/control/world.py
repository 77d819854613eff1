"""Time, faults and the request log."""

import dataclasses
from datetime import UTC
from typing import Any, Required

from aiohttp import web

from tests.simulator.clock import Clock
from tests.simulator.control.common import SCENE, done, order
from tests.simulator.faults import Fault, FaultOptions
from tests.simulator.request_log import Recorded, count, select
from tests.simulator.shape import ShapeError, to_plain

routes = web.RouteTableDef()


@dataclasses.dataclass(kw_only=True)
class ClockOrder:
    """A change of the time: `now` and `advance` in seconds."""

    now: float | None = None
    advance: float = 0.0
    stopped: bool | None = None


class FaultOrder(FaultOptions, total=False):
    """A fault, and the requests that it applies to."""

    service: Required[str]
    path: Required[str]


@routes.get("/")
async def overview(request: web.Request) -> web.Response:
    """Return addresses, time, people, and the number of requests."""
    scene = request.app[SCENE]
    return web.json_response(
        {
            "clock": _clock(scene.clock),
            "services": {
                name: {"url": service.url, "people": list(service.people)}
                for name, service in scene.services.items()
            },
            "faults": len(scene.faults),
            "requests": scene.request_counts(),
        }
    )


@routes.post("/reset")
async def reset(request: web.Request) -> web.Response:
    """Go back to the seed data and the real time."""
    request.app[SCENE].reset()
    return done()


@routes.get("/clock")
async def show_clock(request: web.Request) -> web.Response:
    """Return the simulated time."""
    return web.json_response(_clock(request.app[SCENE].clock))


@routes.patch("/clock")
async def move_clock(request: web.Request) -> web.Response:
    """Change, stop or continue the time."""
    scene = request.app[SCENE]
    wanted = await order(request, ClockOrder)
    clock = scene.clock
    if wanted.now is not None:
        clock.move_to(wanted.now)
    clock.advance(wanted.advance)
    if wanted.stopped is not None:
        (clock.stop if wanted.stopped else clock.run)()
    scene.save()
    return web.json_response(_clock(clock))


@routes.get("/faults")
async def show_faults(request: web.Request) -> web.Response:
    """List the faults that can still happen."""
    return web.json_response([_fault(fault) for fault in request.app[SCENE].faults])


@routes.post("/faults")
async def add_fault(request: web.Request) -> web.Response:
    """Add a fault to the requests for a path."""
    wanted = await order(request, FaultOrder)
    try:
        fault = request.app[SCENE].fault(**wanted)
    except TypeError:
        raise ShapeError("a fault needs a service and a path") from None
    return web.json_response(_fault(fault))


@routes.delete("/faults")
async def clear_faults(request: web.Request) -> web.Response:
    """Remove all faults and release held requests."""
    request.app[SCENE].clear_faults()
    return done()


@routes.get("/requests")
async def show_requests(request: web.Request) -> web.Response:
    """Count the requests that match `service`, `method`, `path` and `since`.

    With `list` they are listed too, without their headers.
    """
    query = request.query
    try:
        since = float(query["since"]) if "since" in query else None
    except ValueError:
        raise ShapeError("since must be a number of seconds") from None
    chosen = select(
        request.app[SCENE].requests,
        query.get("service"),
        method=query.get("method"),
        path=query.get("path"),
        since=since,
    )
    shown: dict[str, Any] = {"total": len(chosen), "counts": count(chosen)}
    if "list" in query:
        shown["requests"] = [_request(one) for one in chosen]
    return web.json_response(shown)


@routes.delete("/requests")
async def clear_requests(request: web.Request) -> web.Response:
    """Clear the request log."""
    request.app[SCENE].requests.clear()
    return done()


def _clock(clock: Clock) -> dict[str, Any]:
    return {
        "now": clock.now(),
        "utc": clock.local(UTC).isoformat(timespec="seconds"),
        "stopped": clock.stopped,
    }


def _fault(fault: Fault) -> dict[str, Any]:
    shown: dict[str, Any] = to_plain(fault)
    return shown


def _request(recorded: Recorded) -> dict[str, Any]:
    shown: dict[str, Any] = to_plain(recorded)
    del shown["headers"]
    return shown
