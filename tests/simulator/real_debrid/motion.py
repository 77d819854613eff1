"""Torrents that progress with the clock, from the magnet link to links of files.

The states are those of "Real-Debrid API documentation, /torrents", in this order:
magnet_conversion, waiting_files_selection (until files are selected), queued,
downloading, compressing, uploading, downloaded. The duration of each is a setting.
"""

from typing import Final

from tests.simulator.real_debrid.settings import Settings
from tests.simulator.real_debrid.torrent import (
    MAGNET_NAME,
    Fate,
    Torrent,
    TorrentStatus,
)
from tests.simulator.real_debrid.works import contents, link, name_of

HALFWAY: Final = {Fate.DEAD: TorrentStatus.DEAD, Fate.ERROR: TorrentStatus.ERROR}
"""The outcomes that end a download before it is complete."""
ARCHIVE: Final = ".rar"
CACHED_BEFORE: Final = 42.0
"""Seconds between the completion of a known torrent and its addition."""


def catch_up(torrent: Torrent, settings: Settings, now: float) -> None:
    """Bring a moving torrent to where it is at a unix time."""
    while (ends := _ends(torrent, settings)) is not None and ends <= now:
        go_on(torrent, ends)
    if torrent.moving and torrent.status is TorrentStatus.DOWNLOADING:
        _show_download(torrent, settings, now)


def go_on(torrent: Torrent, at: float) -> None:
    """End the status a torrent has, and begin the next one at a unix time."""
    match torrent.status:
        case TorrentStatus.MAGNET_CONVERSION if torrent.fate is Fate.MAGNET_ERROR:
            fail(torrent, TorrentStatus.MAGNET_ERROR)
        case TorrentStatus.MAGNET_CONVERSION:
            open_up(torrent, at)
        case TorrentStatus.QUEUED:
            _begin(torrent, TorrentStatus.DOWNLOADING, at)
        case TorrentStatus.DOWNLOADING if torrent.fate in HALFWAY:
            fail(torrent, HALFWAY[torrent.fate])
        case TorrentStatus.DOWNLOADING if torrent.fate is Fate.VIRUS:
            torrent.progress = 100
            fail(torrent, TorrentStatus.VIRUS)
        case TorrentStatus.DOWNLOADING:
            torrent.progress = 100
            _begin(torrent, TorrentStatus.COMPRESSING, at)
        case TorrentStatus.COMPRESSING:
            _begin(torrent, TorrentStatus.UPLOADING, at)
        case TorrentStatus.UPLOADING:
            finish(torrent, at)


def open_up(torrent: Torrent, at: float) -> None:
    """Resolve the files of a torrent, and wait for the file selection."""
    name = name_of(torrent.hash) or torrent.magnet_name or torrent.hash
    torrent.filename = name
    if not torrent.files:
        torrent.files = contents(name)
    torrent.bytes = torrent.original_bytes
    _begin(torrent, TorrentStatus.WAITING_FILES_SELECTION, at)


def select(torrent: Torrent, chosen: set[int], at: float) -> None:
    """Apply a file selection, by ids."""
    for file in torrent.files:
        file.selected = file.id in chosen
    torrent.bytes = sum(file.bytes for file in torrent.selected)
    if torrent.fate is Fate.CACHED:
        # It was ready before it was added, and its dates say so.
        finish(torrent, torrent.added - CACHED_BEFORE)
    else:
        torrent.moving = True
        _begin(torrent, TorrentStatus.QUEUED, at)


def finish(torrent: Torrent, at: float) -> None:
    """Finish a torrent, with a link for each of its files."""
    if not torrent.files:
        open_up(torrent, at)
    if not torrent.selected:
        for file in torrent.files:
            file.selected = True
    torrent.status = TorrentStatus.DOWNLOADED
    torrent.progress = 100
    torrent.ended = at
    paths = [file.path for file in torrent.selected]
    if torrent.archive and len(paths) > 1:
        paths = [f"/{torrent.filename}{ARCHIVE}"]
    torrent.links = [link(torrent.id, path) for path in paths]
    torrent.speed = torrent.seeders = None
    torrent.moving = False


def fail(torrent: Torrent, status: TorrentStatus) -> None:
    """Stop a torrent permanently."""
    torrent.status = status
    torrent.speed = torrent.seeders = None
    torrent.moving = False
    if status is TorrentStatus.MAGNET_ERROR:
        torrent.filename = MAGNET_NAME


def seeders(torrent: Torrent) -> int:
    """Return a number of seeders that is constant for a torrent."""
    return 3 + int(torrent.hash[:2], 16) % 60


def _begin(torrent: Torrent, status: TorrentStatus, at: float) -> None:
    torrent.status = status
    torrent.since = at
    torrent.speed = torrent.seeders = None
    if status in {TorrentStatus.COMPRESSING, TorrentStatus.UPLOADING}:
        torrent.speed = 64 * 1024**2


def _ends(torrent: Torrent, settings: Settings) -> float | None:
    if not torrent.moving:
        return None
    seconds = {
        TorrentStatus.MAGNET_CONVERSION: settings.conversion_seconds,
        TorrentStatus.QUEUED: settings.queue_seconds,
        TorrentStatus.DOWNLOADING: settings.download_seconds
        * (0.5 if torrent.fate in HALFWAY else 1),
        TorrentStatus.COMPRESSING: settings.compress_seconds,
        TorrentStatus.UPLOADING: settings.upload_seconds,
    }.get(torrent.status)
    return None if seconds is None else torrent.since + seconds


def _show_download(torrent: Torrent, settings: Settings, now: float) -> None:
    # A clock that was moved back finds no less than nothing.
    share = max(0.0, (now - torrent.since) / settings.download_seconds)
    torrent.progress = round(100 * share, 2)
    torrent.speed = int(torrent.bytes / settings.download_seconds)
    torrent.seeders = seeders(torrent)
