"""The calendar of a Real-Debrid account."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from homeassistant.config_entries import ConfigEntry

from ..provider.calendar import DatedEvent, days_between
from ..provider.entities import (
    EntityDescriptions,
    MediaAccountsCalendarEntityDescription,
)
from ..provider.premium import premium_events
from .account import account_of
from .api.traffic import Reset
from .api.user import User
from .optional_coordinators import Traffic

TRAFFIC_RESETS: Final = "traffic_resets"


def _events(entry: ConfigEntry, first: date, last: date) -> Iterator[DatedEvent]:
    account = account_of(entry)
    yield from premium_events(account.user.data)
    traffic: Traffic | None = account.traffic.data
    if traffic is not None:
        yield from _resets(traffic, first, last)


def _resets(traffic: Traffic, first: date, last: date) -> Iterator[DatedEvent]:
    """Yield the days on which the traffic of hosts is reset, from today on.

    The service only names the period (Real-Debrid API documentation, /traffic): weeks
    are assumed to begin on Monday, months on their first day.
    """
    for day in days_between(max(first, traffic.day), last):
        resets = {
            Reset.DAILY: True,
            Reset.WEEKLY: day.weekday() == 0,
            Reset.MONTHLY: day.day == 1,
        }
        due = {
            host: status.reset
            for host, status in traffic.hosts.items()
            if status.reset is not None and resets[status.reset]
        }
        if due:
            yield DatedEvent(
                kind=TRAFFIC_RESETS,
                start=day,
                placeholders={"hosts": ", ".join(sorted(due))},
                routine=set(due.values()) == {Reset.DAILY},
            )


CALENDAR_ENTITIES: Final[EntityDescriptions[User]] = (
    MediaAccountsCalendarEntityDescription(
        key="calendar",
        translation_key="calendar",
        events_fn=_events,
        coordinators_fn=lambda entry: (account_of(entry).traffic,),
    ),
)
