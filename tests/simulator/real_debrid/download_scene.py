"""Changes of downloads and traffic by scene commands."""

from urllib.parse import quote
from zoneinfo import ZoneInfo

from tests.simulator.real_debrid import containers
from tests.simulator.real_debrid.download import Download
from tests.simulator.real_debrid.people import Person
from tests.simulator.real_debrid.transfer_scene import TransferScene
from tests.simulator.secret import base32

DAYS_IN = ZoneInfo("Europe/Paris")


class DownloadScene(TransferScene):
    """The part of a service that unrestricts links and counts bytes."""

    def begin_download(
        self,
        person: Person,
        *,
        filename: str,
        size: int,
        link: str,
        host: str,
        quality: str | None = None,
        remote: bool = False,
    ) -> Download:
        """Create and store a new URL for a file."""
        now = self.clock.now()
        download = Download(
            id=base32(13),
            filename=filename,
            bytes=size,
            link=link,
            host=host,
            generated=now,
            expires_at=now + self.settings.download_life,
            quality=quality,
            remote=remote,
        )
        person.downloads.append(download)
        self.changed()
        return download

    def address_of(self, download: Download) -> str:
        """Return where a download can be had; the simulator itself serves it."""
        return f"{self.url}/d/{download.id}/{quote(download.filename)}"

    def find_download(self, download_id: str) -> tuple[Person, Download] | None:
        """Return a download, and whose it is."""
        for person in self.people.values():
            for download in person.downloads:
                if download.id == download_id:
                    return person, download
        return None

    def count_bytes(self, person: Person, download: Download) -> None:
        """Subtract a complete download from an account's traffic."""
        self.use_traffic(person.username, download.host, download.bytes)
        for host in (download.host, "remote" if download.remote else ""):
            if host in person.traffic:
                person.traffic[host].take_bytes(download.bytes)
        self.changed()

    def use_traffic(self, username: str, host: str, count: int) -> None:
        """Add a number of bytes to an account's downloads from a host today."""
        day = self.clock.local(DAYS_IN).date().isoformat()
        hosts = self.people[username].usage.setdefault(day, {})
        hosts[host] = hosts.get(host, 0) + count
        self.changed()

    def container(self, links: list[str]) -> bytes:
        """Return a container file, for `/unrestrict/containerFile`, of some links."""
        return containers.write(links)
