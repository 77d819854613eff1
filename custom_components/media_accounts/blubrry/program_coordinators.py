"""Read the same data of each podcast; an error with one does not affect the others."""

from abc import abstractmethod
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
import logging
from time import monotonic
from typing import ClassVar, Final, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback

from ..api.errors import (
    NotIncluded,
    ProviderError,
    RateLimited,
    RequestRefused,
    SignInRefused,
)
from ..api.refusals import Refusals
from ..coordinator import MediaAccountsCoordinator
from .api.client import BlubrryClient
from .api.programs import Program

_LOGGER = logging.getLogger(__name__)

# A value is kept while it cannot be read again: for this many update intervals,
# including a half one, since an update takes time.
KEPT_INTERVALS = 2

# The wait after an error, in seconds. It doubles up to the update interval.
_RETRY: Final = 900.0

_MAX_DOUBLINGS: Final = 16

# A timer may be early by this many seconds.
_EARLY: Final = 2.0

# Above this many podcasts, each is read less often, so that an account with many of
# them does not cost many times the requests.
PROGRAMS_PER_INTERVAL = 4


def stretched(interval: timedelta, programs: int) -> timedelta:
    """Return the update interval for this many podcasts."""
    return interval * max(1.0, programs / PROGRAMS_PER_INTERVAL)


@dataclass(frozen=True, kw_only=True)
class _Value[T]:
    """The last value, None for refused, and when it was read (`time.monotonic`)."""

    value: T | None
    read_at: float


class ProgramValues[T]:
    """The last value of each podcast, kept for a limited time while it cannot be read.

    After an error, those that could not be read are retried between two full updates.
    That takes some state, but it is needed: an account with many podcasts cannot be
    read within the rate limit at once, and reading everything again would never end.
    """

    def __init__(self, interval: timedelta) -> None:
        """Initialize with the update interval of a single podcast."""
        self._refusals = Refusals(interval=interval)
        self._values: dict[str, _Value[T]] = {}
        self._failed: set[str] = set()
        self._failures = 0
        # By `time.monotonic`.
        self._next_update = 0.0
        self._next_full_update = 0.0

    @property
    def is_retry(self) -> bool:
        """Return whether it is time to retry what failed, and nothing else.

        A refresh before that time, such as by a button, is a full update.
        """
        return self._next_update <= monotonic() + _EARLY < self._next_full_update

    def postpone(self, program_ids: Iterable[str], interval: timedelta) -> None:
        """Let the next update retry these podcasts, as after an error."""
        self._failed = set(program_ids)
        self._next_update = monotonic()
        self._next_full_update = self._next_update + interval.total_seconds()

    async def update(
        self,
        programs: Collection[Program],
        read: Callable[[Program], Awaitable[T]],
        interval: timedelta,
    ) -> timedelta:
        """Read the podcasts that are due; return the time to the next update.

        The value is None if the service refuses it. Raises SignInRefused, which
        affects all podcasts.
        """
        is_retry = self.is_retry
        due = [
            program
            for program in programs
            if not is_retry or program.program_id in self._failed
        ]
        retry_after = 0.0
        failed: set[str] = set()
        for program in due:
            try:
                await self._update(program, read)
            except SignInRefused:
                raise
            except ProviderError as err:
                _LOGGER.debug("Not read: %s", err)
                failed.add(program.program_id)
                if isinstance(err, RateLimited):
                    retry_after = max(retry_after, err.retry_after or 0.0)
        self._failed = failed
        self._drop_outdated(interval)
        now = monotonic()
        if not is_retry:
            self._next_full_update = now + interval.total_seconds()
        self._next_update = self._next_full_update
        if failed:
            wait = retry_after or self._next_retry()
            self._next_update = min(self._next_update, now + wait)
        else:
            self._failures = 0
        return timedelta(seconds=max(_EARLY, self._next_update - now))

    async def _update(
        self, program: Program, read: Callable[[Program], Awaitable[T]]
    ) -> None:
        value: T | None = None
        try:
            value = await read(program)
        except (NotIncluded, RequestRefused) as err:
            _LOGGER.debug("Refused: %s", err)
            self._refusals.add(program.program_id)
        else:
            self._refusals.clear(program.program_id)
        self._values[program.program_id] = _Value(value=value, read_at=monotonic())

    def _next_retry(self) -> float:
        """Return the seconds to the next retry: twice as many each time."""
        wait = _RETRY * 2.0 ** min(self._failures, _MAX_DOUBLINGS)
        self._failures += 1
        return wait

    def _drop_outdated(self, interval: timedelta) -> None:
        oldest = monotonic() - (KEPT_INTERVALS + 0.5) * interval.total_seconds()
        for program_id in self._failed & self._values.keys():
            if (known := self._values[program_id]).read_at < oldest:
                self._values[program_id] = _Value(value=None, read_at=known.read_at)

    def is_missing(self, program_id: str) -> bool:
        """Return whether to read a podcast even if no listener needs the value.

        It was never read, or it was refused and it is time to ask again.
        """
        return program_id not in self._values or (
            program_id in self._refusals and self._refusals.is_due(program_id)
        )

    def get(self, program_id: str) -> T | None:
        """Return the last value of a podcast."""
        known = self._values.get(program_id)
        return known.value if known else None

    def forget(self, program_ids: Iterable[str]) -> None:
        """Forget podcasts, so that they are read again when they return."""
        for program_id in program_ids:
            self._values.pop(program_id, None)
            self._refusals.clear(program_id)


class ProgramDataCoordinator[T](MediaAccountsCoordinator[Mapping[str, T | None]]):
    """Reads the same data of each podcast that an entity or an automation needs."""

    # The context that needs all podcasts; None if there is none.
    total_context: ClassVar[str | None] = None

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        client: BlubrryClient,
        programs: Callable[[], Mapping[str, Program]],
    ) -> None:
        """Initialize with the client and a function that returns the podcasts by id."""
        super().__init__(hass, entry)
        self.client = client
        self._programs = programs
        self._values = ProgramValues[T](self.base_interval)

    @abstractmethod
    async def async_read_program(self, program: Program) -> T:
        """Read one podcast and announce its events; raises a ProviderError."""

    @override
    async def async_read(self) -> Mapping[str, T | None]:
        """Read each podcast that is new, or that a listener needs."""
        programs = self._programs()
        contexts = set(self.async_contexts())
        wanted = [
            program
            for program_id, program in programs.items()
            if program_id in contexts
            or self.total_context in contexts
            or self._values.is_missing(program_id)
        ]
        # In case the whole update fails.
        self.update_interval = interval = stretched(self.base_interval, len(wanted))
        self.update_interval = await self._values.update(
            wanted, self.async_read_program, interval
        )
        # Some may have been removed meanwhile.
        self._values.forget(programs.keys() - self._programs().keys())
        return {
            program_id: self._values.get(program_id)
            for program_id in programs
            if program_id in self._programs()
        }

    @callback
    def async_follow_programs(self) -> None:
        """Drop removed podcasts, and read new ones at once."""
        if self.last_update is None:
            return
        known: Mapping[str, T | None] = self.data or {}
        programs = self._programs()
        if gone := known.keys() - programs.keys():
            self._values.forget(gone)
            self.data = {
                program_id: value
                for program_id, value in known.items()
                if program_id in programs
            }
            self.async_update_listeners()
        if not programs.keys() <= known.keys():
            _ = self.config_entry.async_create_background_task(
                self.hass, self.async_refresh(), f"read new podcasts for {self.name}"
            )
