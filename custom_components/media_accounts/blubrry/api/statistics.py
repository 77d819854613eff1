"""Downloads and listeners of a podcast (Blubrry API 2, statistics)."""

from collections.abc import AsyncGenerator, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Final, Self, TypedDict

from ...api.client import ServiceClient, segment
from ...api.errors import NotIncluded, PassingTrouble, RequestRefused
from ...api.http import PAGE
from ...api.paging import Page, read_pages
from ...api.parsing import (
    Identifier,
    Json,
    Text,
    as_amount,
    as_count,
    as_identifier,
    as_map,
    as_rows,
    as_tally,
    as_text,
    digest,
    read_rows,
    total,
)
from ...api.refusals import Refusals
from .dates import as_day, as_moment
from .error_codes import require
from .programs import Program

# The longest span of statistics in one answer.
MAX_SPAN_DAYS: Final = 45

# The largest value of `days` that data.json is known to accept.
DASHBOARD_DAYS: Final = 60

# The largest page of the lists of episodes and days.
_PAGE_SIZE: Final = 1000

# 2,000 episodes on each day of a span are fewer.
_MAX_ROWS: Final = 100_000

# Ten are documented; all of them are remembered.
_MAX_EPISODES: Final = 100

_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)

# Blubrry does not document the time zone of its days. It is between UTC and the time of
# Ohio, where it is based: its date is never behind the latter.
_FARTHEST_FROM_UTC: Final = timedelta(hours=5)

_ONE_DAY: Final = timedelta(days=1)

_PARTIALS: Final = ("25", "50", "75", "99")

# The parts of the audience, and the key of a row's name in each.
_AUDIENCE: Final = {
    "countries": "country_name",
    "apps": "client_name",
    "app_types": "client_class_name",
}


def spans(first: date, last: date) -> Iterator[tuple[date, date]]:
    """Split the days from `first` to `last`, both included, into spans for one answer.

    The newest span is the first.
    """
    while first <= last:
        start = max(first, last - timedelta(days=MAX_SPAN_DAYS - 1))
        yield start, last
        last = start - timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class RecentEpisode:
    """One of the newest episodes of a program, with its downloads so far."""

    episode_id: Identifier
    title: Text | None
    published: datetime | None
    downloads: int | None
    downloads_this_month: int | None

    @classmethod
    def from_row(cls, row: Json) -> Self | None:
        """Read a row of `media`; None if nothing in it identifies an episode."""
        fields = as_map(row)
        title = as_text(fields.get("title")) or as_text(fields.get("filename"))
        episode_id = as_identifier(fields.get("id"))
        if episode_id is None and title is not None:
            episode_id = digest(title)
        if episode_id is None:
            return None
        return cls(
            episode_id=episode_id,
            title=title,
            published=as_moment(fields.get("date")),
            downloads=as_count(fields.get("overall")),
            downloads_this_month=as_count(fields.get("current_month")),
        )


