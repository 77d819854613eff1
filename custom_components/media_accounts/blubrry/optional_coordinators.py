"""Coordinators of data that not every plan includes, each with its own interval."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import override

from homeassistant.util import dt as dt_util

from ..api.errors import NotIncluded, RequestRefused
from ..api.parsing import Json
from ..events.announcement import Changes
from .api.episodes import Episode
from .api.hosting import Hosting
from .api.programs import Program, ProgramInfo
from .api.statistics import EpisodeCounts, RecentDays
from .day_events import day_changes, is_surprising
from .events import record_changes
from .hosting_events import hosting_changes
from .program_coordinators import ProgramDataCoordinator


class RecentDaysCoordinator(ProgramDataCoordinator[RecentDays]):
    """The downloads of the last days."""

    name = "Blubrry recent days"
    base_interval = timedelta(hours=1)
    total_context = ""

    def has_counted(self, program_id: str) -> bool:
        """Return whether the downloads of a podcast's day were ever read."""
        return self.announcer.recall(_day_key(program_id)) is not None

    @override
    async def async_read_program(self, program: Program) -> RecentDays:
        program_id = program.program_id

        def compare(memory: Json, recent: RecentDays) -> Changes:
            return day_changes(memory, program_id, recent)

        recent = await self.async_read_and_announce(
            _day_key(program_id),
            partial(self.client.statistics.recent_days, program),
            compare,
            lambda memory, recent: is_surprising(memory, program_id, recent),
        )
        key = f"record_{program_id}"
        await self.announcer.async_announce(
            key, *record_changes(self.announcer.recall(key), program_id, recent)
        )
        return recent


def _day_key(program_id: str) -> str:
    """Return the memory key of the downloads of a podcast's day."""
    return f"day_{program_id}"


class HostingCoordinator(ProgramDataCoordinator[Hosting]):
    """The files and the quota."""

    name = "Blubrry hosting"
    base_interval = timedelta(hours=6)
    total_context = ""

    @override
    async def async_read_program(self, program: Program) -> Hosting:
        def compare(memory: Json, hosting: Hosting) -> Changes:
            return hosting_changes(memory, program.program_id, hosting)

        return await self.async_read_and_announce(
            f"hosting_{program.program_id}",
            partial(self.client.hosting.read, program),
            compare,
        )


@dataclass(frozen=True, kw_only=True)
class Episodes:
    """The newest episode of a podcast, and the most downloaded one of this month.

    None if there is none, or if the plan does not include it.
    """

    newest: Episode | None
    best: EpisodeCounts | None


class EpisodesCoordinator(ProgramDataCoordinator[Episodes]):
    """The newest episode and the most downloaded one of the month."""

    name = "Blubrry episodes"
    base_interval = timedelta(hours=6)

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


class InfoCoordinator(ProgramDataCoordinator[ProgramInfo]):
    """The descriptions and covers of the podcasts."""

    name = "Blubrry program info"
    base_interval = timedelta(days=1)

    @override
    async def async_read_program(self, program: Program) -> ProgramInfo:
        return await self.client.programs.info(program)
