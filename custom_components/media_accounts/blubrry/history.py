"""The history of downloads, kept in Home Assistant's long-term statistics."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date, timedelta
import logging
from typing import Final, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util, slugify

from ..announcer import Announcer
from ..coordinator import MediaAccountsCoordinator
from ..errors import NotIncluded, RequestRefused
from .calls import MAX_SPAN_DAYS, spans
from .choices import episode_history
from .client import BlubrryClient
from .models import Program
from .news import better_record
from .readings import stretched
from .series import Series, last_day
from .statistics_models import EpisodeDay

_LOGGER = logging.getLogger(__name__)

# Blubrry's predecessor began to count in 2005: there is nothing to look for before.
_BEGINNING: Final = date(2005, 1, 1)

# A program is taken for unborn where so many spans in a row have no downloads.
_EMPTY_SPANS: Final = 2

# What counts as settled, and can be compared with the days to come.
_SETTLED: Final = timedelta(days=2)

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

    @override
    async def async_read(self) -> None:
        """Bring the history of every program up to date."""
        programs = self._programs()
        for program in programs.values():
            try:
                await self._async_update(program)
            except (NotIncluded, RequestRefused) as err:
                _LOGGER.debug("No history: %s", err)
        self.update_interval = stretched(self.pace, len(programs))

    async def _async_update(self, program: Program) -> None:
        """Read backwards from today: all there is, or what may have changed."""
        depth = _WITH_EPISODES if episode_history(self.config_entry) else _PROGRAM_ONLY
        key = f"blubrry_{slugify(program.program_id)}"
        series = await Series.async_load(
            self.hass, f"{key}_downloads", f"{program.title} downloads"
        )
        episodes: dict[str, Series] = {}
        name = f"history_{program.program_id}"
        newest = series.newest
        today = last_day(dt_util.utcnow())
        is_complete = newest is not None and self._announcer.recall(name) in (
            depth,
            _WITH_EPISODES,
        )
        first = _BEGINNING
        if is_complete and newest is not None:
            first = min(newest, today - timedelta(days=MAX_SPAN_DAYS - 1))

        empty = 0
        for start, end in spans(first, today):
            days = await self._client.daily_downloads(program, start, end)
            series.enter(start, end, _by_day(days))
            if depth == _WITH_EPISODES:
                by_episode = _by_episode(days)
                for filename, own in by_episode.items():
                    if filename not in episodes:
                        episodes[filename] = await Series.async_load(
                            self.hass,
                            f"{key}_episode_{slugify(filename)}_downloads",
                            f"{program.title}: {own[0].title or filename} downloads",
                        )
                for filename, episode in episodes.items():
                    episode.enter(start, end, _by_day(by_episode.get(filename, [])))
            empty = 0 if any(day.downloads for day in days) else empty + 1
            if not is_complete and empty == _EMPTY_SPANS:
                break
        await self._announcer.async_announce(name, depth, ())
        await self._async_remember_record(program, series, today)

    async def _async_remember_record(
        self, program: Program, series: Series, today: date
    ) -> None:
        """Let a new record day beat the whole history, not only the last days."""
        name = f"record_{program.program_id}"
        best = series.best_before(today - _SETTLED)
        memory = self._announcer.recall(name)
        if best is not None and memory is not None:
            await self._announcer.async_announce(name, better_record(memory, *best), ())


def _by_day(days: list[EpisodeDay]) -> Mapping[date, int]:
    counts: defaultdict[date, int] = defaultdict(int)
    for day in days:
        counts[day.day] += day.downloads
    return counts


def _by_episode(days: list[EpisodeDay]) -> Mapping[str, list[EpisodeDay]]:
    found: defaultdict[str, list[EpisodeDay]] = defaultdict(list)
    for day in days:
        if day.filename:
            found[day.filename].append(day)
    return found
