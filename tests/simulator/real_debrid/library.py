"""Libraries of thousands of finished torrents, made up from works that are free."""

from typing import Final

from tests.simulator.real_debrid.people import Person
from tests.simulator.real_debrid.torrent import (
    HOST,
    Torrent,
    TorrentFile,
    TorrentStatus,
)
from tests.simulator.real_debrid.works import MIB, info_hash, link

BETWEEN: Final = 3 * 3_600.0
"""Seconds from one torrent to the next."""
TOOK: Final = 900.0

SHELVES: Final = (
    ("Big.Buck.Bunny.2008.Frame.Study.{:04}.webm", 48),
    ("Sintel.2010.Storyboard.Reel.{:04}.webm", 61),
    ("Tears.of.Steel.2012.VFX.Breakdown.{:04}.mkv", 137),
    ("Cosmos.Laundromat.2015.Daily.{:04}.mp4", 74),
    ("LibriVox.Short.Story.Collection.{:04}.mp3", 92),
    ("LibriVox.Short.Poetry.Collection.{:04}.mp3", 39),
    ("Elephants.Dream.2006.Production.Still.{:04}.png", 3),
    ("Spring.2019.Animation.Test.{:04}.webm", 27),
    ("LibriVox.Fables.of.Aesop.Reading.{:04}", 118),
    ("Agent.327.Layout.Pass.{:04}.mp4", 85),
)
"""(name with a number, MiB); the one without a suffix is a folder of two files."""


def fill(person: Person, count: int, now: float) -> None:
    """Add a number of finished torrents to an account, three hours apart."""
    present = {torrent.id for torrent in person.torrents}
    number = 0
    while count:
        number += 1
        torrent = _torrent(number, now - number * BETWEEN)
        if torrent.id not in present:
            person.torrents.append(torrent)
            count -= 1


def _torrent(number: int, added: float) -> Torrent:
    name, mib = SHELVES[number % len(SHELVES)]
    filename = name.format(number)
    digest = info_hash(filename)
    folder = name.endswith("}")
    paths = (
        [f"/{filename}.Part.{part}.mp3" for part in (1, 2)]
        if folder
        else [f"/{filename}"]
    )
    torrent_id = link(filename).removeprefix(f"https://{HOST}/d/")
    return Torrent(
        id=torrent_id,
        filename=filename,
        hash=digest,
        bytes=mib * MIB,
        status=TorrentStatus.DOWNLOADED,
        added=added,
        progress=100,
        ended=added + TOOK,
        links=[link(torrent_id, path) for path in paths],
        files=[
            TorrentFile(
                id=place, path=path, bytes=mib * MIB // len(paths), selected=True
            )
            for place, path in enumerate(paths, 1)
        ],
    )
