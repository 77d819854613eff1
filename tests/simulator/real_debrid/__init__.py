"""Real-Debrid, written from "Real-Debrid API documentation"."""

from tests.simulator.real_debrid.download import Download
from tests.simulator.real_debrid.people import Person
from tests.simulator.real_debrid.scene import RealDebrid
from tests.simulator.real_debrid.settings import (
    DateForm,
    DeniedVariant,
    EmptyList,
    FreeExpiration,
    HostStatus,
    PendingVariant,
    Settings,
)
from tests.simulator.real_debrid.torrent import (
    Fate,
    Torrent,
    TorrentFile,
    TorrentStatus,
)
from tests.simulator.real_debrid.traffic_share import HostTraffic, Measure, Reset

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
