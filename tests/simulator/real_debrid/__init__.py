"""Real-Debrid, written from "Real-Debrid API documentation"."""

from .people import Person, Torrent, TorrentStatus
from .scene import RealDebrid
from .settings import (
    DeniedVariant,
    EmptyList,
    FreeExpiration,
    PendingVariant,
    Settings,
)

__all__ = [
    "DeniedVariant",
    "EmptyList",
    "FreeExpiration",
    "PendingVariant",
    "Person",
    "RealDebrid",
    "Settings",
    "Torrent",
    "TorrentStatus",
]
