"""`/torrents`: what a person has, and how much of it is active."""

from aiohttp import web

from .answers import answer, json_date
from .errors import WRONG_PARAMETER, RefusedError
from .paging import paged
from .people import Torrent
from .rest import BASE, Call, signed_in
from .settings import Settings

routes = web.RouteTableDef()


@routes.get(f"{BASE}/torrents", allow_head=False)
@signed_in
async def torrents(call: Call) -> web.Response:
    """Return a page of torrents, the newest first."""
    wanted = call.request.query.get("filter")
    if wanted not in {None, "active"}:
        raise RefusedError(WRONG_PARAMETER, "filter")
    chosen = sorted(
        (
            torrent
            for torrent in call.person.torrents
            if wanted is None or torrent.status.active
        ),
        key=lambda torrent: torrent.added,
        reverse=True,
    )
    return paged(call, chosen, show)


@routes.get(f"{BASE}/torrents/activeCount", allow_head=False)
@signed_in
async def active_count(call: Call) -> web.Response:
    """Return how many of the account's slots are taken."""
    settings = call.service.settings
    active = [torrent for torrent in call.person.torrents if torrent.status.active]
    shown: dict[str, object] = {"nb": len(active), "limit": settings.active_limit}
    if settings.active_list:
        shown["list"] = [torrent.hash for torrent in active]
    return answer(shown, settings)


def show(torrent: Torrent, settings: Settings) -> dict[str, object]:
    """Return a torrent as the list has it: some fields depend on its status."""
    shown: dict[str, object] = {
        "id": torrent.id,
        "filename": torrent.filename,
        "hash": torrent.hash,
        "bytes": torrent.bytes,
        "host": torrent.host,
        "split": torrent.split,
        # A whole number stays one, whether it came from a state file or not.
        "progress": round(torrent.progress)
        if torrent.progress % 1 == 0
        else torrent.progress,
        "status": torrent.status,
        "added": json_date(torrent.added, settings.list_zone),
        "links": torrent.links,
    }
    if torrent.ended is not None:
        shown["ended"] = json_date(torrent.ended, settings.list_zone)
    if torrent.speed is not None:
        shown["speed"] = torrent.speed
    if torrent.seeders is not None:
        shown["seeders"] = torrent.seeders
    return shown
