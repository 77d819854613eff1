"""Who has an account at the simulated Real-Debrid, and what is in it."""

import dataclasses
from enum import StrEnum

AVATAR = "https://fcdn.real-debrid.com/images/forum/empty.png"
HOST = "real-debrid.com"


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
        """Whether it takes one of the account's slots."""
        return self in _ACTIVE


_ACTIVE = frozenset(
    {
        TorrentStatus.MAGNET_CONVERSION,
        TorrentStatus.QUEUED,
        TorrentStatus.DOWNLOADING,
        TorrentStatus.COMPRESSING,
        TorrentStatus.UPLOADING,
    }
)


@dataclasses.dataclass(kw_only=True)
class Torrent:
    """One torrent of a person; times are unix seconds, sizes and speed bytes."""

    id: str
    filename: str
    hash: str
    bytes: int
    status: TorrentStatus
    added: float
    progress: float = 0
    links: list[str] = dataclasses.field(default_factory=list)
    ended: float | None = None
    speed: int | None = None
    seeders: int | None = None
    host: str = HOST
    split: int = 2000


@dataclasses.dataclass(kw_only=True)
class Person:
    """One account."""

    id: int
    username: str
    email: str
    """Masked, as an application gets to see it."""
    points: int = 0
    locale: str = "en"
    avatar: str = AVATAR
    premium_until: float | None = None
    """Unix seconds; None for somebody who never was premium."""
    torrents: list[Torrent] = dataclasses.field(default_factory=list)
    trouble: int | None = None
    """The error code that every signed-in call gets: 14 for a locked account, say."""

    def premium_left(self, now: float) -> int:
        """Return the whole seconds of premium that are left, at least 0."""
        if self.premium_until is None:
            return 0
        return max(0, int(self.premium_until - now))
