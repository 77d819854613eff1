"""The runtime data of a Film Locker entry."""

from dataclasses import dataclass
from typing import override

from ..provider.account import Account
from .coordinator import LockerCoordinator


@dataclass(frozen=True, kw_only=True)
class FilmLockerAccount(Account):
    """An account with its coordinator."""

    locker: LockerCoordinator

    @property
    @override
    def main(self) -> LockerCoordinator:
        return self.locker
