"""What Blubrry tells of podcast programs, with exact types."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Self

from ...api.parsing import Json, as_int, as_map, as_rows, as_text
from .dates import as_moment

# Ids become part of what entities, devices and series are called.
_MAX_ID: Final = 64

# Ten are documented; all of them are remembered.
_MAX_EPISODES: Final = 100

_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Program:
    """A podcast program (Blubrry API 2, list programs).

    `keyword` names the program in paths. It is opaque: it can be all digits, and
    newer programs may have their id in its place.
    """

    program_id: str
    keyword: str
    title: str
    feed_url: str | None = None

    @classmethod
    def from_row(cls, row: Json) -> Self | None:
        """Read a row of a program list; None where it has no id that is one."""
        fields = as_map(row)
        program_id = as_text(fields.get("program_id"))
        if program_id is None or len(program_id) > _MAX_ID:
            return None
        keyword = as_text(fields.get("program_keyword")) or program_id
        return cls(
            program_id=program_id,
            keyword=keyword,
            title=as_text(fields.get("program_title")) or keyword,
            feed_url=as_text(fields.get("feed_url")),
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
class RecentEpisode:
    """One of the newest episodes of a program, with its downloads so far."""

    episode_id: str
    title: str | None
    published: datetime | None
    downloads: int | None
    downloads_this_month: int | None

    @classmethod
    def from_row(cls, row: Json) -> Self | None:
        """Read a row of `media`; None where nothing in it names an episode."""
        fields = as_map(row)
        title = as_text(fields.get("title")) or as_text(fields.get("filename"))
        episode_id = as_text(fields.get("id")) or title
        if episode_id is None:
            return None
        return cls(
            episode_id=episode_id,
            title=title,
            published=as_moment(fields.get("date")),
            downloads=as_int(fields.get("overall")),
            downloads_this_month=as_int(fields.get("current_month")),
        )


@dataclass(frozen=True, kw_only=True)
class Summary:
    """The statistics summary of a program (Blubrry API 2, show summary).

    Counts are downloads, listeners are counted once a day each; None where the
    answer has none. The episodes are the newest ten or fewer, newest first.
    """

    downloads: int | None
    downloads_this_month: int | None
    downloads_last_month: int | None
    listeners: int | None
    listeners_this_month: int | None
    listeners_last_month: int | None
    episodes: tuple[RecentEpisode, ...]

    @classmethod
    def from_answer(cls, answer: Json) -> Self:
        """Read the answer of summary.json."""
        fields = as_map(answer)
        overall, this_month, last_month = (
            as_map(fields.get(span))
            for span in ("overall", "current_month", "last_month")
        )
        episodes = map(RecentEpisode.from_row, as_rows(fields.get("media")))
        return cls(
            downloads=as_int(overall.get("total")),
            downloads_this_month=as_int(this_month.get("total")),
            downloads_last_month=as_int(last_month.get("total")),
            listeners=as_int(overall.get("unique")),
            listeners_this_month=as_int(this_month.get("unique")),
            listeners_last_month=as_int(last_month.get("unique")),
            episodes=tuple(
                sorted(
                    (episode for episode in episodes if episode is not None),
                    key=lambda episode: episode.published or _LONG_AGO,
                    reverse=True,
                )[:_MAX_EPISODES]
            ),
        )

    @property
    def newest(self) -> RecentEpisode | None:
        """Return the newest episode."""
        return next(iter(self.episodes), None)

    @property
    def newest_episode(self) -> str | None:
        """Return the title of the newest episode."""
        return self.newest.title if self.newest else None

    @property
    def newest_episode_published(self) -> datetime | None:
        """Return when the newest episode came out."""
        return self.newest.published if self.newest else None

    @property
    def newest_episode_downloads(self) -> int | None:
        """Return the downloads of the newest episode."""
        return self.newest.downloads if self.newest else None


@dataclass(frozen=True, kw_only=True)
class ProgramStatistics:
    """A program, and its statistics while there are any to show."""

    program: Program
    summary: Summary | None
