"""What has a date in a Real-Debrid account."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from ..calendar import MediaAccountsCalendarDescription
from ..provider.calendar import Occasion, days_between
from .account import RealDebridAccount
from .api.traffic import Reset
from .api.user import User
from .optional_coordinators import Traffic

PREMIUM_ENDS: Final = "premium_ends"
TRAFFIC_RESETS: Final = "traffic_resets"


def _occasions(
    account: RealDebridAccount, first: date, last: date
) -> Iterator[Occasion]:
    user: User | None = account.user.data
    if user is not None and user.premium_until is not None:
        yield Occasion(kind=PREMIUM_ENDS, start=user.premium_until)
    traffic: Traffic | None = account.traffic.data
    if traffic is not None:
        yield from _resets(traffic, first, last)


def _resets(traffic: Traffic, first: date, last: date) -> Iterator[Occasion]:
    """Yield the days to come on which the traffic of hosts starts over.

    The service names only how often that is (Real-Debrid API documentation,
    /traffic): weeks are taken to begin on Monday, months on their first day.
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
            yield Occasion(
                kind=TRAFFIC_RESETS,
                start=day,
                placeholders={"hosts": ", ".join(sorted(due))},
                routine=set(due.values()) == {Reset.DAILY},
            )


CALENDAR_ENTITIES: Final = (
    MediaAccountsCalendarDescription(
        key="calendar",
        translation_key="calendar",
        occasions=_occasions,
        sources=lambda account: (account.traffic,),
    ),
)
