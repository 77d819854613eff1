"""The base addresses of the services.

Each can be overridden by an environment variable: with a simulator, or with another
host of the service for networks that block the usual one.
"""

from dataclasses import dataclass
from ipaddress import ip_address
import os

from yarl import URL


class EndpointInvalid(ValueError):
    """The environment variable holds an address that no secret may be sent to."""

    def __init__(self, variable: str) -> None:
        """Store the name of the environment variable."""
        super().__init__(f"{variable} is not an HTTPS address of scheme, host and port")
        self.variable = variable


@dataclass(frozen=True)
class Endpoint:
    """The base address of a service: scheme, host and port.

    `service` is the id of the provider, `name` the name of the service. The environment
    variable `MEDIA_ACCOUNTS_<SERVICE>_URL` overrides the `default`.
    """

    service: str
    name: str
    default: str

    @property
    def variable(self) -> str:
        """Return the name of the environment variable."""
        return f"MEDIA_ACCOUNTS_{self.service.upper()}_URL"

    def base_url(self) -> URL:
        """Return the address that is in use.

        Raises EndpointInvalid for an override that is not HTTPS (plain HTTP is allowed
        for a loopback address only) or that has more than scheme, host, port.
        """
        override = os.environ.get(self.variable)
        if not override:
            return URL(self.default)
        try:
            url = URL(override)
            safe = url.scheme == "https" or (url.scheme == "http" and is_loopback(url))
        except ValueError:
            raise EndpointInvalid(self.variable) from None
        if not safe or not url.host or url != url.origin():
            raise EndpointInvalid(self.variable)
        return url.origin()


def is_loopback(url: URL) -> bool:
    """Return whether the address is a loopback address."""
    if url.host == "localhost":
        return True
    try:
        return ip_address(url.host or "").is_loopback
    except ValueError:
        return False
