"""`/episode/{program}/add`: publishes an episode, or saves it as a draft."""

from datetime import UTC, datetime
from email.utils import format_datetime
from json import JSONDecodeError
from typing import Any

from aiohttp import web

from tests.simulator.blubrry.episodes import known_program
from tests.simulator.blubrry.errors import mistake
from tests.simulator.blubrry.forms import identifier
from tests.simulator.blubrry.media import hosted, publish
from tests.simulator.blubrry.people import Episode, Program
from tests.simulator.blubrry.rest import BASE, Call, signed_in

routes = web.RouteTableDef()

DRAFT, OUT = 0, 1


@routes.post(BASE + "/episode/{program}/add")
@signed_in
async def add(call: Call) -> web.Response:
    """Set the title and notes of a file; `status` 1 publishes it, 0 keeps a draft.

    The file is one that was uploaded, or one that was published already. Only its
    name and the form of the response are documented.
    """
    known_program(call)
    program = hosted(call)
    given = await _given(call)
    episode = _episode(call, program, given)
    episode.title, episode.notes = given["title"], given["content"]
    call.service.changed()
    posted = datetime.fromtimestamp(episode.published, UTC)
    return web.json_response(
        {
            "id": identifier(episode.id, call.settings),
            "title": episode.title,
            "filename": episode.filename,
            "media_url": call.media_url(episode),
            "date": format_datetime(posted),
        }
    )


async def _given(call: Call) -> dict[str, Any]:
    try:
        body = await call.request.json()
    except JSONDecodeError:
        raise mistake("The body must be JSON") from None
    if not isinstance(body, dict):
        raise mistake("The body must be an object")
    if str(body.get("status")) not in {str(DRAFT), str(OUT)}:
        raise mistake("status must be 0 or 1")
    given = {"content": "", **body, "status": int(body["status"])}
    for name in ("filename", "title", "content"):
        if not isinstance(given.get(name), str):
            raise mistake(f"{name} must be a text")
    if not given["title"] or not given["filename"]:
        raise mistake("An episode needs a title and a file")
    return given


def _episode(call: Call, program: Program, given: dict[str, Any]) -> Episode:
    for upload in program.uploads:
        if upload.name != given["filename"]:
            continue
        if given["status"] == OUT:
            return publish(call, program, upload)
        return call.service.keep_draft(program.program_id, upload)
    for episode in program.episodes:
        if episode.filename == given["filename"]:
            return episode
    raise mistake(f"There is no file {given['filename']}")
