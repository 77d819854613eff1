"""The accounts of the simulated Real-Debrid."""

import dataclasses

from tests.simulator.real_debrid.download import Download
from tests.simulator.real_debrid.preferences import Preferences
from tests.simulator.real_debrid.torrent import Torrent
from tests.simulator.real_debrid.traffic_share import HostTraffic


@dataclasses.dataclass(kw_only=True)
class Person:
    """One account."""

    id: int
    username: str
    email: str
    """Masked, as applications see it."""
    points: int = 0
    locale: str = "en"
    avatar: str | None = None
    """The URL of the picture, if the service itself does not serve it."""
    avatar_image: str | None = None
    """A picture of the person's own, in Base64; everybody else has the same one."""
    preferences: Preferences = dataclasses.field(default_factory=Preferences)
    premium_until: float | None = None
    """Unix seconds; None for an account that never had premium."""
    torrents: list[Torrent] = dataclasses.field(default_factory=list)
    downloads: list[Download] = dataclasses.field(default_factory=list)
    traffic: dict[str, HostTraffic] = dataclasses.field(default_factory=dict)
    """Remaining traffic at hosts with a limit, by domain."""
    usage: dict[str, dict[str, int]] = dataclasses.field(default_factory=dict)
    """Bytes downloaded, by day (YYYY-MM-DD, in Paris) and domain."""
    trouble: int | None = None
    """The error code that every signed-in call gets: 14 for a locked account, say."""
    refusals: dict[str, int] = dataclasses.field(default_factory=dict)
    """The error code that some calls get, by path below the API's base, such as
    `/torrents/addMagnet`; `*` matches anything."""

    def torrent(self, torrent_id: str) -> Torrent:
        """Return the torrent with an id; raise LookupError if there is none."""
        for torrent in self.torrents:
            if torrent.id == torrent_id:
                return torrent
        raise LookupError(f"{self.username} has no torrent {torrent_id!r}")

    def active(self) -> list[Torrent]:
        """Return the torrents that take a slot."""
        return [torrent for torrent in self.torrents if torrent.status.active]

    def premium_left(self, now: float) -> int:
        """Return the whole seconds of premium that are left, at least 0."""
        if self.premium_until is None:
            return 0
        return max(0, int(self.premium_until - now))
