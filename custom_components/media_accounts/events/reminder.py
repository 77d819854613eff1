"""Announce that something ends soon, some days before."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_track_point_in_utc_time
from homeassistant.util import dt as dt_util

from ..api.parsing import iso_datetime
from ..ha_compat import async_noop
from .announcement import Announcement
from .announcer import Announcer

CONF_AT: Final = "at"
CONF_DAYS: Final = "days"

# The memory before the first announcement.
_NOTHING: Final = ""

# A computed end varies slightly: only a larger difference means a different end.
_SAME_END: Final = timedelta(days=1)


def is_own(options: Mapping[str, Any], announcement: Announcement) -> bool:
    """Return whether an event belongs to a reminder with these options."""
    details = announcement.details
    return (details["days"], details["at"]) == (
        options[CONF_DAYS],
        options[CONF_AT].isoformat(),
    )


class Reminder:
    """Announces an end some days before it, at a time of day in the local time zone.

    The memory contains the announced end, for each number of days and time. If the
    reminders of several automations are due at the same moment, the first one announces
    the end, and all listeners receive it. A reminder that was missed while Home
    Assistant was down is announced late; one that was due before the reminder existed
    is not.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        announcer: Announcer,
        kind: str,
        options: Mapping[str, Any],
    ) -> None:
        """Initialize with the kind of event, the `days` before the end and the time."""
        self._hass = hass
        self._announcer = announcer
        self._kind = kind
        self._days = options[CONF_DAYS]
        self._at = options[CONF_AT]
        self._memory_key = f"{kind}_{self._days}_{self._at.isoformat()}"
        self._cancel: CALLBACK_TYPE = async_noop

    @callback
    def async_plan(self, end: datetime | None) -> None:
        """Schedule the reminder of an end, None for none; replaces an earlier one."""
        self.async_cancel()
        now = dt_util.utcnow()
        if end is None or end <= now:
            return
        moment = self._moment(end)
        known = self._announcer.recall(self._memory_key)
        if known is None:
            self._async_remember(end if moment <= now else None)
        elif (announced := iso_datetime(known)) and abs(end - announced) < _SAME_END:
            return
        elif moment <= now:
            self._async_remember(end, self._announcement(end))
        if moment > now:

            @callback
            def async_wake(_: datetime) -> None:
                self.async_plan(end)

            self._cancel = async_track_point_in_utc_time(self._hass, async_wake, moment)

    @callback
    def async_cancel(self) -> None:
        """Cancel the reminder."""
        self._cancel()
        self._cancel = async_noop

    def _moment(self, end: datetime) -> datetime:
        day = dt_util.as_local(end).date() - timedelta(days=self._days)
        zone = dt_util.get_default_time_zone()
        return dt_util.as_utc(datetime.combine(day, self._at, zone))

    def _announcement(self, end: datetime) -> Announcement:
        return Announcement(
            kind=self._kind,
            details={
                "days": self._days,
                "at": self._at.isoformat(),
                "end": end.isoformat(),
            },
        )

    @callback
    def _async_remember(self, end: datetime | None, *events: Announcement) -> None:
        memory = end.isoformat() if end else _NOTHING
        _ = self._hass.async_create_task(
            self._announcer.async_announce(self._memory_key, memory, events),
            f"remember {self._memory_key}",
        )
