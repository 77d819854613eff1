"""What is read program by program: what fails for one concerns that one only."""

from abc import abstractmethod
from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import timedelta
import logging
from typing import ClassVar, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback

from ..coordinator import MediaAccountsCoordinator
from ..errors import NotIncluded, ProviderError, RequestRefused, SignInRefused
from .client import BlubrryClient
from .models import Program

_LOGGER = logging.getLogger(__name__)

# What could not be read is shown as it was, for so many polls.
PATIENCE = 2

# So many programs are read at the usual pace; with more, each is read less often, so
# that an account with many programs does not cost many times the requests.
PROGRAMS_AT_PACE = 4


def stretched(pace: timedelta, programs: int) -> timedelta:
    """Return the pace for so many programs."""
    return pace * max(1.0, programs / PROGRAMS_AT_PACE)


class Readings[T]:
    """What was last read of each program, shown on through a short trouble."""

    def __init__(self) -> None:
        """Begin without any."""
        self._known: dict[str, T | None] = {}
        self._failures: dict[str, int] = {}

    async def read(
        self, program: Program, read: Callable[[Program], Awaitable[T]]
    ) -> T | None:
        """Read a program; None where its plan has no such thing, or all patience ends.

        Raises SignInRefused, which concerns all programs.
        """
        program_id = program.program_id
        try:
            reading: T | None = await read(program)
        except SignInRefused:
            raise
        except (NotIncluded, RequestRefused) as err:
            _LOGGER.debug("Nothing to read: %s", err)
            reading = None
        except ProviderError as err:
            _LOGGER.debug("Not read: %s", err)
            self._failures[program_id] = self._failures.get(program_id, 0) + 1
            if self._failures[program_id] > PATIENCE:
                self._known[program_id] = None
            return self._known.get(program_id)
        self._failures.pop(program_id, None)
        self._known[program_id] = reading
        return reading

    def known(self, program_id: str) -> T | None:
        """Return what was last read of a program."""
        return self._known.get(program_id)

    def forget(self, program_ids: Collection[str]) -> None:
        """Forget programs, so that they are read again when they return."""
        for program_id in program_ids:
            self._known.pop(program_id, None)
            self._failures.pop(program_id, None)

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
        for program in wanted:
            reading = await self._readings.read(program, self.async_read_program)
            if reading is not None:
                await self.async_tell_news(program, reading)
        self.update_interval = stretched(self.pace, len(wanted))
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
