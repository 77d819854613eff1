"""One torrent of a person, and the states it can be in."""

import dataclasses
from enum import StrEnum

HOST = "real-debrid.com"
MAGNET_NAME = "Magnet"
"""The name of a torrent before its metadata is known."""


class TorrentStatus(StrEnum):
    """The complete list of "Real-Debrid API documentation, /torrents"."""

    MAGNET_ERROR = "magnet_error"
    MAGNET_CONVERSION = "magnet_conversion"
    WAITING_FILES_SELECTION = "waiting_files_selection"
    QUEUED = "queued"
    DOWNLOADING = "downloading"
    DOWNLOADED = "downloaded"
    ERROR = "error"
    VIRUS = "virus"
    COMPRESSING = "compressing"
    UPLOADING = "uploading"
    DEAD = "dead"

    @property
    def active(self) -> bool:
        """Return true if it takes one of the account's slots."""
        return self in _ACTIVE

    @property
    def failed(self) -> bool:
        """Return true if it is a failure."""
        return self in _FAILED


_ACTIVE = frozenset(
    {
        TorrentStatus.MAGNET_CONVERSION,
        TorrentStatus.QUEUED,
        TorrentStatus.DOWNLOADING,
        TorrentStatus.COMPRESSING,
        TorrentStatus.UPLOADING,
    }
)
_FAILED = frozenset(
    {
        TorrentStatus.MAGNET_ERROR,
        TorrentStatus.ERROR,
        TorrentStatus.VIRUS,
        TorrentStatus.DEAD,
    }
)


class Fate(StrEnum):
    """The outcome of an added torrent."""

    DOWNLOADED = "downloaded"
    CACHED = "cached"
    """Known to the service: finished as soon as its files are selected."""
    MAGNET_ERROR = "magnet_error"
    ERROR = "error"
    VIRUS = "virus"
    DEAD = "dead"


@dataclasses.dataclass(kw_only=True)
class TorrentFile:
    """A file in a torrent; its path starts with a slash, its size is in bytes."""

    id: int
    path: str
    bytes: int
    selected: bool = False


@dataclasses.dataclass(kw_only=True)
class Torrent:
    """One torrent of a person; times are unix seconds, sizes and speed bytes."""

    id: str
    filename: str
    hash: str
    bytes: int
    """Size of the selected files; of all files if none is selected."""
    status: TorrentStatus
    added: float
    progress: float = 0
    links: list[str] = dataclasses.field(default_factory=list)
    ended: float | None = None
    speed: int | None = None
    seeders: int | None = None
    host: str = HOST
    split: int = 2000
    files: list[TorrentFile] = dataclasses.field(default_factory=list)
    moving: bool = False
    """It progresses with the clock, which the torrents of the seed do not."""
    since: float = 0.0
    """Start of its status, for one that progresses with the clock."""
    fate: Fate = Fate.DOWNLOADED
    archive: bool = False
    """Several files become one archive with one link."""
    magnet_name: str | None = None
    """The name that its magnet link gave."""

    @property
    def original_bytes(self) -> int:
        """Return the size of all its files."""
        return sum(file.bytes for file in self.files) or self.bytes

    @property
    def selected(self) -> list[TorrentFile]:
        """Return the selected files."""
        return [file for file in self.files if file.selected]
