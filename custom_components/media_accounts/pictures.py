"""Pictures of a service: fetched by Home Assistant, and served by Home Assistant.

A browser never loads an address that a service sent.
"""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from http import HTTPStatus
import logging
from typing import Final

from aiohttp.web import Request, Response
from homeassistant.components.http import KEY_HASS, HomeAssistantView
from homeassistant.components.http.auth import async_sign_path
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey
from yarl import URL

from .api.addresses import is_public_address, public_session
from .api.files import FileUnavailable, fetch
from .const import DOMAIN
from .provider.account import MediaAccountsConfigEntry

_LOGGER = logging.getLogger(__package__)

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

# More than the largest folder has; the oldest are dropped first.
_MAX_SIGNED: Final = 2000

_VALID: Final = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture in one of the accepted formats."""

    content: bytes
    content_type: str


async def async_fetch_picture(url: str, base_url: URL) -> Picture | None:
    """Fetch a picture, None if it can't be fetched, is too large or no picture."""
    try:
        async with public_session(base_url) as http:
            content = await fetch(
                http,
                url,
                is_allowed=lambda address: is_public_address(address, base_url),
                max_bytes=MAX_BYTES,
            )
    except FileUnavailable as err:
        _LOGGER.debug("No picture: %s", err)
        return None
    for signature, content_type in _CONTENT_TYPES.items():
        if content.startswith(signature) and len(content) <= MAX_BYTES:
            return Picture(content_type=content_type, content=content)
    _LOGGER.debug("Too large, or no picture")
    return None


class PictureView(HomeAssistantView):
    """Serves the pictures whose paths were signed, and nothing else."""

    url = f"/api/{DOMAIN}/picture/{{entry_id}}/{{picture_id}}"
    name = f"api:{DOMAIN}:picture"

    def __init__(self) -> None:
        """Initialize the view without signed paths."""
        self._addresses: dict[str, str] = {}

    @callback
    def async_sign(
        self, hass: HomeAssistant, entry: MediaAccountsConfigEntry, address: str
    ) -> str | None:
        """Return a signed path of Home Assistant for a picture, None if not allowed."""
        if not is_public_address(address, entry.runtime_data.client.base_url):
            return None
        picture_id = sha256(address.encode()).hexdigest()
        _ = self._addresses.pop(picture_id, None)
        self._addresses[picture_id] = address
        if len(self._addresses) > _MAX_SIGNED:
            del self._addresses[next(iter(self._addresses))]
        path = f"/api/{DOMAIN}/picture/{entry.entry_id}/{picture_id}"
        return async_sign_path(hass, path, _VALID)

    async def get(self, request: Request, entry_id: str, picture_id: str) -> Response:
        """Return a picture."""
        hass = request.app[KEY_HASS]
        entry = hass.config_entries.async_get_entry(entry_id)
        address = self._addresses.get(picture_id)
        if (
            address is None
            or entry is None
            or entry.domain != DOMAIN
            or entry.state is not ConfigEntryState.LOADED
        ):
            return Response(status=HTTPStatus.NOT_FOUND)
        base_url = entry.runtime_data.client.base_url
        picture = await async_fetch_picture(address, base_url)
        if picture is None:
            return Response(status=HTTPStatus.NOT_FOUND)
        return Response(
            body=picture.content,
            content_type=picture.content_type,
            headers={"Cache-Control": "private, max-age=86400"},
        )


_VIEW: Final = HassKey[PictureView](f"{DOMAIN}_pictures")


@callback
def async_setup_pictures(hass: HomeAssistant) -> None:
    """Register the view that serves pictures."""
    hass.data[_VIEW] = PictureView()
    hass.http.register_view(hass.data[_VIEW])


@callback
def async_sign_picture(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry, address: str
) -> str | None:
    """Return a signed path of Home Assistant for a picture, None if not allowed."""
    return hass.data[_VIEW].async_sign(hass, entry, address)
