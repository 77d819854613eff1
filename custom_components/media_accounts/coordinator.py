"""The base of every coordinator: errors, confirmation and events."""

from abc import ABC, abstractmethod
import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
import logging
from time import monotonic
from typing import Any, ClassVar, Final, override

from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryAuthFailed, HomeAssistantError
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed

from .api.errors import (
    AccountTrouble,
    NotIncluded,
    PassingTrouble,
    ProviderError,
    RateLimited,
    SecretsLocked,
    SignInRefused,
)
from .api.parsing import Json
from .const import DOMAIN
from .events.announcement import Changes
from .events.announcer import Announcer, announcer_of
from .events.sign_in import async_announce_sign_in
from .outage import async_note_update
from .update_interval import update_interval_factor

_LOGGER = logging.getLogger(__package__)

# The recovery of each coordinator is not logged, only that of the whole account.
_UPDATES = _LOGGER.getChild("updates")
_UPDATES.addFilter(lambda record: record.levelno != logging.INFO)

# The time limit of the set-up, in seconds: a service that does not respond must not
# block the start of Home Assistant, which retries the set-up later.
SET_UP_SECONDS: Final = 10.0

# The wait after a refused sign-in, in seconds: a service may refuse it by mistake, and
# accept it again without a new sign-in.
SIGN_IN_RETRY_SECONDS: Final = 3600.0


@dataclass(frozen=True, kw_only=True)
class LastUpdate:
    """When the last update ended, by `time.monotonic`, and the type of its error."""

    at: float
    error: str | None = None


