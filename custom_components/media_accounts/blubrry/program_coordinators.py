"""What is read program by program: what fails for one concerns that one only."""

from abc import abstractmethod
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
import logging
from math import inf
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
from ..coordinator import MIN_RATE_LIMIT_WAIT, MediaAccountsCoordinator
from .api.client import BlubrryClient
from .api.programs import Program

_LOGGER = logging.getLogger(__name__)

# What could not be read is shown as it was, for so many polls.
PATIENCE = 2

# What could not be read is tried again after so many seconds, or what the service
# says. Each time the wait is doubled, up to the pace.
_RETRY: Final = 900.0
_MAX_DOUBLINGS: Final = 16

# So many seconds a timer may be early.
_EARLY: Final = 2.0

# So many programs are read at the usual pace; with more, each is read less often, so
# that an account with many programs does not cost many times the requests.
PROGRAMS_AT_PACE = 4


def stretched(pace: timedelta, programs: int) -> timedelta:
    """Return the pace for so many programs."""
    return pace * max(1.0, programs / PROGRAMS_AT_PACE)


@dataclass(frozen=True, kw_only=True)
class _Trouble:
    """What could not be read: in how many polls and tries, and when to try again."""

    polls: int = 0
    tries: int = 0
    again: float = 0.0


class Readings[T]:
    """What was last read of each program, shown on through a short trouble.

    What could not be read is caught up with between two polls of everything.
    """

    def __init__(self) -> None:
        """Begin without any."""
        self._known: dict[str, T | None] = {}
        self._troubles: dict[str, _Trouble] = {}
        # By `time.monotonic`: when something is due, and when everything is.
        self._next = 0.0
        self._next_poll = 0.0

    @property
    def catches_up(self) -> bool:
        """Return whether it is time for what could not be read, and that only.

        Who asks before it is time wants to have everything.
        """
        return self._next <= monotonic() + _EARLY < self._next_poll

    async def read(
        self,
        programs: Sequence[Program],
        read: Callable[[Program], Awaitable[T]],
        pace: timedelta,
    ) -> timedelta:
        """Read what is due of the programs; return how long nothing is due then.

        Nothing is known of a program whose plan has no such thing. Raises
        SignInRefused, which concerns all programs.
        """
        is_poll = not self.catches_up
        due = deque(
            program
            for program in programs
            if is_poll or self._again(program) <= monotonic() + _EARLY
        )
        while due:
            program = due.popleft()
            try:
                await self._read(program, read)
            except RateLimited as err:
                _LOGGER.debug("Not read: %s", err)
                wait = max(err.retry_after or _RETRY, MIN_RATE_LIMIT_WAIT)
                self._fail(program, wait, pace, is_poll=is_poll)
                # The others would be told the same.
                for other in due:
                    trouble = self._troubles.get(other.program_id, _Trouble())
                    self._troubles[other.program_id] = replace(
                        trouble, again=monotonic() + wait
                    )
                break
            except SignInRefused:
                raise
            except ProviderError as err:
                _LOGGER.debug("Not read: %s", err)
                self._fail(program, _RETRY, pace, is_poll=is_poll)
        now = monotonic()
        if is_poll:
            self._next_poll = now + pace.total_seconds()
        self._next = max(
            now + MIN_RATE_LIMIT_WAIT,
            min([self._next_poll, *map(self._again, programs)]),
        )
        return timedelta(seconds=self._next - now)

    async def _read(
        self, program: Program, read: Callable[[Program], Awaitable[T]]
    ) -> None:
        reading: T | None
        try:
            reading = await read(program)
        except (NotIncluded, RequestRefused) as err:
            _LOGGER.debug("Nothing to read: %s", err)
            reading = None
        self._troubles.pop(program.program_id, None)
        self._known[program.program_id] = reading

    def _fail(
        self, program: Program, wait: float, pace: timedelta, *, is_poll: bool
    ) -> None:
        """Try again later, each time twice as late, up to the pace."""
        program_id = program.program_id
        before = self._troubles.get(program_id, _Trouble())
        wait = min(
            wait * 2.0 ** min(before.tries, _MAX_DOUBLINGS), pace.total_seconds()
        )
        trouble = _Trouble(
            polls=before.polls + is_poll,
            tries=before.tries + 1,
            again=monotonic() + wait,
        )
        self._troubles[program_id] = trouble
        if trouble.polls > PATIENCE and program_id in self._known:
            self._known[program_id] = None

    def _again(self, program: Program) -> float:
        """Return when to try a program again, before the next poll of everything."""
        trouble = self._troubles.get(program.program_id)
        return inf if trouble is None else trouble.again

    def known(self, program_id: str) -> T | None:
        """Return what was last read of a program."""
        return self._known.get(program_id)

    def forget(self, program_ids: Collection[str]) -> None:
        """Forget programs, so that they are read again when they return."""
        for program_id in program_ids:
            self._known.pop(program_id, None)
            self._troubles.pop(program_id, None)

    def __contains__(self, program_id: str) -> bool:
        """Return whether a program was read at all."""
        return program_id in self._known


class ProgramReader[T](MediaAccountsCoordinator[Mapping[str, T | None]]):
    """Reads the same thing of each program that anybody wants to see it of."""

    # The item for which all programs have to be read; None where there is none.
    sums_up: ClassVar[str | None] = None

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        client: BlubrryClient,
        programs: Callable[[], Mapping[str, Program]],
    ) -> None:
        """Take the client, and what tells the programs that there are."""
        super().__init__(hass, entry)
        self.client = client
        self._programs = programs
        self._readings = Readings[T]()

    @abstractmethod
    async def async_read_program(self, program: Program) -> T:
        """Read one program; raises a ProviderError."""

    async def async_tell_news(self, program: Program, reading: T) -> None:
        """Announce what is new in a reading."""

    async def _async_read_and_tell(self, program: Program) -> T:
        reading = await self.async_read_program(program)
        await self.async_tell_news(program, reading)
        return reading

    @override
    async def async_read(self) -> Mapping[str, T | None]:
        """Read each program that is new, or that an enabled entity shows."""
        programs = self._programs()
        shown = set(self.async_contexts())
        wanted = [
            program
            for program_id, program in programs.items()
            if program_id not in self._readings
            or program_id in shown
            or self.sums_up in shown
        ]
        # At first for the case that all fail together.
        self.update_interval = pace = stretched(self.pace, len(wanted))
        self.update_interval = await self._readings.read(
            wanted, self._async_read_and_tell, pace
        )
        # Some may have gone meanwhile.
        self._readings.forget(programs.keys() - self._programs().keys())
        return {
            program_id: self._readings.known(program_id)
            for program_id in programs
            if program_id in self._programs()
        }

    @callback
    def async_follow_programs(self) -> None:
        """Let go what has gone, and read at once what has just appeared."""
        if self.last_reading is None:
            return
        known: Mapping[str, T | None] = self.data or {}
        programs = self._programs()
        if gone := known.keys() - programs.keys():
            self._readings.forget(gone)
            self.data = {
                program_id: reading
                for program_id, reading in known.items()
                if program_id in programs
            }
            self.async_update_listeners()
        if not programs.keys() <= known.keys():
            _ = self.config_entry.async_create_background_task(
                self.hass, self.async_refresh(), f"read more for {self.name}"
            )
