"""The episodes of a program as Blubrry's own pages show them, without any counts."""

from datetime import UTC, datetime
import re
from typing import Final
from zoneinfo import ZoneInfo

from aiohttp import web

from tests.simulator.blubrry.errors import RefusedCallError
from tests.simulator.blubrry.forms import (
    Row,
    identifier,
    keyword,
    number,
    record_count,
    rows,
)
from tests.simulator.blubrry.people import Episode, Program
from tests.simulator.blubrry.rest import BASE, Call, signed_in
from tests.simulator.blubrry.settings import Envelope

TAGS: Final = re.compile(r"<[^>]*>")
PLAYER: Final = "https://player.blubrry.com/"
LISTING: Final = "https://blubrry.com/"

routes = web.RouteTableDef()


@routes.get(BASE + "/episode/{program}/", allow_head=False)
@signed_in
async def episodes(call: Call) -> web.Response:
    """Return a page of the episodes that are out, the newest first."""
    program, settings = known_program(call), call.settings
    limit, offset = call.number("limit", 10, 1, 50), call.number("offset", 0)
    published = program.published(call.service.clock.now())
    page = [
        row(call, program, episode) for episode in published[offset : offset + limit]
    ]
    return web.json_response(
        {
            "data": rows(page, settings),
            "record_count": record_count(page, len(published), settings),
            "limit": limit,
            "offset": offset,
        }
    )


@routes.get(BASE + "/episode/{program}/{episode}/", allow_head=False)
@signed_in
async def one_episode(call: Call) -> web.Response:
    """Return one episode; the response for a missing one is a 401."""
    program, wanted = known_program(call), call.request.match_info["episode"]
    for episode in program.published(call.service.clock.now()):
        if str(episode.id) == wanted:
            shown = row(call, program, episode)
            if call.settings.episode_in_data:
                return web.json_response({"data": shown})
            return web.json_response(shown)
    raise RefusedCallError(
        401,
        "episode not found",
        code="episode_not_found",
        envelope=Envelope.CODE,
    )


def known_program(call: Call) -> Program:
    """Return the program of the path; here an unknown one has an error of its own."""
    if call.service.find_program(call.request.match_info["program"]) is None:
        raise RefusedCallError(
            400,
            "keyword not valid",
            code="episode_show_invalid",
            envelope=Envelope.CODE,
        )
    return call.program()


def row(call: Call, program: Program, episode: Episode) -> Row:
    """Return an episode as the documents have it."""
    settings = call.settings
    posted = datetime.fromtimestamp(episode.published, UTC).astimezone(
        ZoneInfo(settings.episode_zone)
    )
    place = program.episodes.index(episode) + 1
    slug = re.sub(r"[^a-z0-9]+", "-", episode.title.lower()).strip("-")
    return {
        "id": identifier(episode.id, settings),
        "title": episode.title,
        "program_id": str(program.program_id),
        "program_title": program.title,
        "program_keyword": keyword(program, settings),
        "filename": episode.filename,
        "duration": number(episode.duration, settings),
        "description": episode.notes,
        "summary": TAGS.sub("", episode.notes),
        "post_date": f"{posted:%H:%M:%S %Y-%m-%d}",
        "media_url": call.media_url(episode),
        "player_url": f"{PLAYER}?podcast_id={episode.id}",
        "listing_url": f"{LISTING}{program.keyword}/{episode.id}/{slug}/",
        "podcast_link": program.feed_url,
        "itunes_title": episode.title,
        "itunes_episode": place,
        "itunes_season": 1,
        "itunes_episode_number": place,
        "itunes_order": None,
        "itunes_image": call.cover_url(program),
        "episode_type": "full",
        "location": "",
        "credits": [],
    }
