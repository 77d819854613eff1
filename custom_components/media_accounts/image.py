"""Images of every account: what an item of it looks like."""

from collections.abc import Callable
from dataclasses import dataclass
import logging
from typing import Any, Final, override

from homeassistant.components.image import Image, ImageEntity, ImageEntityDescription
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .api.endpoints import may_be_fetched
from .api.files import FileUnavailable, fetch
from .entity import MediaAccountsEntity, async_add_described_entities
from .provider.account import (
    EntityGroup,
    MediaAccountsConfigEntry,
    MediaAccountsEntityDescription,
)

_LOGGER = logging.getLogger(__package__)

PARALLEL_UPDATES = 0

# Covers for podcast players are 3000 pixels wide at most.
MAX_BYTES: Final = 16 * 1024 * 1024

# How images begin that a browser only shows. An SVG would also run its scripts, as
# if they were Home Assistant's own.
_KINDS: Final = {
    b"\x89PNG": "image/png",
    b"GIF8": "image/gif",
    b"RIFF": "image/webp",
    b"\xff\xd8\xff": "image/jpeg",
}


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

    @override
    async def async_image(self) -> bytes | None:
        """Return the image; one that cannot be had now is asked for again later."""
        if self._cached_image is None and isinstance(self._attr_image_url, str):
            self._cached_image = await self._async_fetch(self._attr_image_url)
        if self._cached_image is None:
            return None
        self._attr_content_type = self._cached_image.content_type
        return self._cached_image.content

    async def _async_fetch(self, url: str) -> Image | None:
        """Fetch an image, and nothing that only claims to be one.

        Home Assistant's own way follows redirects wherever they lead, reads without
        an end, and logs an error each time that somebody looks.
        """
        try:
            content = await fetch(
                async_get_clientsession(self.hass),
                url,
                is_allowed=may_be_fetched,
                max_bytes=MAX_BYTES,
            )
        except FileUnavailable as err:
            _LOGGER.debug("%s: no image: %s", self.entity_id, err)
            return None
        for beginning, kind in _KINDS.items():
            if content.startswith(beginning) and len(content) <= MAX_BYTES:
                return Image(content_type=kind, content=content)
        _LOGGER.debug("%s: no image: too long, or something else", self.entity_id)
        return None
