"""`/downloads`: the unrestricted links of an account."""

from typing import Any

from aiohttp import web

from tests.simulator.real_debrid.answers import json_date
from tests.simulator.real_debrid.download import Download
from tests.simulator.real_debrid.errors import UNKNOWN_RESOURCE, RefusedError
from tests.simulator.real_debrid.hosters import icon_path
from tests.simulator.real_debrid.media import mime_type, streamable
from tests.simulator.real_debrid.paging import paged
from tests.simulator.real_debrid.rest import BASE, Call, signed_in
from tests.simulator.real_debrid.scene import RealDebrid
from tests.simulator.real_debrid.settings import Settings

routes = web.RouteTableDef()


@routes.get(f"{BASE}/downloads", allow_head=False)
@signed_in
async def downloads(call: Call) -> web.Response:
    """Return a page of downloads, the newest first."""

    def show(download: Download, settings: Settings) -> dict[str, object]:
        shown = show_file(call.service, download)
        shown["generated"] = json_date(
            download.generated, settings.list_zone, settings.dates
        )
        if download.quality is not None:
            shown["type"] = download.quality
        return shown

    oldest_first = sorted(
        call.person.downloads, key=lambda download: download.generated
    )
    return paged(call, oldest_first[::-1], show)


@routes.delete(f"{BASE}/downloads/delete/{{id}}")
@signed_in
async def delete(call: Call) -> web.Response:
    """Forget a download; its address leads nowhere from then on."""
    wanted = call.request.match_info["id"]
    for download in call.person.downloads:
        if download.id == wanted:
            call.person.downloads.remove(download)
            call.service.changed()
            return web.Response(status=204)
    raise RefusedError(UNKNOWN_RESOURCE)


def show_file(service: RealDebrid, download: Download) -> dict[str, Any]:
    """Return the fields shared by the list and the response to an unrestricted link."""
    shown = {
        "id": download.id,
        "filename": download.filename,
        "mimeType": mime_type(download.filename),
        "filesize": download.bytes,
        "link": download.link,
        "host": download.host,
        "chunks": download.chunks,
        "download": service.address_of(download),
        "streamable": int(streamable(download.filename)),
    }
    if service.settings.host_icon:
        shown["host_icon"] = service.url + icon_path(download.host)
    return shown
