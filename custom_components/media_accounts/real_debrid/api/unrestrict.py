"""Links of file hosts (Real-Debrid API documentation, /unrestrict)."""

from dataclasses import dataclass, field
import re
from typing import Final, Self

from aiohttp import hdrs

from ...api.client import ServiceClient
from ...api.errors import PassingTrouble
from ...api.http import PAGE, Answer
from ...api.parsing import (
    Identifier,
    Json,
    Text,
    WebAddress,
    as_count,
    as_flag,
    as_identifier,
    as_list,
    as_map,
    as_text,
    as_web_address,
    read_rows,
)
from .error_codes import check_premium_answer

_BASE: Final = "rest/1.0/unrestrict"

# The service's own links are longer than the longest link that it accepts.
_OWN_LINK = re.compile(r"(https://real-debrid\.com/d/[A-Z0-9]{13})[A-Z0-9]*")


@dataclass(frozen=True, kw_only=True)
class CheckedLink:
    """The file behind a link; `size` is in bytes, None if it is not known."""

    supported: bool
    host: Text | None
    name: Text | None
    size: int | None

    @classmethod
    def from_answer(cls, answer: Json) -> Self:
        """Read the answer of /unrestrict/check."""
        fields = as_map(answer)
        return cls(
            supported=as_flag(fields.get("supported")),
            host=as_text(fields.get("host")),
            name=as_text(fields.get("filename")),
            size=as_count(fields.get("filesize")) or None,
        )


@dataclass(frozen=True, kw_only=True)
class Alternative:
    """The same file in another quality."""

    name: Text | None
    quality: Text | None
    address: WebAddress = field(repr=False)

    @classmethod
    def from_row(cls, row: Json) -> Self | None:
        """Read a row; None if it has no address."""
        fields = as_map(row)
        address = as_web_address(fields.get("download"))
        if address is None:
            return None
        return cls(
            name=as_text(fields.get("filename")),
            quality=as_text(fields.get("quality")) or as_text(fields.get("type")),
            address=address,
        )


@dataclass(frozen=True, kw_only=True)
class UnrestrictedLink:
    """A link that can be downloaded from; treat `address` as a secret."""

    download_id: Identifier | None
    name: str
    mime_type: Text | None
    size: int | None
    host: Text | None
    address: WebAddress = field(repr=False)
    streamable: bool
    alternatives: tuple[Alternative, ...] = ()

    @classmethod
    def from_answer(cls, answer: Json) -> Self:
        """Read the answer of /unrestrict/link; raises PassingTrouble without one."""
        fields = as_map(answer)
        address = as_web_address(fields.get("download"))
        if address is None:
            raise PassingTrouble("the answer holds no address")
        alternatives = read_rows(
            as_list(fields.get("alternative")), Alternative.from_row
        )
        return cls(
            download_id=as_identifier(fields.get("id")),
            name=as_text(fields.get("filename")) or "",
            mime_type=as_text(fields.get("mimeType")),
            size=as_count(fields.get("filesize")) or None,
            host=as_text(fields.get("host")),
            address=address,
            streamable=as_flag(fields.get("streamable")),
            alternatives=tuple(alternatives),
        )


class UnrestrictCalls:
    """The calls below /unrestrict. Each raises a ProviderError."""

    def __init__(self, client: ServiceClient) -> None:
        """Initialize with the client."""
        self._client = client

    async def check(self, link: str) -> CheckedLink:
        """Return the file behind a link."""
        return CheckedLink.from_answer((await self._post("check", link)).json)

    async def link(self, link: str, *, remote: bool = False) -> UnrestrictedLink:
        """Unrestrict a link; `remote` traffic may be shared with other addresses."""
        answer = await self._post("link", link, **({"remote": "1"} if remote else {}))
        return UnrestrictedLink.from_answer(answer.json)

    async def folder(self, link: str) -> tuple[WebAddress, ...]:
        """Return the links in a folder of a host."""
        return _links(await self._post("folder", link))

    async def container_link(self, link: str) -> tuple[WebAddress, ...]:
        """Return the links in a container (RSDF, CCF, CCF3, DLC) at an address."""
        return _links(await self._post("containerLink", link))

    async def container_file(self, content: bytes) -> tuple[WebAddress, ...]:
        """Return the links in a container (RSDF, CCF, CCF3, DLC)."""
        return _links(
            await self._client.request(
                hdrs.METH_PUT,
                f"{_BASE}/containerFile",
                data=content,
                check=check_premium_answer,
                budget=PAGE,
            )
        )

    async def _post(self, name: str, link: str, **more: str) -> Answer:
        return await self._client.request(
            hdrs.METH_POST,
            f"{_BASE}/{name}",
            data={"link": _OWN_LINK.sub(r"\1", link), **more},
            check=check_premium_answer,
            budget=PAGE,
        )


def _links(answer: Answer) -> tuple[WebAddress, ...]:
    return tuple(read_rows(as_list(answer.json), as_web_address))
