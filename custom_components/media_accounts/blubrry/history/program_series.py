"""The series of a podcast, and of its episodes if those have their own."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Final, Self

from homeassistant.core import HomeAssistant

from ..api.programs import Program
from ..api.statistics import EpisodeDay
from .series import Series, id_part, series_key

# Above this many episodes of a podcast, they have no series of their own.
_MAX_EPISODES: Final = 5000


class ProgramSeries:
    """The recorded series of a podcast; each span of days is added to all of them."""

    def __init__(
        self, hass: HomeAssistant, program: Program, whole: Series, *, by_episode: bool
    ) -> None:
        """Initialize with the podcast's series; those of episodes are read later."""
        self._hass = hass
        self._program = program
        self._by_episode = by_episode
        self._episodes: dict[str, Series] = {}
        self.whole = whole

    @classmethod
    async def async_load(
        cls, hass: HomeAssistant, program: Program, *, by_episode: bool
    ) -> Self:
        """Read the series of a podcast from the recorder."""
        whole = await Series.async_load(
            hass,
            f"{series_key(program.program_id)}_downloads",
            f"{program.title} downloads",
        )
        return cls(hass, program, whole, by_episode=by_episode)

    async def async_enter(
        self, first: date, last: date, days: list[EpisodeDay]
    ) -> None:
        """Set all days from `first` to `last`; `flush` writes them."""
        self.whole.enter(first, last, _by_day(days))
        if not self._by_episode:
            return
        found = _by_episode(days)
        for part, own in found.items():
            if part not in self._episodes and len(self._episodes) < _MAX_EPISODES:
                self._episodes[part] = await self._async_load_episode(part, own[0])
        for part, episode in self._episodes.items():
            episode.enter(first, last, _by_day(found.get(part, [])))

    async def _async_load_episode(self, part: str, day: EpisodeDay) -> Series:
        return await Series.async_load(
            self._hass,
            f"{series_key(self._program.program_id)}_episode_{part}_downloads",
            f"{self._program.title}: {day.title or day.filename} downloads",
        )

    def flush(self) -> None:
        """Write the days that were set."""
        for series in (self.whole, *self._episodes.values()):
            series.flush()


def _by_day(days: list[EpisodeDay]) -> Mapping[date, int]:
    counts: defaultdict[date, int] = defaultdict(int)
    for day in days:
        counts[day.day] += day.downloads
    return counts


def _by_episode(days: list[EpisodeDay]) -> Mapping[str, list[EpisodeDay]]:
    """Return the days of each episode, by its part of a statistic id.

    Names that differ in punctuation only have the same part.
    """
    found: defaultdict[str, list[EpisodeDay]] = defaultdict(list)
    for day in days:
        if day.filename:
            found[id_part(day.filename)].append(day)
    return found
