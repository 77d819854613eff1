"""Sensors of every account."""

from datetime import date, datetime
from typing import override

from homeassistant.components.sensor import SensorEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.typing import StateType

from .entity import MediaAccountsEntity, async_add_described_entities
from .provider.account import MediaAccountsConfigEntry
from .provider.entities import MediaAccountsSensorEntityDescription

PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: MediaAccountsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the sensors of an account."""
    async_add_described_entities(
        entry,
        async_add_entities,
        MediaAccountsSensor,
        MediaAccountsSensorEntityDescription,
    )


class MediaAccountsSensor[DataT, ItemT](
    MediaAccountsEntity[DataT, ItemT], SensorEntity
):
    """A value of an account, or of an item of it."""

    entity_description: MediaAccountsSensorEntityDescription[ItemT]

    @property
    @override
    def native_value(self) -> StateType | date | datetime:
        """Return the value."""
        return self._read(self.entity_description.value_fn)
