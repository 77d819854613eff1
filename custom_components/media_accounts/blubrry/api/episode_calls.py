"""Blubrry's episodes (Blubrry API 2, episode)."""

import json
from typing import Final

from aiohttp import hdrs

from ...api.parsing import as_rows, as_text
from .calls import BlubrryCalls, segment
from .episode_models import Episode, ProgramInfo
from .programs import Program

# The largest page of the list of episodes.
EPISODE_PAGE: Final = 50

_PUBLISHED: Final = 1


class EpisodeCalls(BlubrryCalls):
    """The calls that read and publish a program's episodes."""

    async def episodes(
        self, program: Program, *, limit: int = EPISODE_PAGE
    ) -> tuple[Episode, ...]:
        """Read up to `limit` episodes, the newest first."""
        path = f"2/episode/{segment(program.keyword)}/"
        found: dict[str, Episode] = {}
        offset = 0
        while offset < limit:
            size = min(EPISODE_PAGE, limit - offset)
            answer = await self.get(path, params={"limit": size, "offset": offset})
            page = as_rows(answer.map.get("data"))
            known = len(found)
            found |= {
                episode.episode_id: episode
                for episode in map(Episode.from_row, page)
                if episode is not None
            }
            offset += len(page)
            if len(page) < size or len(found) == known:
                break
        return tuple(found.values())

    async def episode(self, program: Program, episode_id: str) -> Episode | None:
        """Read one episode.

        Raises RequestRefused with the reason "episode_not_found" where there is
        none; Blubrry answers 401 then, which says nothing of the sign-in.
        """
        answer = await self.get(
            f"2/episode/{segment(program.keyword)}/{segment(episode_id)}/"
        )
        # The documents do not tell whether it comes as `data`, as the list does.
        return Episode.from_row(answer.map.get("data", answer.json))

    async def publish(
        self, program: Program, *, filename: str, title: str, notes: str
    ) -> str | None:
        """Publish an uploaded file as an episode; return its id where it is told."""
        body = {
            "status": _PUBLISHED,
            "filename": filename,
            "title": title,
            "content": notes,
        }
        answer = await self.request(
            hdrs.METH_POST,
            f"2/episode/{segment(program.keyword)}/add",
            data=json.dumps(body).encode(),
            headers={hdrs.CONTENT_TYPE: "application/json"},
        )
        return as_text(answer.map.get("id"))

    async def program_info(self, program: Program) -> ProgramInfo:
        """Read how a program presents itself; not documented, so it may be refused."""
        answer = await self.get(f"2/program/{segment(program.keyword)}/info.json")
        return ProgramInfo.from_answer(answer.json)
