"""The hosts whose links can be unrestricted, all of them invented, and their files."""

import dataclasses
import re
from typing import Final

from tests.simulator.real_debrid.settings import HostStatus, Settings
from tests.simulator.real_debrid.torrent import HOST
from tests.simulator.real_debrid.works import MIB, link


@dataclasses.dataclass(frozen=True, kw_only=True)
class Hoster:
    """A host: its files are below /f/, its folders below /folder/."""

    id: str
    name: str
    domain: str
    status: HostStatus = HostStatus.UP
    free: bool = False
    """Accounts without premium may use it."""
    qualities: tuple[str, ...] = ()
    """The qualities of its films, the best one first."""

    def now(self, settings: Settings) -> HostStatus:
        """Return its current status."""
        return settings.host_status.get(self.domain, self.status)


HOSTERS: Final = {
    hoster.domain: hoster
    for hoster in (
        Hoster(id="12", name="Cloudnest", domain="cloudnest.example"),
        Hoster(id="27", name="Filebarn", domain="filebarn.example", free=True),
        Hoster(
            id="41",
            name="Vidmeadow",
            domain="vidmeadow.example",
            qualities=("1080p", "720p", "480p"),
        ),
        Hoster(
            id="58",
            name="Sharedock",
            domain="sharedock.example",
            status=HostStatus.DOWN,
        ),
        Hoster(
            id="63",
            name="Oldshelf",
            domain="oldshelf.example",
            status=HostStatus.UNSUPPORTED,
        ),
    )
}
COMPETITORS: Final = ("rival-one.example", "rival-two.example")

FILES: Final = {
    "big-buck-bunny": ("Big.Buck.Bunny.2008.webm", 217 * MIB),
    "sintel": ("Sintel.2010.mkv", 674 * MIB),
    "caminandes-3": ("Caminandes.3.Llamigos.2016.mp4", 58 * MIB),
    "aesop-01": ("LibriVox.Fables.of.Aesop.01.mp3", 12 * MIB),
    "aesop-02": ("LibriVox.Fables.of.Aesop.02.mp3", 11 * MIB),
    "poster": ("Spring.2019.Poster.png", MIB),
    # Some hosts do not say how large a file is.
    "stream": ("Tears.of.Steel.2012.webm", 0),
}
"""(name, size in bytes), by the last part of a link."""
FOLDERS: Final = {
    "aesop": ("aesop-01", "aesop-02"),
    "open-movies": ("big-buck-bunny", "sintel", "caminandes-3"),
    "empty": (),
}

_ADDRESS: Final = re.compile(r"https?://([^/]+)/(f|folder|c)/([^/?#]+)")


def read(address: str) -> tuple[Hoster, str, str] | None:
    """Return host, kind (f, folder or c, for a container) and name of an address."""
    found = _ADDRESS.fullmatch(address)
    if found is None or found[1] not in HOSTERS:
        return None
    return HOSTERS[found[1]], found[2], found[3]


def links_in(hoster: Hoster, folder: str) -> list[str]:
    """Return the links of the files in a folder; none if there is no such folder."""
    return [f"https://{hoster.domain}/f/{name}" for name in FOLDERS.get(folder, ())]


def icon_path(domain: str) -> str:
    """Return where a host's icon is."""
    return f"/images/hosters/{domain or 'remote'}.png"


def own_link(address: str) -> str | None:
    """Return one of the service's own links in full; whatever follows is ignored."""
    start = f"https://{HOST}/d/"
    length = len(link(""))
    if not address.startswith(start) or len(address) < length:
        return None
    return address[:length]
