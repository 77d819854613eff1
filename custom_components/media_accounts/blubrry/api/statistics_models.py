"""What Blubrry's statistics tell of a program's days, episodes and listeners."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, Self, TypedDict

from ...api.parsing import Json, as_float, as_int, as_map, as_rows, as_text
from .dates import as_day

# Blubrry does not say whose midnight begins its days. It is somewhere between UTC and
# the time of Ohio, where it is at home: its date is never behind this.
_FARTHEST_FROM_UTC: Final = timedelta(hours=5)

_ONE_DAY: Final = timedelta(days=1)

_PARTIALS: Final = ("25", "50", "75", "99")


class Trend(StrEnum):
    """How the last thirty days compare with those before."""

    UP = "up"
    DOWN = "down"
    STEADY = "steady"

    @classmethod
    def from_text(cls, value: Json) -> Self | None:
        """Read a trend; any other word, such as "same", stands for steady."""
        text = as_text(value)
        if text is None:
            return None
        return cls(text) if text in (cls.UP, cls.DOWN) else cls("steady")


@dataclass(frozen=True, kw_only=True)
class RecentDays:
    """Downloads of the last days; a day that is not in `days` had none.

    `today` is the newest day by Blubrry's calendar, which needs not be ours.
    `average` is that of a day in the last thirty.
    """

    today: date
    days: Mapping[date, int]
    average: int | None
    trend: Trend | None

    @classmethod
    def from_dashboard(cls, answer: Json, now: datetime) -> Self:
        """Read data.json; `now` is the service's own time."""
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
        """Read widget/preview.json; `now` is the service's own time."""
        fields = as_map(answer)
        return cls(
            **_days(
                fields.get("day_total_data"), "day_date", "trending_day_total", now
            ),
            average=_rounded(fields.get("month_average")),
            trend=Trend.from_text(fields.get("month_average_change")),
        )

    def is_current(self, now: datetime) -> bool:
        """Return whether `today` can still be the day that it is at Blubrry."""
        return self.today >= _earliest_today(now)

    @property
    def downloads_today(self) -> int:
        """Return the downloads of today so far."""
        return self.days.get(self.today, 0)

    @property
    def downloads_yesterday(self) -> int:
        """Return the downloads of yesterday."""
        return self.days.get(self.today - timedelta(days=1), 0)

    @property
    def downloads_last_7_days(self) -> int:
        """Return the downloads of today and the six days before."""
        return sum(
            self.days.get(self.today - timedelta(days=age), 0) for age in range(7)
        )


def _rounded(value: Json) -> int | None:
    """Return an average, which needs not be a whole number."""
    average = as_float(value)
    return as_int(value) if average is None else round(average)


class _Days(TypedDict):
    today: date
    days: Mapping[date, int]


def _days(value: Json, day_key: str, count_key: str, now: datetime) -> _Days:
    days = {
        day: as_int(row.get(count_key)) or 0
        for row in map(as_map, as_rows(value))
        if (day := as_day(row.get(day_key))) is not None
        # Nowhere is it later than that: an odd day to come must not become today.
        and day - now.date() <= _ONE_DAY
    }
    return {"today": max([_earliest_today(now), *days]), "days": days}


def _earliest_today(now: datetime) -> date:
    """Return the oldest day that can be Blubrry's today."""
    return (now - _FARTHEST_FROM_UTC).date()


@dataclass(frozen=True, kw_only=True)
class EpisodeDay:
    """The downloads of an episode on a day (totals.json)."""

    day: date
    filename: str
    title: str | None
    downloads: int

    @classmethod
    def from_row(cls, row: Json) -> Self | None:
        """Read a row; None where it has no date."""
        fields = as_map(row)
        day = as_day(fields.get("date"))
        if day is None:
            return None
        return cls(
            day=day,
            filename=as_text(fields.get("episode")) or "",
            title=as_text(fields.get("title")),
            downloads=as_int(fields.get("downloads")) or 0,
        )


@dataclass(frozen=True, kw_only=True)
class Counts:
    """Downloads in all, complete ones, and those that ended at a part of the file.

    `partial` is by the percentage that was reached.
    """

    downloads: int
    full: int | None
    partial: Mapping[str, int]

    @classmethod
    def from_fields(cls, fields: Mapping[str, Json]) -> Self:
        """Read the numbers of a program or of an episode."""
        return cls(
            downloads=as_int(fields.get("total")) or 0,
            full=as_int(fields.get("full_downloads")),
            partial={
                part: count
                for part in _PARTIALS
                if (count := as_int(fields.get(f"partial_{part}"))) is not None
            },
        )

    def __add__(self, other: Counts) -> Counts:
        """Return the counts of two spans together."""
        return Counts(
            downloads=self.downloads + other.downloads,
            full=None
            if self.full is None and other.full is None
            else (self.full or 0) + (other.full or 0),
            partial={
                part: self.partial.get(part, 0) + other.partial.get(part, 0)
                for part in _PARTIALS
                if part in self.partial or part in other.partial
            },
        )


@dataclass(frozen=True, kw_only=True)
class EpisodeCounts:
    """The counts of an episode, over its life or a span."""

    episode_id: str
    title: str
    filename: str | None
    published: date | None
    counts: Counts

    @classmethod
    def from_row(cls, row: Json) -> Self | None:
        """Read a row; None where it has no id."""
        fields = as_map(row)
        episode_id = as_text(fields.get("episode_id"))
        if episode_id is None:
            return None
        filename = as_text(fields.get("episode_filename"))
        return cls(
            episode_id=episode_id,
            title=as_text(fields.get("episode_label")) or filename or episode_id,
            filename=filename,
            published=as_day(fields.get("episode_date")),
            counts=Counts.from_fields(fields),
        )

    def __add__(self, other: EpisodeCounts) -> EpisodeCounts:
        """Return what two spans count for the same episode."""
        return replace(self, counts=self.counts + other.counts)


@dataclass(frozen=True, kw_only=True)
class Share:
    """The downloads from a country, or with an app or a kind of apps."""

    name: str
    downloads: int

    @classmethod
    def from_answer(cls, answer: Json, name_key: str) -> tuple[Self, ...]:
        """Read a map by id, in which `record_count` is no row; the largest first."""
        shares = [
            cls(name=name, downloads=as_int(row.get("total")) or 0)
            for row in map(as_map, as_rows(answer))
            if (name := as_text(row.get(name_key))) is not None
        ]
        return tuple(sorted(shares, key=lambda share: (-share.downloads, share.name)))
