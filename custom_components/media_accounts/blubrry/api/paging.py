"""Read lists of Blubrry's API 2, which are paginated."""

from collections.abc import AsyncGenerator, Mapping
from typing import Final

from ...api.client import ServiceClient
from ...api.http import PAGE
from ...api.paging import Page, read_pages
from ...api.parsing import Json, as_int, as_list

TOTAL_HEADER: Final = "X-RawVoice-Total-Results"

# The largest page of a list, and the size of one for servers that ignore `limit`.
PAGE_SIZE: Final = 100
DEFAULT_PAGE_SIZE: Final = 20

# No account is known to have more podcasts, nor a podcast more files.
MAX_ROWS: Final = 5000


def pages(
    client: ServiceClient, path: str, params: Mapping[str, str | int] | None = None
) -> AsyncGenerator[Page]:
    """Read a list page by page, with `limit` and `start`."""

    async def read_page(start: int) -> Page:
        answer = await client.get(
            path,
            params={**(params or {}), "limit": PAGE_SIZE, "start": start},
            budget=PAGE,
        )
        return Page(
            answer=answer,
            rows=_rows(answer.json),
            total=as_int(answer.headers.get(TOTAL_HEADER)),
        )

    return read_pages(read_page, max_rows=MAX_ROWS, full_page=DEFAULT_PAGE_SIZE)


def _rows(value: Json) -> list[Json]:
    """Return the rows of a page; a map has other keys besides the numbers."""
    if isinstance(value, dict):
        return [row for key, row in value.items() if key.isdecimal()]
    return as_list(value)
