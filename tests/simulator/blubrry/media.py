"""The files of a program: those not published yet, and the call that publishes one."""

from datetime import UTC, datetime
import mimetypes
from typing import Final

from aiohttp import web

from tests.simulator.blubrry.errors import about_program
from tests.simulator.blubrry.forms import Row, identifier, number, numbered
from tests.simulator.blubrry.hosting import QuotaMode, Upload
from tests.simulator.blubrry.people import Episode, Program
from tests.simulator.blubrry.programs import TOTAL_HEADER
from tests.simulator.blubrry.quota import left, quota
from tests.simulator.blubrry.rest import BASE, Call, signed_in
from tests.simulator.blubrry.settings import Settings

NEWEST: Final = 20
READY: Final = 24

routes = web.RouteTableDef()


@routes.get(BASE + "/media/{program}/index.json", allow_head=False)
@signed_in
async def files(call: Call) -> web.Response:
    """Return a page of the unpublished files, and the requested extra data.

    With `published` the newest published files follow. With `quota` or `detail` the
    list becomes an object: the same rows under numbers, and the requested data.
    """
    program, settings = hosted(call), call.settings
    limit = min(call.number("limit", settings.page_size), settings.page_size_cap)
    start = call.number("start", 0)
    asked = {
        name: settings.quota_known and call.flag(name)
        for name in ("published", "quota", "detail")
    }
    listed = [
        _unpublished(upload, settings, unix=asked["published"])
        for upload in program.uploads[start : start + limit]
    ]
    if asked["published"]:
        now = call.service.clock.now()
        listed += [
            _published(call, episode, detail=asked["detail"])
            for episode in program.published(now)[:NEWEST]
        ]
    extra: Row = {}
    if asked["quota"]:
        extra["quota"] = quota(call, program)
    if asked["detail"]:
        extra |= {"detail": {}, "transcript_plan": 0}
    headers = {TOTAL_HEADER: str(len(program.uploads))} if settings.total_header else {}
    if extra or settings.lists_as_maps:
        return web.json_response({**numbered(listed), **extra}, headers=headers)
    return web.json_response(listed, headers=headers)


@routes.get(BASE + "/media/{program}/{file}", allow_head=False)
@signed_in
async def file(call: Call) -> web.Response:
    """Publish a file: a GET with an effect, unless only its information is wanted."""
    program, name = hosted(call), call.request.match_info["file"]
    known = _find(call, program, name)
    if known is None:
        raise about_program(404, f"Unable to locate file {name}")
    if call.flag("info"):
        return web.json_response(
            {
                "duration": number(known.duration, call.settings, str),
                "content-type": mimetypes.guess_type(name)[0],
                "length": number(known.length, call.settings),
            }
        )
    if isinstance(known, Upload):
        if not call.flag("publish", default=True):
            raise about_program(400, f"{name} is not published")
        known = publish(call, program, known)
    return web.json_response(
        {
            "text": "File published",
            "media_url": call.media_url(known),
            "podcast_id": identifier(known.id, call.settings),
        }
    )


def hosted(call: Call) -> Program:
    """Return the program of the path, if its plan has media hosting."""
    program = call.program()
    if not program.hosting:
        raise about_program(
            call.settings.plan_refusal_status, "This program has no media hosting"
        )
    return program


def publish(call: Call, program: Program, upload: Upload) -> Episode:
    """Publish a file for the caller, if the quota allows it."""
    quota = program.quota
    if quota.expired(call.service.clock.now()):
        raise about_program(402, "The media hosting of this program has expired")
    size = upload.duration if quota.mode is QuotaMode.TIME else upload.length
    if quota.frozen or (not quota.unlimited and size > left(call, program)):
        raise about_program(402, "The media hosting quota does not allow this file")
    return call.service.publish_upload(program.program_id, upload, call.person.username)


def _find(call: Call, program: Program, name: str) -> Upload | Episode | None:
    for upload in program.uploads:
        if upload.name == name:
            return upload
    for episode in program.published(call.service.clock.now()):
        if episode.filename == name:
            return episode
    return None


def _unpublished(upload: Upload, settings: Settings, *, unix: bool) -> Row:
    row: Row = {"name": upload.name, "length": number(upload.length, settings)}
    if unix:
        return {**row, "last_modified": int(upload.created)}
    created = f"{datetime.fromtimestamp(upload.created, UTC):%Y-%m-%d %H:%M:%S}"
    return {**row, "created": created, "last_modified": created}


def _published(call: Call, episode: Episode, *, detail: bool) -> Row:
    row: Row = {
        "name": episode.filename,
        "length": number(episode.length, call.settings, str),
        "published": True,
        "last_modified": int(episode.published),
        "url": call.media_url(episode),
        "podcast_id": identifier(episode.id, call.settings),
    }
    if detail:
        row["masterMedia"] = {"status": READY, "status_msg": "Ready"}
    return row
