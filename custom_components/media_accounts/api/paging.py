"""Read a list that a service sends in pages."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass

from .http import Answer
from .parsing import Json


@dataclass(frozen=True, kw_only=True)
class Page:
    """The rows of one page, and the length of the whole list, None if not said."""

    answer: Answer
    rows: list[Json]
    total: int | None = None


async def read_pages(
    read_page: Callable[[int], Awaitable[Page | None]],
    *,
    max_rows: int,
    offset: int = 0,
    full_page: int = 1,
) -> AsyncGenerator[Page]:
    """Yield the pages of a list from an offset on, until it ends.

    `read_page` reads the page that begins at an offset, None past the end. Where the
    service does not say how long the list is, a page of fewer than `full_page` rows
    is the last. A service that ignores the offset repeats its page, which ends the
    list as well.
    """
    end = offset + max_rows
    before: list[Json] | None = None
    while offset < end:
        page = await read_page(offset)
        if page is None or page.rows == before:
            return
        yield page
        before = page.rows
        offset += len(page.rows)
        if not page.rows or (
            len(page.rows) < full_page if page.total is None else offset >= page.total
        ):
            return
