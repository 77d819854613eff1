"""Which programs a Blubrry account has, and their statistics, at which pace."""

from collections.abc import Mapping
from datetime import timedelta
import logging
from typing import Final, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.util import dt as dt_util

from ..const import CONF_PROGRAM_IDS, DOMAIN
from ..coordinator import MediaAccountsCoordinator, confirmed
from ..events.announcer import Announcer
from .api.client import BlubrryClient
from .api.programs import Program, ProgramList
from .api.statistics import ProgramStatistics, Summary
from .events import News, summary_news
from .options import left_out, own_milestones
from .program_coordinators import Readings, stretched

_LOGGER = logging.getLogger(__name__)

# Each is a device with some thirty entities, and is read one by one. No person makes
# so many programs; an answer that lists more is not taken at its word.
MAX_PROGRAMS: Final = 250

type Programs = Mapping[str, ProgramStatistics]


def device_identifier(account_id: str, program_id: str) -> tuple[str, str]:
    """Return the identifier of a program's device."""
    return (DOMAIN, f"{account_id}_{program_id}")


def _memory(program_id: str) -> str:
    """Return under which name the summary of a program is remembered."""
    return f"summary_{program_id}"


class ProgramsCoordinator(MediaAccountsCoordinator[Programs]):
    """The programs and their statistics: two lists, and a summary each."""

    subject = "Blubrry programs"
    proves_sign_in = True
    pace = timedelta(hours=1)

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        client: BlubrryClient,
        announcer: Announcer,
    ) -> None:
        """Take the client, and whom to tell the news."""
        super().__init__(hass, entry)
        self._client = client
        self._announcer = announcer
        self._listing = ProgramList(programs={}, complete=False)
        self._missing: frozenset[str] = frozenset()
        self._summaries = Readings[Summary]()
        self._has_warned = False
        self.titles: Mapping[str, str] = {}

    @property
    def followed(self) -> Mapping[str, Program]:
        """Return the programs that are followed, by id."""
        known: Programs = self.data or {}
        return {program_id: status.program for program_id, status in known.items()}

    @override
    async def async_read(self) -> Programs:
        """Read the lists, then each program's statistics.

        What fails for one program concerns that program only.
        """
        is_poll = not self._summaries.catches_up
        if is_poll:
            self.update_interval = stretched(self.pace, len(self.followed))
            self._listing = await self._client.programs.list()
        listing = self._listing
        ignored = left_out(self.config_entry)
        # Of those that are not followed too, so that they can be chosen again, and of
        # those that are missing for now.
        self.titles = {
            program_id: program.title
            for program_id, program in {**self.followed, **listing.programs}.items()
        }
        known: Programs = self.data or {}
        admitted = self._admitted(listing, known, ignored)
        self.update_interval = await self._summaries.read(
            list(admitted.values()),
            self._read_and_tell,
            stretched(self.pace, len(admitted)),
        )
        programs = {
            program_id: ProgramStatistics(
                program=program, summary=self._summaries.known(program_id)
            )
            for program_id, program in admitted.items()
        }
        if is_poll:
            self._follow(listing, ignored)
        return programs | {
            program_id: ProgramStatistics(program=status.program, summary=None)
            for program_id, status in known.items()
            if program_id not in programs
            and (program_id in self._missing or not listing.complete)
        }

    def _admitted(
        self, listing: ProgramList, known: Programs, ignored: frozenset[str]
    ) -> dict[str, Program]:
        """Return the listed programs that are followed: as many as there is room for.

        Known ones come first, also those that are missing for now: whatever is listed,
        an account never has more than `MAX_PROGRAMS` of them.
        """
        listed = {
            program_id: program
            for program_id, program in listing.programs.items()
            if program_id not in ignored
        }
        new = [program_id for program_id in listed if program_id not in known]
        beyond = set(new[max(0, MAX_PROGRAMS - len(known)) :])
        if beyond and not self._has_warned:
            self._has_warned = True
            _LOGGER.warning(
                "This Blubrry account lists %d programs, and %d of them are followed;"
                " leave some out in its options to follow others",
                len(listing.programs),
                MAX_PROGRAMS,
            )
        return {
            program_id: program
            for program_id, program in listed.items()
            if program_id not in beyond
        }

    async def _read_and_tell(self, program: Program) -> Summary:
        program_id = program.program_id
        summary = await confirmed(
            lambda: self._client.statistics.summary(program),
            lambda reading: bool(self._news(program_id, reading)[1]),
        )
        await self._announcer.async_announce(
            _memory(program_id), *self._news(program_id, summary)
        )
        return summary

    def _news(self, program_id: str, summary: Summary) -> News:
        return summary_news(
            self._announcer.recall(_memory(program_id)),
            program_id,
            summary,
            own_milestones(self.config_entry),
            dt_util.utcnow(),
        )

    def _follow(self, listing: ProgramList, ignored: frozenset[str]) -> None:
        """Keep devices and entry in step with the programs that are listed.

        A program's device goes when the program was missing twice in a row: one
        odd answer must not cost people their names, areas and automations. A list
        that is not complete says nothing of what is missing. What is left out goes
        at once.
        """
        listed = listing.programs.keys()
        account_id = str(self.config_entry.unique_id)
        registry = dr.async_get(self.hass)
        prefix = device_identifier(account_id, "")[1]
        devices = {
            identifier.removeprefix(prefix): device.id
            for device in dr.async_child_entries_for_config_entry(
                registry, self.config_entry.entry_id
            )
            for domain, identifier in device.identifiers
            if domain == DOMAIN and identifier.startswith(prefix)
        }
        missing = devices.keys() - (listed - ignored)
        gone = missing & (self._missing | ignored if listing.complete else ignored)
        for program_id in gone:
            registry.async_remove_device(devices[program_id])
        if not listing.complete:
            return
        self._missing = frozenset(missing - gone)
        if listed and listed != set(self.config_entry.data[CONF_PROGRAM_IDS]):
            self.hass.config_entries.async_update_entry(
                self.config_entry,
                data={
                    **self.config_entry.data,
                    CONF_PROGRAM_IDS: sorted(listed),
                },
            )
