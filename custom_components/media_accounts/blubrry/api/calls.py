"""How Blubrry's API 2 is asked: names in paths, lists in pages, spans in steps."""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Final, override
from urllib.parse import quote

from ...api.client import ServiceClient
from ...api.http import Answer
from ...api.parsing import Json, as_int, as_list

TOTAL_HEADER: Final = "X-RawVoice-Total-Results"

# The largest page of a list, and the size of one for servers that ignore `limit`;
# more rows than this are not read.
PAGE_SIZE: Final = 100
DEFAULT_PAGE_SIZE: Final = 20
MAX_ROWS: Final = 2000

# The longest span that one answer gives statistics for.
MAX_SPAN_DAYS: Final = 45

# All that may be read below `media/`. A GET of any other name there is taken for the
# name of an uploaded file, and publishes it.
_MEDIA: Final = "2/media/"
_READABLE_MEDIA: Final = ("index.json", "migrate_status.json")


class UnsafeRead(Exception):
    """A GET that would have published a file was not sent."""


def segment(keyword: str) -> str:
    """Return a keyword or an id as one segment of a path."""
    return quote(keyword, safe="").replace(".", "%2E")


def spans(first: date, last: date) -> Iterator[tuple[date, date]]:
    """Split the days from `first` to `last`, both included, into what one answer holds.

    The newest span comes first.
    """
    while first <= last:
        start = max(first, last - timedelta(days=MAX_SPAN_DAYS - 1))
        yield start, last
        last = start - timedelta(days=1)


class BlubrryCalls(ServiceClient):
    """Requests to API 2."""

    @override
    async def get(
        self,
        path: str,
        *,
        params: Mapping[str, str | int] | None = None,
        check: Callable[[Answer], None] | None = None,
    ) -> Answer:
        """Read `path`; raises UnsafeRead for one that would publish a file."""
        if path.startswith(_MEDIA) and path.rpartition("/")[2] not in _READABLE_MEDIA:
            raise UnsafeRead
        return await super().get(path, params=params, check=check)

    async def pages(
        self, path: str, params: Mapping[str, str | int] | None = None
    ) -> AsyncIterator[Answer]:
        """Read a list page by page, with `limit` and `start`."""
        start = 0
        before: list[Json] | None = None
        while start < MAX_ROWS:
            answer = await self.get(
                path, params={**(params or {}), "limit": PAGE_SIZE, "start": start}
            )
            page = _numbered(answer.json)
            if page == before:
                return  # `start` is ignored: this is the same page again.
            yield answer
            before = page
            start += len(page)
            total = as_int(answer.headers.get(TOTAL_HEADER))
            if len(page) < DEFAULT_PAGE_SIZE if total is None else start >= total:
                return


def _numbered(value: Json) -> list[Json]:
    """Return the rows of a page, which may be a map with more keys than numbers."""
    if isinstance(value, dict):
        return [row for key, row in value.items() if key.isdecimal()]
    return as_list(value)
