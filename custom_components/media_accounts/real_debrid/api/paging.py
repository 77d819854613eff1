"""Read lists of Real-Debrid, which are paginated.

Source: https://api.real-debrid.com/, /torrents and /downloads: `offset`, `limit`
and the header X-Total-Count.
"""

from collections.abc import AsyncGenerator, Mapping
from typing import Final

from ...api.client import ServiceClient
from ...api.errors import RequestRefused
from ...api.http import LIST
from ...api.paging import Page, read_pages
from ...api.parsing import as_int, as_list

TOTAL_HEADER: Final = "X-Total-Count"

# The largest page, and more rows than the largest known library.
MAX_LIMIT: Final = 5000
MAX_ROWS: Final = 50_000


def pages(
    client: ServiceClient,
    path: str,
    *,
    limit: int | None = None,
    offset: int = 0,
    params: Mapping[str, str] | None = None,
) -> AsyncGenerator[Page]:
    """Read at most `limit` rows from an offset on, newest first, in large pages.

    An empty list is sent as 204, as an empty list, or as an unexpected map; an offset
    past the end may even be refused.
    """
    end = offset + (MAX_ROWS if limit is None else limit)

    async def read_page(start: int) -> Page | None:
        query: dict[str, str | int] = {
            "limit": max(1, min(MAX_LIMIT, end - start)),
            **(params or {}),
        }
        if start:
            query["offset"] = start
        try:
            answer = await client.get(path, params=query, budget=LIST)
        except RequestRefused:
            if not start:
                raise
            return None
        rows = as_list(answer.json)
        if limit is not None:
            rows = rows[: end - start]
        total = as_int(answer.headers.get(TOTAL_HEADER))
        if total is None and not rows:
            total = start
        return Page(answer=answer, rows=rows, total=total)

    return read_pages(read_page, max_rows=MAX_ROWS, limit=limit, offset=offset)
