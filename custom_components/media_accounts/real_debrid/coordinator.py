"""The user, the account problems and the torrents of a Real-Debrid account."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from ..api.errors import AccountProblem
from ..api.transfers import TransferCounts
from ..coordinator import MediaAccountsCoordinator
from ..events.transfers import transfer_changes
from ..provider.premium import days_left, expires_soon
from .api.client import RealDebridClient
from .api.library import Library
from .api.user import User
from .events import problem_changes, user_changes

# An end of premium computed from the seconds left varies with the network latency.
_TOLERANCE: Final = timedelta(minutes=5)

# The number of slots, and torrents that are not among the newest, change rarely.
_FULL_INTERVAL: Final = timedelta(hours=1)

# The keys in the memory of the announcer.
_USER_KEY: Final = "user"
_TORRENTS_KEY: Final = "torrents"
_PROBLEMS_KEY: Final = "problems"

# Whether the account has had premium.
_PREMIUM_KEY: Final = "premium"
_SEEN: Final = "seen"


class RealDebridCoordinator[DataT](MediaAccountsCoordinator[DataT]):
    """Reads one part of the account through the account's client."""

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry, client: RealDebridClient
    ) -> None:
        """Initialize with the client."""
        super().__init__(hass, entry)
        self._client = client


class UserCoordinator(RealDebridCoordinator[User]):
    """The user: four requests an hour."""

    name = "Real-Debrid account"
    base_interval = timedelta(minutes=15)
    proves_sign_in = True

    @override
    async def async_read(self) -> User:
        """Read the user; keep the known end of premium if it hardly differs."""
        known: User | None = self.data
        user = await self.async_read_and_announce(
            _USER_KEY, self._client.user, user_changes
        )
        if (
            known is not None
            and known.premium_until is not None
            and user.premium_until is not None
            and abs(user.premium_until - known.premium_until) < _TOLERANCE
        ):
            user = replace(user, premium_until=known.premium_until)
        if user.premium:
            await self.announcer.async_announce(_PREMIUM_KEY, _SEEN, ())
        return replace(
            user,
            premium_days_left=days_left(user.premium_until),
            expiring_soon=expires_soon(self.config_entry, user.premium_until),
            lapsed=self._has_lapsed(user),
        )

    def _has_lapsed(self, user: User) -> bool:
        """Return whether premium has expired.

        The response does not say: an account that never had premium looks the same.
        """
        known: User | None = self.data
        had_any = known is not None and (known.premium or known.lapsed)
        return not user.premium and (
            had_any or self.announcer.recall(_PREMIUM_KEY) == _SEEN
        )


@dataclass(frozen=True, kw_only=True)
class Attention:
    """The account problem that the owner has to resolve, None for none."""

    problem: AccountProblem | None


class AttentionCoordinator(RealDebridCoordinator[Attention]):
    """Reports account problems that any call of the account met; sends no requests."""

    name = "Real-Debrid attention"
    base_interval = timedelta(days=1)

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry, client: RealDebridClient
    ) -> None:
        """Subscribe to the account problems of the client."""
        super().__init__(hass, entry, client)
        self.update_interval = None
        self.data = Attention(problem=client.problems.current)
        client.problems.on_change = self._async_update_problem
        client.problems.on_result = self._async_announce_result

    @callback
    def _async_update_problem(self) -> None:
        self.async_set_updated_data(Attention(problem=self._client.problems.current))

    @callback
    def _async_announce_result(
        self, namespace: str, problem: AccountProblem | None
    ) -> None:
        known = self.announcer.recall(_PROBLEMS_KEY)
        memory, events = problem_changes(known, namespace, problem)
        if memory != known:
            _ = self.hass.async_create_task(
                self.announcer.async_announce(_PROBLEMS_KEY, memory, events),
                f"{self.name}: announce",
            )

    @override
    async def async_read(self) -> Attention:
        """Return the current problem; refreshing other data updates it."""
        return Attention(problem=self._client.problems.current)


class TransfersCoordinator(RealDebridCoordinator[TransferCounts]):
    """The torrents: seven requests an hour when idle, more while some are active."""

    name = "Real-Debrid transfers"
    base_interval = timedelta(minutes=10)
    active_interval = timedelta(minutes=1)

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry, client: RealDebridClient
    ) -> None:
        """Initialize with the client."""
        super().__init__(hass, entry, client)
        self.library = Library(client.torrents)
        self._slots: int | None = None
        self._last_full_update: datetime | None = None

    @override
    async def async_read(self) -> TransferCounts:
        """Read the torrents, announce their events, and adjust the update interval."""
        now = dt_util.utcnow()
        last = self._last_full_update
        if last is None or now - last >= _FULL_INTERVAL:
            self._slots = (await self._client.torrents.slots()).limit
            self._last_full_update = now
            self.library.forget()
        torrents = await self.async_read_and_announce(
            _TORRENTS_KEY, self.library.read, transfer_changes
        )
        counts = TransferCounts.of(torrents, self._slots)
        self.update_interval = (
            self.active_interval if counts.active else self.base_interval
        )
        return counts
