"""Public files: recordings and covers."""

from aiohttp import web

from tests.simulator.blubrry import audio, cover
from tests.simulator.blubrry.people import Episode
from tests.simulator.blubrry.scene import SERVICE

routes = web.RouteTableDef()


@routes.get(r"/audio/{episode:\d+}/{file}")
async def recording(request: web.Request) -> web.Response:
    """Return an episode's recording, or the requested part of it."""
    service = request.app[SERVICE]
    episode = _find(request)
    if episode is None or episode.published > service.clock.now() or episode.draft:
        raise web.HTTPNotFound
    if episode.filename.endswith(".wav"):
        return _part(request, audio.wav(220 + episode.id % 440), "audio/x-wav")
    return _part(request, audio.mp3(episode.title), "audio/mpeg")


@routes.get(r"/coverart/300/{program:\d+}.png")
async def cover_art(request: web.Request) -> web.Response:
    """Return the cover of a program that has one."""
    number = int(request.match_info["program"])
    program = request.app[SERVICE].programs.get(number)
    if program is None or not program.artwork:
        raise web.HTTPNotFound
    return web.Response(body=cover.png(number), content_type="image/png")


@routes.get("/coverart/300/default.jpg")
async def placeholder(request: web.Request) -> web.Response:
    """Return a cover; it is a PNG, whatever its name says."""
    return web.Response(body=cover.png(0), content_type="image/png")


def _find(request: web.Request) -> Episode | None:
    number, name = int(request.match_info["episode"]), request.match_info["file"]
    for program in request.app[SERVICE].programs.values():
        for episode in program.episodes:
            if (episode.id, episode.filename) == (number, name):
                return episode
    return None


def _part(request: web.Request, whole: bytes, content_type: str) -> web.Response:
    headers = {"Accept-Ranges": "bytes"}
    try:
        wanted = request.http_range
    except ValueError:
        # An invalid range is ignored.
        wanted = slice(None)
    start, end, _ = wanted.indices(len(whole))
    if (wanted.start, wanted.stop) == (None, None):
        return web.Response(body=whole, content_type=content_type, headers=headers)
    if start >= end:
        headers["Content-Range"] = f"bytes */{len(whole)}"
        return web.Response(status=416, headers=headers)
    headers["Content-Range"] = f"bytes {start}-{end - 1}/{len(whole)}"
    return web.Response(
        status=206,
        body=whole[start:end],
        content_type=content_type,
        headers=headers,
    )
