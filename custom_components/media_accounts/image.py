"""Images of every account: what an item of it looks like."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, override

from homeassistant.components.image import ImageEntity, ImageEntityDescription
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .account import (
    EntityGroup,
    MediaAccountsConfigEntry,
    MediaAccountsEntityDescription,
)
from .endpoints import may_be_fetched
from .entity import MediaAccountsEntity, async_add_described_entities

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class MediaAccountsImageDescription(
    MediaAccountsEntityDescription, ImageEntityDescription
):
    """An image, and how its address is read from what is known of an item."""

    url: Callable[[Any], str | None]


async def async_setup_entry(
    hass: HomeAssistant,
    entry: MediaAccountsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the images of an account."""
    async_add_described_entities(
        entry, async_add_entities, MediaAccountsImage, MediaAccountsImageDescription
    )


class MediaAccountsImage(MediaAccountsEntity, ImageEntity):
    """An image that is fetched when somebody looks at it."""

    entity_description: MediaAccountsImageDescription

    def __init__(
        self,
        group: EntityGroup[Any, Any],
        item_id: str,
        description: MediaAccountsImageDescription,
        account_id: str,
    ) -> None:
        """Describe the entity, and take the address as it is now."""
        super().__init__(group, item_id, description, account_id)
        ImageEntity.__init__(self, group.coordinator.hass, verify_ssl=True)
        self._async_take_address()

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        self._async_take_address()
        super()._handle_coordinator_update()

    @callback
    def _async_take_address(self) -> None:
        """Take the address of the image; a new one means a new image."""
        url = self.entity_description.url(self.item) if self.item is not None else None
        if url is None or url == self._attr_image_url or not may_be_fetched(url):
            return
        self._attr_image_url = url
        self._attr_image_last_updated = dt_util.utcnow()
        self._cached_image = None
