"""Event entities: the announcements of an account, or of an item of it."""

from typing import override

from homeassistant.components.event import EventEntity
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .entity import MediaAccountsEntity, async_add_described_entities
from .events.announcement import Announcement
from .provider.account import MediaAccountsConfigEntry
from .provider.entities import MediaAccountsEventEntityDescription

PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: MediaAccountsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the event entities of an account."""
    async_add_described_entities(
        entry,
        async_add_entities,
        MediaAccountsEvent,
        MediaAccountsEventEntityDescription,
    )


class MediaAccountsEvent[DataT, ItemT](MediaAccountsEntity[DataT, ItemT], EventEntity):
    """The latest announcement of the described kinds."""

    entity_description: MediaAccountsEventEntityDescription[ItemT]

    @override
    async def async_added_to_hass(self) -> None:
        """Subscribe to the announcements of the account."""
        await super().async_added_to_hass()
        self._held: list[Announcement] = []
        announcer = self.coordinator.config_entry.runtime_data.announcer
        self.async_on_remove(announcer.async_listen(self._async_handle))

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Write the state, including events received while it was unavailable."""
        held, self._held = self._held, []
        for announcement in held:
            self._async_handle(announcement)
        super()._handle_coordinator_update()

    @callback
    def _async_handle(self, announcement: Announcement) -> None:
        if (
            announcement.item_id != self._item_id
            or announcement.kind not in self.event_types
        ):
            return
        if not self.available:
            # They arrive before the data that makes the entity available; written now,
            # all but the last one would be lost.
            self._held.append(announcement)
        else:
            self._trigger_event(announcement.kind, dict(announcement.details))
            self.async_write_ha_state()
