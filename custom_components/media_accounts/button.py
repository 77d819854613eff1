"""Buttons of every account."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import override

from homeassistant.components.button import ButtonEntity, ButtonEntityDescription
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .action_errors import telling_failures
from .entity import MediaAccountsEntity, async_add_described_entities
from .provider.account import MediaAccountsConfigEntry, MediaAccountsEntityDescription

PARALLEL_UPDATES = 1


@dataclass(frozen=True, kw_only=True)
class MediaAccountsButtonDescription(
    MediaAccountsEntityDescription, ButtonEntityDescription
):
    """A button, and what pressing it does; raises a ProviderError."""

    press: Callable[[MediaAccountsConfigEntry], Awaitable[None]]


async def async_setup_entry(
    hass: HomeAssistant,
    entry: MediaAccountsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the buttons of an account."""
    async_add_described_entities(
        entry, async_add_entities, MediaAccountsButton, MediaAccountsButtonDescription
    )


class MediaAccountsButton(MediaAccountsEntity, ButtonEntity):
    """Something that an account can be asked to do."""

    entity_description: MediaAccountsButtonDescription

    @override
    async def async_press(self) -> None:
        """Do it."""
        entry = self.coordinator.config_entry
        with telling_failures(self.hass, entry):
            await self.entity_description.press(entry)
