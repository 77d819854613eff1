"""The triggers and conditions of a Blubrry account, most of them on its podcasts."""

from collections.abc import Mapping
from typing import Final

from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util
import voluptuous as vol

from ..events.announcement import Announcement
from ..provider.account import MediaAccountsConfigEntry
from ..provider.automations import (
    ConditionCheck,
    ConditionDescription,
    Options,
    TriggerDescription,
    rose_to,
)
from .account import account_of
from .api.hosting import Hosting
from .api.statistics import RecentDays
from .coordinator import ProgramsCoordinator
from .day_events import DAY_ENDED, DAY_GREW
from .events import EPISODE_PUBLISHED, MILESTONE_REACHED
from .hosting_events import ACCOUNT_PROBLEM, QUOTA_RESET, QUOTA_USED, percentage_used
from .optional_coordinators import HostingCoordinator, RecentDaysCoordinator

CONF_DOWNLOADS: Final = "downloads"
CONF_PERCENTAGE: Final = "percentage"

_PROGRAM: Final = "program"

_PERCENTAGE: Final = vol.All(vol.Coerce(float), vol.Range(min=1, max=100))
_DOWNLOADS: Final = {vol.Required(CONF_DOWNLOADS): cv.positive_int}


def _programs(entry: MediaAccountsConfigEntry) -> ProgramsCoordinator:
    return account_of(entry).coordinator


def _recent(entry: MediaAccountsConfigEntry) -> RecentDaysCoordinator:
    return account_of(entry).recent


def _hosting(entry: MediaAccountsConfigEntry) -> HostingCoordinator:
    return account_of(entry).hosting


def _stayed_below(options: Options, announcement: Announcement) -> bool:
    downloads = announcement.details["downloads"]
    return isinstance(downloads, int) and downloads < options[CONF_DOWNLOADS]


def _is_quota_left_below(check: ConditionCheck) -> bool:
    """Return whether the quota left of the podcast, or of any, is below the value."""
    known: Mapping[str, Hosting | None] = _hosting(check.entry).data or {}
    return any(
        100 - used < check.options[CONF_PERCENTAGE]
        for key, hosting in known.items()
        if check.item_id in {"", key}
        and hosting is not None
        and (used := percentage_used(hosting.quota)) is not None
    )


def _downloads_today(check: ConditionCheck) -> int | None:
    """Return the downloads of the selected podcast, or of all together.

    Returns None while a part of them is not known: a count of a day that has ended, or
    a sum without a podcast that was counted before.
    """
    coordinator = _recent(check.entry)
    known: Mapping[str, RecentDays | None] = coordinator.data or {}
    now = dt_util.utcnow()
    counts: list[int] = []
    for program_id, recent in known.items():
        if check.item_id not in {"", program_id}:
            continue
        if recent is not None and recent.is_current(now):
            counts.append(recent.downloads_today)
        elif coordinator.has_counted(program_id):
            return None
    return sum(counts) if counts else None


def _is_above(check: ConditionCheck) -> bool:
    downloads = _downloads_today(check)
    return downloads is not None and downloads > check.options[CONF_DOWNLOADS]


def _is_below(check: ConditionCheck) -> bool:
    downloads = _downloads_today(check)
    return downloads is not None and downloads < check.options[CONF_DOWNLOADS]


def _rose_above(options: Options, announcement: Announcement) -> bool:
    """Return whether the downloads of a day rose above the value of an option."""
    before, now = (announcement.details[key] for key in ("previous", "downloads"))
    return (
        isinstance(before, int)
        and isinstance(now, int)
        and before <= options[CONF_DOWNLOADS] < now
    )


TRIGGERS: Final[Mapping[str, TriggerDescription]] = {
    "account_problem_appeared": TriggerDescription(
        kind=ACCOUNT_PROBLEM, coordinator_fn=_hosting, item=_PROGRAM
    ),
    "episode_published": TriggerDescription(
        kind=EPISODE_PUBLISHED, coordinator_fn=_programs, item=_PROGRAM
    ),
    "milestone_reached": TriggerDescription(
        kind=MILESTONE_REACHED, coordinator_fn=_programs, item=_PROGRAM
    ),
    "day_downloads_rose_above": TriggerDescription(
        kind=DAY_GREW,
        coordinator_fn=_recent,
        options=_DOWNLOADS,
        filter_fn=_rose_above,
        item=_PROGRAM,
    ),
    "day_downloads_stayed_below": TriggerDescription(
        kind=DAY_ENDED,
        coordinator_fn=_recent,
        options=_DOWNLOADS,
        filter_fn=_stayed_below,
        item=_PROGRAM,
    ),
    "quota_nearly_used_up": TriggerDescription(
        kind=QUOTA_USED,
        coordinator_fn=_hosting,
        options={vol.Required(CONF_PERCENTAGE, default=90): _PERCENTAGE},
        filter_fn=rose_to("used", CONF_PERCENTAGE),
        item=_PROGRAM,
    ),
    "quota_reset": TriggerDescription(
        kind=QUOTA_RESET, coordinator_fn=_hosting, item=_PROGRAM
    ),
}

CONDITIONS: Final[Mapping[str, ConditionDescription]] = {
    "is_quota_left_below": ConditionDescription(
        coordinator_fn=_hosting,
        check_fn=_is_quota_left_below,
        options={vol.Required(CONF_PERCENTAGE, default=10): _PERCENTAGE},
        item=_PROGRAM,
    ),
    "is_downloads_today_above": ConditionDescription(
        coordinator_fn=_recent, check_fn=_is_above, options=_DOWNLOADS, item=_PROGRAM
    ),
    "is_downloads_today_below": ConditionDescription(
        coordinator_fn=_recent, check_fn=_is_below, options=_DOWNLOADS, item=_PROGRAM
    ),
}
