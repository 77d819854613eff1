"""The base of every entity: its device, its item, its availability."""

from collections.abc import Callable, Mapping
from typing import Any, override

from homeassistant.core import callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .coordinator import MediaAccountsCoordinator
from .provider.account import (
    EntityGroup,
    MediaAccountsConfigEntry,
    MediaAccountsEntityDescription,
)


class MediaAccountsEntity(CoordinatorEntity[MediaAccountsCoordinator[Any]]):
    """One described aspect of one item of an account."""

    _attr_has_entity_name = True

    entity_description: MediaAccountsEntityDescription

    def __init__(
        self,
        group: EntityGroup[Any, Any],
        item_id: str,
        description: MediaAccountsEntityDescription,
        account_id: str,
    ) -> None:
        """Describe the entity and its device."""
        # The context tells the coordinator which items anybody wants to see.
        super().__init__(group.coordinator, context=item_id)
        self.entity_description = description
        self._group = group
        self._item_id = item_id
        parts = (account_id, item_id, description.key)
        self._attr_unique_id = "_".join(part for part in parts if part)
        self._attr_device_info = group.device(item_id)
        if description.placeholders is not None:
            self._attr_translation_placeholders = description.placeholders(item_id)

    @property
    def item(self) -> Any:
        """Return what is known of the item now, None where nothing is."""
        return self._group.items(self.coordinator.data).get(self._item_id)

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Write the state; an entity whose item is gone goes as well.

        Its name and all that a person chose for it stay in the registry: the item may
        come back.
        """
        if self._item_id in self._group.items(self.coordinator.data):
            super()._handle_coordinator_update()
        else:
            _ = self.hass.async_create_task(
                self.async_remove(force_remove=True), f"remove {self.entity_id}"
            )

    @property
    @override
    def available(self) -> bool:
        """Return whether the last update brought something about the item."""
        return super().available and self.item is not None

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any] | None:
        """Return what belongs to the state."""
        attributes = self.entity_description.attributes
        return attributes(self.item) if attributes and self.available else None


def async_add_described_entities[DescriptionT: MediaAccountsEntityDescription](
    entry: MediaAccountsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
    entity_class: Callable[
        [EntityGroup[Any, Any], str, DescriptionT, str], MediaAccountsEntity
    ],
    description_class: type[DescriptionT],
) -> None:
    """Add what an account's groups describe for a platform, now and as items come."""
    account_id = str(entry.unique_id)

    def follow(group: EntityGroup[Any, Any]) -> None:
        descriptions = [
            description
            for description in group.descriptions
            if isinstance(description, description_class)
        ]
        known: set[tuple[str, str]] = set()

        @callback
        def async_add_new() -> None:
            items = group.items(group.coordinator.data)
            wanted = {
                (item_id, description.key): description
                for item_id, item in items.items()
                for description in descriptions
                if description.exists is None
                or (item is not None and description.exists(item))
            }
            known.difference_update({key for key in known if key[0] not in items})
            new = [key for key in wanted if key not in known]
            entities = [
                entity_class(group, item_id, wanted[item_id, key], account_id)
                for item_id, key in new
            ]
            known.update(new)
            async_add_entities(entities)

        async_add_new()
        entry.async_on_unload(group.coordinator.async_add_listener(async_add_new))

    for group in entry.runtime_data.groups:
        follow(group)
