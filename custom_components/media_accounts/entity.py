"""The base of every entity: device, item and availability."""

from collections.abc import Callable, Mapping
from typing import override

from homeassistant.core import callback
from homeassistant.helpers.entity import EntityDescription
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.update_coordinator import CoordinatorEntity
from homeassistant.util.json import JsonValueType

from .coordinator import MediaAccountsCoordinator
from .provider.account import MediaAccountsConfigEntry
from .provider.entities import (
    EntityFactory,
    EntityGroup,
    MediaAccountsEntityDescription,
)


class MediaAccountsEntity[DataT, ItemT](
    CoordinatorEntity[MediaAccountsCoordinator[DataT]]
):
    """One described aspect of one item of an account."""

    _attr_has_entity_name = True

    entity_description: MediaAccountsEntityDescription[ItemT]

    def __init__(
        self,
        group: EntityGroup[DataT, ItemT],
        item_id: str,
        description: MediaAccountsEntityDescription[ItemT],
    ) -> None:
        """Set the unique ID, the device and the placeholders of the name."""
        # The context lets the coordinator know which items are shown.
        super().__init__(group.coordinator, context=item_id)
        self.entity_description = description
        self._group = group
        self._item_id = item_id
        account_id = str(group.coordinator.config_entry.unique_id)
        self._attr_unique_id = "_".join(
            filter(None, (account_id, item_id, description.key))
        )
        self._attr_device_info = group.device(item_id)
        if description.placeholders_fn is not None:
            self._attr_translation_placeholders = description.placeholders_fn(item_id)

    @property
    def _item(self) -> ItemT | None:
        """Return the data of the item, None if there is none."""
        return self._group.items(self.coordinator.data).get(self._item_id)

    def _read[T](self, function: Callable[[ItemT], T]) -> T | None:
        """Return the value of a function of the item, None without data."""
        item = self._item
        return None if item is None else function(item)

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Write the state, or remove the entity when its item is gone.

        The entity registry keeps its name and settings in case the item returns.
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
        """Return whether the last update succeeded and the item is known."""
        return super().available and self._item is not None

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, JsonValueType] | None:
        """Return the attributes that belong to the state."""
        attributes_fn = self.entity_description.attributes_fn
        if attributes_fn is None or not self.available:
            return None
        return self._read(attributes_fn)


@callback
def async_add_described_entities(
    entry: MediaAccountsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
    entity_class: EntityFactory,
    description_class: type[EntityDescription],
) -> None:
    """Add the entities that an account's groups describe for one platform."""
    for group in entry.runtime_data.groups:
        entry.async_on_unload(
            group.async_follow(description_class, entity_class, async_add_entities)
        )
