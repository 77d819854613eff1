"""Control calls of Real-Debrid: torrents, traffic, points, private API tokens."""

import dataclasses

from aiohttp import web

from tests.simulator.control.common import done, order, service_of
from tests.simulator.real_debrid import Fate, TorrentStatus
from tests.simulator.real_debrid.scene import RealDebrid
from tests.simulator.shape import ShapeError, to_plain

PERSON = "/real_debrid/people/{username}"
TORRENT = f"{PERSON}/torrents/{{torrent_id}}"

routes = web.RouteTableDef()


@dataclasses.dataclass(kw_only=True)
class TorrentOrder:
    """A magnet link or the name of a work, and its outcome; None: as set."""

    magnet: str
    fate: Fate | None = None


@dataclasses.dataclass(kw_only=True)
class FailOrder:
    """The status with which a torrent fails."""

    status: TorrentStatus = TorrentStatus.DEAD


@dataclasses.dataclass(kw_only=True)
class CountOrder:
    """A number of torrents or points."""

    count: int


@dataclasses.dataclass(kw_only=True)
class TrafficOrder:
    """A number of bytes downloaded from a host today."""

    host: str
    count: int


@dataclasses.dataclass(kw_only=True)
class RefuseOrder:
    """The error code for calls of a path; None: no error any more."""

    path: str
    code: int | None = None


@routes.get("/real_debrid/works")
async def works(request: web.Request) -> web.Response:
    """Return the magnet links of the works with several files, by name."""
    scene = service_of(request, RealDebrid)
    return web.json_response({name: scene.magnet(name) for name in scene.works()})


@routes.get(f"{PERSON}/torrents")
async def torrents(request: web.Request) -> web.Response:
    """List an account's torrents: id, name, status and progress."""
    scene = service_of(request, RealDebrid)
    shown = [
        {
            "id": torrent.id,
            "filename": torrent.filename,
            "status": torrent.status,
            "progress": torrent.progress,
        }
        for torrent in scene.torrents(request.match_info["username"])
    ]
    return web.json_response(shown)


@routes.post(f"{PERSON}/torrents")
async def add_torrent(request: web.Request) -> web.Response:
    """Add a torrent that moves with the clock."""
    wanted = await order(request, TorrentOrder)
    torrent = service_of(request, RealDebrid).add_torrent(
        request.match_info["username"], wanted.magnet, wanted.fate
    )
    return web.json_response(to_plain(torrent))


@routes.post(f"{TORRENT}/{{action:move|next|choose|finish}}")
async def change_torrent(request: web.Request) -> web.Response:
    """Change a torrent: make it progress, or move it to its next status or its end."""
    scene = service_of(request, RealDebrid)
    act = {
        "move": scene.move_torrent,
        "next": scene.next_status,
        "choose": scene.choose_files,
        "finish": scene.finish_torrent,
    }[request.match_info["action"]]
    torrent = act(request.match_info["username"], request.match_info["torrent_id"])
    return web.json_response(to_plain(torrent))


@routes.post(f"{TORRENT}/fail")
async def fail_torrent(request: web.Request) -> web.Response:
    """Fail a torrent."""
    wanted = await order(request, FailOrder)
    if not wanted.status.failed:
        raise ShapeError(f"{wanted.status} is no failure")
    torrent = service_of(request, RealDebrid).fail_torrent(
        request.match_info["username"], request.match_info["torrent_id"], wanted.status
    )
    return web.json_response(to_plain(torrent))


@routes.post(f"{PERSON}/library")
async def library(request: web.Request) -> web.Response:
    """Add finished torrents to an account."""
    wanted = await order(request, CountOrder)
    scene, username = service_of(request, RealDebrid), request.match_info["username"]
    scene.fill_library(username, wanted.count)
    return web.json_response({"torrents": len(scene.people[username].torrents)})


@routes.post(f"{PERSON}/points")
async def points(request: web.Request) -> web.Response:
    """Set the number of points of an account."""
    wanted = await order(request, CountOrder)
    service_of(request, RealDebrid).set_points(
        request.match_info["username"], wanted.count
    )
    return done()


@routes.post(f"{PERSON}/traffic")
async def traffic(request: web.Request) -> web.Response:
    """Add downloaded bytes from a host today."""
    wanted = await order(request, TrafficOrder)
    service_of(request, RealDebrid).use_traffic(
        request.match_info["username"], wanted.host, wanted.count
    )
    return done()


@routes.get(f"{PERSON}/api_token")
async def api_token(request: web.Request) -> web.Response:
    """Return an account's private API token."""
    token = service_of(request, RealDebrid).api_token(request.match_info["username"])
    return web.json_response({"api_token": token})


@routes.post(f"{PERSON}/refuse")
async def refuse(request: web.Request) -> web.Response:
    """Set or remove the error code for calls of an account."""
    wanted = await order(request, RefuseOrder)
    scene, username = service_of(request, RealDebrid), request.match_info["username"]
    scene.refuse(username, wanted.path, wanted.code)
    return web.json_response(scene.people[username].refusals)
