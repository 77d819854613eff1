"""`/torrents`: the torrents of an account, and the number of active ones."""

from aiohttp import web

from tests.simulator.real_debrid.answers import answer, json_date
from tests.simulator.real_debrid.errors import (
    UNKNOWN_RESOURCE,
    WRONG_PARAMETER,
    RefusedError,
)
from tests.simulator.real_debrid.paging import paged
from tests.simulator.real_debrid.rest import BASE, Call, signed_in
from tests.simulator.real_debrid.settings import Settings
from tests.simulator.real_debrid.torrent import Torrent, TorrentStatus

routes = web.RouteTableDef()


@routes.get(f"{BASE}/torrents", allow_head=False)
@signed_in
async def torrents(call: Call) -> web.Response:
    """Return a page of torrents, the newest first."""
    wanted = call.request.query.get("filter")
    if wanted not in {None, "active"}:
        raise RefusedError(WRONG_PARAMETER, "filter")
    chosen = sorted(known(call), key=lambda torrent: torrent.added, reverse=True)
    if wanted is not None:
        active = [torrent for torrent in chosen if torrent.status.active]
        others = [torrent for torrent in chosen if not torrent.status.active]
        first = call.service.settings.active_is_first
        chosen = active + others if first else active
    return paged(call, chosen, show)


@routes.get(f"{BASE}/torrents/activeCount", allow_head=False)
@signed_in
async def active_count(call: Call) -> web.Response:
    """Return the number of used slots of the account."""
    settings = call.service.settings
    active = call.person.active()
    shown: dict[str, object] = {"nb": len(active), "limit": settings.active_limit}
    if settings.active_list:
        shown["list"] = [torrent.hash for torrent in active]
    return answer(shown, settings)


@routes.get(f"{BASE}/torrents/info/{{id}}", allow_head=False)
@signed_in
async def info(call: Call) -> web.Response:
    """Return all about one torrent, its files included."""
    torrent, settings = find(call), call.service.settings
    shown = {
        **show(torrent, settings),
        "original_filename": torrent.filename,
        "original_bytes": torrent.original_bytes,
        "files": [
            {
                "id": file.id,
                "path": file.path,
                "bytes": file.bytes,
                "selected": int(file.selected),
            }
            for file in torrent.files
        ],
    }
    return answer([shown] if settings.info_in_array else shown, settings)


def known(call: Call) -> list[Torrent]:
    """Return the torrents that every part of the service has heard of by now."""
    now, seconds = call.service.clock.now(), call.service.settings.unknown_for
    return [
        torrent
        for torrent in call.person.torrents
        if not (torrent.moving and 0 <= now - torrent.added < seconds)
    ]


def find(call: Call) -> Torrent:
    """Return the torrent of the path."""
    wanted = call.request.match_info["id"]
    for torrent in known(call):
        if torrent.id == wanted:
            return torrent
    raise RefusedError(UNKNOWN_RESOURCE)


def show(torrent: Torrent, settings: Settings) -> dict[str, object]:
    """Return a torrent as the list has it: some fields depend on its status."""
    shown: dict[str, object] = {
        "id": torrent.id,
        "filename": torrent.filename,
        "hash": torrent.hash,
        "bytes": torrent.bytes,
        "host": torrent.host,
        "split": torrent.split,
        "progress": _progress(torrent, settings),
        "status": settings.statuses.get(torrent.id, torrent.status),
        "added": json_date(torrent.added, settings.list_zone, settings.dates),
        "links": torrent.links,
    }
    if torrent.ended is not None:
        shown["ended"] = json_date(torrent.ended, settings.list_zone, settings.dates)
    idle = settings.idle_speed and torrent.status is not TorrentStatus.DOWNLOADED
    if torrent.speed is not None or idle:
        shown["speed"] = torrent.speed or 0
    if torrent.seeders is not None or idle:
        shown["seeders"] = torrent.seeders or 0
    return shown


def _progress(torrent: Torrent, settings: Settings) -> float:
    # A whole number stays one, whether it came from a state file or not.
    if settings.whole_progress or torrent.progress % 1 == 0:
        return round(torrent.progress)
    return torrent.progress
