"""Changes of torrents by scene commands."""

from tests.simulator.real_debrid import library
from tests.simulator.real_debrid.magnets import Described, read_magnet
from tests.simulator.real_debrid.motion import (
    catch_up,
    fail,
    finish,
    go_on,
    open_up,
    seeders,
    select,
)
from tests.simulator.real_debrid.people import Person
from tests.simulator.real_debrid.settings import Settings
from tests.simulator.real_debrid.torrent import (
    MAGNET_NAME,
    Fate,
    Torrent,
    TorrentStatus,
)
from tests.simulator.real_debrid.works import WORKS, magnet_link
from tests.simulator.secret import base32
from tests.simulator.service import Service


class TransferScene(Service):
    """The part of a service that moves torrents."""

    people: dict[str, Person]
    settings: Settings

    def begin_torrent(self, person: Person, described: Described) -> Torrent:
        """Add a torrent that moves with the clock."""
        settings, now = self.settings, self.clock.now()
        torrent = Torrent(
            id=base32(13),
            filename=MAGNET_NAME,
            hash=described.hash,
            bytes=0,
            status=TorrentStatus.MAGNET_CONVERSION,
            added=now,
            files=described.files,
            moving=True,
            since=now,
            fate=settings.fates.get(described.hash, settings.fate),
            archive=settings.archive,
            magnet_name=described.name,
        )
        torrent.seeders = seeders(torrent)
        if torrent.files:
            open_up(torrent, now)
        person.torrents.append(torrent)
        self.changed()
        return torrent

    def magnet(self, name: str) -> str:
        """Return the magnet link of a work: one of `works.WORKS`, or any name."""
        return magnet_link(name)

    def works(self) -> list[str]:
        """Return the names of the works whose torrents have several files."""
        return list(WORKS)

    def torrents(self, username: str) -> list[Torrent]:
        """Return an account's torrents in their current state, the oldest first."""
        person = self.people[username]
        for torrent in person.torrents:
            catch_up(torrent, self.settings, self.clock.now())
        return sorted(person.torrents, key=lambda torrent: torrent.added)

    def add_torrent(
        self, username: str, magnet: str, fate: Fate | None = None
    ) -> Torrent:
        """Add a torrent as the user would on the service's website.

        Anything but a magnet link is the name of a work. Without a fate, the settings
        decide the outcome.
        """
        text = magnet if magnet.startswith("magnet:") else magnet_link(magnet)
        torrent = self.begin_torrent(self.people[username], read_magnet(text))
        if fate is not None:
            torrent.fate = fate
            self.changed()
        return torrent

    def move_torrent(self, username: str, torrent_id: str) -> Torrent:
        """Make a torrent (also of the seed) progress; its status restarts now."""
        torrent = self.people[username].torrent(torrent_id)
        torrent.moving = True
        torrent.since = self.clock.now()
        self.changed()
        return torrent

    def next_status(self, username: str, torrent_id: str) -> Torrent:
        """End the current status of a torrent; if it waits for files, select all."""
        torrent = self.people[username].torrent(torrent_id)
        now = self.clock.now()
        if torrent.status is TorrentStatus.WAITING_FILES_SELECTION:
            self.choose_files(username, torrent_id)
        else:
            go_on(torrent, now)
        self.changed()
        return torrent

    def choose_files(
        self, username: str, torrent_id: str, chosen: set[int] | None = None
    ) -> Torrent:
        """Choose files of a torrent that waits for it; None: all of them."""
        torrent = self.people[username].torrent(torrent_id)
        ids = {file.id for file in torrent.files}
        select(torrent, ids if chosen is None else chosen, self.clock.now())
        self.changed()
        return torrent

    def finish_torrent(self, username: str, torrent_id: str) -> Torrent:
        """Finish a torrent immediately, with links for its files."""
        torrent = self.people[username].torrent(torrent_id)
        finish(torrent, self.clock.now())
        self.changed()
        return torrent

    def fail_torrent(
        self,
        username: str,
        torrent_id: str,
        status: TorrentStatus = TorrentStatus.DEAD,
    ) -> Torrent:
        """Fail a torrent immediately: dead, virus, error or magnet_error."""
        if not status.failed:
            raise ValueError(f"{status} is no failure")
        torrent = self.people[username].torrent(torrent_id)
        fail(torrent, status)
        self.changed()
        return torrent

    def fill_library(self, username: str, count: int) -> None:
        """Add a number of finished torrents to an account."""
        library.fill(self.people[username], count, self.clock.now())
        self.changed()
