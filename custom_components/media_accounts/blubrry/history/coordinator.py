"""Import the history of downloads into Home Assistant's long-term statistics."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
import logging
from typing import Final, override

from homeassistant.components.recorder import get_instance
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from ...api.errors import NotIncluded, PassingTrouble, RequestRefused
from ...coordinator import MediaAccountsCoordinator
from ..api.client import BlubrryClient
from ..api.programs import Program
from ..api.statistics import DASHBOARD_DAYS, MAX_SPAN_DAYS, EpisodeDay, spans
from ..events import better_record
from ..options import episode_history
from ..program_coordinators import stretched
from .program_series import ProgramSeries
from .progress import Progress
from .series import Series, async_wait_for_recorder, last_day

_LOGGER = logging.getLogger(__name__)

# Blubrry's predecessor began to count in 2005: there is no older data.
_FIRST_DAY: Final = date(2005, 1, 1)

# Days older than this are final, and can be compared with the days that follow.
_FINAL_AFTER: Final = timedelta(days=2)

# The span of the dashboard; a single incorrect day is not taken for the first one.
_DASHBOARD: Final = timedelta(days=DASHBOARD_DAYS)

# After this many requests a run ends: the rest of the account needs its share of the
# rate limit. The remaining days are read later.
_REQUESTS_A_RUN: Final = 150
_RUN_INTERVAL: Final = timedelta(minutes=15)

# The result of one request; the days of many episodes take several.
_ROWS_A_REQUEST: Final = 1000

_DAY: Final = timedelta(days=1)


class HistoryCoordinator(MediaAccountsCoordinator[None]):
    """Fills the statistics of each podcast, and corrects days that changed.

    A round corrects the last days of each podcast, then continues with the days before
    them, in as many runs as needed. The start of a history is remembered; the days
    themselves are in the recorder only.
    """

    name = "Blubrry history"
    base_interval = timedelta(hours=6)
    is_bulk = True

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        client: BlubrryClient,
        programs: Callable[[], Mapping[str, Program]],
    ) -> None:
        """Initialize with the client and a function that returns the podcasts by id."""
        super().__init__(hass, entry)
        self._client = client
        self._programs = programs
        self._logged: set[str] = set()
        self._progress: dict[str, Progress] = {}
        self._round_began = dt_util.utcnow()
        self._to_correct: set[str] = set()
        self._to_fill: set[str] = set()
        self._requests_left = 0

    @override
    async def async_read(self) -> None:
        """Update the history of every podcast, within the requests of a run.

        An error with one of them is raised after the others have been read.
        """
        programs = self._programs()
        interval = stretched(self.base_interval, len(programs))
        self.update_interval = interval
        now = dt_util.utcnow()
        self._begin_round(programs, now, interval)
        self._requests_left = _REQUESTS_A_RUN
        error: PassingTrouble | None = None
        for waiting, async_do in (
            (self._to_correct, self._async_correct),
            (self._to_fill, self._async_fill),
        ):
            for program_id in [known for known in programs if known in waiting]:
                if self._requests_left <= 0:
                    break
                try:
                    await async_do(programs[program_id], last_day(now))
                except PassingTrouble as err:
                    error = err
        if self._requests_left <= 0 and (self._to_correct or self._to_fill):
            self.update_interval = _RUN_INTERVAL
        if error is not None:
            raise error

    def _begin_round(
        self, programs: Mapping[str, Program], now: datetime, interval: timedelta
    ) -> None:
        """Begin a round if the last one is complete, or old enough."""
        self._to_correct &= programs.keys()
        self._to_fill &= programs.keys()
        # Rather slightly early than a whole run late.
        is_time = now >= self._round_began + interval - _RUN_INTERVAL
        if is_time or not (self._to_correct or self._to_fill):
            self._round_began = now
            self._to_correct |= programs.keys()
            self._to_fill.clear()

    async def _async_correct(self, program: Program, today: date) -> None:
        """Import the last days of a podcast, new ones and possibly changed ones."""
        history = await ProgramSeries.async_load(
            self.hass, program, by_episode=episode_history(self.config_entry)
        )
        progress: Progress | None = None
        try:
            progress = await self._async_import_last_days(program, history, today)
        except NotIncluded, RequestRefused:
            await self._async_import_from_dashboard(program, history.whole, today)
            self._to_correct.discard(program.program_id)
        else:
            self._logged.discard(program.program_id)
        finally:
            history.flush()
        if progress is not None:
            self._to_correct.discard(program.program_id)
            await self._async_remember(program, progress)
        await self._async_remember_record(program, history.whole, today)

    async def _async_import_last_days(
        self, program: Program, history: ProgramSeries, today: date
    ) -> Progress | None:
        """Return the progress of the history; None if this run has to end.

        Raises NotIncluded or RequestRefused if Blubrry returns no totals at all.
        """
        first = today - timedelta(days=MAX_SPAN_DAYS - 1)
        newest = history.whole.newest
        progress = None if newest is None else self._recall(program)
        if newest is None or progress is None:
            days = await self._async_days(program, history.whole, first, today, today)
            await history.async_enter(first, today, days or [])
            by_episode = episode_history(self.config_entry)
            begun = Progress(by_episode=by_episode, oldest=today + _DAY)
            return begun.after(first, is_empty=_is_empty(days))
        # The newest span is last: if the others fail, they are not recorded as known.
        for start, end in reversed([*spans(min(newest, first), today)]):
            if self._requests_left <= 0:
                return None
            days = await self._async_days(program, history.whole, start, end, today)
            if days is not None:
                await history.async_enter(start, end, days)
        return progress

    async def _async_fill(self, program: Program, today: date) -> None:
        """Read older days, until there are none or this run has to end."""
        progress = self._progress[program.program_id]
        history = await ProgramSeries.async_load(
            self.hass, program, by_episode=progress.by_episode
        )
        before = (progress.oldest or _FIRST_DAY) - _DAY
        try:
            for start, end in spans(_FIRST_DAY, before):
                if self._requests_left <= 0:
                    return
                days = await self._async_days(program, history.whole, start, end, today)
                if days is None:
                    break
                await history.async_enter(start, end, days)
                progress = progress.after(start, is_empty=_is_empty(days))
                if progress.oldest is None:
                    break
            progress = progress.completed()
        finally:
            history.flush()
            await self._async_remember(program, progress)
            await self._async_remember_record(program, history.whole, today)

    def _recall(self, program: Program) -> Progress | None:
        """Return the progress of a history, if it has the details needed now."""
        progress = self._progress.get(program.program_id) or Progress.from_memory(
            self.announcer.recall(f"history_{program.program_id}")
        )
        by_episode = episode_history(self.config_entry)
        if progress is None or by_episode > progress.by_episode:
            return None
        return replace(progress, by_episode=by_episode)

    async def _async_remember(self, program: Program, progress: Progress) -> None:
        """Store the progress, once the recorder has written all days."""
        await async_wait_for_recorder(get_instance(self.hass))
        self._progress[program.program_id] = progress
        if progress.oldest is None:
            self._to_fill.discard(program.program_id)
        else:
            self._to_fill.add(program.program_id)
        await self.announcer.async_announce(
            f"history_{program.program_id}", progress.memory, ()
        )

    async def _async_days(
        self, program: Program, series: Series, start: date, end: date, today: date
    ) -> list[EpisodeDay] | None:
        """Read a span; None if Blubrry has later days only.

        Both a refusal and missing days are confirmed: one incorrect response must not
        be taken for the beginning of a podcast, nor for the deletion of its days. A
        refusal of the newest span ends nothing, and is raised immediately.
        """
        is_newest = end == today
        try:
            return await self.async_confirm(
                partial(self._async_ask, program, start, end),
                partial(_is_lost, series, start, end),
                doubted=() if is_newest else (NotIncluded, RequestRefused),
            )
        except NotIncluded, RequestRefused:
            if is_newest:
                raise
            return None

    async def _async_ask(
        self, program: Program, start: date, end: date
    ) -> list[EpisodeDay]:
        self._requests_left -= 1
        days = await self._client.statistics.daily_downloads(program, start, end)
        self._requests_left -= len(days) // _ROWS_A_REQUEST
        return days

    async def _async_import_from_dashboard(
        self, program: Program, series: Series, today: date
    ) -> None:
        """Import the last days from the dashboard, if it has any.

        Totals are requested again with the next update: a plan may change.
        """
        try:
            recent = await self._client.statistics.recent_days(program)
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
        if program.program_id not in self._logged:
            self._logged.add(program.program_id)
            _LOGGER.info(message, program.program_id)

    async def _async_remember_record(
        self, program: Program, series: Series, today: date
    ) -> None:
        """Let a new record day exceed the whole history, not only the last days."""
        name = f"record_{program.program_id}"
        best = series.best_before(today - _FINAL_AFTER)
        memory = self.announcer.recall(name)
        if best is not None and memory is not None:
            await self.announcer.async_announce(name, better_record(memory, *best), ())


def _is_empty(days: list[EpisodeDay] | None) -> bool:
    return not any(day.downloads for day in days or ())


def _is_lost(series: Series, start: date, end: date, days: list[EpisodeDay]) -> bool:
    """Return whether all downloads of days that had some are missing."""
    return _is_empty(days) and series.has_any(start, end)
