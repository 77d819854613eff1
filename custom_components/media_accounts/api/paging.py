"""Read a list that a service sends in pages, within a budget."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass, replace
from time import monotonic
from typing import Final

from .errors import ResponseTooLarge
from .http import Answer
from .parsing import Json

# The maximum of one list, in any number of requests: bytes of JSON, pages, seconds.
MAX_BYTES: Final = 64 * 1024 * 1024
MAX_PAGES: Final = 128
MAX_SECONDS: Final = 120

# Creating models of more rows than this at once would block the event loop.
_ROWS_AT_ONCE: Final = 200


@dataclass(frozen=True, kw_only=True)
class Page:
    """Some rows of a page, and the length of the whole list, None if not given."""

    answer: Answer
    rows: list[Json]
    total: int | None = None


async def read_pages(
    read_page: Callable[[int], Awaitable[Page | None]],
    *,
    max_rows: int,
    limit: int | None = None,
    offset: int = 0,
    full_page: int = 1,
) -> AsyncGenerator[Page]:
    """Yield the rows of a list from an offset on, in batches, up to `limit`.

    `read_page` reads the page that begins at an offset, None past the end. If the
    service does not send the length of the list, a page of fewer than `full_page` rows
    is the last. A service that ignores the offset repeats its page, which also ends the
    list.

    Raises ResponseTooLarge if the list has more than `max_rows` rows, or does not end.
    """
    first, size, deadline = offset, 0, monotonic() + MAX_SECONDS
    before: list[Json] | None = None
    for _ in range(MAX_PAGES):
        page = await read_page(offset)
        if page is None or page.rows == before:
            return
        offset += len(page.rows)
        size += page.answer.size
        if offset - first > max_rows or size > MAX_BYTES or monotonic() > deadline:
            break
        for start in range(0, len(page.rows) or 1, _ROWS_AT_ONCE):
            yield replace(page, rows=page.rows[start : start + _ROWS_AT_ONCE])
            await asyncio.sleep(0)
        before = page.rows
        if (
            not page.rows
            or (limit is not None and offset - first >= limit)
            or (
                len(page.rows) < full_page
                if page.total is None
                else offset >= page.total
            )
        ):
            return
    raise ResponseTooLarge("a list is too long, or does not end")
