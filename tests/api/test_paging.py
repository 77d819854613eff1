"""Paginated lists: the last page, and the maximum number of requests."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from custom_components.media_accounts.api import paging
from custom_components.media_accounts.api.errors import ResponseTooLarge
from custom_components.media_accounts.api.paging import MAX_PAGES, Page, read_pages
from custom_components.media_accounts.api.parsing import Json
from tests.support import answered, case


@pytest.fixture(autouse=True)
def auto_enable_custom_integrations() -> None:
    """Replace the fixture of that name: these tests start no Home Assistant."""


class Service:
    """A list with this number of rows, in pages of one size."""

    def __init__(self, length: int, page: int, *, total: bool = False) -> None:
        self.offsets: list[int] = []
        self.length, self.page, self.total = length, page, total
        self.size = 0

    async def read_page(self, offset: int) -> Page | None:
        self.offsets.append(offset)
        rows: list[Json] = list(range(offset, min(self.length, offset + self.page)))
        answer = replace(answered(), size=self.size)
        return Page(answer=answer, rows=rows, total=self.length if self.total else None)


async def rows_of(
    service: Service, *, max_rows: int = 10**6, limit: int | None = None, full: int = 1
) -> list[Json]:
    pages = read_pages(
        service.read_page, max_rows=max_rows, limit=limit, full_page=full
    )
    return [row async for page in pages for row in page.rows]


@pytest.mark.parametrize(
    ("service", "full", "offsets"),
    [
        case("one page", Service(7, 10), 10, [0]),
        case("a short last page", Service(17, 10), 10, [0, 10]),
        case("pages that fit", Service(20, 10), 10, [0, 10, 20]),
        case("smaller pages than expected", Service(17, 5), 1, [0, 5, 10, 15, 17]),
        case("a total", Service(20, 10, total=True), 100, [0, 10]),
        case("nothing", Service(0, 10), 1, [0]),
        case("nothing, and a total", Service(0, 10, total=True), 1, [0]),
    ],
)
async def test_a_list_is_read_to_its_end(
    service: Service, full: int, offsets: list[int]
) -> None:
    assert await rows_of(service, full=full) == list(range(service.length))
    assert service.offsets == offsets


async def test_a_page_comes_in_slices() -> None:
    service = Service(450, 1000, total=True)
    pages = read_pages(service.read_page, max_rows=1000)
    assert [len(page.rows) async for page in pages] == [200, 200, 50]


async def test_a_limit_ends_a_list() -> None:
    service = Service(10**9, 10)
    assert len(await rows_of(service, limit=20)) == 20
    assert service.offsets == [0, 10]


async def test_a_service_that_ignores_the_offset_is_asked_twice() -> None:
    class Same(Service):
        async def read_page(self, offset: int) -> Page | None:
            self.offsets.append(offset)
            return await super().read_page(0)

    service = Same(10, 10)
    assert len(await rows_of(service)) == 10


async def test_none_is_past_the_end() -> None:
    class Refusing(Service):
        async def read_page(self, offset: int) -> Page | None:
            return None if offset else await super().read_page(offset)

    assert len(await rows_of(Refusing(50, 10))) == 10


def rows(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    service.page = 2000


def pages(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    service.page = 1


def size(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    service.size = paging.MAX_BYTES // 10


def seconds(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        paging, "monotonic", lambda: 15.0 * (len(service.offsets) if service else 0)
    )


@pytest.mark.parametrize(
    ("spend", "requests"),
    [(rows, 6), (pages, MAX_PAGES), (size, 11), (seconds, 9)],
)
async def test_a_list_of_ever_new_rows_ends_beyond_its_budget(
    monkeypatch: pytest.MonkeyPatch,
    spend: Callable[[Service, pytest.MonkeyPatch], None],
    requests: int,
) -> None:
    service = Service(10**9, 10)
    spend(service, monkeypatch)
    with pytest.raises(ResponseTooLarge):
        await rows_of(service, max_rows=10_000)
    assert len(service.offsets) == requests


async def test_as_many_rows_as_a_list_may_have_are_read() -> None:
    assert len(await rows_of(Service(100, 10, total=True), max_rows=100)) == 100
