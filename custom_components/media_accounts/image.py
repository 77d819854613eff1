"""Images of every account, or of an item of it."""

from typing import override

from homeassistant.components.image import Image, ImageEntity
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util
from yarl import URL

from .api.addresses import is_public_address
from .entity import MediaAccountsEntity, async_add_described_entities
from .pictures import async_fetch_picture
from .provider.account import Account, MediaAccountsConfigEntry
from .provider.entities import (
    EntityGroup,
    MediaAccountsEntityDescription,
    MediaAccountsImageEntityDescription,
)

PARALLEL_UPDATES = 0


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
        if url is None or url == self._attr_image_url:
            return
        if not is_public_address(url, self._base_url):
            return
        self._attr_image_url = url
        self._attr_image_last_updated = dt_util.utcnow()
        self._cached_image = None

    @override
    async def async_image(self) -> bytes | None:
        """Return the image; one that can't be fetched is tried again next time.

        ImageEntity's own fetch follows any redirect, reads without a limit, and logs
        an error on each view.
        """
        if self._cached_image is None and isinstance(self._attr_image_url, str):
            picture = await async_fetch_picture(self._attr_image_url, self._base_url)
            if picture is not None:
                self._cached_image = Image(
                    content=picture.content, content_type=picture.content_type
                )
        if self._cached_image is None:
            return None
        self._attr_content_type = self._cached_image.content_type
        return self._cached_image.content

    @property
    def _base_url(self) -> URL:
        account: Account = self.coordinator.config_entry.runtime_data
        return account.client.base_url
