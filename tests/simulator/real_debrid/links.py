"""Resolving a link to a file, or to an error."""

import dataclasses
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from tests.simulator.real_debrid.errors import (
    HOSTER_UNAVAILABLE,
    HOSTER_UNSUPPORTED,
    UNAVAILABLE_FILE,
    UNKNOWN_RESOURCE,
    RefusedError,
)
from tests.simulator.real_debrid.hosters import FILES, HOSTERS, Hoster, own_link, read
from tests.simulator.real_debrid.scene import RealDebrid
from tests.simulator.real_debrid.settings import HostStatus
from tests.simulator.real_debrid.torrent import HOST, Torrent


@dataclasses.dataclass(frozen=True, kw_only=True)
class Linked:
    """A file behind a link; without a hoster it is the service's own."""

    link: str
    host: str
    filename: str
    bytes: int
    hoster: Hoster | None = None


def find(service: RealDebrid, address: str) -> Linked:
    """Return the file behind a link, or raise RefusedError."""
    own = own_link(address)
    return _from_torrents(service, own) if own else _from_hoster(service, address)


def supported(service: RealDebrid, address: str) -> bool:
    """Return true if a link is of a supported host."""
    host = urlsplit(address).hostname or ""
    hoster = HOSTERS.get(host)
    if hoster is None:
        return host == HOST
    return hoster.now(service.settings) is not HostStatus.UNSUPPORTED


def _from_torrents(service: RealDebrid, address: str) -> Linked:
    for person in service.people.values():
        for torrent in person.torrents:
            if address in torrent.links:
                return _file_of(torrent, torrent.links.index(address))
    raise RefusedError(UNKNOWN_RESOURCE)


def _file_of(torrent: Torrent, place: int) -> Linked:
    address = torrent.links[place]
    chosen = torrent.selected
    if len(chosen) == len(torrent.links):
        name, size = PurePosixPath(chosen[place].path).name, chosen[place].bytes
    elif chosen:
        name, size = f"{torrent.filename}.rar", torrent.bytes
    else:
        name, size = torrent.filename, torrent.bytes
    return Linked(link=address, host=HOST, filename=name, bytes=size)


def _from_hoster(service: RealDebrid, address: str) -> Linked:
    if not supported(service, address):
        raise RefusedError(HOSTER_UNSUPPORTED)
    found = read(address)
    if found is None:
        raise RefusedError(UNAVAILABLE_FILE)
    hoster, kind, name = found
    if hoster.now(service.settings) is HostStatus.DOWN:
        raise RefusedError(HOSTER_UNAVAILABLE)
    if kind != "f" or name not in FILES:
        raise RefusedError(UNAVAILABLE_FILE)
    filename, size = FILES[name]
    return Linked(
        link=address, host=hoster.domain, filename=filename, bytes=size, hoster=hoster
    )
