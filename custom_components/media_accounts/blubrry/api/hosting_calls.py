"""Blubrry's media hosting (Blubrry API 2, media), only what is safe to read."""

from .calls import BlubrryCalls, segment
from .hosting_models import Hosting, Migration
from .programs import Program


class HostingCalls(BlubrryCalls):
    """The calls that read a program's files and quota."""

    async def hosting(self, program: Program) -> Hosting:
        """Read the files, of the published ones the newest, and the quota."""
        path = f"2/media/{segment(program.keyword)}/index.json"
        # The quota comes with all three of these only.
        params = {"quota": "true", "published": "true", "detail": "true"}
        return Hosting.from_answers(
            [answer.json async for answer in self.pages(path, params)]
        )

    async def migration(self, program: Program) -> Migration:
        """Read how far the move of files from another host is."""
        answer = await self.get(
            f"2/media/{segment(program.keyword)}/migrate_status.json",
            params={"status": "summary", "simple": "true"},
        )
        return Migration.from_answer(answer.json)
