"""Podcasts (Blubrry API 2, list programs), their descriptions and covers."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

from ...api.client import ServiceClient, segment
from ...api.errors import NotIncluded, PassingTrouble, RequestRefused
from ...api.parsing import (
    Identifier,
    Json,
    Text,
    WebAddress,
    as_flag,
    as_identifier,
    as_map,
    as_rows,
    as_text,
    as_web_address,
    read_rows,
)
from .error_codes import NO_PROGRAMS, NO_STATISTICS
from .paging import pages

# The default picture of a podcast without a cover.
_PLACEHOLDER: Final = "default.jpg"

_LISTS: Final = ("2/media/index.json", "2/stats/index.json")


@dataclass(frozen=True, kw_only=True)
class Program:
    """A podcast, which Blubrry calls a program.

    `keyword` identifies the podcast in paths. It is opaque: it can be all digits, and
    newer podcasts may have their id in its place.
    """

    program_id: Identifier
    keyword: str
    title: str
    feed_url: WebAddress | None = None

    @classmethod
    def from_row(cls, row: Json) -> Self | None:
        """Read a row of a program list; None if it has no valid id."""
        fields = as_map(row)
        program_id = as_identifier(fields.get("program_id"))
        if program_id is None:
            return None
        keyword = as_text(fields.get("program_keyword")) or program_id
        return cls(
            program_id=program_id,
            keyword=keyword,
            title=as_text(fields.get("program_title")) or keyword,
            feed_url=as_web_address(fields.get("feed_url")),
        )


@dataclass(frozen=True, kw_only=True)
class ProgramList:
    """The podcasts that an account may access, by id.

    `complete` is False if one of the lists could not be read, so that a missing podcast
    is not necessarily deleted.
    """

    programs: Mapping[str, Program]
    complete: bool


@dataclass(frozen=True, kw_only=True)
class ProgramInfo:
    """The description and the cover of a podcast (program/info.json)."""

    author: Text | None
    category: Text | None
    cover: WebAddress | None

    @classmethod
    def from_answer(cls, answer: Json) -> Self:
        """Read the answer."""
        fields = as_map(answer)
        cover = as_web_address(fields.get("artwork_url"))
        return cls(
            author=as_text(fields.get("author")),
            category=as_text(fields.get("category")),
            cover=None if cover is None or _PLACEHOLDER in cover else cover,
        )


class ProgramCalls:
    """The calls about podcasts as such. Each raises a ProviderError."""

    def __init__(self, client: ServiceClient) -> None:
        """Initialize with the client."""
        self._client = client

    async def list(self) -> ProgramList:
        """List the podcasts with hosting and those with statistics, all pages.

        The list is not complete if one of the two is refused. Raises the error of the
        second one if both are.
        """
        programs: dict[str, Program] = {}
        refused: list[NotIncluded | RequestRefused] = []
        for found in await asyncio.gather(*map(self._list_if_given, _LISTS)):
            if isinstance(found, dict):
                programs |= found
            else:
                refused.append(found)
        if len(refused) == len(_LISTS):
            raise refused[-1]
        return ProgramList(programs=programs, complete=not refused)

    async def _list_if_given(
        self, path: str
    ) -> dict[str, Program] | NotIncluded | RequestRefused:
        """Return a list, empty if the service says so, or the error of a refusal."""
        try:
            return await self._list(path)
        except (NotIncluded, RequestRefused) as err:
            return {} if err.reason in {NO_PROGRAMS, NO_STATISTICS} else err

    async def _list(self, path: str) -> dict[str, Program]:
        programs: dict[str, Program] = {}
        async for page in pages(self._client, path):
            found = read_rows(page.rows, Program.from_row)
            if page.answer.json and not found:
                # An answer without podcasts in it: not the same as an empty list.
                raise PassingTrouble(f"{page.answer.where}: no list of programs")
            for program in found:
                programs[program.program_id] = program
        return programs

    async def hosted(self) -> Mapping[str, bool]:
        """Read the ids of the podcasts with hosting; not documented, may be refused."""
        answer = await self._client.get("2/service/index.json")
        return {
            program.program_id: as_flag(as_map(row).get("hosting"))
            for row in as_rows(answer.json)
            if (program := Program.from_row(row)) is not None
        }

    async def info(self, program: Program) -> ProgramInfo:
        """Read the details of a podcast; not documented, may be refused."""
        answer = await self._client.get(
            f"2/program/{segment(program.keyword)}/info.json"
        )
        return ProgramInfo.from_answer(answer.json)
