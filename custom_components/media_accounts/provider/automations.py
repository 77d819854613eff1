"""The descriptions of the triggers and conditions of a provider."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers.typing import VolDictType
from homeassistant.helpers.update_coordinator import BaseDataUpdateCoordinatorProtocol

from ..events.announcement import Announcement
from .account import MediaAccountsConfigEntry

# Home Assistant passes the options of a trigger or a condition untyped.
type Options = Mapping[str, Any]
type CoordinatorFn = Callable[
    [MediaAccountsConfigEntry], BaseDataUpdateCoordinatorProtocol
]


@dataclass(frozen=True, kw_only=True)
class AutomationDescription:
    """The common part of a trigger's and a condition's description.

    `coordinator_fn` returns the coordinator that has to keep polling while the trigger
    or condition is in use, by default the main one. `options` is the schema of the
    options, without the account. `item` is the name of the account's items, such as its
    podcasts, of which one can be selected by its device.
    """

    coordinator_fn: CoordinatorFn | None = None
    options: VolDictType = field(default_factory=dict)
    item: str | None = None

    def coordinator(
        self, entry: MediaAccountsConfigEntry
    ) -> BaseDataUpdateCoordinatorProtocol:
        """Return the coordinator of an entry that is set up."""
        if self.coordinator_fn is None:
            return entry.runtime_data.main
        return self.coordinator_fn(entry)


@dataclass(frozen=True, kw_only=True)
class TriggerDescription(AutomationDescription):
    """A trigger that fires on the announcements of one kind.

    `filter_fn` returns whether an announcement fires the trigger with the given
    options; by default each does.
    """

    kind: str
    filter_fn: Callable[[Options, Announcement], bool] | None = None


@dataclass(frozen=True, kw_only=True)
class ReminderDescription(TriggerDescription):
    """A trigger some days before an end, at a time of day.

    `end_fn` returns the end if it is known, None for no end.
    """

    end_fn: Callable[[MediaAccountsConfigEntry], datetime | None]


@dataclass(frozen=True, kw_only=True)
class ConditionCheck:
    """The arguments of a check; `item_id` is empty for all items of the account."""

    hass: HomeAssistant
    entry: MediaAccountsConfigEntry
    options: Options
    item_id: str


@dataclass(frozen=True, kw_only=True)
class ConditionDescription(AutomationDescription):
    """A condition on the last data, even if a later refresh failed.

    While the account isn't set up it is not met, unless `needs_account` is False.
    """

    check_fn: Callable[[ConditionCheck], bool]
    needs_account: bool = True


def rose_to(name: str, threshold: str) -> Callable[[Options, Announcement], bool]:
    """Return a filter for a number that rose to a threshold, an option.

    The announcement contains the number under its name, and the previously announced
    one as `previous`. As each begins where the previous one ended, a number passes
    every threshold once, for any number of triggers, and none of them needs a memory.
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
