"""Buttons of every account."""

from typing import override

from homeassistant.components.button import ButtonEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .action_errors import translated_errors
from .entity import MediaAccountsEntity, async_add_described_entities
from .provider.account import MediaAccountsConfigEntry
from .provider.entities import MediaAccountsButtonEntityDescription

PARALLEL_UPDATES = 1


async def async_setup_entry(
    hass: HomeAssistant,
    entry: MediaAccountsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the buttons of an account."""
    async_add_described_entities(
        entry,
        async_add_entities,
        MediaAccountsButton,
        MediaAccountsButtonEntityDescription,
    )


class MediaAccountsButton[DataT, ItemT](
    MediaAccountsEntity[DataT, ItemT], ButtonEntity
):
    """A button that calls the service."""

    entity_description: MediaAccountsButtonEntityDescription[ItemT]

    @override
    async def async_press(self) -> None:
        """Call the service; raises HomeAssistantError if that fails."""
        entry = self.coordinator.config_entry
        with translated_errors(self.hass, entry):
            await self.entity_description.press_fn(entry)
