"""Where the services are.

The addresses can be replaced through the environment: by a simulator, or by
another host of the service for networks that block the usual one.
"""

from contextlib import suppress
from ipaddress import ip_address
import os

from yarl import URL

from ..const import Provider

DEFAULTS = {
    Provider.REAL_DEBRID: "https://api.real-debrid.com",
    Provider.BLUBRRY: "https://api.blubrry.com",
}


# RFC 6761, 6762, 8375, ICANN's choice for private use, and what routers call theirs.
_LOCAL_NAMES = (".localhost", ".local", ".home.arpa", ".internal", ".lan", ".home")


class EndpointInvalid(ValueError):
    """The environment names an address that no secret may be sent to."""

    def __init__(self, variable: str) -> None:
        """Keep the name of the environment variable."""
        super().__init__(f"{variable} is not an HTTPS address of scheme, host and port")
        self.variable = variable


def is_loopback(url: URL) -> bool:
    """Return whether the address is on this very machine."""
    if url.host == "localhost":
        return True
    try:
        return ip_address(url.host or "").is_loopback
    except ValueError:
        return False


def is_web_address(address: str) -> bool:
    """Return whether a text is the whole address of something on the web."""
    try:
        url = URL(address)
    except ValueError:
        return False
    return url.scheme in ("http", "https") and bool(url.host) and url.user is None


def may_be_fetched(address: str) -> bool:
    """Return whether an address that a service named may be fetched from here.

    Nothing of the local network may: only names that are known to the world, and
    what is at the service itself. What a name leads to is not looked up.
    """
    if not is_web_address(address):
        return False
    url = URL(address)
    host = (url.host or "").rstrip(".").lower()
    try:
        is_public = ip_address(host).is_global
    except ValueError:
        is_public = "." in host and not host.endswith(_LOCAL_NAMES)
    return is_public or is_at_a_service(url)


def is_at_a_service(url: URL) -> bool:
    """Return whether a whole address is at one of the services themselves."""
    services = set()
    for provider in Provider:
        with suppress(EndpointInvalid):
            services.add(base_url(provider))
    return url.origin() in services


def base_url(provider: Provider) -> URL:
    """Return scheme, host and port of a service.

    Raises EndpointInvalid for an override that is not HTTPS (plain HTTP is good
    enough for a loopback address only) or that has more than scheme, host, port.
    """
    variable = f"MEDIA_ACCOUNTS_{provider.upper()}_URL"
    override = os.environ.get(variable)
    if not override:
        return URL(DEFAULTS[provider])
    try:
        url = URL(override)
        safe = url.scheme == "https" or (url.scheme == "http" and is_loopback(url))
    except ValueError:
        raise EndpointInvalid(variable) from None
    if not safe or not url.host or url != url.origin():
        raise EndpointInvalid(variable)
    return url.origin()
