"""What a provider says of the triggers and conditions that it offers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from homeassistant.core import HomeAssistant

from ..coordinator import MediaAccountsCoordinator
from ..events.announcement import Announcement
from .account import MediaAccountsConfigEntry

type Options = Mapping[str, Any]
type Feed = Callable[[MediaAccountsConfigEntry], MediaAccountsCoordinator[Any]]


@dataclass(frozen=True, kw_only=True)
class TriggerDescription:
    """A trigger: what it waits for is announced, so that it comes once.

    `feed` returns the coordinator that finds what is announced, by default the main
    one; it goes on reading for the trigger. `options` is its schema beside the
    account, and `is_wanted` tells by them which announcements of the `kind` set it
    off, if not all do.
    `item` is the name of what an account has several of, such as its programs.
    """

    kind: str
    feed: Feed | None = None
    options: Mapping[Any, Any] = field(default_factory=dict)
    is_wanted: Callable[[Options, Announcement], bool] | None = None
    item: str | None = None


@dataclass(frozen=True, kw_only=True)
class ReminderDescription(TriggerDescription):
    """A trigger so many days before something ends, at a time of day.

    `end` returns the end as it is known, None while there is none.
    """

    feed: Feed
    end: Callable[[MediaAccountsConfigEntry], datetime | None]


@dataclass(frozen=True, kw_only=True)
class Case:
    """What a condition is tested for: the item's id is empty for all of them."""

    hass: HomeAssistant
    entry: MediaAccountsConfigEntry
    options: Options
    item_id: str


@dataclass(frozen=True, kw_only=True)
class ConditionDescription:
    """A condition: what was read last counts, even when a later refresh failed.

    `feed`, `options` and `item` are as in a trigger. Without an account that is set
    up it is not met, unless its `test` needs none.
    """

    test: Callable[[Case], bool]
    feed: Feed | None = None
    needs_account: bool = True
    options: Mapping[Any, Any] = field(default_factory=dict)
    item: str | None = None


def feed_of(
    description: TriggerDescription | ConditionDescription,
    entry: MediaAccountsConfigEntry,
) -> MediaAccountsCoordinator[Any]:
    """Return the coordinator that a trigger or a condition of an account leans on."""
    if description.feed is None:
        return entry.runtime_data.main
    return description.feed(entry)


def rose_to(name: str, threshold: str) -> Callable[[Options, Announcement], bool]:
    """Return what tells whether a number has risen to an option.

    Such an announcement holds the number under its name, and the one that was
    announced before as `previous`. As each begins where the one before has ended,
    every threshold is reached once, however many triggers have one, and none of
    them has to remember anything.
    """

    def is_reached(options: Options, announcement: Announcement) -> bool:
        before, now = announcement.details["previous"], announcement.details[name]
        wanted = options[threshold]
        return (
            isinstance(before, int | float)
            and isinstance(now, int | float)
            and before < wanted <= now
        )

    return is_reached
