"""Binary sensors of every account."""

from typing import override

from homeassistant.components.binary_sensor import BinarySensorEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .entity import MediaAccountsEntity, async_add_described_entities
from .provider.account import MediaAccountsConfigEntry
from .provider.entities import MediaAccountsBinarySensorEntityDescription

PARALLEL_UPDATES = 0


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
        MediaAccountsBinarySensorEntityDescription,
    )


class MediaAccountsBinarySensor[DataT, ItemT](
    MediaAccountsEntity[DataT, ItemT], BinarySensorEntity
):
    """A state of an account, or of an item of it, that is on or off."""

    entity_description: MediaAccountsBinarySensorEntityDescription[ItemT]

    @property
    @override
    def is_on(self) -> bool | None:
        """Return whether the state is on."""
        return self._read(self.entity_description.value_fn)
