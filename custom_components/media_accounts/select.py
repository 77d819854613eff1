"""Selects of every account: what its owner may choose at the service."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, override

from homeassistant.components.select import SelectEntity, SelectEntityDescription
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .action_errors import telling_failures
from .entity import MediaAccountsEntity, async_add_described_entities
from .provider.account import MediaAccountsConfigEntry, MediaAccountsEntityDescription

PARALLEL_UPDATES = 1


@dataclass(frozen=True, kw_only=True)
class MediaAccountsSelectDescription(
    MediaAccountsEntityDescription, SelectEntityDescription
):
    """A choice: what the service offers, what is chosen, and how to choose.

    `options` are only those that have a translated name; all others are shown as
    the service calls them. `choose` raises a ProviderError.
    """

    offered: Callable[[Any], Sequence[str]]
    chosen: Callable[[Any], str | None]
    choose: Callable[[MediaAccountsConfigEntry, str], Awaitable[None]]


async def async_setup_entry(
    hass: HomeAssistant,
    entry: MediaAccountsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the selects of an account."""
    async_add_described_entities(
        entry, async_add_entities, MediaAccountsSelect, MediaAccountsSelectDescription
    )


class MediaAccountsSelect(MediaAccountsEntity, SelectEntity):
    """Something of an account that its owner may choose."""

    entity_description: MediaAccountsSelectDescription

    @property
    @override
    def options(self) -> list[str]:
        """Return what can be chosen now."""
        return list(self.entity_description.offered(self.item))

    @property
    @override
    def current_option(self) -> str | None:
        """Return what is chosen, None where that is not offered any more."""
        return self.entity_description.chosen(self.item)

    @override
    async def async_select_option(self, option: str) -> None:
        """Choose something else."""
        entry = self.coordinator.config_entry
        with telling_failures(self.hass, entry):
            await self.entity_description.choose(entry, option)
