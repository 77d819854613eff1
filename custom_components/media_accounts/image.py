"""Images of every account, or of an item of it."""

import logging
from typing import Final, override

from homeassistant.components.image import Image, ImageEntity
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .api.endpoints import may_be_fetched
from .api.files import FileUnavailable, fetch
from .entity import MediaAccountsEntity, async_add_described_entities
from .http_session import async_get_http_session
from .provider.account import Account, MediaAccountsConfigEntry
from .provider.entities import (
    EntityGroup,
    MediaAccountsEntityDescription,
    MediaAccountsImageEntityDescription,
)

_LOGGER = logging.getLogger(__package__)

PARALLEL_UPDATES = 0

# Covers for podcast players are 3000 pixels wide at most.
MAX_BYTES: Final = 16 * 1024 * 1024

# Signatures of the accepted formats. An SVG could run scripts in Home Assistant's
# origin, so it is not accepted.
_CONTENT_TYPES: Final = {
    b"\x89PNG": "image/png",
    b"GIF8": "image/gif",
    b"RIFF": "image/webp",
    b"\xff\xd8\xff": "image/jpeg",
}


async def async_setup_entry(
    hass: HomeAssistant,
    entry: MediaAccountsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the images of an account."""
    async_add_described_entities(
        entry,
        async_add_entities,
        MediaAccountsImage,
        MediaAccountsImageEntityDescription,
    )


class MediaAccountsImage[DataT, ItemT](MediaAccountsEntity[DataT, ItemT], ImageEntity):
    """An image that is fetched when it is shown."""

    entity_description: MediaAccountsImageEntityDescription[ItemT]

    def __init__(
        self,
        group: EntityGroup[DataT, ItemT],
        item_id: str,
        description: MediaAccountsEntityDescription[ItemT],
    ) -> None:
        """Read the address of the image."""
        super().__init__(group, item_id, description)
        ImageEntity.__init__(self, group.coordinator.hass, verify_ssl=True)
        self._async_read_url()

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        self._async_read_url()
        super()._handle_coordinator_update()

    @callback
    def _async_read_url(self) -> None:
        """Read the address of the image; a new address means a new image."""
        url = self._read(self.entity_description.image_url_fn)
        if url is None or url == self._attr_image_url or not self._may_be_fetched(url):
            return
        self._attr_image_url = url
        self._attr_image_last_updated = dt_util.utcnow()
        self._cached_image = None

    @override
    async def async_image(self) -> bytes | None:
        """Return the image; one that can't be fetched is tried again next time."""
        if self._cached_image is None and isinstance(self._attr_image_url, str):
            self._cached_image = await self._async_fetch(self._attr_image_url)
        if self._cached_image is None:
            return None
        self._attr_content_type = self._cached_image.content_type
        return self._cached_image.content

    def _may_be_fetched(self, url: str) -> bool:
        account: Account = self.coordinator.config_entry.runtime_data
        return may_be_fetched(url, account.client.base_url)

    async def _async_fetch(self, url: str) -> Image | None:
        """Fetch an image, None where the answer is too long or no image.

        ImageEntity's own fetch follows any redirect, reads without a limit, and logs
        an error on each view.
        """
        try:
            content = await fetch(
                async_get_http_session(self.hass),
                url,
                is_allowed=self._may_be_fetched,
                max_bytes=MAX_BYTES,
            )
        except FileUnavailable as err:
            _LOGGER.debug("%s: no image: %s", self.entity_id, err)
            return None
        for signature, content_type in _CONTENT_TYPES.items():
            if content.startswith(signature) and len(content) <= MAX_BYTES:
                return Image(content_type=content_type, content=content)
        _LOGGER.debug("%s: too long, or no image", self.entity_id)
        return None
