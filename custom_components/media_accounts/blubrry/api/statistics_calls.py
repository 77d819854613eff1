"""Blubrry's statistics beyond the summary (Blubrry API 2, statistics)."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from aiohttp import ClientSession
from yarl import URL

from ...api.client import TokenSource
from ...api.errors import NotIncluded, RequestRefused
from ...api.http import Answer
from ...api.limiter import Limiter
from ...api.parsing import Json, as_map, as_rows
from .calls import BlubrryCalls, segment, spans
from .programs import Program
from .statistics_models import Counts, EpisodeCounts, EpisodeDay, RecentDays, Share

# The most that `days` of data.json is known to accept.
DASHBOARD_DAYS: Final = 60

# The largest page of the lists of episodes and days.
_LIMIT: Final = 1000

# More rows of one list than this are not read; 2,000 episodes on each day of a span
# are fewer.
_MAX_ROWS: Final = 100_000


class StatisticsCalls(BlubrryCalls):
    """The calls that read a program's downloads."""

    def __init__(
        self, http: ClientSession, base_url: URL, tokens: TokenSource, limiter: Limiter
    ) -> None:
        """Know of no program yet that the dashboard's feed is refused for."""
        super().__init__(http, base_url, tokens, limiter)
        self._without_dashboard: set[str] = set()

    async def recent_days(self, program: Program) -> RecentDays:
        """Read the last days of a program.

        The feed of Blubrry's own dashboard has the most, but is not documented;
        where it is refused, the documented widget with its seven days serves.
        """
        path = f"2/stats/{segment(program.keyword)}"
        if program.program_id not in self._without_dashboard:
            try:
                answer = await self.get(
                    f"{path}/data.json",
                    params={
                        "days": DASHBOARD_DAYS,
                        "include": "daily,totals,averages,trends",
                    },
                )
                _require(answer, "daily")
            except NotIncluded, RequestRefused:
                self._without_dashboard.add(program.program_id)
            else:
                return RecentDays.from_dashboard(answer.json, answer.date)
        answer = await self.get(f"{path}/widget/preview.json")
        _require(answer, "day_total_data")
        return RecentDays.from_widget(answer.json, answer.date)

    async def daily_downloads(
        self, program: Program, first: date, last: date
    ) -> list[EpisodeDay]:
        """Read the downloads of each episode on each day; at most `MAX_SPAN_DAYS`."""
        answers = self._numbered(
            f"2/stats/{segment(program.keyword)}/totals.json",
            {
                "start-date": first.isoformat(),
                "end-date": last.isoformat(),
                "fields": "date,episode,title,downloads",
            },
        )
        return [
            day
            for row in await answers
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
            for episode in map(
                EpisodeCounts.from_row, await self._numbered(path, params)
            ):
                if episode is None:
                    continue
                known = found.get(episode.episode_id)
                found[episode.episode_id] = known + episode if known else episode
        return found

    async def lifetime_episode_counts(
        self, program: Program
    ) -> dict[str, EpisodeCounts]:
        """Read the counts of each episode over its whole life, by id."""
        path = f"2/stats/{segment(program.keyword)}/show-episodes/"
        episodes = map(EpisodeCounts.from_row, await self._numbered(path, {}))
        return {
            episode.episode_id: episode for episode in episodes if episode is not None
        }

    async def lifetime_counts(self, program: Program) -> Counts:
        """Read the counts of a program over its whole life."""
        answer = await self.get(f"2/stats/{segment(program.keyword)}/")
        _require(answer, "results")
        return Counts.from_fields(as_map(answer.map.get("results")))

    async def _numbered(self, path: str, params: Mapping[str, str | int]) -> list[Json]:
        """Read all pages of a list that comes as `results`."""
        found: list[Json] = []
        while len(found) < _MAX_ROWS:
            answer = await self.get(
                path, params={**params, "start": len(found), "limit": _LIMIT}
            )
            if not found:
                _require(answer, "results")
            page = as_rows(answer.map.get("results"))
            if page == found[-len(page) :]:
                return found  # Nothing, or the same page again.
            found += page
            if len(page) < _LIMIT:
                break
        return found

    async def audience(
        self, program: Program, first: date, last: date, episode_id: str | None = None
    ) -> Mapping[str, tuple[Share, ...]]:
        """Read where and with what a program, or an episode of it, is listened to.

        By `countries`, `apps` and `app_types`; a part that the plan does not
        include is missing. Raises NotIncluded or RequestRefused where all are.
        """
        path = f"2/stats/{segment(program.keyword)}/"
        if episode_id is not None:
            path += f"{segment(episode_id)}/"
        params = {"startDate": first.isoformat(), "endDate": last.isoformat()}
        found: dict[str, tuple[Share, ...]] = {}
        refused: NotIncluded | RequestRefused | None = None
        for part, name_key in _AUDIENCE.items():
            try:
                answer = await self.get(
                    f"{path}{part.replace('_', '-')}/", params=params
                )
            except (NotIncluded, RequestRefused) as err:
                refused = err
            else:
                found[part] = Share.from_answer(answer.json, name_key)
        if refused is not None and not found:
            raise refused
        return found


def _require(answer: Answer, key: str) -> None:
    """Raise NotIncluded for an answer without its rows: no answer is not zero."""
    if key not in answer.map:
        raise NotIncluded(f"{answer.where}: no {key}")


_AUDIENCE: Final = {
    "countries": "country_name",
    "apps": "client_name",
    "app_types": "client_class_name",
}
