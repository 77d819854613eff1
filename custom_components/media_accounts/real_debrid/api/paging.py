"""Lists of Real-Debrid: how long they are, and how to get all of them.

Source: https://api.real-debrid.com/, /torrents and /downloads: `offset`, `limit`
and the header X-Total-Count.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ...api.client import ServiceClient
from ...api.errors import RequestRefused
from ...api.parsing import Json, as_int, as_list, as_map, as_text

MAX_LIMIT: Final = 5000


@dataclass(frozen=True, kw_only=True)
class Page:
    """Some rows of a list, newest first, and how many there are in all.

    `total` is None where the service did not say.
    """

    rows: tuple[Mapping[str, Json], ...]
    total: int | None


async def read_page(
    api: ServiceClient,
    path: str,
    *,
    limit: int,
    offset: int = 0,
    params: Mapping[str, str] | None = None,
) -> Page:
    """Read at most so many rows from an offset on.

    An empty list comes as 204, as an empty list, or as a stray map; a place past
    the end may even be refused. Rows without an id are of no use to anybody.
    """
    query: dict[str, str | int] = {"limit": limit, **(params or {})}
    if offset:
        query["offset"] = offset
    try:
        answer = await api.get(path, params=query)
    except RequestRefused:
        if not offset:
            raise
        return Page(rows=(), total=offset)
    rows = tuple(
        row for item in as_list(answer.json) if as_text((row := as_map(item)).get("id"))
    )
    total = as_int(answer.headers.get("X-Total-Count"))
    if total is None and not rows:
        total = offset
    return Page(rows=rows, total=total)


async def read_rows(
    api: ServiceClient,
    path: str,
    *,
    limit: int | None = None,
    offset: int = 0,
    params: Mapping[str, str] | None = None,
) -> Page:
    """Read so many rows from an offset on, or all, in as few requests as possible.

    A service that gives fewer rows than it was asked for is asked for the rest.
    One that repeats itself has no more.
    """
    rows: dict[str, Mapping[str, Json]] = {}
    while True:
        wanted = MAX_LIMIT if limit is None else min(MAX_LIMIT, limit - len(rows))
        page = await read_page(
            api, path, limit=wanted, offset=offset + len(rows), params=params
        )
        before = len(rows)
        for row in page.rows:
            rows.setdefault(str(row["id"]), row)
        if (
            len(rows) == before
            or len(rows) >= (limit or len(rows) + 1)
            or (page.total is not None and offset + len(rows) >= page.total)
        ):
            return Page(rows=tuple(rows.values())[:limit], total=page.total)
