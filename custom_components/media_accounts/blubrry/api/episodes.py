"""Episodes of a podcast (Blubrry API 2, episode)."""

from dataclasses import dataclass
from datetime import datetime
import json
from typing import Final, Self

from aiohttp import hdrs

from ...api.client import ServiceClient, segment
from ...api.http import PAGE
from ...api.paging import Page, read_pages
from ...api.parsing import (
    Identifier,
    Json,
    Text,
    WebAddress,
    as_count,
    as_identifier,
    as_map,
    as_rows,
    as_text,
    as_web_address,
    read_rows,
)
from .dates import as_moment
from .paging import MAX_ROWS
from .programs import Program

# The largest page of the list of episodes.
EPISODE_PAGE: Final = 50

_PUBLISHED: Final = 1


@dataclass(frozen=True, kw_only=True)
class Episode:
    """A published episode; `duration` is in seconds."""

    episode_id: Identifier
    title: str
    published: datetime | None
    duration: int | None
    filename: Text | None
    summary: Text | None
    season: int | None
    number: int | None
    link: WebAddress | None
    media_url: WebAddress | None
    image: WebAddress | None

    @classmethod
    def from_row(cls, row: Json) -> Self | None:
        """Read a row; None if it has no id."""
        fields = as_map(row)
        episode_id = as_identifier(fields.get("id"))
        if episode_id is None:
            return None
        filename = as_text(fields.get("filename"))
        return cls(
            episode_id=episode_id,
            title=as_text(fields.get("title")) or filename or episode_id,
            published=as_moment(fields.get("post_date")),
            duration=as_count(fields.get("duration")),
            filename=filename,
            summary=as_text(fields.get("summary")),
            season=as_count(fields.get("itunes_season")),
            number=as_count(fields.get("itunes_episode_number")),
            link=as_web_address(fields.get("listing_url"))
            or as_web_address(fields.get("podcast_link")),
            media_url=as_web_address(fields.get("media_url")),
            image=as_web_address(fields.get("itunes_image")),
        )


class EpisodeCalls:
    """The calls that read and publish episodes. Each raises a ProviderError."""

    def __init__(self, client: ServiceClient) -> None:
        """Initialize with the client."""
        self._client = client

    async def list(
        self, program: Program, *, limit: int = EPISODE_PAGE
    ) -> tuple[Episode, ...]:
        """Read up to `limit` episodes, the newest first."""

        async def read_page(offset: int) -> Page:
            answer = await self._client.get(
                f"2/episode/{segment(program.keyword)}/",
                params={
                    "limit": max(1, min(EPISODE_PAGE, limit - offset)),
                    "offset": offset,
                },
                budget=PAGE,
            )
            return Page(answer=answer, rows=as_rows(answer.map.get("data")))

        episodes = {
            episode.episode_id: episode
            async for page in read_pages(
                read_page, max_rows=MAX_ROWS, limit=limit, full_page=EPISODE_PAGE
            )
            for episode in read_rows(page.rows, Episode.from_row)
        }
        return tuple(episodes.values())

    async def read(self, program: Program, episode_id: str) -> Episode | None:
        """Read one episode.

        Raises RequestRefused with the reason EPISODE_NOT_FOUND if there is none.
        """
        answer = await self._client.get(
            f"2/episode/{segment(program.keyword)}/{segment(episode_id)}/"
        )
        # The documentation does not say whether it is sent as `data`, as in the list.
        return Episode.from_row(answer.map.get("data", answer.json))

    async def publish(
        self, program: Program, *, filename: str, title: str, notes: str
    ) -> Identifier | None:
        """Publish an uploaded file as an episode; return its id if it is sent."""
        body = {
            "status": _PUBLISHED,
            "filename": filename,
            "title": title,
            "content": notes,
        }
        answer = await self._client.request(
            hdrs.METH_POST,
            f"2/episode/{segment(program.keyword)}/add",
            data=json.dumps(body).encode(),
            headers={hdrs.CONTENT_TYPE: "application/json"},
        )
        return as_identifier(answer.map.get("id"))
