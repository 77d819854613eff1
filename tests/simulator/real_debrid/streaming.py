"""`/streaming`: films in formats that every player supports."""

from typing import Final

from aiohttp import web

from tests.simulator.real_debrid.answers import answer, inner_map
from tests.simulator.real_debrid.download import Download
from tests.simulator.real_debrid.errors import (
    SERVICE_UNAVAILABLE,
    UNKNOWN_RESOURCE,
    RefusedError,
)
from tests.simulator.real_debrid.files import ranged
from tests.simulator.real_debrid.media import content, manifest, mime_type, streamable
from tests.simulator.real_debrid.metadata import look_up, streams
from tests.simulator.real_debrid.rest import BASE, Call, signed_in
from tests.simulator.real_debrid.scene import SERVICE

FORMATS: Final = {
    "apple": "m3u8",
    "dash": "mpd",
    "liveMP4": "mp4",
    "h264WebM": "webm",
}
QUALITY: Final = "full"

routes = web.RouteTableDef()


@routes.get(f"{BASE}/streaming/transcode/{{id}}", allow_head=False)
@signed_in
async def transcode(call: Call) -> web.Response:
    """Return the addresses of a download in each form, by quality."""
    base = f"{call.service.url}/t/{_find(call).id}"
    shown = {
        name: {QUALITY: f"{base}/{QUALITY}.{suffix}"}
        for name, suffix in FORMATS.items()
    }
    return answer(shown, call.service.settings)


@routes.get(f"{BASE}/streaming/mediaInfos/{{id}}", allow_head=False)
@signed_in
async def media_infos(call: Call) -> web.Response:
    """Return the media information of a download, or None."""
    download, settings = _find(call), call.service.settings
    known = look_up(download.filename)
    if known is None:
        raise RefusedError(SERVICE_UNAVAILABLE)
    base = f"{call.service.url}/t/{download.id}"
    shown: dict[str, object] = {
        "filename": download.filename,
        "hoster": download.host,
        "link": download.link,
        "type": known.kind,
        "season": known.season,
        "episode": known.episode,
        "year": known.year,
        "duration": known.seconds,
        "bitrate": int(download.bytes * 8 / known.seconds),
        "size": download.bytes,
        "details": {
            kind: inner_map(found, settings) for kind, found in streams(known).items()
        },
        "baseUrl": base,
        "availableFormats": FORMATS,
        "availableQualities": {"Original": QUALITY},
        "modelUrl": f"{base}/{{audio}}/{{subtitles}}/{{audioCodec}}/"
        "{quality}.{format}",
        "host": call.service.url.removeprefix("http://"),
    }
    images = ("audio_image",) if known.kind == "audio" else _FILM_IMAGES
    picture = f"{call.service.url}/images/posters/{download.id}.png"
    return answer(shown | dict.fromkeys(images, picture), settings)


@routes.get("/t/{id}/{path:.+}")
async def serve(request: web.Request) -> web.Response:
    """Serve a transcoded film, or the list of its parts."""
    service = request.app[SERVICE]
    found = service.find_download(request.match_info["id"])
    name, _, suffix = request.match_info["path"].rpartition(".")
    if (
        found is None
        or service.clock.now() >= found[1].expires_at
        or name.rpartition("/")[2] != QUALITY
        or suffix not in FORMATS.values()
    ):
        raise web.HTTPNotFound
    film = f"{QUALITY}.mp4"
    match suffix:
        case "m3u8":
            return ranged(request, manifest.playlist(film), HLS_TYPE)
        case "mpd":
            return ranged(request, manifest.description(film), DASH_TYPE)
    kind = mime_type(f"{QUALITY}.{suffix}")
    return ranged(request, content(kind), kind)


@routes.get("/images/posters/{id}.png")
async def poster(request: web.Request) -> web.Response:
    """Serve the poster of a film, or the cover of a sound."""
    return ranged(request, content("image/png"), "image/png")


HLS_TYPE: Final = "application/vnd.apple.mpegurl"
DASH_TYPE: Final = "application/dash+xml"
_FILM_IMAGES: Final = ("poster_path", "backdrop_path")


def _find(call: Call) -> Download:
    wanted = call.request.match_info["id"]
    for download in call.person.downloads:
        if download.id == wanted and streamable(download.filename):
            return download
    raise RefusedError(UNKNOWN_RESOURCE)
