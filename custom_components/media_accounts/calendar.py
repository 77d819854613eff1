"""The calendar of every account."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final, override

from homeassistant.components.calendar import CalendarEntity, CalendarEvent
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .const import DOMAIN
from .entity import MediaAccountsEntity, async_add_described_entities
from .provider.account import MediaAccountsConfigEntry
from .provider.calendar import DatedEvent
from .provider.entities import MediaAccountsCalendarEntityDescription

PARALLEL_UPDATES = 0

# How far ahead to search for the next event: recurring events occur at least monthly.
AHEAD: Final = timedelta(days=32)

# The duration of an event that has a moment only, so that a calendar can show it.
MOMENT: Final = timedelta(minutes=30)


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
        MediaAccountsCalendarEntityDescription,
    )


class MediaAccountsCalendar[DataT, ItemT](
    MediaAccountsEntity[DataT, ItemT], CalendarEntity
):
    """The dated events of an account."""

    entity_description: MediaAccountsCalendarEntityDescription[ItemT]

    @override
    async def async_added_to_hass(self) -> None:
        """Subscribe to all coordinators that the calendar reads."""
        await super().async_added_to_hass()
        entry = self.coordinator.config_entry
        for coordinator in self.entity_description.coordinators_fn(entry):
            # The context keeps the coordinator polling even if no other entity needs
            # it.
            self.async_on_remove(
                coordinator.async_add_listener(self._handle_coordinator_update, "")
            )

    @property
    @override
    def event(self) -> CalendarEvent | None:
        """Return the current event, or else the next."""
        now = dt_util.now()
        today = now.date()
        coming = (
            event
            for dated, event in self._events(today, today + AHEAD)
            if not dated.routine and event.end_datetime_local > now
        )
        return min(coming, key=_start, default=None)

    @override
    async def async_get_events(
        self, hass: HomeAssistant, start_date: datetime, end_date: datetime
    ) -> list[CalendarEvent]:
        """Return the events between two moments."""
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
    ) -> Iterator[tuple[DatedEvent, CalendarEvent]]:
        entry = self.coordinator.config_entry
        for dated in self.entity_description.events_fn(entry, first, last):
            yield dated, self._calendar_event(dated)

    def _calendar_event(self, dated: DatedEvent) -> CalendarEvent:
        texts = self.platform_data.platform_translations
        text = texts[
            f"component.{DOMAIN}.entity.calendar.{self.translation_key}"
            f".state_attributes.message.state.{dated.kind}"
        ]
        is_moment = isinstance(dated.start, datetime)
        length = MOMENT if is_moment else timedelta(days=1)
        return CalendarEvent(
            start=dated.start,
            end=dated.end or dated.start + length,
            summary=text.format_map(dated.placeholders),
            description=dated.details,
        )


def _start(event: CalendarEvent) -> datetime:
    return event.start_datetime_local
