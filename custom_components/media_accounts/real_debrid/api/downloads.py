"""Downloads: links that were unrestricted (Real-Debrid API documentation, /downloads).

The download addresses need no authentication: treat them as secrets.
"""

from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import partial
from typing import Final, Self

from aiohttp import hdrs

from ...api.client import ServiceClient, segment
from ...api.parsing import (
    Identifier,
    Json,
    Text,
    WebAddress,
    as_count,
    as_flag,
    as_identifier,
    as_map,
    as_text,
    as_web_address,
    read_rows,
)
from .paging import pages
from .server_time import ServiceZone, service_datetime

_LIST: Final = "rest/1.0/downloads"


@dataclass(frozen=True, kw_only=True)
class Download:
    """A file to download; `size` is in bytes, None if it is not known.

    `link` is the original link, `address` the current download address.
    """

    download_id: Identifier
    name: str
    mime_type: Text | None
    size: int | None
    host: Text | None
    link: WebAddress | None = field(repr=False)
    address: WebAddress | None = field(repr=False)
    streamable: bool
    generated: datetime | None

    @classmethod
    def from_row(cls, row: Json, zone: tzinfo) -> Self | None:
        """Read a row, None if it has no id; `zone` is the time zone of its dates."""
        fields = as_map(row)
        download_id = as_identifier(fields.get("id"))
        if download_id is None:
            return None
        return cls(
            download_id=download_id,
            name=as_text(fields.get("filename")) or download_id,
            mime_type=as_text(fields.get("mimeType")),
            size=as_count(fields.get("filesize")) or None,
            host=as_text(fields.get("host")),
            link=as_web_address(fields.get("link")),
            address=as_web_address(fields.get("download")),
            streamable=as_flag(fields.get("streamable")),
            generated=service_datetime(fields.get("generated"), zone),
        )


@dataclass(frozen=True, kw_only=True)
class DownloadPage:
    """Downloads, newest first, and the total number of downloads."""

    downloads: tuple[Download, ...]
    total: int


class DownloadCalls:
    """The calls below /downloads. Each raises a ProviderError."""

    def __init__(self, client: ServiceClient, zone: ServiceZone) -> None:
        """Initialize with the client, and the source of the time zone of dates."""
        self._client = client
        self._zone = zone

    async def list(self, *, limit: int | None = None) -> DownloadPage:
        """Read the newest downloads, or all of them."""
        zone = await self._zone.read()
        downloads: dict[str, Download] = {}
        total: int | None = None
        async for page in pages(self._client, _LIST, limit=limit):
            total = page.total
            for download in read_rows(page.rows, partial(Download.from_row, zone=zone)):
                _ = downloads.setdefault(download.download_id, download)
        return DownloadPage(
            downloads=tuple(downloads.values()),
            total=len(downloads) if total is None else total,
        )

    async def delete(self, download_id: str) -> None:
        """Delete a download from the list."""
        await self._client.request(
            hdrs.METH_DELETE, f"{_LIST}/delete/{segment(download_id)}"
        )
