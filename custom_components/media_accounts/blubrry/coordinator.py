"""What is read of a Blubrry account, and at which pace."""

from collections.abc import Mapping
from datetime import timedelta
import logging
from typing import override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr

from ..const import CONF_PROGRAM_IDS, DOMAIN
from ..coordinator import MediaAccountsCoordinator
from ..errors import NotIncluded, ProviderError, RequestRefused, SignInRefused
from .client import BlubrryClient
from .models import Program, ProgramStatistics, Summary

_LOGGER = logging.getLogger(__name__)

# Statistics that could not be read are shown as they were, for so many polls.
PATIENCE = 2

type Programs = Mapping[str, ProgramStatistics]


def device_identifier(account_id: str, program_id: str) -> tuple[str, str]:
    """Return the identifier of a program's device."""
    return (DOMAIN, f"{account_id}_{program_id}")


class ProgramsCoordinator(MediaAccountsCoordinator[Programs]):
    """The programs and their statistics: hourly two lists and a summary each."""

    subject = "Blubrry programs"
    pace = timedelta(hours=1)

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry, client: BlubrryClient
    ) -> None:
        """Take the client."""
        super().__init__(hass, entry)
        self._client = client
        self._missing: frozenset[str] = frozenset()
        self._failures: dict[str, int] = {}

    @override
    async def async_read(self) -> Programs:
        """Read the lists, then each program's statistics.

        What fails for one program concerns that program only.
        """
        listing = await self._client.programs()
        programs = {
            program_id: ProgramStatistics(
                program=program, summary=await self._read_summary(program)
            )
            for program_id, program in listing.programs.items()
        }
        if listing.complete:
            self._follow(frozenset(programs))
        known: Programs = self.data or {}
        return programs | {
            program_id: ProgramStatistics(program=status.program, summary=None)
            for program_id, status in known.items()
            if program_id not in programs
            and (program_id in self._missing or not listing.complete)
        }

    async def _read_summary(self, program: Program) -> Summary | None:
        """Return a program's statistics, the known ones through a short trouble."""
        program_id = program.program_id
        try:
            summary = await self._client.summary(program)
        except SignInRefused:
            raise
        except (NotIncluded, RequestRefused) as err:
            _LOGGER.debug("No statistics: %s", err)
            return None
        except ProviderError as err:
            _LOGGER.debug("Statistics not read: %s", err)
            failures = self._failures.get(program_id, 0) + 1
            self._failures[program_id] = failures
            known: Programs = self.data or {}
            if failures > PATIENCE or program_id not in known:
                return None
            return known[program_id].summary
        self._failures.pop(program_id, None)
        return summary

    def _follow(self, listed: frozenset[str]) -> None:
        """Keep devices and entry in step with the programs that are listed.

        A program's device goes when the program was missing twice in a row: one
        odd answer must not cost people their names, areas and automations.
        """
        account_id = str(self.config_entry.unique_id)
        registry = dr.async_get(self.hass)
        prefix = device_identifier(account_id, "")[1]
        devices = {
            identifier.removeprefix(prefix): device.id
            for device in dr.async_entries_for_config_entry(
                registry, self.config_entry.entry_id
            )
            for domain, identifier in device.identifiers
            if domain == DOMAIN and identifier.startswith(prefix)
        }
        missing = devices.keys() - listed
        for program_id in missing & self._missing:
            registry.async_remove_device(devices[program_id])
        self._missing = frozenset(missing - self._missing)

        if listed and listed != set(self.config_entry.data[CONF_PROGRAM_IDS]):
            self.hass.config_entries.async_update_entry(
                self.config_entry,
                data={
                    **self.config_entry.data,
                    CONF_PROGRAM_IDS: sorted(listed),
                },
            )
