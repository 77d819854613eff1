"""The history of downloads, kept in Home Assistant's long-term statistics."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, timedelta
from functools import partial
import logging
from typing import Final, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from ..announcer import Announcer
from ..coordinator import MediaAccountsCoordinator, confirmed
from ..errors import NotIncluded, PassingTrouble, RequestRefused
from .calls import MAX_SPAN_DAYS, spans
from .choices import episode_history
from .client import BlubrryClient
from .models import Program
from .news import better_record
from .readings import stretched
from .series import Series, id_part, last_day, series_key
from .statistics_calls import DASHBOARD_DAYS
from .statistics_models import EpisodeDay

_LOGGER = logging.getLogger(__name__)

# Blubrry's predecessor began to count in 2005: there is nothing to look for before.
_BEGINNING: Final = date(2005, 1, 1)

# A program is taken for unborn where so many spans in a row have no downloads.
_EMPTY_SPANS: Final = 2

# What counts as settled, and can be compared with the days to come.
_SETTLED: Final = timedelta(days=2)

# How far back the dashboard reaches; an odd day is not taken for the first one.
_DASHBOARD: Final = timedelta(days=DASHBOARD_DAYS)

# More episodes of a program than this get no series of their own.
_MAX_EPISODES: Final = 5000

_PROGRAM_ONLY: Final = "program"
_WITH_EPISODES: Final = "episodes"


class HistoryCoordinator(MediaAccountsCoordinator[None]):
    """Fills the statistics of each program, and corrects the days that change.

    How far a program's history is complete is remembered; the days themselves are in
    the recorder only.
    """

    subject = "Blubrry history"
    pace = timedelta(hours=6)

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        client: BlubrryClient,
        programs: Callable[[], Mapping[str, Program]],
        announcer: Announcer,
    ) -> None:
        """Take the client, what tells the programs, and what remembers."""
        super().__init__(hass, entry)
        self._client = client
        self._programs = programs
        self._announcer = announcer
        self._told: set[str] = set()

    @override
    async def async_read(self) -> None:
        """Bring the history of every program up to date.

        Trouble with one of them is raised when the others have been read.
        """
        programs = self._programs()
        self.update_interval = stretched(self.pace, len(programs))
        trouble: PassingTrouble | None = None
        for program in programs.values():
            try:
                await self._async_update(program, last_day(dt_util.utcnow()))
            except PassingTrouble as err:
                trouble = err
        if trouble is not None:
            raise trouble

    async def _async_update(self, program: Program, today: date) -> None:
        """Enter what Blubrry gives of a program's days."""
        key = series_key(program.program_id)
        series = await Series.async_load(
            self.hass, f"{key}_downloads", f"{program.title} downloads"
        )
        try:
            await self._async_enter_totals(program, key, series, today)
        except NotIncluded, RequestRefused:
            await self._async_do_without_totals(program, series, today)
        else:
            self._told.discard(program.program_id)
        await self._async_remember_record(program, series, today)

    async def _async_enter_totals(
        self, program: Program, key: str, series: Series, today: date
    ) -> None:
        """Read backwards from today: all there is, or what may have changed.

        Raises NotIncluded or RequestRefused where Blubrry gives no totals at all.
        """
        depth = _WITH_EPISODES if episode_history(self.config_entry) else _PROGRAM_ONLY
        episodes: dict[str, Series] = {}
        name = f"history_{program.program_id}"
        newest = series.newest
        is_complete = newest is not None and self._announcer.recall(name) in (
            depth,
            _WITH_EPISODES,
        )
        first = _BEGINNING
        if is_complete and newest is not None:
            first = min(newest, today - timedelta(days=MAX_SPAN_DAYS - 1))

        empty = 0
        for start, end in spans(first, today):
            days = await confirmed(
                partial(self._async_days, program, start, end, is_newest=end == today),
                partial(_is_lost, series, start, end),
            )
            if days is None:
                break
            series.enter(start, end, _by_day(days))
            if depth == _WITH_EPISODES:
                by_episode = _by_episode(days)
                for part, own in by_episode.items():
                    if part not in episodes and len(episodes) < _MAX_EPISODES:
                        episodes[part] = await Series.async_load(
                            self.hass,
                            f"{key}_episode_{part}_downloads",
                            f"{program.title}: {own[0].title or own[0].filename}"
                            " downloads",
                        )
                for part, episode in episodes.items():
                    episode.enter(start, end, _by_day(by_episode.get(part, [])))
            empty = 0 if any(day.downloads for day in days) else empty + 1
            if not is_complete and empty == _EMPTY_SPANS:
                break
        await self._announcer.async_announce(name, depth, ())

    async def _async_days(
        self, program: Program, start: date, end: date, *, is_newest: bool
    ) -> list[EpisodeDay] | None:
        """Read a span; None where Blubrry gives later days only, and says so twice.

        One odd answer must not be taken for the beginning of a program.
        """
        try:
            return await self._client.daily_downloads(program, start, end)
        except NotIncluded, RequestRefused:
            if is_newest:
                raise
        with suppress(NotIncluded, RequestRefused):
            return await self._client.daily_downloads(program, start, end)
        return None

    async def _async_do_without_totals(
        self, program: Program, series: Series, today: date
    ) -> None:
        """Enter the last days as the dashboard has them, if it has any.

        Totals are asked for again with the next reading: a plan may change.
        """
        try:
            recent = await self._client.recent_days(program)
        except NotIncluded, RequestRefused:
            message = "Blubrry gives no downloads by day: program %s has no history"
        else:
            message = (
                "Blubrry gives the downloads of the last days only: the history of"
                " program %s grows from there"
            )
            if recent.days:
                first = max(min(recent.days), today - _DASHBOARD)
                series.enter(first, today, recent.days)
        if program.program_id not in self._told:
            self._told.add(program.program_id)
            _LOGGER.info(message, program.program_id)

    async def _async_remember_record(
        self, program: Program, series: Series, today: date
    ) -> None:
        """Let a new record day beat the whole history, not only the last days."""
        name = f"record_{program.program_id}"
        best = series.best_before(today - _SETTLED)
        memory = self._announcer.recall(name)
        if best is not None and memory is not None:
            await self._announcer.async_announce(name, better_record(memory, *best), ())


def _is_lost(
    series: Series, start: date, end: date, days: list[EpisodeDay] | None
) -> bool:
    """Return whether nothing is left of days that had downloads."""
    return not any(day.downloads for day in days or ()) and series.has_any(start, end)


def _by_day(days: list[EpisodeDay]) -> Mapping[date, int]:
    counts: defaultdict[date, int] = defaultdict(int)
    for day in days:
        counts[day.day] += day.downloads
    return counts


def _by_episode(days: list[EpisodeDay]) -> Mapping[str, list[EpisodeDay]]:
    """Return the days of each episode, by its part of a statistic id.

    Names that differ in their punctuation only are one episode there.
    """
    found: defaultdict[str, list[EpisodeDay]] = defaultdict(list)
    for day in days:
        if day.filename:
            found[id_part(day.filename)].append(day)
    return found
