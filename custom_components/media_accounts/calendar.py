"""The calendar of every account: what ends, starts over or comes out, and when."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, override

from homeassistant.components.calendar import (
    CalendarEntity,
    CalendarEntityDescription,
    CalendarEvent,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .const import DOMAIN
from .coordinator import MediaAccountsCoordinator
from .entity import MediaAccountsEntity, async_add_described_entities
from .provider.account import MediaAccountsConfigEntry, MediaAccountsEntityDescription
from .provider.calendar import Occasion

PARALLEL_UPDATES = 0

# What repeats is looked up so far ahead: a month is the longest wait for it.
AHEAD: Final = timedelta(days=32)

# What happens at a moment needs some length to be seen in a calendar.
MOMENT: Final = timedelta(minutes=30)


@dataclass(frozen=True, kw_only=True)
class MediaAccountsCalendarDescription(
    MediaAccountsEntityDescription, CalendarEntityDescription
):
    """A calendar; both functions get the account.

    `sources` are the coordinators that it is read from, beside that of its group;
    `occasions` gets the first and the last day as well, for what repeats. What does
    not repeat may lie outside of them.
    """

    occasions: Callable[[Any, date, date], Iterable[Occasion]]
    sources: Callable[[Any], Iterable[MediaAccountsCoordinator[Any]]]


async def async_setup_entry(
    hass: HomeAssistant,
    entry: MediaAccountsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the calendar of an account."""
    async_add_described_entities(
        entry,
        async_add_entities,
        MediaAccountsCalendar,
        MediaAccountsCalendarDescription,
    )


class MediaAccountsCalendar(MediaAccountsEntity, CalendarEntity):
    """The dates of an account."""

    entity_description: MediaAccountsCalendarDescription

    @override
    async def async_added_to_hass(self) -> None:
        """Listen to all that the calendar is read from."""
        await super().async_added_to_hass()
        account = self.coordinator.config_entry.runtime_data
        for source in self.entity_description.sources(account):
            # The context lets it go on, even if nobody else looks at it.
            self.async_on_remove(
                source.async_add_listener(self._handle_coordinator_update, "")
            )

    @property
    @override
    def event(self) -> CalendarEvent | None:
        """Return what is on now, or else comes next."""
        today = dt_util.now().date()
        now = dt_util.now()
        coming = (
            event
            for occasion, event in self._events(today, today + AHEAD)
            if not occasion.routine and event.end_datetime_local > now
        )
        return min(coming, key=_start, default=None)

    @override
    async def async_get_events(
        self, hass: HomeAssistant, start_date: datetime, end_date: datetime
    ) -> list[CalendarEvent]:
        """Return what is on between two moments."""
        span = (dt_util.as_local(start_date).date(), dt_util.as_local(end_date).date())
        events = (
            event
            for _, event in self._events(*span)
            if event.start_datetime_local < end_date
            and event.end_datetime_local > start_date
        )
        return sorted(events, key=_start)

    def _events(
        self, first: date, last: date
    ) -> Iterator[tuple[Occasion, CalendarEvent]]:
        account = self.coordinator.config_entry.runtime_data
        for occasion in self.entity_description.occasions(account, first, last):
            yield occasion, self._event(occasion)

    def _event(self, occasion: Occasion) -> CalendarEvent:
        texts = self.platform_data.platform_translations
        text = texts[
            f"component.{DOMAIN}.entity.calendar.{self.translation_key}"
            f".state_attributes.message.state.{occasion.kind}"
        ]
        is_moment = isinstance(occasion.start, datetime)
        length = MOMENT if is_moment else timedelta(days=1)
        return CalendarEvent(
            start=occasion.start,
            end=occasion.end or occasion.start + length,
            summary=text.format_map(occasion.placeholders),
            description=occasion.details,
        )


def _start(event: CalendarEvent) -> datetime:
    return event.start_datetime_local
