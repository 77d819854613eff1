"""Container files: lists of links.

The real formats (RSDF, CCF, DLC) are encrypted with keys that only the service and
some programs have. Here a container is Base64 of one link a line.
"""

from base64 import b64decode, b64encode
from binascii import Error

from tests.simulator.real_debrid.errors import WRONG_PARAMETER, RefusedError


def write(links: list[str]) -> bytes:
    """Return a container of some links."""
    return b64encode("\n".join(links).encode())


def read(data: bytes) -> list[str]:
    """Return the links in a container; raise RefusedError if it is none."""
    try:
        links = b64decode(data.strip(), validate=True).decode().split()
    except Error, UnicodeDecodeError:
        raise RefusedError(WRONG_PARAMETER) from None
    if not all(link.startswith(("http://", "https://")) for link in links):
        raise RefusedError(WRONG_PARAMETER)
    return links
