"""The runtime data of a Real-Debrid entry."""

from dataclasses import dataclass
from typing import override

from ..provider.account import Account, MediaAccountsConfigEntry
from .api.client import RealDebridClient
from .coordinator import AttentionCoordinator, TransfersCoordinator, UserCoordinator
from .optional_coordinators import SettingsCoordinator, TrafficCoordinator


@dataclass(frozen=True, kw_only=True)
class RealDebridAccount(Account):
    """An account with its client, and the coordinators that other modules read."""

    client: RealDebridClient
    user: UserCoordinator
    transfers: TransfersCoordinator
    traffic: TrafficCoordinator
    settings: SettingsCoordinator
    attention: AttentionCoordinator

    @property
    @override
    def main(self) -> UserCoordinator:
        return self.user


def account_of(entry: MediaAccountsConfigEntry) -> RealDebridAccount:
    """Return the account of a Real-Debrid entry that is set up."""
    account = entry.runtime_data
    if not isinstance(account, RealDebridAccount):
        raise TypeError("an entry of another provider")
    return account
