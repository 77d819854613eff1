"""The podcasts of a Blubrry account, and their statistics."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
import logging
from typing import Final, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.util import dt as dt_util

from ..api.parsing import Json
from ..const import CONF_PROGRAM_IDS, DOMAIN
from ..coordinator import MediaAccountsCoordinator
from ..events.announcement import Changes
from .api.client import BlubrryClient
from .api.programs import Program, ProgramList
from .api.statistics import ProgramStatistics, Summary
from .events import summary_changes
from .options import left_out, own_milestones
from .program_coordinators import ProgramValues, stretched

_LOGGER = logging.getLogger(__name__)

# Each is a device with some thirty entities, and is read separately. Nobody makes more
# podcasts than this; a response that lists more is not trusted.
MAX_PROGRAMS: Final = 250

type Programs = Mapping[str, ProgramStatistics]


def device_identifier(account_id: str, program_id: str) -> tuple[str, str]:
    """Return the identifier of a podcast's device."""
    return (DOMAIN, f"{account_id}_{program_id}")


class ProgramsCoordinator(MediaAccountsCoordinator[Programs]):
    """The podcasts and their statistics: two lists, and a summary of each podcast."""

    name = "Blubrry programs"
    base_interval = timedelta(hours=1)
    proves_sign_in = True

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry, client: BlubrryClient
    ) -> None:
        """Take the client."""
        super().__init__(hass, entry)
        self._client = client
        self._listing = ProgramList(programs={}, complete=False)
        self._missing: frozenset[str] = frozenset()
        self._summaries = ProgramValues[Summary](self.base_interval)
        self._has_warned = False
        self.titles: Mapping[str, str] = {}

    @property
    def followed(self) -> Mapping[str, Program]:
        """Return the podcasts that are not excluded, by id."""
        known: Programs = self.data or {}
        return {program_id: status.program for program_id, status in known.items()}

    @override
    async def async_read(self) -> Programs:
        """Read the lists, then the summary of each podcast.

        An error with the summary of one podcast does not affect the others.
        """
        is_full_update = not self._summaries.is_retry
        if is_full_update:
            # In case the whole update fails.
            self.update_interval = stretched(self.base_interval, len(self.followed))
            self._listing = await self._client.programs.list()
        listing = self._listing
        ignored = left_out(self.config_entry)
        # Also of excluded podcasts, for the options, and of those missing for now.
        self.titles = {
            program_id: program.title
            for program_id, program in {**self.followed, **listing.programs}.items()
        }
        known: Programs = self.data or {}
        admitted = self._admitted(listing, known, ignored)
        self.update_interval = await self._summaries.update(
            admitted.values(),
            self._async_read_summary,
            stretched(self.base_interval, len(admitted)),
        )
        programs = {
            program_id: ProgramStatistics(
                program=program, summary=self._summaries.get(program_id)
            )
            for program_id, program in admitted.items()
        }
        if is_full_update:
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
        """Return the listed podcasts that are not excluded, up to `MAX_PROGRAMS`.

        Known ones come first, also those that are missing for now.
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

    async def _async_read_summary(self, program: Program) -> Summary:
        def compare(memory: Json, summary: Summary) -> Changes:
            return summary_changes(
                memory,
                program.program_id,
                summary,
                own_milestones(self.config_entry),
                dt_util.utcnow(),
            )

        return await self.async_read_and_announce(
            f"summary_{program.program_id}",
            partial(self._client.statistics.summary, program),
            compare,
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
