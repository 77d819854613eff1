"""Fetch files from addresses that users or services supplied.

Depends on aiohttp, not on Home Assistant.
"""

from collections.abc import Callable
from http import HTTPStatus
import re
from typing import Final
from urllib.parse import unquote

from aiohttp import ClientError, ClientSession, ClientTimeout, hdrs
from yarl import URL

from .http import USER_AGENT

_MAX_REDIRECTS: Final = 5
_SEPARATOR: Final = re.compile(r"[/\\]")
_TIMEOUT: Final = ClientTimeout(total=30)


class FileUnavailable(Exception):
    """No file is available at an address; the text does not contain the address."""


class AddressNotAllowed(FileUnavailable):
    """The address, or one that it redirects to, may not be fetched."""


async def fetch(
    http: ClientSession,
    address: str,
    *,
    is_allowed: Callable[[str], bool],
    max_bytes: int,
) -> bytes:
    """Return a file, truncated to `max_bytes`.

    Redirects are followed only to allowed addresses. Raises FileUnavailable, or
    AddressNotAllowed.
    """
    url = URL(address)
    for _ in range(_MAX_REDIRECTS):
        if _leaves_its_folder(url) or not is_allowed(str(url)):
            raise AddressNotAllowed("the address is not allowed")
        try:
            async with http.get(
                url,
                allow_redirects=False,
                timeout=_TIMEOUT,
                headers={hdrs.USER_AGENT: USER_AGENT},
            ) as response:
                if response.status == HTTPStatus.OK:
                    content = bytearray()
                    async for chunk in response.content.iter_chunked(65536):
                        content += chunk
                        if len(content) > max_bytes:
                            break
                    return bytes(content)
                status = response.status
                target = response.headers.get(hdrs.LOCATION)
        except (ClientError, TimeoutError) as err:
            # Without its cause, whose text can contain the whole address.
            raise FileUnavailable(type(err).__name__) from None
        if target is None:
            raise FileUnavailable(f"status {status}")
        try:
            url = url.join(URL(target))
        except ValueError:
            raise FileUnavailable("a redirect to nowhere") from None
    raise FileUnavailable("too many redirects")


def _leaves_its_folder(url: URL) -> bool:
    """Return whether a server could read a part of the path as a parent folder.

    A list of allowed addresses compares their beginnings, before the path is resolved.
    """
    path = url.raw_path
    while (decoded := unquote(path)) != path:
        path = decoded
    return ".." in _SEPARATOR.split(path)
