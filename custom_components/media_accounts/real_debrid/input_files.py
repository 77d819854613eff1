"""Files that an action may read: of allowed folders, and of allowed addresses."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.aiohttp_client import async_get_clientsession

from ..api.files import AddressNotAllowed, FileUnavailable, fetch
from ..const import DOMAIN

# Torrents of thousands of files stay far below this.
MAX_BYTES: Final = 10 * 1024 * 1024


def _refused(key: str) -> ServiceValidationError:
    return ServiceValidationError(translation_domain=DOMAIN, translation_key=key)


def one_of(data: Mapping[str, Any], *names: str) -> str:
    """Return which one of the fields was given; raises ServiceValidationError."""
    given = [name for name in names if data.get(name)]
    if len(given) != 1:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="one_source",
            translation_placeholders={"fields": ", ".join(names)},
        )
    return given[0]


async def async_read_file(hass: HomeAssistant, path: str) -> bytes:
    """Return a file of a folder in `allowlist_external_dirs`.

    Raises ServiceValidationError where it is elsewhere, not there, or too long.
    """

    def read() -> bytes:
        if not hass.config.is_allowed_path(path):
            raise _refused("path_not_allowed")
        try:
            with Path(path).open("rb") as file:
                return file.read(MAX_BYTES + 1)
        except OSError as err:
            raise _refused("file_unreadable") from err

    return _checked(await hass.async_add_executor_job(read))


async def async_fetch(hass: HomeAssistant, address: str) -> bytes:
    """Return a file of an address in `allowlist_external_urls`.

    A redirect is followed only to where the list allows it too. Raises
    ServiceValidationError, whose text does not hold the address.
    """
    try:
        content = await fetch(
            async_get_clientsession(hass),
            address,
            is_allowed=hass.config.is_allowed_external_url,
            max_bytes=MAX_BYTES,
        )
    except AddressNotAllowed as err:
        raise _refused("url_not_allowed") from err
    except FileUnavailable as err:
        raise _refused("url_unreachable") from err
    return _checked(content)


def _checked(content: bytes) -> bytes:
    if not content:
        raise _refused("file_empty")
    if len(content) > MAX_BYTES:
        raise _refused("file_too_long")
    return content
