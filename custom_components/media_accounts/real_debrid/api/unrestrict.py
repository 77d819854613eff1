"""Links of file hosts (Real-Debrid API documentation, /unrestrict)."""

from dataclasses import dataclass, field
import re
from typing import Final, Self

from aiohttp import hdrs

from ...api.client import ServiceClient
from ...api.errors import PassingTrouble
from ...api.http import Answer
from ...api.parsing import Json, as_int, as_list, as_map, as_text
from .error_codes import check_premium_answer

_BASE: Final = "rest/1.0/unrestrict"

# The service's own links are longer than what it takes back.
_OWN_LINK = re.compile(r"(https://real-debrid\.com/d/[A-Z0-9]{13})[A-Z0-9]*")


@dataclass(frozen=True, kw_only=True)
class CheckedLink:
    """What a link leads to; `size` is in bytes, None where it is not known."""

    supported: bool
    host: str | None
    name: str | None
    size: int | None


@dataclass(frozen=True, kw_only=True)
class Alternative:
    """The same file in another quality."""

    name: str | None
    quality: str | None
    address: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class UnrestrictedLink:
    """A link that can be downloaded from; `address` is as good as a secret."""

    download_id: str | None
    name: str
    mime_type: str | None
    size: int | None
    host: str | None
    address: str = field(repr=False)
    streamable: bool
    alternatives: tuple[Alternative, ...] = ()

    @classmethod
    def from_answer(cls, answer: Json) -> Self:
        """Read the answer of /unrestrict/link; raises PassingTrouble without one."""
        link = as_map(answer)
        address = as_text(link.get("download"))
        if address is None:
            raise PassingTrouble("the answer holds no address")
        return cls(
            download_id=as_text(link.get("id")),
            name=as_text(link.get("filename")) or "",
            mime_type=as_text(link.get("mimeType")),
            size=as_int(link.get("filesize")) or None,
            host=as_text(link.get("host")),
            address=address,
            streamable=bool(as_int(link.get("streamable"))),
            alternatives=tuple(
                Alternative(
                    name=as_text(row.get("filename")),
                    quality=as_text(row.get("quality")) or as_text(row.get("type")),
                    address=other,
                )
                for row in map(as_map, as_list(link.get("alternative")))
                if (other := as_text(row.get("download")))
            ),
        )


class UnrestrictCalls:
    """The calls below /unrestrict. Each raises a ProviderError."""

    def __init__(self, api: ServiceClient) -> None:
        """Take the client."""
        self._api = api

    async def check(self, link: str) -> CheckedLink:
        """Tell what a link leads to."""
        checked = (await self._post("check", link)).map
        return CheckedLink(
            supported=bool(as_int(checked.get("supported"))),
            host=as_text(checked.get("host")),
            name=as_text(checked.get("filename")),
            size=as_int(checked.get("filesize")) or None,
        )

    async def link(self, link: str, *, remote: bool = False) -> UnrestrictedLink:
        """Unrestrict a link; `remote` traffic may be shared with other addresses."""
        answer = await self._post("link", link, **({"remote": "1"} if remote else {}))
        return UnrestrictedLink.from_answer(answer.json)

    async def folder(self, link: str) -> tuple[str, ...]:
        """Return the links in a folder of a host."""
        return _links(await self._post("folder", link))

    async def container_link(self, link: str) -> tuple[str, ...]:
        """Return the links in a container (RSDF, CCF, CCF3, DLC) at an address."""
        return _links(await self._post("containerLink", link))

    async def container_file(self, content: bytes) -> tuple[str, ...]:
        """Return the links in a container (RSDF, CCF, CCF3, DLC)."""
        return _links(
            await self._api.request(
                hdrs.METH_PUT,
                f"{_BASE}/containerFile",
                data=content,
                check=check_premium_answer,
            )
        )

    async def _post(self, name: str, link: str, **more: str) -> Answer:
        return await self._api.request(
            hdrs.METH_POST,
            f"{_BASE}/{name}",
            data={"link": _OWN_LINK.sub(r"\1", link), **more},
            check=check_premium_answer,
        )


def _links(answer: Answer) -> tuple[str, ...]:
    links = (as_text(link) for link in as_list(answer.json))
    return tuple(link for link in links if link)
