"""A premium subscription, for every provider that has one.

A provider brings a `PremiumStatus` in the data of one of its coordinators. Everything
else is here: entities, options, triggers, conditions, calendar event and repairs.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, time, timedelta
from typing import Final, Protocol

from homeassistant.components.sensor import SensorDeviceClass
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import UnitOfTime
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.selector import (
    BooleanSelector,
    NumberSelector,
    NumberSelectorConfig,
)
from homeassistant.helpers.typing import VolDictType
from homeassistant.util import dt as dt_util
import voluptuous as vol

from ..events.premium import PREMIUM_EXPIRED, PREMIUM_RENEWED
from ..events.reminder import CONF_AT, CONF_DAYS, is_own
from .account import MediaAccountsConfigEntry
from .automations import (
    ConditionCheck,
    ConditionDescription,
    CoordinatorFn,
    ReminderDescription,
    TriggerDescription,
)
from .calendar import DatedEvent
from .entities import (
    EntityDescriptions,
    MediaAccountsBinarySensorEntityDescription,
    MediaAccountsSensorEntityDescription,
)
from .issues import Issue

CONF_EXPIRING_DAYS: Final = "expiring_days"
CONF_PREMIUM_WARNINGS: Final = "premium_warnings"
DEFAULT_EXPIRING_DAYS: Final = 7
MAX_EXPIRING_DAYS: Final = 30

PREMIUM_ISSUES: Final = ("premium_expired", "premium_expiring")

_DAYS: Final = vol.All(vol.Coerce(int), vol.Range(min=1, max=365))


class PremiumStatus(Protocol):
    """The premium subscription of an account.

    `premium_until` is None without premium and for premium without an end. `lapsed` is
    True if premium has expired, and False if the account never had premium.
    `premium_days_left` and `expiring_soon` come from the functions of this module.
    """

    @property
    def premium(self) -> bool:
        """Return whether premium is active."""

    @property
    def premium_until(self) -> datetime | None:
        """Return the end of premium."""

    @property
    def premium_days_left(self) -> int | None:
        """Return `days_left`."""

    @property
    def expiring_soon(self) -> bool | None:
        """Return `expires_soon`."""

    @property
    def lapsed(self) -> bool:
        """Return whether premium has expired."""


type StatusFn = Callable[[MediaAccountsConfigEntry], PremiumStatus | None]


def days_left(end: datetime | None) -> int | None:
    """Return the days from today to the date of the end, 0 if that is today.

    It changes at midnight in the local time zone.
    """
    if end is None:
        return None
    return max(0, (dt_util.as_local(end).date() - dt_util.now().date()).days)


def expires_soon(entry: ConfigEntry, end: datetime | None) -> bool | None:
    """Return whether premium expires soon, None if the warning is turned off."""
    days = _expiring_days(entry)
    if not days:
        return None
    return end is not None and end - dt_util.utcnow() <= timedelta(days=days)


def _expiring_days(entry: ConfigEntry) -> int:
    """Return how many days before its end to warn of it, 0 for never."""
    return int(entry.options.get(CONF_EXPIRING_DAYS, DEFAULT_EXPIRING_DAYS))


def _has_warnings(entry: ConfigEntry) -> bool:
    return bool(entry.options.get(CONF_PREMIUM_WARNINGS, True))


def premium_options(entry: ConfigEntry) -> VolDictType:
    """Return the options of a premium subscription, with their current values."""
    return {
        vol.Required(CONF_EXPIRING_DAYS, default=_expiring_days(entry)): NumberSelector(
            NumberSelectorConfig(
                min=0,
                max=MAX_EXPIRING_DAYS,
                step=1,
                unit_of_measurement=UnitOfTime.DAYS,
            )
        ),
        vol.Required(
            CONF_PREMIUM_WARNINGS, default=_has_warnings(entry)
        ): BooleanSelector(),
    }


def premium_entities[StatusT: PremiumStatus]() -> EntityDescriptions[StatusT]:
    """Return the entities of a premium subscription."""
    return (
        MediaAccountsBinarySensorEntityDescription(
            key="premium",
            translation_key="premium",
            value_fn=lambda status: status.premium,
        ),
        MediaAccountsBinarySensorEntityDescription(
            key="expiring_soon",
            translation_key="expiring_soon",
            exists_fn=lambda status: status.expiring_soon is not None,
            value_fn=lambda status: status.expiring_soon,
        ),
        MediaAccountsSensorEntityDescription(
            key="premium_until",
            translation_key="premium_until",
            device_class=SensorDeviceClass.TIMESTAMP,
            value_fn=lambda status: status.premium_until,
        ),
        MediaAccountsSensorEntityDescription(
            key="premium_days_left",
            translation_key="premium_days_left",
            device_class=SensorDeviceClass.DURATION,
            native_unit_of_measurement=UnitOfTime.DAYS,
            suggested_display_precision=0,
            value_fn=lambda status: status.premium_days_left,
        ),
    )


def premium_events(status: PremiumStatus | None) -> Iterator[DatedEvent]:
    """Yield the end of premium for the calendar."""
    if status is not None and status.premium_until is not None:
        yield DatedEvent(kind="premium_ends", start=status.premium_until)


def premium_issues(
    entry: MediaAccountsConfigEntry, status: PremiumStatus, page: str
) -> Iterator[Issue]:
    """Yield the issue if premium expired or expires soon; `page` is for renewal."""
    if not _has_warnings(entry):
        return
    expired, expiring = PREMIUM_ISSUES
    if status.lapsed:
        yield Issue(key=expired, learn_more_url=page)
    elif status.expiring_soon and status.premium_until is not None:
        day = dt_util.as_local(status.premium_until).date()
        yield Issue(
            key=expiring,
            learn_more_url=page,
            placeholders={"day": day.isoformat()},
        )


def premium_triggers(
    coordinator_fn: CoordinatorFn, status_fn: StatusFn
) -> Mapping[str, TriggerDescription]:
    """Return the triggers of a premium subscription."""

    def end(entry: MediaAccountsConfigEntry) -> datetime | None:
        status = status_fn(entry)
        return status.premium_until if status else None

    return {
        "premium_expires_soon": ReminderDescription(
            kind="premium_expires_soon",
            coordinator_fn=coordinator_fn,
            end_fn=end,
            options={
                vol.Required(CONF_DAYS, default=7): _DAYS,
                vol.Required(CONF_AT, default=time(9).isoformat()): cv.time,
            },
            filter_fn=is_own,
        ),
        "premium_expired": TriggerDescription(
            kind=PREMIUM_EXPIRED, coordinator_fn=coordinator_fn
        ),
        "premium_renewed": TriggerDescription(
            kind=PREMIUM_RENEWED, coordinator_fn=coordinator_fn
        ),
    }


def premium_conditions(
    coordinator_fn: CoordinatorFn, status_fn: StatusFn
) -> Mapping[str, ConditionDescription]:
    """Return the conditions of a premium subscription."""

    def is_active(check: ConditionCheck) -> bool:
        """Return whether premium was active and has not ended since the update."""
        status = status_fn(check.entry)
        if status is None or not status.premium:
            return False
        return status.premium_until is None or status.premium_until > dt_util.utcnow()

    def is_expiring(check: ConditionCheck) -> bool:
        """Return whether premium is active and ends within the days of the option."""
        status = status_fn(check.entry)
        if status is None or status.premium_until is None:
            return False
        left = status.premium_until - dt_util.utcnow()
        return timedelta() < left <= timedelta(days=check.options[CONF_DAYS])

    return {
        "is_premium_active": ConditionDescription(
            coordinator_fn=coordinator_fn, check_fn=is_active
        ),
        "is_premium_expiring": ConditionDescription(
            coordinator_fn=coordinator_fn,
            check_fn=is_expiring,
            options={vol.Required(CONF_DAYS, default=7): _DAYS},
        ),
    }
