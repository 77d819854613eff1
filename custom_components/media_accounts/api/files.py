"""Files at addresses that somebody else named.

Knows aiohttp, not Home Assistant.
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
    """There is no file to be had at an address now; the text does not hold it."""


class AddressNotAllowed(FileUnavailable):
    """The address, or one that it leads to, is none to fetch anything from."""


async def fetch(
    http: ClientSession,
    address: str,
    *,
    is_allowed: Callable[[str], bool],
    max_bytes: int,
) -> bytes:
    """Return a file, or its beginning: what is longer than `max_bytes` was cut.

    A redirect is followed only to where that is allowed too. Raises
    FileUnavailable, or AddressNotAllowed.
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
            # Without its cause, whose text can hold the whole address.
            raise FileUnavailable(type(err).__name__) from None
        if target is None:
            raise FileUnavailable(f"status {status}")
        try:
            url = url.join(URL(target))
        except ValueError:
            raise FileUnavailable("a redirect to nowhere") from None
    raise FileUnavailable("too many redirects")


def _leaves_its_folder(url: URL) -> bool:
    """Return whether a server could take a part of the path for a step up.

    A list of allowed addresses compares their beginnings, before that step.
    """
    path = url.raw_path
    while (decoded := unquote(path)) != path:
        path = decoded
    return ".." in _SEPARATOR.split(path)
