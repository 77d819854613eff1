"""Downloads: links that were unrestricted (Real-Debrid API documentation, /downloads).

The addresses to download from need no sign-in: they are as good as a secret.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Final, Self
from urllib.parse import quote

from aiohttp import hdrs

from ...api.client import ServiceClient
from ...api.parsing import Json, as_int, as_text
from .paging import read_rows
from .server_time import ServiceZone, service_datetime

_LIST: Final = "rest/1.0/downloads"


@dataclass(frozen=True, kw_only=True)
class Download:
    """A file to download; `size` is in bytes, None where it is not known.

    `link` is where the file came from, `address` where it can be had now.
    """

    download_id: str
    name: str
    mime_type: str | None
    size: int | None
    host: str | None
    link: str | None = field(repr=False)
    address: str | None = field(repr=False)
    streamable: bool
    generated: datetime | None

    @classmethod
    def from_row(cls, row: Mapping[str, Json], zone: tzinfo) -> Self:
        """Read a row that has an id; `zone` is the one of its dates."""
        return cls(
            download_id=str(row["id"]),
            name=as_text(row.get("filename")) or str(row["id"]),
            mime_type=as_text(row.get("mimeType")),
            size=as_int(row.get("filesize")) or None,
            host=as_text(row.get("host")),
            link=as_text(row.get("link")),
            address=as_text(row.get("download")),
            streamable=bool(as_int(row.get("streamable"))),
            generated=service_datetime(row.get("generated"), zone),
        )


@dataclass(frozen=True, kw_only=True)
class DownloadPage:
    """Downloads, newest first, and how many there are in all."""

    downloads: tuple[Download, ...]
    total: int


class DownloadCalls:
    """The calls below /downloads. Each raises a ProviderError."""

    def __init__(self, api: ServiceClient, zone: ServiceZone) -> None:
        """Take the client, and where the zone of dates comes from."""
        self._api = api
        self._zone = zone

    async def list(self, *, limit: int | None = None) -> DownloadPage:
        """Read the newest downloads, or all of them."""
        page = await read_rows(self._api, _LIST, limit=limit)
        zone = await self._zone.read()
        return DownloadPage(
            downloads=tuple(Download.from_row(row, zone) for row in page.rows),
            total=len(page.rows) if page.total is None else page.total,
        )

    async def delete(self, download_id: str) -> None:
        """Delete a download from the list."""
        await self._api.request(
            hdrs.METH_DELETE, f"{_LIST}/delete/{quote(download_id, safe='')}"
        )
