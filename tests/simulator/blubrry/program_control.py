"""Control calls of a Blubrry program: episodes, files, quota, downloads."""

import dataclasses
from datetime import date

from aiohttp import web

from tests.simulator.blubrry.control import program_id
from tests.simulator.blubrry.scene import Blubrry
from tests.simulator.control.common import done, order, service_of
from tests.simulator.shape import ShapeError, to_plain

BASE = "/blubrry/programs/{program_id}"

routes = web.RouteTableDef()


@dataclasses.dataclass(kw_only=True)
class PublishOrder:
    """A new episode; `duration` in seconds, `notes` in HTML."""

    title: str
    filename: str | None = None
    duration: int = 1_800
    notes: str = ""
    popularity: float = 1.0


@dataclasses.dataclass(kw_only=True)
class UploadOrder:
    """A new file that is not published; `duration` in seconds."""

    name: str
    duration: int = 1_800


@dataclasses.dataclass(kw_only=True)
class ExpireOrder:
    """The end of the hosting plan."""

    in_seconds: float = 0.0


@dataclasses.dataclass(kw_only=True)
class BoostOrder:
    """Downloads to add today: a number, or the lifetime total to reach."""

    downloads: int | None = None
    lifetime: int | None = None
    episode_id: int | None = None


@dataclasses.dataclass(kw_only=True)
class CorrectOrder:
    """The corrected number of downloads of a past day."""

    day: str
    episode_id: int
    downloads: int


@routes.get("/blubrry/publications")
async def publications(request: web.Request) -> web.Response:
    """List all calls that published a file."""
    return web.json_response(to_plain(service_of(request, Blubrry).publications))


@routes.post(f"{BASE}/publish")
async def publish(request: web.Request) -> web.Response:
    """Bring out an episode."""
    wanted = await order(request, PublishOrder)
    episode = service_of(request, Blubrry).publish_episode(
        program_id(request), **dataclasses.asdict(wanted)
    )
    return web.json_response(to_plain(episode))


@routes.post(f"{BASE}/upload")
async def upload(request: web.Request) -> web.Response:
    """Upload a file."""
    wanted = await order(request, UploadOrder)
    file = service_of(request, Blubrry).upload(
        program_id(request), wanted.name, wanted.duration
    )
    return web.json_response(to_plain(file))


@routes.post(f"{BASE}/use_up_quota")
async def use_up_quota(request: web.Request) -> web.Response:
    """Use up this month's quota."""
    service_of(request, Blubrry).use_up_quota(program_id(request))
    return done()


@routes.post(f"{BASE}/expire_plan")
async def expire_plan(request: web.Request) -> web.Response:
    """End the hosting plan."""
    wanted = await order(request, ExpireOrder)
    service_of(request, Blubrry).expire_plan(program_id(request), wanted.in_seconds)
    return done()


@routes.post(f"{BASE}/renew_plan")
async def renew_plan(request: web.Request) -> web.Response:
    """Renew the hosting plan."""
    service_of(request, Blubrry).renew_plan(program_id(request))
    return done()


@routes.post(f"{BASE}/boost")
async def boost(request: web.Request) -> web.Response:
    """Add downloads to today; return the total."""
    service, program = service_of(request, Blubrry), program_id(request)
    match await order(request, BoostOrder):
        case BoostOrder(downloads=int(downloads), lifetime=None, episode_id=episode):
            service.boost(program, downloads, episode)
        case BoostOrder(downloads=None, lifetime=int(lifetime), episode_id=None):
            try:
                service.boost_to(program, lifetime)
            except ValueError as error:
                raise ShapeError(str(error)) from None
        case _:
            raise ShapeError("a boost needs either downloads or lifetime")
    return web.json_response({"lifetime": service.lifetime(program)})


@routes.post(f"{BASE}/correct")
async def correct(request: web.Request) -> web.Response:
    """Set the downloads of an episode on a day; return the total."""
    service, program = service_of(request, Blubrry), program_id(request)
    wanted = await order(request, CorrectOrder)
    try:
        service.correct(
            program,
            date.fromisoformat(wanted.day),
            wanted.episode_id,
            wanted.downloads,
        )
    except ValueError as error:
        raise ShapeError(str(error)) from None
    return web.json_response({"lifetime": service.lifetime(program)})