class MediaAccountsCoordinator[DataT](DataUpdateCoordinator[DataT], ABC):
    """Reads one part of an account at its own update interval.

    The data is frozen and compares equal while nothing changes, so that an update
    without a change writes no state.
    """

    config_entry: ConfigEntry
    name: str
    base_interval: timedelta
    # Whether a successful update shows that the sign-in is valid again.
    proves_sign_in: ClassVar[bool] = False
    # Whether it makes so many requests that all other coordinators update first.
    is_bulk: ClassVar[bool] = False

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        """Scale the base interval by the update frequency of the options."""
        self.base_interval = self.base_interval * update_interval_factor(entry)
        super().__init__(
            hass,
            _UPDATES,
            config_entry=entry,
            name=self.name,
            update_interval=self.base_interval,
            always_update=False,
        )
        self.last_update: LastUpdate | None = None
        self._time_limit: float | None = None

    @property
    def announcer(self) -> Announcer:
        """Return the announcer of the account."""
        return announcer_of(self.hass, str(self.config_entry.unique_id))

    @property
    def is_included(self) -> bool:
        """Return whether the sign-in includes the data, as far as is known."""
        last = self.last_update
        return last is None or last.error != NotIncluded.__name__

    @property
    def needs_update(self) -> bool:
        """Return whether there is data left to read after the set-up."""
        return self.last_update is None

    @property
    def is_set_up(self) -> bool:
        """Return whether this is not the update that the set-up waits for."""
        return self._time_limit is None

    async def async_set_up(self) -> None:
        """Read the data that the set-up needs, within its time limit.

        Raises ConfigEntryNotReady or ConfigEntryAuthFailed.
        """
        self._time_limit = SET_UP_SECONDS
        try:
            await self.async_config_entry_first_refresh()
        finally:
            self._time_limit = None

    @abstractmethod
    async def async_read(self) -> DataT:
        """Read the data from the service; raises a ProviderError."""

    async def async_confirm[T](
        self,
        read: Callable[[], Awaitable[T]],
        is_surprising: Callable[[T], bool] = lambda _: False,
        *,
        doubted: tuple[type[ProviderError], ...] = (),
    ) -> T:
        """Read, and read a second time if the first result is surprising.

        The second result counts in any case: services occasionally return
        wrong data once, such as that premium has expired. `doubted` are the errors that
        are surprising. Refused sign-ins and account problems are not among them: the
        client has confirmed those.
        """
        try:
            data = await read()
        except doubted:
            return await read()
        return await read() if is_surprising(data) else data

    async def async_read_and_announce[T](
        self,
        memory_key: str,
        read: Callable[[], Awaitable[T]],
        compare: Callable[[Json, T], Changes],
        is_surprising: Callable[[Json, T], bool] | None = None,
    ) -> T:
        """Read, confirm surprising events, and announce them.

        `compare` returns the state to remember under `memory_key`, and the events. By
        default every event is surprising.
        """

        def has_events(memory: Json, data: T) -> bool:
            return bool(compare(memory, data)[1])

        is_doubtful = is_surprising or has_events
        data = await self.async_confirm(
            read, lambda data: is_doubtful(self.announcer.recall(memory_key), data)
        )
        memory = self.announcer.recall(memory_key)
        await self.announcer.async_announce(memory_key, *compare(memory, data))
        return data

    @override
    async def _async_update_data(self) -> DataT:
        """Read the data; only a refused sign-in starts reauthentication."""
        try:
            data = await self._async_read_in_time()
        except ProviderError as err:
            _LOGGER.debug("%s: %s: %s", self.name, type(err).__name__, err)
            self.last_update = LastUpdate(at=monotonic(), error=type(err).__name__)
            raise await self._async_to_ha_error(err) from err.bare()
        self.last_update = LastUpdate(at=monotonic())
        if self.proves_sign_in:
            await async_announce_sign_in(self.announcer, is_valid=True)
        return data

    @override
    async def _async_refresh(
        self,
        log_failures: bool = True,
        raise_on_auth_failed: bool = False,
        scheduled: bool = False,
        raise_on_entry_error: bool = False,
    ) -> None:
        """Refresh the data; an outage is logged once for the account."""
        await super()._async_refresh(
            log_failures=False,
            raise_on_auth_failed=raise_on_auth_failed,
            scheduled=scheduled,
            raise_on_entry_error=raise_on_entry_error,
        )

    @callback
    @override
    def _async_refresh_finished(self) -> None:
        error = None if self.last_update_success else self.last_exception
        if self.is_set_up:
            async_note_update(self.hass, self.config_entry, self.name, error)
        if isinstance(error, ConfigEntryAuthFailed):
            if self._listeners and not self.hass.is_stopping:
                self._retry_after = SIGN_IN_RETRY_SECONDS
                self._schedule_refresh()
        elif error is None and self.proves_sign_in:
            self._async_end_reauth()

    @callback
    def _async_end_reauth(self) -> None:
        """Abort a reauthentication flow that is not needed anymore."""
        flows = self.config_entry.async_get_active_flows(self.hass, {SOURCE_REAUTH})
        for flow in list(flows):
            if flow["step_id"] == "reauth_confirm":
                self.hass.config_entries.flow.async_abort(flow["flow_id"])

    async def _async_read_in_time(self) -> DataT:
        try:
            async with asyncio.timeout(self._time_limit):
                return await self.async_read()
        except TimeoutError:
            raise PassingTrouble("no response within the time limit") from None

    async def _async_to_ha_error(self, error: ProviderError) -> HomeAssistantError:
        if isinstance(error, SignInRefused):
            await async_announce_sign_in(self.announcer, is_valid=False)
            return ConfigEntryAuthFailed(
                translation_domain=DOMAIN, translation_key=_failure_key(error)
            )
        return UpdateFailed(
            translation_domain=DOMAIN,
            translation_key=_failure_key(error),
            retry_after=self.retry_after(error),
        )

    def retry_after(self, error: ProviderError) -> float | None:
        """Return the seconds to the next update, None for the update interval."""
        return error.retry_after if isinstance(error, RateLimited) else None


def _failure_key(error: ProviderError) -> str:
    """Return the translation key for an error."""
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
