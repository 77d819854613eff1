"""Real-Debrid, written from "Real-Debrid API documentation"."""

from .people import Person
from .scene import RealDebrid
from .settings import (
    DeniedVariant,
    EmptyList,
    FreeExpiration,
    PendingVariant,
    Settings,
)
from .torrent import Fate, Torrent, TorrentFile, TorrentStatus

__all__ = [
    "DeniedVariant",
    "EmptyList",
    "Fate",
    "FreeExpiration",
    "PendingVariant",
    "Person",
    "RealDebrid",
    "Settings",
    "Torrent",
    "TorrentFile",
    "TorrentStatus",
]
