"""Real-Debrid, written from "Real-Debrid API documentation"."""

from .download import Download
from .people import Person
from .scene import RealDebrid
from .settings import (
    DateForm,
    DeniedVariant,
    EmptyList,
    FreeExpiration,
    HostStatus,
    PendingVariant,
    Settings,
)
from .torrent import Fate, Torrent, TorrentFile, TorrentStatus
from .traffic_share import HostTraffic, Measure, Reset

__all__ = [
    "DateForm",
    "DeniedVariant",
    "Download",
    "EmptyList",
    "Fate",
    "FreeExpiration",
    "HostStatus",
    "HostTraffic",
    "Measure",
    "PendingVariant",
    "Person",
    "RealDebrid",
    "Reset",
    "Settings",
    "Torrent",
    "TorrentFile",
    "TorrentStatus",
]
