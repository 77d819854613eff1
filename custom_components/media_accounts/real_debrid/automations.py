"""The triggers and conditions of a Real-Debrid account."""

from collections.abc import Mapping
from typing import Final

from homeassistant.helpers import config_validation as cv
import voluptuous as vol

from ..events.announcement import Announcement
from ..provider.account import MediaAccountsConfigEntry
from ..provider.automations import (
    ConditionDescription,
    Options,
    TriggerDescription,
    rose_to,
)
from ..provider.premium import premium_conditions, premium_triggers
from ..provider.transfers import transfer_conditions, transfer_triggers
from .account import account_of
from .api.user import User
from .coordinator import TransfersCoordinator, UserCoordinator
from .events import (
    ACCOUNT_PROBLEM,
    POINTS_CHANGED,
    TRAFFIC_USED,
)
from .optional_coordinators import TrafficCoordinator

CONF_HOST: Final = "host"
CONF_PERCENTAGE: Final = "percentage"
CONF_POINTS: Final = "points"


def _user(entry: MediaAccountsConfigEntry) -> UserCoordinator:
    return account_of(entry).user


def _transfers(entry: MediaAccountsConfigEntry) -> TransfersCoordinator:
    return account_of(entry).transfers


def _traffic(entry: MediaAccountsConfigEntry) -> TrafficCoordinator:
    return account_of(entry).traffic


def _premium(entry: MediaAccountsConfigEntry) -> User | None:
    return _user(entry).data


_reached_percentage = rose_to("used", CONF_PERCENTAGE)


def _is_used_up(options: Options, announcement: Announcement) -> bool:
    host = options.get(CONF_HOST)
    return host in {None, announcement.item_id} and _reached_percentage(
        options, announcement
    )


TRIGGERS: Final[Mapping[str, TriggerDescription]] = {
    **premium_triggers(_user, _premium),
    **transfer_triggers(_transfers),
    "account_problem_appeared": TriggerDescription(
        kind=ACCOUNT_PROBLEM, coordinator_fn=_user
    ),
    "points_reached": TriggerDescription(
        kind=POINTS_CHANGED,
        coordinator_fn=_user,
        options={vol.Required(CONF_POINTS): cv.positive_int},
        filter_fn=rose_to("points", CONF_POINTS),
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
    **premium_conditions(_user, _premium),
    **transfer_conditions(_transfers),
}
