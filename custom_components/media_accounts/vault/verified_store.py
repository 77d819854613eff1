"""A store for one purpose that knows whether it was really written."""

from typing import override

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.storage import Store

from ..api.parsing import Json

type Stored = dict[str, Json]


class PrivateStore(Store[Stored]):
    """A file that only Home Assistant's own user may read, written at once."""

    def __init__(self, hass: HomeAssistant, version: int, key: str) -> None:
        """Name the file, which need not exist."""
        super().__init__(hass, version, key, private=True, atomic_writes=True)

    async def async_write(self, data: Stored) -> bool:
        """Write, read it back, and return whether it is there.

        Home Assistant's own `async_save` only logs that a disk is full, and writes
        nothing while Home Assistant stops. What cannot be read back, or is still
        of an earlier version, is not there.
        """
        there = PrivateStore(self.hass, self.version, self.key)
        try:
            await self.async_save(data)
            return await there.async_load() == (data or None)
        except OSError, HomeAssistantError, NotImplementedError:
            return False

    @override
    async def _async_migrate_func(
        self, old_major_version: int, old_minor_version: int, old_data: Stored
    ) -> Stored:
        """Bring what an earlier version wrote up to date."""
        raise NotImplementedError
