"""The podcasts of a Blubrry account, and their statistics."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
import logging
from time import monotonic
from typing import Final, Self, override

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
from .options import excluded_ids, own_milestones
from .program_coordinators import ProgramValues, stretched

_LOGGER = logging.getLogger(__name__)

# Each is a device with some thirty entities, and is read separately. Nobody has more
# podcasts than this; a response that lists more is not trusted.
MAX_PROGRAMS: Final = 250

# A device is removed after its podcast was missing from this many lists, over a day.
_LISTS_WITHOUT: Final = 8
_ONE_DAY: Final = 86400.0

type Programs = Mapping[str, ProgramStatistics]


def device_identifier(account_id: str, program_id: str) -> tuple[str, str]:
    """Return the identifier of a podcast's device."""
    return (DOMAIN, f"{account_id}_{program_id}")


@dataclass(frozen=True, kw_only=True)
class _Missing:
    """A podcast missing from complete lists: since when, and from how many of them."""

    since: float
    lists: int = 0

    def again(self) -> Self:
        """Return the state after another list without it."""
        return replace(self, lists=self.lists + 1)

    @property
    def is_gone(self) -> bool:
        """Return whether it was missing for long enough."""
        return self.lists >= _LISTS_WITHOUT and monotonic() - self.since >= _ONE_DAY


class ProgramsCoordinator(MediaAccountsCoordinator[Programs]):
    """The podcasts and their statistics: two lists, and a summary of each podcast."""

    name = "Blubrry programs"
    base_interval = timedelta(hours=1)
    proves_sign_in = True

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry, client: BlubrryClient
    ) -> None:
        """Initialize with the client."""
        super().__init__(hass, entry)
        self._client = client
        self._listing = ProgramList(programs={}, complete=False)
        self._missing: dict[str, _Missing] = {}
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
        ignored = excluded_ids(self.config_entry)
        # Includes excluded podcasts, for the options, and those that are missing for
        # now.
        self.titles = {
            program_id: program.title
            for program_id, program in {**self.followed, **listing.programs}.items()
        }
        known: Programs = self.data or {}
        admitted = self._admitted(listing, known, ignored)
        interval = stretched(self.base_interval, len(admitted))
        if self.is_set_up:
            self.update_interval = await self._summaries.update(
                admitted.values(), self._async_read_summary, interval
            )
        else:
            self._summaries.postpone(admitted.keys(), interval)
        gone = self._follow(listing, ignored) if is_full_update else ignored
        return {
            program_id: ProgramStatistics(
                program=program, summary=self._summaries.get(program_id)
            )
            for program_id, program in admitted.items()
        } | {
            program_id: ProgramStatistics(program=status.program, summary=None)
            for program_id, status in known.items()
            if program_id not in admitted and program_id not in gone
        }

    @property
    @override
    def needs_update(self) -> bool:
        return self._summaries.is_retry

    def _admitted(
        self, listing: ProgramList, known: Programs, ignored: frozenset[str]
    ) -> dict[str, Program]:
        """Return the listed podcasts that are not excluded, up to `MAX_PROGRAMS`.

        Known ones come first, including those that are missing for now.
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

    def _follow(self, listing: ProgramList, ignored: frozenset[str]) -> frozenset[str]:
        """Update devices and entry to the listed podcasts; return the removed ones.

        Excluded podcasts are removed at once. Others are removed only after they were
        missing from complete lists for a day: a few incorrect responses must not remove
        the names, areas and automations of a device.
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
        # Every account has a podcast: a list without any is an error.
        is_sound = listing.complete and bool(listed)
        gone = ignored
        if is_sound:
            now = monotonic()
            self._missing = {
                program_id: self._missing.get(program_id, _Missing(since=now)).again()
                for program_id in devices.keys() - listed - ignored
            }
            gone |= {
                program_id
                for program_id, missing in self._missing.items()
                if missing.is_gone
            }
        for program_id in gone & devices.keys():
            registry.async_remove_device(devices[program_id])
        known = set(self.config_entry.data[CONF_PROGRAM_IDS])
        if (program_ids := set(listed) if is_sound else known | listed) != known:
            self.hass.config_entries.async_update_entry(
                self.config_entry,
                data={
                    **self.config_entry.data,
                    CONF_PROGRAM_IDS: sorted(program_ids),
                },
            )
        return gone
