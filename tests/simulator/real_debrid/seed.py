"""The initial accounts, with works under free licenses."""

from base64 import b32encode
from hashlib import sha1

from tests.simulator.real_debrid import seed_use
from tests.simulator.real_debrid.people import Person
from tests.simulator.real_debrid.seed_use import DAY, HOUR
from tests.simulator.real_debrid.torrent import MAGNET_NAME, Torrent, TorrentStatus
from tests.simulator.real_debrid.works import MIB, contents, link


def torrent(
    filename: str,
    mib: int,
    status: TorrentStatus,
    added: float,
    *,
    progress: float = 0,
    took: float | None = None,
    speed: int | None = None,
    seeders: int | None = None,
) -> Torrent:
    """Return a torrent whose hash, id and links follow from its name."""
    digest = sha1(filename.encode(), usedforsecurity=False).digest()
    letters = b32encode(digest).decode()
    finished = status is TorrentStatus.DOWNLOADED
    files = contents(filename, mib) if filename != MAGNET_NAME else []
    chosen = status is not TorrentStatus.WAITING_FILES_SELECTION
    for file in files:
        file.selected = chosen
    return Torrent(
        id=letters[:13],
        filename=filename,
        hash=digest.hex(),
        bytes=mib * MIB,
        status=status,
        added=added,
        progress=100 if finished else progress,
        links=[link(digest.hex(), file.path) for file in files] if finished else [],
        ended=added + took if took is not None else None,
        speed=speed,
        seeders=seeders,
        files=files,
    )


def _library(now: float) -> list[Torrent]:
    # Whole hours, so that two looks within an hour see the same dates.
    hour = now - now % HOUR
    return [
        torrent(
            "Tears.of.Steel.2012.4K.mkv",
            6_420,
            TorrentStatus.DOWNLOADING,
            hour - HOUR,
            progress=41.5,
            speed=11_534_336,
            seeders=37,
        ),
        torrent(
            "Spring.2019.2160p.webm",
            1_310,
            TorrentStatus.QUEUED,
            hour - HOUR - 600,
        ),
        torrent(
            "Cosmos.Laundromat.2015.1080p.mp4",
            980,
            TorrentStatus.WAITING_FILES_SELECTION,
            hour - 5 * HOUR,
        ),
        torrent(
            "LibriVox.The.Time.Machine.by.H.G.Wells.Collection",
            214,
            TorrentStatus.COMPRESSING,
            hour - 6 * HOUR,
            progress=100,
            speed=20_971_520,
        ),
        torrent(
            "Big.Buck.Bunny.2008.1080p.60fps.mp4",
            355,
            TorrentStatus.DOWNLOADED,
            hour - 2 * DAY,
            took=900,
        ),
        torrent(
            "Sintel.2010.4K.mkv",
            5_120,
            TorrentStatus.DOWNLOADED,
            hour - 9 * DAY,
            # Already known to the service: it ended before it was added.
            took=-42,
        ),
        torrent(
            "Elephants.Dream.2006.1080p.avi",
            815,
            TorrentStatus.DOWNLOADED,
            hour - 30 * DAY,
            took=2_400,
        ),
        torrent(
            "LibriVox.Pride.and.Prejudice.by.Jane.Austen.M4B",
            331,
            TorrentStatus.DOWNLOADED,
            hour - 61 * DAY,
            took=1_250,
        ),
        torrent(
            "Caminandes.3.Llamigos.2016.mp4", 58, TorrentStatus.DEAD, hour - 90 * DAY
        ),
        torrent(MAGNET_NAME, 0, TorrentStatus.MAGNET_ERROR, hour - 120 * DAY),
    ]


def people(now: float) -> dict[str, Person]:
    """Return everybody, by username; times are unix seconds and depend on `now`."""
    hour = now - now % HOUR
    everybody = [
        Person(
            id=4_815_162,
            username="quietotter",
            email="qui*****@example.org",
            points=1_830,
            premium_until=hour + 46 * DAY,
            torrents=_library(now),
            downloads=seed_use.downloads(hour),
            traffic=seed_use.traffic(),
            usage=seed_use.usage(now),
        ),
        Person(
            id=4_815_163,
            username="lastlantern",
            email="las*****@example.org",
            points=940,
            locale="fr",
            premium_until=hour + 3 * DAY,
            torrents=[
                torrent(
                    "Glass.Half.2015.1080p.mp4",
                    140,
                    TorrentStatus.DOWNLOADED,
                    hour - 4 * DAY,
                    took=300,
                ),
                torrent(
                    "Charge.2022.2160p.mov",
                    2_048,
                    TorrentStatus.UPLOADING,
                    hour - 2 * HOUR,
                    progress=73,
                    speed=8_388_608,
                ),
            ],
        ),
        Person(
            id=4_815_164,
            username="freefinch",
            email="fre*****@example.org",
            points=0,
        ),
        Person(
            id=4_815_165,
            username="lapsedheron",
            email="lap*****@example.org",
            points=310,
            premium_until=hour - 20 * DAY,
            torrents=[
                torrent(
                    "Hero.2018.1080p.mp4",
                    122,
                    TorrentStatus.DOWNLOADED,
                    hour - 45 * DAY,
                    took=180,
                )
            ],
        ),
        Person(
            id=4_815_166,
            username="lockedbadger",
            email="loc*****@example.org",
            points=75,
            premium_until=hour + 100 * DAY,
            trouble=14,
        ),
    ]
    return {person.username: person for person in everybody}
