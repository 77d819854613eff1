"""Torrents (Real-Debrid API documentation, /torrents)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import partial
import re
from typing import Final, Self

from aiohttp import hdrs

from ...api.client import ServiceClient, segment
from ...api.errors import PassingTrouble
from ...api.http import PAGE, Answer
from ...api.parsing import (
    Identifier,
    Json,
    Text,
    WebAddress,
    as_amount,
    as_count,
    as_flag,
    as_identifier,
    as_list,
    as_map,
    as_tally,
    as_text,
    as_web_address,
    read_rows,
)
from ...api.transfers import Transfer, TransferState
from .error_codes import check_premium_answer
from .paging import pages
from .server_time import ServiceZone, service_datetime

TORRENTS_PATH: Final = "rest/1.0/torrents"

# A magnet that is not converted yet has its hash as its name: it is no real name, and
# nobody else should read it.
_NO_NAME = re.compile(r"[0-9a-fA-F]{40}|[A-Za-z2-7]{32}|magnet", re.IGNORECASE)


STATES: Final[Mapping[str, TransferState]] = {
    "magnet_conversion": TransferState.ACTIVE,
    "queued": TransferState.ACTIVE,
    "downloading": TransferState.ACTIVE,
    "compressing": TransferState.ACTIVE,
    "uploading": TransferState.ACTIVE,
    "waiting_files_selection": TransferState.WAITING,
    "downloaded": TransferState.FINISHED,
    "magnet_error": TransferState.FAILED,
    "error": TransferState.FAILED,
    "virus": TransferState.FAILED,
    "dead": TransferState.FAILED,
}


@dataclass(frozen=True, kw_only=True)
class TorrentFile:
    """A file of a torrent; `path` begins with a slash, `size` is in bytes."""

    file_id: int
    path: Text
    size: int | None
    selected: bool

    @classmethod
    def from_row(cls, row: Json) -> Self | None:
        """Read a row; None if it has no id or no path."""
        fields = as_map(row)
        file_id, path = as_count(fields.get("id")), as_text(fields.get("path"))
        if file_id is None or path is None:
            return None
        return cls(
            file_id=file_id,
            path=path,
            size=as_count(fields.get("bytes")),
            selected=as_flag(fields.get("selected")),
        )

    @property
    def name(self) -> str:
        """Return the last part of the path."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, kw_only=True)
class Torrent(Transfer):
    """A torrent of the library; size in bytes, speed in bytes per second.

    `name` is None while the service does not know it, `state` if its status is not
    documented. `links` are the account's own, one for each file, or a single one for an
    archive of all files. Only the answer about a single torrent has `files`.
    """

    seeders: int | None
    added: datetime | None
    ended: datetime | None
    links: tuple[WebAddress, ...] = field(repr=False)
    files: tuple[TorrentFile, ...] = ()

    @classmethod
    def from_row(cls, row: Json, zone: tzinfo) -> Self | None:
        """Read a row, None if it has no id; `zone` is the time zone of its dates."""
        fields = as_map(row)
        torrent_id = as_identifier(fields.get("id"))
        if torrent_id is None:
            return None
        status = as_text(fields.get("status")) or ""
        progress = as_amount(fields.get("progress"))
        return cls(
            torrent_id=torrent_id,
            name=_name(fields.get("filename")),
            status=status,
            state=STATES.get(status),
            progress=None if progress is None else min(100.0, progress),
            size=as_count(fields.get("bytes")),
            speed=as_tally(fields.get("speed")),
            seeders=as_count(fields.get("seeders")),
            added=service_datetime(fields.get("added"), zone),
            ended=service_datetime(fields.get("ended"), zone),
            links=tuple(read_rows(as_list(fields.get("links")), as_web_address)),
            files=tuple(read_rows(as_list(fields.get("files")), TorrentFile.from_row)),
        )

    @property
    def linked(self) -> tuple[tuple[TorrentFile | None, WebAddress], ...]:
        """Return the links, each with its file; None means an archive of all files."""
        selected = [file for file in self.files if file.selected]
        if len(selected) != len(self.links):
            return tuple((None, link) for link in self.links)
        return tuple(zip(selected, self.links, strict=True))


