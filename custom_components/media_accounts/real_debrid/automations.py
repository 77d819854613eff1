"""The triggers and conditions of a Real-Debrid account."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Final

from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util
import voluptuous as vol

from ..api.transfers import TransferCounts
from ..events.announcement import Announcement
from ..events.premium import PREMIUM_EXPIRED, PREMIUM_RENEWED
from ..events.reminder import CONF_AT, CONF_DAYS, is_own
from ..events.transfers import CHOICE_NEEDED, FAILED, FINISHED
from ..provider.account import MediaAccountsConfigEntry
from ..provider.automations import (
    ConditionCheck,
    ConditionDescription,
    Options,
    ReminderDescription,
    TriggerDescription,
    rose_to,
)
from .account import account_of
from .api.user import User
from .coordinator import TransfersCoordinator, UserCoordinator
from .events import (
    ACCOUNT_PROBLEM,
    POINTS_CHANGED,
    TRAFFIC_USED,
)
from .optional_coordinators import TrafficCoordinator

PREMIUM_EXPIRES_SOON: Final = "premium_expires_soon"

CONF_HOST: Final = "host"
CONF_PERCENTAGE: Final = "percentage"
CONF_POINTS: Final = "points"

_DAYS: Final = vol.All(vol.Coerce(int), vol.Range(min=1, max=365))


def _user(entry: MediaAccountsConfigEntry) -> UserCoordinator:
    return account_of(entry).user


def _transfers(entry: MediaAccountsConfigEntry) -> TransfersCoordinator:
    return account_of(entry).transfers


def _traffic(entry: MediaAccountsConfigEntry) -> TrafficCoordinator:
    return account_of(entry).traffic


def _known_user(entry: MediaAccountsConfigEntry) -> User | None:
    return _user(entry).data


def _premium_until(entry: MediaAccountsConfigEntry) -> datetime | None:
    user = _known_user(entry)
    return user.premium_until if user else None


def _is_premium(check: ConditionCheck) -> bool:
    """Return whether premium was there, and has not ended since it was read."""
    user = _known_user(check.entry)
    if user is None or not user.premium:
        return False
    return user.premium_until is None or user.premium_until > dt_util.utcnow()


def _is_expiring(check: ConditionCheck) -> bool:
    """Return whether premium ends in so many days or less; what is over does not."""
    end = _premium_until(check.entry)
    days = timedelta(days=check.options[CONF_DAYS])
    return end is not None and timedelta() < end - dt_util.utcnow() <= days


def _is_transferring(check: ConditionCheck) -> bool:
    transfers: TransferCounts | None = _transfers(check.entry).data
    return transfers is not None and transfers.active > 0


_reached_percentage = rose_to("used", CONF_PERCENTAGE)


def _is_used_up(options: Options, announcement: Announcement) -> bool:
    host = options.get(CONF_HOST)
    return host in {None, announcement.item_id} and _reached_percentage(
        options, announcement
    )


TRIGGERS: Final[Mapping[str, TriggerDescription]] = {
    "premium_expires_soon": ReminderDescription(
        kind=PREMIUM_EXPIRES_SOON,
        coordinator_fn=_user,
        end_fn=_premium_until,
        options={
            vol.Required(CONF_DAYS, default=7): _DAYS,
            vol.Required(CONF_AT, default=time(9).isoformat()): cv.time,
        },
        filter_fn=is_own,
    ),
    "account_problem_appeared": TriggerDescription(
        kind=ACCOUNT_PROBLEM, coordinator_fn=_user
    ),
    "premium_expired": TriggerDescription(kind=PREMIUM_EXPIRED, coordinator_fn=_user),
    "premium_renewed": TriggerDescription(kind=PREMIUM_RENEWED, coordinator_fn=_user),
    "points_reached": TriggerDescription(
        kind=POINTS_CHANGED,
        coordinator_fn=_user,
        options={vol.Required(CONF_POINTS): cv.positive_int},
        filter_fn=rose_to("points", CONF_POINTS),
    ),
    "transfer_finished": TriggerDescription(kind=FINISHED, coordinator_fn=_transfers),
    "transfer_failed": TriggerDescription(kind=FAILED, coordinator_fn=_transfers),
    "transfer_choice_needed": TriggerDescription(
        kind=CHOICE_NEEDED, coordinator_fn=_transfers
    ),
    "traffic_nearly_used_up": TriggerDescription(
        kind=TRAFFIC_USED,
        coordinator_fn=_traffic,
        options={
            vol.Required(CONF_PERCENTAGE, default=90): vol.All(
                vol.Coerce(float), vol.Range(min=1, max=100)
            ),
            vol.Optional(CONF_HOST): vol.All(cv.string, vol.Strip, vol.Lower),
        },
        filter_fn=_is_used_up,
    ),
}

CONDITIONS: Final[Mapping[str, ConditionDescription]] = {
    "is_premium_active": ConditionDescription(
        coordinator_fn=_user, check_fn=_is_premium
    ),
    "is_premium_expiring": ConditionDescription(
        coordinator_fn=_user,
        check_fn=_is_expiring,
        options={vol.Required(CONF_DAYS, default=7): _DAYS},
    ),
    "is_transfer_active": ConditionDescription(
        coordinator_fn=_transfers, check_fn=_is_transferring
    ),
}
