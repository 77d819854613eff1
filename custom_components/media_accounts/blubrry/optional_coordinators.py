"""What an account shows beside its programs, each part at its own pace."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from ..api.errors import NotIncluded, RequestRefused
from ..coordinator import confirmed
from ..events.announcer import Announcer
from .api.client import BlubrryClient
from .api.episodes import Episode
from .api.hosting import Hosting
from .api.programs import Program, ProgramInfo
from .api.statistics import EpisodeCounts, RecentDays
from .day_events import day_news, is_surprising
from .events import News, record_news
from .hosting_events import hosting_news
from .program_coordinators import ProgramReader


class RecentDaysCoordinator(ProgramReader[RecentDays]):
    """The downloads of the last days."""

    subject = "Blubrry recent days"
    pace = timedelta(hours=1)
    sums_up = ""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        client: BlubrryClient,
        programs: Callable[[], Mapping[str, Program]],
        announcer: Announcer,
    ) -> None:
        """Take whom to tell of record days, too."""
        super().__init__(hass, entry, client, programs)
        self._announcer = announcer

    def has_counted(self, program_id: str) -> bool:
        """Return whether a program's downloads of a day were ever known."""
        return self.announcer.recall(_day(program_id)) is not None

    @override
    async def async_read_program(self, program: Program) -> RecentDays:
        program_id = program.program_id
        return await confirmed(
            lambda: self.client.statistics.recent_days(program),
            lambda reading: is_surprising(
                self.announcer.recall(_day(program_id)), program_id, reading
            ),
        )

    @override
    async def async_tell_news(self, program: Program, reading: RecentDays) -> None:
        name = f"record_{program.program_id}"
        await self._announcer.async_announce(
            name,
            *record_news(self._announcer.recall(name), program.program_id, reading),
        )
        name = _day(program.program_id)
        await self._announcer.async_announce(
            name, *day_news(self._announcer.recall(name), program.program_id, reading)
        )


def _day(program_id: str) -> str:
    """Return under which name the downloads of a program's day are remembered."""
    return f"day_{program_id}"


def _hosting(program_id: str) -> str:
    """Return under which name the hosting of a program is remembered."""
    return f"hosting_{program_id}"


class HostingCoordinator(ProgramReader[Hosting]):
    """The files and the quota."""

    subject = "Blubrry hosting"
    pace = timedelta(hours=6)
    sums_up = ""

    @override
    async def async_read_program(self, program: Program) -> Hosting:
        return await confirmed(
            lambda: self.client.hosting.read(program),
            lambda reading: bool(self._news(program, reading)[1]),
        )

    @override
    async def async_tell_news(self, program: Program, reading: Hosting) -> None:
        await self.announcer.async_announce(
            _hosting(program.program_id), *self._news(program, reading)
        )

    def _news(self, program: Program, reading: Hosting) -> News:
        memory = self.announcer.recall(_hosting(program.program_id))
        return hosting_news(memory, program.program_id, reading)


@dataclass(frozen=True, kw_only=True)
class Episodes:
    """The newest episode of a program, and the one downloaded most this month.

    None where there is none, or where the plan does not tell.
    """

    newest: Episode | None
    best: EpisodeCounts | None


class EpisodesCoordinator(ProgramReader[Episodes]):
    """The newest episode and the best one of the month."""

    subject = "Blubrry episodes"
    pace = timedelta(hours=6)

    @override
    async def async_read_program(self, program: Program) -> Episodes:
        today = dt_util.utcnow().date()
        month = today.replace(day=1)
        newest: tuple[Episode, ...] = ()
        best: EpisodeCounts | None = None
        refused = 0
        try:
            newest = await self.client.episodes.list(program, limit=1)
        except NotIncluded, RequestRefused:
            refused += 1
        try:
            counts = await self.client.statistics.episode_counts(program, month, today)
        except NotIncluded, RequestRefused:
            refused += 1
        else:
            best = max(
                counts.values(),
                key=lambda episode: (episode.counts.downloads, episode.episode_id),
                default=None,
            )
        if refused == 2:
            raise NotIncluded(f"no episodes of {program.program_id}")
        return Episodes(newest=next(iter(newest), None), best=best)


class InfoCoordinator(ProgramReader[ProgramInfo]):
    """How the programs present themselves."""

    subject = "Blubrry program info"
    pace = timedelta(days=1)

    @override
    async def async_read_program(self, program: Program) -> ProgramInfo:
        return await self.client.programs.info(program)
