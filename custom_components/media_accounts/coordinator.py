"""Where a provider's error becomes a Home Assistant outcome."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
import logging
from time import monotonic
from typing import Any, ClassVar, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConfigEntryAuthFailed
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed

from .api.errors import (
    AccountTrouble,
    NotIncluded,
    ProviderError,
    RateLimited,
    SecretsLocked,
    SignInRefused,
)
from .const import DOMAIN
from .events.announcer import Announcer, announcer_of
from .events.sign_in import async_tell_sign_in
from .update_interval import update_interval_factor

_LOGGER = logging.getLogger(__package__)

# The wait after a "slow down" that names none: it doubles each time, up to an hour.
MIN_RATE_LIMIT_WAIT = 120.0
MAX_RATE_LIMIT_WAIT = 3600.0


async def confirmed[T](
    read: Callable[[], Awaitable[T]], is_news: Callable[[T], bool]
) -> T:
    """Return a reading; one that is news counts only when a second one agrees.

    Services now and then answer once with nonsense, such as that premium is over.
    """
    reading = await read()
    return await read() if is_news(reading) else reading


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How the last reading went: when, by `time.monotonic`, and with which error."""

    at: float
    failure: str | None = None


class MediaAccountsCoordinator[DataT](DataUpdateCoordinator[DataT], ABC):
    """Reads one part of an account at its own pace.

    The data is frozen and compares equal while nothing changes, so that quiet
    polls write no state.
    """

    config_entry: ConfigEntry
    subject: ClassVar[str]
    pace: timedelta
    # Whether the sign-in counts as good again when this could be read.
    proves_sign_in: ClassVar[bool] = False

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        """Poll at the class's pace, or as much slower or faster as was chosen."""
        self.pace = self.pace * update_interval_factor(entry)
        super().__init__(
            hass,
            _LOGGER,
            config_entry=entry,
            name=self.subject,
            update_interval=self.pace,
            always_update=False,
        )
        self._rate_limit_wait = MIN_RATE_LIMIT_WAIT
        self.last_reading: Reading | None = None

    @property
    def announcer(self) -> Announcer:
        """Return who tells what happened to the account."""
        return announcer_of(self.hass, str(self.config_entry.unique_id))

    @abstractmethod
    async def async_read(self) -> DataT:
        """Read the data from the service; raises a ProviderError."""

    @override
    async def _async_update_data(self) -> DataT:
        """Read the data; only a refused sign-in starts reauthentication."""
        try:
            data = await self._async_read_and_note()
        except SignInRefused as err:
            _LOGGER.debug("%s: sign-in refused: %s", self.name, err)
            await async_tell_sign_in(self.announcer, is_valid=False)
            raise ConfigEntryAuthFailed(
                translation_domain=DOMAIN, translation_key=_failure_key(err)
            ) from err
        except ProviderError as err:
            _LOGGER.debug("%s: %s: %s", self.name, type(err).__name__, err)
            raise UpdateFailed(
                translation_domain=DOMAIN,
                translation_key=_failure_key(err),
                retry_after=self._wait_after(err),
            ) from err
        self._rate_limit_wait = MIN_RATE_LIMIT_WAIT
        if self.proves_sign_in:
            await async_tell_sign_in(self.announcer, is_valid=True)
        return data

    async def _async_read_and_note(self) -> DataT:
        """Read the data, and note how it went."""
        try:
            data = await self._async_read_surely()
        except ProviderError as err:
            self.last_reading = Reading(at=monotonic(), failure=type(err).__name__)
            raise
        self.last_reading = Reading(at=monotonic())
        return data

    async def _async_read_surely(self) -> DataT:
        """Read the data; what only a person can settle has to be said twice."""
        try:
            return await self.async_read()
        except SignInRefused, AccountTrouble:
            return await self.async_read()

    def _wait_after(self, error: ProviderError) -> float | None:
        """Return the seconds to the next poll, None for the usual pace."""
        if not isinstance(error, RateLimited):
            return None
        wait = max(self._rate_limit_wait, error.retry_after or 0)
        self._rate_limit_wait = min(self._rate_limit_wait * 2, MAX_RATE_LIMIT_WAIT)
        return wait


def _failure_key(error: ProviderError) -> str:
    """Return the translation key of the sentence for an error."""
    match error:
        case SecretsLocked():
            return "secrets_locked"
        case SignInRefused():
            return "sign_in_refused"
        case AccountTrouble():
            return f"account_{error.problem}"
        case RateLimited():
            return "rate_limited"
        case NotIncluded():
            return "not_included"
        case _:
            return "service_unreachable"


# DataUpdateCoordinator is invariant in the type of its data, so only this covers all.
type AnyCoordinator = MediaAccountsCoordinator[Any]
