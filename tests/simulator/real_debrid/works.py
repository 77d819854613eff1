"""The files of the torrents: works under free licenses, by the torrent's name."""

from base64 import b32encode
from hashlib import sha1
from typing import Final

from tests.simulator.real_debrid.torrent import HOST, TorrentFile

MIB: Final = 1024**2

_CHAPTERS: Final = 12

WORKS: Final[dict[str, tuple[tuple[str, float], ...]]] = {
    "Spring.2019.Blender.Open.Movie": (
        ("Spring.2019.1080p.webm", 512),
        ("Spring.2019.2160p.mkv", 1_310),
        ("Subtitles/Spring.2019.en.srt", 0.02),
        ("Poster.png", 1.4),
    ),
    "Caminandes.Trilogy": (
        ("Caminandes.1.Llama.Drama.2013.mp4", 41),
        ("Caminandes.2.Gran.Dillama.2013.mp4", 66),
        ("Caminandes.3.Llamigos.2016.mp4", 58),
    ),
    "Blender.Open.Movies.Shorts": (
        ("Big.Buck.Bunny.2008.webm", 217),
        ("Elephants.Dream.2006.webm", 184),
        ("Sintel.2010.webm", 289),
        ("Tears.of.Steel.2012.webm", 344),
        ("Cosmos.Laundromat.2015.webm", 231),
        ("Licence.txt", 0.01),
    ),
    "LibriVox.Alices.Adventures.in.Wonderland": (
        *((f"{n:02}.Chapter.{n}.mp3", 7 + n / 4) for n in range(1, _CHAPTERS + 1)),
        ("Cover.png", 0.6),
        ("Readme.txt", 0.01),
    ),
    "LibriVox.The.Time.Machine.by.H.G.Wells.Collection": (
        *((f"{n:02}.Chapter.{n}.mp3", 15 + n / 4) for n in range(1, _CHAPTERS + 1)),
        ("Cover.png", 14.5),
    ),
    "LibriVox.Pride.and.Prejudice.by.Jane.Austen.M4B": (
        ("Pride.and.Prejudice.Part.1.m4b", 166),
        ("Pride.and.Prejudice.Part.2.m4b", 164.5),
        ("Cover.png", 0.5),
    ),
    "Cosmos.Laundromat.2015.1080p.mp4": (
        ("Cosmos.Laundromat.2015.1080p.mp4", 931),
        ("Cosmos.Laundromat.2015.Making.of.webm", 48),
        ("Cosmos.Laundromat.2015.en.srt", 1),
    ),
}
"""(path, size in MiB) of the files, where there is more than the one of that name."""

MEDIA_SUFFIXES: Final = (".mkv", ".mp4", ".webm", ".mov", ".avi", ".mp3", ".m4b")


def info_hash(name: str) -> str:
    """Return the hash that a work's torrent has here, 40 hexadecimal digits."""
    return sha1(name.encode(), usedforsecurity=False).hexdigest()


def name_of(digest: str) -> str | None:
    """Return the name of the work with a hash; None if it is unknown."""
    return next((name for name in WORKS if info_hash(name) == digest), None)


def magnet_link(name: str) -> str:
    """Return the magnet link of a work."""
    return f"magnet:?xt=urn:btih:{info_hash(name)}&dn={name}"


def contents(name: str, mib: float = 700) -> list[TorrentFile]:
    """Return the files of a work; for an unknown one, plausible files."""
    files = WORKS.get(name)
    if files is None:
        single = name.lower().endswith(MEDIA_SUFFIXES)
        files = (
            ((name, mib),)
            if single
            else ((f"{name}.mkv", mib), (f"Sample/{name}.webm", 12), ("Read.me.txt", 1))
        )
    return [
        TorrentFile(id=number, path=f"/{path}", bytes=int(size * MIB))
        for number, (path, size) in enumerate(files, 1)
    ]


def link(*what: str) -> str:
    """Return a link of the service with 39 characters, derived from `what`."""
    digest = sha1("\0".join(what).encode(), usedforsecurity=False).digest()
    return f"https://{HOST}/d/{b32encode(digest).decode()[:13]}"
