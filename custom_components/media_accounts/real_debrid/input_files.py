"""Read the input files of actions, from allowed folders and allowed URLs."""

import os
from stat import S_ISREG
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError

from ..api.files import AddressNotAllowed, FileUnavailable, fetch
from ..const import DOMAIN
from ..http_session import async_get_http_session

# A torrent with thousands of files is far smaller.
MAX_BYTES: Final = 10 * 1024 * 1024


def _refused(key: str) -> ServiceValidationError:
    return ServiceValidationError(translation_domain=DOMAIN, translation_key=key)


async def async_read_file(hass: HomeAssistant, path: str) -> bytes:
    """Return the content of a file in a folder of `allowlist_external_dirs`.

    Raises ServiceValidationError if it is elsewhere, missing, empty or too large.
    """

    def read() -> bytes:
        try:
            if not hass.config.is_allowed_path(path):
                raise _refused("path_not_allowed")
            # Without O_NONBLOCK a FIFO would block the thread until a process writes to
            # it.
            with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:
                if not S_ISREG(os.fstat(file.fileno()).st_mode):
                    raise _refused("file_unreadable")
                return file.read(MAX_BYTES + 1)
        except (OSError, ValueError) as err:
            raise _refused("file_unreadable") from err

    return _checked(await hass.async_add_executor_job(read))


async def async_fetch(hass: HomeAssistant, address: str) -> bytes:
    """Return the content of a file at a URL of `allowlist_external_urls`.

    Follows only redirects that the list allows. Raises ServiceValidationError, whose
    message doesn't contain the URL.
    """
    try:
        content = await fetch(
            async_get_http_session(hass),
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