@dataclass(frozen=True, kw_only=True)
class Slots:
    """The number of active torrents, and the maximum at the same time."""

    active: int | None
    limit: int | None

    @classmethod
    def from_answer(cls, answer: Json) -> Self:
        """Read the answer of /torrents/activeCount."""
        fields = as_map(answer)
        return cls(
            active=as_count(fields.get("nb")), limit=as_count(fields.get("limit"))
        )


def _name(value: Json) -> Text | None:
    text = as_text(value)
    return None if text is None or _NO_NAME.fullmatch(text) else text


@dataclass(frozen=True, kw_only=True)
class TorrentPage:
    """Torrents, newest first, and the total number, None if not given."""

    torrents: tuple[Torrent, ...]
    total: int | None


class TorrentCalls:
    """The calls below /torrents. Each raises a ProviderError."""

    def __init__(self, client: ServiceClient, zone: ServiceZone) -> None:
        """Initialize with the client, and the source of the time zone of dates."""
        self._client = client
        self._zone = zone

    async def list(
        self,
        *,
        limit: int | None = None,
        offset: int = 0,
        active_only: bool = False,
    ) -> TorrentPage:
        """Read this many torrents from an offset on, or all of them."""
        zone = await self._zone.read()
        torrents: dict[str, Torrent] = {}
        total: int | None = None
        async for page in pages(
            self._client,
            TORRENTS_PATH,
            limit=limit,
            offset=offset,
            params={"filter": "active"} if active_only else None,
        ):
            total = page.total
            for torrent in read_rows(page.rows, partial(Torrent.from_row, zone=zone)):
                # The filter either removes the others or sorts them last.
                if not active_only or torrent.state is TransferState.ACTIVE:
                    _ = torrents.setdefault(torrent.torrent_id, torrent)
        return TorrentPage(torrents=tuple(torrents.values()), total=total)

    async def details(self, torrent_id: str) -> Torrent:
        """Read one torrent with its files (/torrents/info)."""
        answer = await self._client.get(
            f"{TORRENTS_PATH}/info/{segment(torrent_id)}", budget=PAGE
        )
        # Documented as an array; in practice one object is sent.
        row = next(iter(as_list(answer.json)), answer.json)
        torrent = Torrent.from_row(row, await self._zone.read())
        if torrent is None:
            raise PassingTrouble(f"{answer.where}: no torrent in the answer")
        return torrent

    async def slots(self) -> Slots:
        """Read how many torrents are and can be active (/torrents/activeCount)."""
        answer = await self._client.get(f"{TORRENTS_PATH}/activeCount")
        return Slots.from_answer(answer.json)

    async def hosts(self) -> tuple[Identifier, ...]:
        """Read the hosts that can store torrents (/torrents/availableHosts)."""
        answer = await self._client.get(f"{TORRENTS_PATH}/availableHosts")
        return tuple(
            read_rows(
                as_list(answer.json),
                lambda row: as_identifier(as_map(row).get("host")),
            )
        )

    async def add_magnet(self, magnet: str) -> Identifier:
        """Add a torrent by its magnet link, and return its id."""
        answer = await self._client.request(
            hdrs.METH_POST,
            f"{TORRENTS_PATH}/addMagnet",
            data={"magnet": magnet},
            check=check_premium_answer,
        )
        return _added(answer)

    async def add_file(self, content: bytes) -> Identifier:
        """Add a torrent by its file, and return its id."""
        answer = await self._client.request(
            hdrs.METH_PUT,
            f"{TORRENTS_PATH}/addTorrent",
            data=content,
            check=check_premium_answer,
        )
        return _added(answer)

    async def select_files(self, torrent_id: str, file_ids: Sequence[int]) -> None:
        """Select the files of a torrent by their ids, all files if there are none."""
        await self._client.request(
            hdrs.METH_POST,
            f"{TORRENTS_PATH}/selectFiles/{segment(torrent_id)}",
            data={"files": ",".join(map(str, file_ids)) or "all"},
        )

    async def delete(self, torrent_id: str) -> None:
        """Delete a torrent from the library."""
        await self._client.request(
            hdrs.METH_DELETE, f"{TORRENTS_PATH}/delete/{segment(torrent_id)}"
        )


def _added(answer: Answer) -> Identifier:
    torrent_id = as_identifier(answer.map.get("id"))
    if torrent_id is None:
        raise PassingTrouble(f"{answer.where}: no torrent in the answer")
    return torrent_id
