"""The files behind unrestricted links, icons of hosts, and pictures of people."""

from base64 import b64decode
from typing import Final

from aiohttp import web

from tests.simulator.real_debrid.media import content, mime_type, picture
from tests.simulator.real_debrid.people import Person
from tests.simulator.real_debrid.scene import SERVICE

ANYONE: Final = {"Access-Control-Allow-Origin": "*"}
"""Players in a browser read from an address that is not their page's."""

routes = web.RouteTableDef()


@routes.get("/d/{id}/{filename}")
async def download(request: web.Request) -> web.Response:
    """Serve a file, whole or in part, while its URL is valid."""
    service = request.app[SERVICE]
    found = service.find_download(request.match_info["id"])
    if found is None or service.clock.now() >= found[1].expires_at:
        return web.Response(
            status=404, content_type="text/html", text="<h1>This link is no more</h1>"
        )
    person, wanted = found
    kind = mime_type(wanted.filename)
    answer = ranged(request, content(kind), kind)
    if request.method == "GET" and _from_the_start(answer):
        service.count_bytes(person, wanted)
    return answer


@routes.get("/images/hosters/{name}.png")
async def icon(request: web.Request) -> web.Response:
    """Return the icon of a host."""
    return ranged(
        request, picture.icon(sum(request.match_info["name"].encode())), "image/png"
    )


@routes.get("/images/forum/empty.png")
async def no_avatar(request: web.Request) -> web.Response:
    """Return the picture of everybody who has none of their own."""
    return ranged(request, picture.silhouette(), "image/png")


@routes.get("/images/avatars/{id}")
async def avatar(request: web.Request) -> web.Response:
    """Return the picture of a person who has an own one."""
    wanted = request.match_info["id"]
    for person in request.app[SERVICE].people.values():
        if str(person.id) == wanted and person.avatar_image is not None:
            data = b64decode(person.avatar_image)
            return ranged(request, data, picture.mime_type(data))
    raise web.HTTPNotFound


def avatar_path(person: Person) -> str:
    """Return where the picture of a person is."""
    if person.avatar_image is None:
        return "/images/forum/empty.png"
    return f"/images/avatars/{person.id}"


def ranged(request: web.Request, data: bytes, kind: str) -> web.Response:
    """Return bytes, or the part that a Range header requests (RFC 9110)."""
    headers = {"Accept-Ranges": "bytes", **ANYONE}
    try:
        wanted = request.http_range
    except ValueError:
        # A range in another unit or form is not for this server: all of it then.
        return web.Response(body=data, content_type=kind, headers=headers)
    if wanted.start is None and wanted.stop is None:
        return web.Response(body=data, content_type=kind, headers=headers)
    start, stop, _ = wanted.indices(len(data))
    if start >= stop:
        headers["Content-Range"] = f"bytes */{len(data)}"
        return web.Response(status=416, headers=headers)
    headers["Content-Range"] = f"bytes {start}-{stop - 1}/{len(data)}"
    return web.Response(
        status=206, body=data[start:stop], content_type=kind, headers=headers
    )


def _from_the_start(answer: web.Response) -> bool:
    # A request from the middle was counted when the download began.
    part = answer.headers.get("Content-Range", "bytes 0-")
    return part.startswith("bytes 0-")
