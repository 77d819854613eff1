"""Sensors of every account."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, override

from homeassistant.components.sensor import SensorEntity, SensorEntityDescription
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.typing import StateType

from .entity import MediaAccountsEntity, async_add_described_entities
from .provider.account import MediaAccountsConfigEntry, MediaAccountsEntityDescription

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class MediaAccountsSensorDescription(
    MediaAccountsEntityDescription, SensorEntityDescription
):
    """A sensor, and how its value is read from what is known of an item."""

    value: Callable[[Any], StateType | datetime]


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
        MediaAccountsSensorDescription,
    )


class MediaAccountsSensor(MediaAccountsEntity, SensorEntity):
    """A value of an account."""

    entity_description: MediaAccountsSensorDescription

    @property
    @override
    def native_value(self) -> StateType | datetime:
        """Return the value."""
        return self.entity_description.value(self.item)
