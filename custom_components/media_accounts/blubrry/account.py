"""The runtime data of a Blubrry entry."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import override

from ..provider.account import Account, MediaAccountsConfigEntry
from .api.client import BlubrryClient
from .api.programs import Program, ProgramInfo
from .coordinator import ProgramsCoordinator
from .optional_coordinators import (
    HostingCoordinator,
    InfoCoordinator,
    RecentDaysCoordinator,
)


@dataclass(frozen=True, kw_only=True)
class BlubrryAccount(Account):
    """An account with its client, and the coordinators that other modules read."""

    client: BlubrryClient
    coordinator: ProgramsCoordinator
    info: InfoCoordinator
    hosting: HostingCoordinator
    recent: RecentDaysCoordinator

    @property
    @override
    def main(self) -> ProgramsCoordinator:
        return self.coordinator

    @property
    def programs(self) -> Mapping[str, Program]:
        """Return the podcasts that are not excluded, by id."""
        return self.coordinator.followed

    @property
    def titles(self) -> Mapping[str, str]:
        """Return the titles of all podcasts, including excluded ones, by id."""
        return self.coordinator.titles

    def cover(self, program_id: str) -> str | None:
        """Return the address of a podcast's cover, None if it is not known."""
        known: Mapping[str, ProgramInfo | None] = self.info.data or {}
        info = known.get(program_id)
        return info.cover if info else None


def account_of(entry: MediaAccountsConfigEntry) -> BlubrryAccount:
    """Return the account of a Blubrry entry that is set up."""
    account = entry.runtime_data
    if not isinstance(account, BlubrryAccount):
        raise TypeError("an entry of another provider")
    return account
