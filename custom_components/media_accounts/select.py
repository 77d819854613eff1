"""Selects of every account: settings that the service keeps."""

from typing import override

from homeassistant.components.select import SelectEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .action_errors import translated_errors
from .entity import MediaAccountsEntity, async_add_described_entities
from .provider.account import MediaAccountsConfigEntry
from .provider.entities import MediaAccountsSelectEntityDescription

PARALLEL_UPDATES = 1


async def async_setup_entry(
    hass: HomeAssistant,
    entry: MediaAccountsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the selects of an account."""
    async_add_described_entities(
        entry,
        async_add_entities,
        MediaAccountsSelect,
        MediaAccountsSelectEntityDescription,
    )


class MediaAccountsSelect[DataT, ItemT](
    MediaAccountsEntity[DataT, ItemT], SelectEntity
):
    """A setting of an account with a list of options."""

    entity_description: MediaAccountsSelectEntityDescription[ItemT]

    @property
    @override
    def options(self) -> list[str]:
        """Return the options that the service offers now."""
        return list(self._read(self.entity_description.options_fn) or ())

    @property
    @override
    def current_option(self) -> str | None:
        """Return the selected option, None if it is not offered anymore."""
        return self._read(self.entity_description.current_option_fn)

    @override
    async def async_select_option(self, option: str) -> None:
        """Change the setting; raises HomeAssistantError if that fails."""
        entry = self.coordinator.config_entry
        with translated_errors(self.hass, entry):
            await self.entity_description.select_option_fn(entry, option)
