"""What is read of a Real-Debrid account, and at which pace."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from ..api.errors import AccountProblem
from ..coordinator import MediaAccountsCoordinator, confirmed
from ..events.announcer import Announcer
from .api.client import RealDebridClient
from .api.library import Library
from .api.torrents import Torrent
from .api.user import User
from .events import News, problem_news, user_news
from .options import expiring_days
from .transfers import Transfers, transfers_news

# An end of premium that is computed from the seconds left wavers with the network.
STEADY = timedelta(minutes=5)

# How many torrents may be active changes now and then, as does what is old.
THOROUGH_PACE = timedelta(hours=1)

# Under which name it is remembered that the account has had premium.
PREMIUM_MEMORY: Final = "premium"
SEEN: Final = "seen"

# Under which names it is remembered what was told.
TORRENTS_MEMORY: Final = "torrents"
USER_MEMORY: Final = "user"
PROBLEMS_MEMORY: Final = "problems"


class RealDebridCoordinator[DataT](MediaAccountsCoordinator[DataT]):
    """Reads one part of the account through its one client."""

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry, client: RealDebridClient
    ) -> None:
        """Take the client."""
        super().__init__(hass, entry)
        self._client = client


class UserCoordinator(RealDebridCoordinator[User]):
    """The account itself: four requests an hour."""

    subject = "Real-Debrid account"
    proves_sign_in = True
    pace = timedelta(minutes=15)

    @override
    async def async_read(self) -> User:
        """Read the account, keeping an end of premium that merely wavered."""
        known: User | None = self.data
        user = await confirmed(
            self._client.user, lambda reading: bool(self._news(reading)[1])
        )
        await self.announcer.async_announce(USER_MEMORY, *self._news(user))
        if (
            known is not None
            and known.premium_until is not None
            and user.premium_until is not None
            and abs(user.premium_until - known.premium_until) < STEADY
        ):
            user = replace(user, premium_until=known.premium_until)
        if user.premium:
            await self.announcer.async_announce(PREMIUM_MEMORY, SEEN, ())
        return replace(
            user,
            expiring_soon=self._expiring_soon(user),
            lapsed=self._has_lapsed(user),
        )

    def _has_lapsed(self, user: User) -> bool:
        """Return whether premium is over that was there before.

        The account itself does not tell: who never had any is just as free.
        """
        known: User | None = self.data
        had_any = known is not None and (known.premium or known.lapsed)
        return not user.premium and (
            had_any or self.announcer.recall(PREMIUM_MEMORY) == SEEN
        )

    def _news(self, user: User) -> News:
        return user_news(self.announcer.recall(USER_MEMORY), user)

    def _expiring_soon(self, user: User) -> bool | None:
        """Return whether premium ends in so few days, None if nobody wants to know."""
        days = expiring_days(self.config_entry)
        if not days:
            return None
        if user.premium_until is None:
            return False
        return user.premium_until - dt_util.utcnow() <= timedelta(days=days)


@dataclass(frozen=True, kw_only=True)
class Attention:
    """What the owner of the account has to settle, None for nothing."""

    problem: AccountProblem | None


class AttentionCoordinator(RealDebridCoordinator[Attention]):
    """What any call of the account met: this asks for nothing by itself."""

    subject = "Real-Debrid attention"
    pace = timedelta(days=1)

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry, client: RealDebridClient
    ) -> None:
        """Follow the client's troubles."""
        super().__init__(hass, entry, client)
        self.update_interval = None
        self.data = Attention(problem=client.troubles.current)
        client.troubles.on_change = self._async_take
        client.troubles.on_certain = self._async_tell

    @callback
    def _async_take(self) -> None:
        self.async_set_updated_data(Attention(problem=self._client.troubles.current))

    @callback
    def _async_tell(self, namespace: str, problem: AccountProblem | None) -> None:
        known = self.announcer.recall(PROBLEMS_MEMORY)
        memory, announcements = problem_news(known, namespace, problem)
        if memory != known:
            _ = self.hass.async_create_task(
                self.announcer.async_announce(PROBLEMS_MEMORY, memory, announcements),
                f"{self.name}: tell",
            )

    @override
    async def async_read(self) -> Attention:
        """Return what is known; a refresh of everything else brings news."""
        return Attention(problem=self._client.troubles.current)


class TransfersCoordinator(RealDebridCoordinator[Transfers]):
    """The torrents: seven requests an hour when idle, more while some are active."""

    subject = "Real-Debrid transfers"
    pace = timedelta(minutes=10)
    busy_pace = timedelta(minutes=1)

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        client: RealDebridClient,
        announcer: Announcer,
    ) -> None:
        """Take the client, and who tells what happened."""
        super().__init__(hass, entry, client)
        self.library = Library(client.torrents)
        self._announcer = announcer
        self._slots: int | None = None
        self._thorough: datetime | None = None

    @override
    async def async_read(self) -> Transfers:
        """Read the torrents, tell what happened, and choose the pace they deserve."""
        now = dt_util.utcnow()
        if self._thorough is None or now - self._thorough >= THOROUGH_PACE:
            self._slots = (await self._client.torrents.slots()).limit
            self._thorough = now
            self.library.forget()
        torrents = await confirmed(
            self.library.read, lambda reading: bool(self._news(reading)[1])
        )
        transfers = Transfers.of(torrents, self._slots)
        self.update_interval = self.busy_pace if transfers.active else self.pace
        await self._announcer.async_announce(TORRENTS_MEMORY, *self._news(torrents))
        return transfers

    def _news(self, torrents: Sequence[Torrent]) -> News:
        return transfers_news(self._announcer.recall(TORRENTS_MEMORY), torrents)
