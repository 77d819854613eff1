"""What Blubrry tells of podcast programs, with exact types."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from ..parse import Json, as_int, as_map, as_rows, as_text, mail_datetime


@dataclass(frozen=True, kw_only=True)
class Program:
    """A podcast program (Blubrry API 2, list programs).

    `keyword` names the program in paths. It is opaque: it can be all digits, and
    newer programs may have their id in its place.
    """

    program_id: str
    keyword: str
    title: str

    @classmethod
    def from_row(cls, row: Json) -> Self | None:
        """Read a row of a program list; None where it has no id."""
        fields = as_map(row)
        program_id = as_text(fields.get("program_id"))
        if program_id is None:
            return None
        keyword = as_text(fields.get("program_keyword")) or program_id
        return cls(
            program_id=program_id,
            keyword=keyword,
            title=as_text(fields.get("program_title")) or keyword,
        )


@dataclass(frozen=True, kw_only=True)
class ProgramList:
    """The programs that an account may see, by id.

    `complete` is False where one of the lists was not to be had, so that a
    program which is missing has not necessarily gone.
    """

    programs: Mapping[str, Program]
    complete: bool


@dataclass(frozen=True, kw_only=True)
class Summary:
    """The statistics summary of a program (Blubrry API 2, show summary).

    Counts are downloads; None where the answer has none. Only the newest of the
    episodes in the answer is kept.
    """

    downloads: int | None
    downloads_this_month: int | None
    downloads_last_month: int | None
    newest_episode: str | None
    newest_episode_published: datetime | None

    @classmethod
    def from_answer(cls, answer: Json) -> Self:
        """Read the answer of summary.json."""
        fields = as_map(answer)
        episodes = [as_map(row) for row in as_rows(fields.get("media"))]
        dated = [(mail_datetime(row.get("date")), row) for row in episodes]
        published, newest = max(
            dated,
            key=lambda entry: entry[0] or datetime.min.replace(tzinfo=UTC),
            default=(None, {}),
        )
        return cls(
            downloads=as_int(as_map(fields.get("overall")).get("total")),
            downloads_this_month=as_int(
                as_map(fields.get("current_month")).get("total")
            ),
            downloads_last_month=as_int(as_map(fields.get("last_month")).get("total")),
            newest_episode=as_text(newest.get("title"))
            or as_text(newest.get("filename")),
            newest_episode_published=published,
        )


@dataclass(frozen=True, kw_only=True)
class ProgramStatistics:
    """A program, and its statistics while there are any to show."""

    program: Program
    summary: Summary | None
