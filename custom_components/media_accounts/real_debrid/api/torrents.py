"""Torrents (Real-Debrid API documentation, /torrents)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from enum import StrEnum
import re
from typing import Any, Final, Self
from urllib.parse import quote

from aiohttp import hdrs

from ...api.client import ServiceClient
from ...api.errors import PassingTrouble
from ...api.parsing import Json, as_float, as_int, as_list, as_map, as_text
from .error_codes import check_premium_answer
from .paging import read_rows
from .server_time import ServiceZone, service_datetime

TORRENTS_PATH: Final = "rest/1.0/torrents"

# A magnet that is not converted yet bears its hash as its name: no name at all,
# and nothing that anybody else should read.
_NO_NAME = re.compile(r"[0-9a-fA-F]{40}|[A-Za-z2-7]{32}|magnet", re.IGNORECASE)


class Phase(StrEnum):
    """What a person has to know of a torrent's status."""

    ACTIVE = "active"
    WAITING = "waiting"
    FINISHED = "finished"
    FAILED = "failed"


PHASES: Final[Mapping[str, Phase]] = {
    "magnet_conversion": Phase.ACTIVE,
    "queued": Phase.ACTIVE,
    "downloading": Phase.ACTIVE,
    "compressing": Phase.ACTIVE,
    "uploading": Phase.ACTIVE,
    "waiting_files_selection": Phase.WAITING,
    "downloaded": Phase.FINISHED,
    "magnet_error": Phase.FAILED,
    "error": Phase.FAILED,
    "virus": Phase.FAILED,
    "dead": Phase.FAILED,
}


@dataclass(frozen=True, kw_only=True)
class Torrent:
    """A torrent of the library; size in bytes, speed in bytes per second.

    `name` is None while the service does not know it, `phase` where it has a
    status that is not documented. `links` are the account's own, one for each
    file, or a single one for an archive of all files.
    """

    torrent_id: str
    name: str | None
    status: str
    phase: Phase | None
    progress: float
    size: int | None
    speed: int
    seeders: int | None
    added: datetime | None
    ended: datetime | None
    links: tuple[str, ...] = field(repr=False)

    @classmethod
    def from_row(cls, row: Mapping[str, Json], zone: tzinfo, **more: Any) -> Self:
        """Read a row that has an id; `zone` is the one of its dates."""
        status = as_text(row.get("status")) or ""
        links = (as_text(link) for link in as_list(row.get("links")))
        return cls(
            torrent_id=str(row["id"]),
            name=_name(row.get("filename")),
            status=status,
            phase=PHASES.get(status),
            progress=min(100.0, max(0.0, as_float(row.get("progress")) or 0.0)),
            size=as_int(row.get("bytes")),
            speed=max(0, as_int(row.get("speed")) or 0),
            seeders=as_int(row.get("seeders")),
            added=service_datetime(row.get("added"), zone),
            ended=service_datetime(row.get("ended"), zone),
            links=tuple(link for link in links if link),
            **more,
        )