@dataclass(frozen=True, kw_only=True)
class Summary:
    """The statistics summary of a podcast (Blubrry API 2, show summary).

    Counts are downloads, listeners are counted once a day each; None if the answer has
    none. The episodes are the newest ten or fewer, newest first.
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
        episodes = read_rows(as_rows(fields.get("media")), RecentEpisode.from_row)
        return cls(
            downloads=as_count(overall.get("total")),
            downloads_this_month=as_count(this_month.get("total")),
            downloads_last_month=as_count(last_month.get("total")),
            listeners=as_count(overall.get("unique")),
            listeners_this_month=as_count(this_month.get("unique")),
            listeners_last_month=as_count(last_month.get("unique")),
            episodes=tuple(
                sorted(
                    episodes,
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
    def newest_episode(self) -> Text | None:
        """Return the title of the newest episode."""
        return self.newest.title if self.newest else None

    @property
    def newest_episode_published(self) -> datetime | None:
        """Return the publication time of the newest episode."""
        return self.newest.published if self.newest else None

    @property
    def newest_episode_downloads(self) -> int | None:
        """Return the downloads of the newest episode."""
        return self.newest.downloads if self.newest else None


@dataclass(frozen=True, kw_only=True)
class ProgramStatistics:
    """A podcast, and its statistics if there are any."""

    program: Program
    summary: Summary | None


class Trend(StrEnum):
    """The last thirty days compared with those before."""

    UP = "up"
    DOWN = "down"
    STEADY = "steady"

    @classmethod
    def from_text(cls, value: Json) -> Self | None:
        """Read a trend; any other word, such as "same", means steady."""
        text = as_text(value)
        if text is None:
            return None
        return cls(text) if text in ("up", "down") else cls("steady")


@dataclass(frozen=True, kw_only=True)
class RecentDays:
    """Downloads of the last days; a day that is not in `days` had none.

    `today` is the newest day by Blubrry's calendar, which can differ from the local
    date. `average` is per day in the last thirty.
    """

    today: date
    days: Mapping[date, int]
    average: int | None
    trend: Trend | None

    @classmethod
    def from_dashboard(cls, answer: Json, now: datetime) -> Self:
        """Read data.json; `now` is the service's own time.

        Raises PassingTrouble if a day has no true count.
        """
        fields = as_map(answer)
        return cls(
            **_days(fields.get("daily"), "date", "downloads", now),
            average=_rounded(as_map(fields.get("averages")).get("thirty_day")),
            trend=Trend.from_text(
                as_map(fields.get("trends")).get("thirty_day_vs_prior")
            ),
        )

    @classmethod
    def from_widget(cls, answer: Json, now: datetime) -> Self:
        """Read widget/preview.json; see `from_dashboard`."""
        fields = as_map(answer)
        return cls(
            **_days(
                fields.get("day_total_data"), "day_date", "trending_day_total", now
            ),
            average=_rounded(fields.get("month_average")),
            trend=Trend.from_text(fields.get("month_average_change")),
        )

    def is_current(self, now: datetime) -> bool:
        """Return whether `today` can still be the current day at Blubrry."""
        return self.today >= _earliest_today(now)

    @property
    def downloads_today(self) -> int:
        """Return the downloads of today so far."""
        return self.days.get(self.today, 0)

    @property
    def downloads_yesterday(self) -> int:
        """Return the downloads of yesterday."""
        return self.days.get(self.today - timedelta(days=1), 0)

    def change(self, days: int) -> float | None:
        """Return the change of the last days against as many before, in percent.

        Returns None if the days don't reach back that far, or had no downloads before.
        """
        first = self.today - timedelta(days=2 * days - 1)
        if min(self.days, default=self.today) > first:
            return None
        now, before = (
            sum(self.days.get(self.today - timedelta(days=age), 0) for age in ages)
            for ages in (range(days), range(days, 2 * days))
        )
        return round(100 * (now - before) / before, 1) if before else None

    @property
    def downloads_last_7_days(self) -> int:
        """Return the downloads of today and the six days before."""
        return total(
            self.days.get(self.today - timedelta(days=age), 0) for age in range(7)
        )


def _rounded(value: Json) -> int | None:
    """Return an average as a whole number; it may be sent as a fraction."""
    average = as_amount(value)
    return as_count(value) if average is None else round(average)


class _Days(TypedDict):
    today: date
    days: Mapping[date, int]


def _days(value: Json, day_key: str, count_key: str, now: datetime) -> _Days:
    days = {}
    for row in map(as_map, as_rows(value)):
        day = as_day(row.get(day_key))
        # No time zone is ahead of this: an invalid future day must not become today.
        if day is None or day - now.date() > _ONE_DAY:
            continue
        downloads = as_tally(row.get(count_key))
        if downloads is None:
            # Without the row the day would count as one without downloads.
            raise PassingTrouble("a day has no true count of downloads")
        days[day] = downloads
    return {"today": max([_earliest_today(now), *days]), "days": days}


def _earliest_today(now: datetime) -> date:
    """Return the oldest day that can be the current day at Blubrry."""
    return (now - _FARTHEST_FROM_UTC).date()


@dataclass(frozen=True, kw_only=True)
class EpisodeDay:
    """The downloads of an episode on a day (totals.json)."""

    day: date
    filename: str
    title: Text | None
    downloads: int

    @classmethod
    def from_row(cls, row: Json) -> Self | None:
        """Read a row; None if it has no date, or no valid count."""
        fields = as_map(row)
        day = as_day(fields.get("date"))
        downloads = as_tally(fields.get("downloads"))
        if day is None or downloads is None:
            return None
        return cls(
            day=day,
            filename=as_text(fields.get("episode")) or "",
            title=as_text(fields.get("title")),
            downloads=downloads,
        )


@dataclass(frozen=True, kw_only=True)
class Counts:
    """All downloads, complete ones, and those that ended at a part of the file.

    `partial` is by the percentage that was downloaded.
    """

    downloads: int
    full: int | None
    partial: Mapping[str, int]

    @classmethod
    def from_fields(cls, fields: Mapping[str, Json]) -> Self | None:
        """Read the counts of a podcast or an episode; None without a valid count."""
        downloads = as_tally(fields.get("total"))
        if downloads is None:
            return None
        return cls(
            downloads=downloads,
            full=as_count(fields.get("full_downloads")),
            partial={
                part: count
                for part in _PARTIALS
                if (count := as_count(fields.get(f"partial_{part}"))) is not None
            },
        )

    def __add__(self, other: Counts) -> Counts:
        """Return the sum of the counts of two spans."""
        return Counts(
            downloads=total((self.downloads, other.downloads)),
            full=None
            if self.full is None and other.full is None
            else total((self.full or 0, other.full or 0)),
            partial={
                part: total((self.partial.get(part, 0), other.partial.get(part, 0)))
                for part in _PARTIALS
                if part in self.partial or part in other.partial
            },
        )


@dataclass(frozen=True, kw_only=True)
class EpisodeCounts:
    """The counts of an episode, over its lifetime or a span."""

    episode_id: Identifier
    title: str
    filename: Text | None
    published: date | None
    counts: Counts

    @classmethod
    def from_row(cls, row: Json) -> Self | None:
        """Read a row; None if it has no id, or no valid count."""
        fields = as_map(row)
        episode_id = as_identifier(fields.get("episode_id"))
        counts = Counts.from_fields(fields)
        if episode_id is None or counts is None:
            return None
        filename = as_text(fields.get("episode_filename"))
        return cls(
            episode_id=episode_id,
            title=as_text(fields.get("episode_label")) or filename or episode_id,
            filename=filename,
            published=as_day(fields.get("episode_date")),
            counts=counts,
        )

    def __add__(self, other: EpisodeCounts) -> EpisodeCounts:
        """Return the sum of the counts of two spans for the same episode."""
        return replace(self, counts=self.counts + other.counts)


@dataclass(frozen=True, kw_only=True)
class Share:
    """The downloads from a country, or with an app or a category of apps."""

    name: Text
    downloads: int

    @classmethod
    def from_answer(cls, answer: Json, name_key: str) -> tuple[Self, ...]:
        """Read a map by id, in which `record_count` is not a row; the largest first."""
        shares = [
            cls(name=name, downloads=downloads)
            for row in map(as_map, as_rows(answer))
            if (name := as_text(row.get(name_key))) is not None
            and (downloads := as_tally(row.get("total"))) is not None
        ]
        return tuple(sorted(shares, key=lambda share: (-share.downloads, share.name)))


class StatisticsCalls:
    """The calls that read downloads and listeners. Each raises a ProviderError."""

    def __init__(self, client: ServiceClient) -> None:
        """Initialize with the client; no dashboard feed was refused yet."""
        self._client = client
        self._refusals = Refusals(interval=timedelta(hours=1))

    async def summary(self, program: Program) -> Summary:
        """Read the summary of a podcast."""
        answer = await self._client.get(
            f"2/stats/{segment(program.keyword)}/summary.json"
        )
        return Summary.from_answer(answer.json)

    async def recent_days(self, program: Program) -> RecentDays:
        """Read the last days of a podcast.

        The feed of Blubrry's own dashboard has the most days, but is not documented;
        while it is refused, the documented widget with its seven days is used.
        """
        path = f"2/stats/{segment(program.keyword)}"
        program_id = program.program_id
        is_due = self._refusals.is_due(program_id)
        if is_due:
            try:
                answer = await self._client.get(
                    f"{path}/data.json",
                    params={
                        "days": DASHBOARD_DAYS,
                        "include": "daily,totals,averages,trends",
                    },
                )
                require(answer, "daily")
            except NotIncluded, RequestRefused:
                pass
            else:
                self._refusals.clear(program_id)
                return RecentDays.from_dashboard(answer.json, answer.date)
        answer = await self._client.get(f"{path}/widget/preview.json")
        require(answer, "day_total_data")
        if is_due:
            # Only now: if both are refused, the whole podcast is, not the feed.
            self._refusals.add(program_id)
        return RecentDays.from_widget(answer.json, answer.date)

    async def daily_downloads(
        self, program: Program, first: date, last: date
    ) -> list[EpisodeDay]:
        """Read the downloads of each episode on each day; at most `MAX_SPAN_DAYS`."""
        rows = self._rows(
            f"2/stats/{segment(program.keyword)}/totals.json",
            {
                "start-date": first.isoformat(),
                "end-date": last.isoformat(),
                "fields": "date,episode,title,downloads",
            },
        )
        return [
            day
            async for row in rows
            if (day := EpisodeDay.from_row(row)) is not None
            and first <= day.day <= last
        ]

    async def episode_counts(
        self, program: Program, first: date, last: date
    ) -> dict[str, EpisodeCounts]:
        """Read the counts of each episode over a span of any length, by id."""
        path = f"2/stats/{segment(program.keyword)}/episodes/"
        found: dict[str, EpisodeCounts] = {}
        for start, end in spans(first, last):
            params = {"start-date": start.isoformat(), "end-date": end.isoformat()}
            async for row in self._rows(path, params):
                if (episode := EpisodeCounts.from_row(row)) is not None:
                    known = found.get(episode.episode_id)
                    found[episode.episode_id] = known + episode if known else episode
        return found

    async def lifetime_episode_counts(
        self, program: Program
    ) -> dict[str, EpisodeCounts]:
        """Read the counts of each episode over its lifetime, by id."""
        path = f"2/stats/{segment(program.keyword)}/show-episodes/"
        return {
            episode.episode_id: episode
            async for row in self._rows(path, {})
            if (episode := EpisodeCounts.from_row(row)) is not None
        }

    async def lifetime_counts(self, program: Program) -> Counts:
        """Read the counts of a podcast over its lifetime."""
        answer = await self._client.get(f"2/stats/{segment(program.keyword)}/")
        require(answer, "results")
        counts = Counts.from_fields(as_map(answer.map.get("results")))
        if counts is None:
            raise PassingTrouble(f"{answer.where}: no true count of downloads")
        return counts

    async def _rows(
        self, path: str, params: Mapping[str, str | int]
    ) -> AsyncGenerator[Json]:
        """Yield the rows of a list that is sent as `results`, from all pages."""

        async def read_page(start: int) -> Page:
            answer = await self._client.get(
                path,
                params={**params, "start": start, "limit": _PAGE_SIZE},
                budget=PAGE,
            )
            if not start:
                require(answer, "results")
            return Page(answer=answer, rows=as_rows(answer.map.get("results")))

        async for page in read_pages(
            read_page, max_rows=_MAX_ROWS, full_page=_PAGE_SIZE
        ):
            for row in page.rows:
                yield row

    async def audience(
        self, program: Program, first: date, last: date, episode_id: str | None = None
    ) -> Mapping[str, tuple[Share, ...]]:
        """Read the countries and apps of the listeners of a podcast or an episode.

        By `countries`, `apps` and `app_types`; a part that the plan does not include is
        missing. Raises NotIncluded or RequestRefused if all are refused.
        """
        path = f"2/stats/{segment(program.keyword)}/"
        if episode_id is not None:
            path += f"{segment(episode_id)}/"
        params = {"startDate": first.isoformat(), "endDate": last.isoformat()}
        found: dict[str, tuple[Share, ...]] = {}
        refused: NotIncluded | RequestRefused | None = None
        for part, name_key in _AUDIENCE.items():
            try:
                answer = await self._client.get(
                    f"{path}{part.replace('_', '-')}/", params=params
                )
            except (NotIncluded, RequestRefused) as err:
                refused = err
            else:
                found[part] = Share.from_answer(answer.json, name_key)
        if refused is not None and not found:
            raise refused
        return found
