"""Binary sensors of every account."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, override

from homeassistant.components.binary_sensor import (
    BinarySensorEntity,
    BinarySensorEntityDescription,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .entity import MediaAccountsEntity, async_add_described_entities
from .provider.account import MediaAccountsConfigEntry, MediaAccountsEntityDescription

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class MediaAccountsBinarySensorDescription(
    MediaAccountsEntityDescription, BinarySensorEntityDescription
):
    """A binary sensor, and how its state is read from what is known of an item."""

    value: Callable[[Any], bool | None]


async def async_setup_entry(
    hass: HomeAssistant,
    entry: MediaAccountsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the binary sensors of an account."""
    async_add_described_entities(
        entry,
        async_add_entities,
        MediaAccountsBinarySensor,
        MediaAccountsBinarySensorDescription,
    )


class MediaAccountsBinarySensor(MediaAccountsEntity, BinarySensorEntity):
    """A yes or no of an account."""

    entity_description: MediaAccountsBinarySensorDescription

    @property
    @override
    def is_on(self) -> bool | None:
        """Return the state."""
        return self.entity_description.value(self.item)