@dataclass(frozen=True, kw_only=True)
class TorrentFile:
    """A file of a torrent; `path` begins with a slash, `size` is in bytes."""

    file_id: int
    path: str
    size: int
    selected: bool

    @property
    def name(self) -> str:
        """Return the last part of the path."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, kw_only=True)
class TorrentDetails(Torrent):
    """A torrent with the files that it is made of."""

    original_name: str | None
    original_size: int | None
    files: tuple[TorrentFile, ...]

    @property
    def linked(self) -> tuple[tuple[TorrentFile | None, str], ...]:
        """Return the links, each with its file; None stands for an archive of all."""
        chosen = [file for file in self.files if file.selected]
        if len(chosen) != len(self.links):
            return tuple((None, link) for link in self.links)
        return tuple(zip(chosen, self.links, strict=True))


@dataclass(frozen=True, kw_only=True)
class Slots:
    """How many torrents are active, and how many may be at the same time."""

    active: int | None
    limit: int | None


def _name(value: Json) -> str | None:
    text = as_text(value)
    return None if text is None or _NO_NAME.fullmatch(text) else text


def _files(value: Json) -> tuple[TorrentFile, ...]:
    files = []
    for row in map(as_map, as_list(value)):
        file_id, path = as_int(row.get("id")), as_text(row.get("path"))
        if file_id is not None and path is not None:
            files.append(
                TorrentFile(
                    file_id=file_id,
                    path=path,
                    size=as_int(row.get("bytes")) or 0,
                    selected=bool(as_int(row.get("selected"))),
                )
            )
    return tuple(files)


@dataclass(frozen=True, kw_only=True)
class TorrentPage:
    """Torrents, newest first, and how many there are in all, None if not said."""

    torrents: tuple[Torrent, ...]
    total: int | None


class TorrentCalls:
    """The calls below /torrents. Each raises a ProviderError."""

    def __init__(self, api: ServiceClient, zone: ServiceZone) -> None:
        """Take the client, and where the zone of dates comes from."""
        self._api = api
        self._zone = zone

    async def list(
        self,
        *,
        limit: int | None = None,
        offset: int = 0,
        active_only: bool = False,
    ) -> TorrentPage:
        """Read so many torrents from an offset on, or all of them."""
        page = await read_rows(
            self._api,
            TORRENTS_PATH,
            limit=limit,
            offset=offset,
            params={"filter": "active"} if active_only else None,
        )
        zone = await self._zone.read()
        torrents = tuple(Torrent.from_row(row, zone) for row in page.rows)
        if active_only:
            # What this filter does has changed with time: active only, or first.
            torrents = tuple(t for t in torrents if t.phase is Phase.ACTIVE)
        return TorrentPage(torrents=torrents, total=page.total)

    async def details(self, torrent_id: str) -> TorrentDetails:
        """Read one torrent with its files (/torrents/info)."""
        answer = await self._api.get(f"{TORRENTS_PATH}/info/{_quoted(torrent_id)}")
        # Documented as an array; one object is what comes.
        row = answer.map or as_map(next(iter(as_list(answer.json)), None))
        if as_text(row.get("id")) is None:
            raise PassingTrouble(f"{answer.where}: no torrent in the answer")
        return TorrentDetails.from_row(
            row,
            await self._zone.read(),
            original_name=_name(row.get("original_filename")),
            original_size=as_int(row.get("original_bytes")),
            files=_files(row.get("files")),
        )

    async def slots(self) -> Slots:
        """Read how many torrents may be active (/torrents/activeCount)."""
        count = (await self._api.get(f"{TORRENTS_PATH}/activeCount")).map
        return Slots(active=as_int(count.get("nb")), limit=as_int(count.get("limit")))

    async def hosts(self) -> tuple[str, ...]:
        """Read where torrents can be stored (/torrents/availableHosts)."""
        answer = await self._api.get(f"{TORRENTS_PATH}/availableHosts")
        names = (as_text(as_map(row).get("host")) for row in as_list(answer.json))
        return tuple(name for name in names if name)

    async def add_magnet(self, magnet: str) -> str:
        """Add a torrent by its magnet link, and return its id."""
        answer = await self._api.request(
            hdrs.METH_POST,
            f"{TORRENTS_PATH}/addMagnet",
            data={"magnet": magnet},
            check=check_premium_answer,
        )
        return _added(answer.map)

    async def add_file(self, content: bytes) -> str:
        """Add a torrent by its file, and return its id."""
        answer = await self._api.request(
            hdrs.METH_PUT,
            f"{TORRENTS_PATH}/addTorrent",
            data=content,
            check=check_premium_answer,
        )
        return _added(answer.map)

    async def select_files(self, torrent_id: str, file_ids: Sequence[int]) -> None:
        """Choose the files of a torrent by their ids, all of them without any."""
        await self._api.request(
            hdrs.METH_POST,
            f"{TORRENTS_PATH}/selectFiles/{_quoted(torrent_id)}",
            data={"files": ",".join(map(str, file_ids)) or "all"},
        )

    async def delete(self, torrent_id: str) -> None:
        """Delete a torrent from the library."""
        await self._api.request(
            hdrs.METH_DELETE, f"{TORRENTS_PATH}/delete/{_quoted(torrent_id)}"
        )


def _quoted(torrent_id: str) -> str:
    return quote(torrent_id, safe="")


def _added(answer: Mapping[str, Json]) -> str:
    torrent_id = as_text(answer.get("id"))
    if torrent_id is None:
        raise PassingTrouble("the answer names no torrent")
    return torrent_id
