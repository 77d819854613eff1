"""Check which addresses in a service's responses may be fetched or passed on.

None of them may lead into the local network. The same rule applies to a literal
address, to a host name, and to the addresses that the name resolves to; a connection
uses the address that was checked.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
import re
import socket
from typing import Final, override

from aiohttp import ClientSession, DummyCookieJar, TCPConnector, ThreadedResolver
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from .parsing import as_web_address

# RFC 6761, 6762, 8375, ICANN's reservation for private use, and the top-level labels
# that routers and companies use for their own networks.
_LOCAL_LABELS: Final = frozenset(
    (
        "arpa",
        "corp",
        "home",
        "internal",
        "intranet",
        "invalid",
        "lan",
        "local",
        "localdomain",
        "localhost",
        "onion",
        "private",
        "test",
    )
)

# Browsers and `inet_aton` read a name whose last label is a number as an IPv4 address,
# in forms such as 127.1, 0x7f.0.0.1 and 2130706433.
_NUMBER: Final = re.compile(r"[0-9]+|0x[0-9a-f]*")

# The globally routed IPv6 addresses; the others embed, tunnel or test.
_WORLD: Final = IPv6Network("2000::/3")
_TRANSLATED: Final = (IPv6Network("2001::/23"), IPv6Network("2002::/16"))


def is_public_address(address: str, base_url: URL) -> bool:
    """Return whether an address may be fetched or passed on.

    It has to be public or, at `base_url`, belong to the service that sent it.
    """
    if as_web_address(address) is None:
        return False
    url = URL(address)
    return url.origin() == base_url.origin() or _is_public_host(url.raw_host or "")


async def resolves_to_public(address: str, base_url: URL) -> bool:
    """Return whether an address is public, including what its host name resolves to.

    A name that does not resolve cannot lead into the local network.
    """
    if not is_public_address(address, base_url):
        return False
    url = URL(address)
    if url.origin() == base_url.origin():
        return True
    try:
        _ = await _PublicResolver(base_url).resolve(url.raw_host or "")
    except _NotPublic:
        return False
    except OSError:
        pass
    return True


@asynccontextmanager
async def public_session(base_url: URL) -> AsyncGenerator[ClientSession]:
    """Return a session for public hosts and the service's own, without cookies.

    Home Assistant's shared session resolves names after they were checked, when a name
    could resolve to another address.
    """
    async with ClientSession(
        connector=TCPConnector(resolver=_PublicResolver(base_url)),
        cookie_jar=DummyCookieJar(),
    ) as session:
        yield session


class _NotPublic(OSError):
    """A host name resolves to an address of the local network."""


class _PublicResolver(AbstractResolver):
    """Resolves names as the system does, and rejects those of the local network."""

    def __init__(self, base_url: URL) -> None:
        """Initialize with the service's address, whose own host may be anywhere."""
        self._resolver = ThreadedResolver()
        self._service_host = base_url.raw_host

    @override
    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_UNSPEC,
    ) -> list[ResolveResult]:
        """Return the addresses of a host; raises OSError if one is not public."""
        found = await self._resolver.resolve(host, port, family)
        if host != self._service_host and not all(
            _is_public_host(result["host"]) for result in found
        ):
            raise _NotPublic("the host is in the local network")
        return found

    @override
    async def close(self) -> None:
        """Release nothing."""


def _is_public_host(host: str) -> bool:
    """Return whether a host, in ASCII, is public."""
    host = host.removesuffix(".").lower()
    try:
        ip = ip_address(host)
    except ValueError:
        return _is_public_name(host)
    return _is_public_ip(ip)


def _is_public_name(name: str) -> bool:
    labels = name.split(".")
    return (
        name.isascii()
        and len(labels) > 1
        and all(labels)
        and labels[-1] not in _LOCAL_LABELS
        and not _NUMBER.fullmatch(labels[-1])
    )


def _is_public_ip(ip: IPv4Address | IPv6Address) -> bool:
    if isinstance(ip, IPv6Address) and (
        ip.scope_id is not None
        or ip not in _WORLD
        or any(ip in network for network in _TRANSLATED)
    ):
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved
