"""The number of requests that reading a library of torrents takes."""

import pytest

from custom_components.media_accounts.api.transfers import TransferState
from custom_components.media_accounts.real_debrid.api.client import RealDebridClient
from custom_components.media_accounts.real_debrid.api.library import Library
from tests.real_debrid.acting import asked, fill_library
from tests.simulator import Simulator


async def test_library_reads_what_can_have_changed(
    simulator: Simulator, client: RealDebridClient
) -> None:
    fill_library(simulator, 400)
    service = simulator.real_debrid
    person = service.people["quietotter"]
    library = Library(client.torrents)

    async def read() -> tuple[list[str], list[dict[str, str]]]:
        before = len(asked(simulator, "torrents"))
        ids = [torrent.torrent_id for torrent in await library.read()]
        return ids, [r.query for r in asked(simulator, "torrents")[before:]]

    first, queries = await read()
    assert len(first) == 400
    assert queries == [{"limit": "5000"}]
    again, queries = await read()
    assert again == first
    assert queries == [{"limit": "100"}]

    new = service.add_torrent("quietotter", service.magnet("Sintel"))
    ids, queries = await read()
    assert set(ids) == {*first, new.id}
    assert queries == [{"limit": "100"}]

    # A torrent deleted far down leaves a gap: the rest is read as well.
    gone = first[-1]
    person.torrents[:] = [t for t in person.torrents if t.id != gone]
    ids, queries = await read()
    assert set(ids) == {*first, new.id} - {gone}
    assert queries == [{"limit": "100"}, {"limit": "5000", "offset": "100"}]

    # Without a total it is unknown whether there is more.
    simulator.real_debrid.change_settings(total_count=False)
    ids, queries = await read()
    assert set(ids) == {*first, new.id} - {gone}
    assert queries[0] == {"limit": "100"}
    library.forget()
    assert len((await read())[0]) == 400


async def test_library_reads_down_to_what_is_not_done(
    simulator: Simulator, client: RealDebridClient
) -> None:
    fill_library(simulator, 400)
    library = Library(client.torrents)
    torrents = await library.read()
    deep = next(
        torrent
        for torrent in simulator.real_debrid.people["quietotter"].torrents
        if torrent.id == torrents[300].torrent_id
    )
    deep.status = type(deep.status)("downloading")
    library.forget()
    assert (await library.read())[300].state is TransferState.ACTIVE
    deep.status = type(deep.status)("downloaded")
    assert (await library.read())[300].state is TransferState.FINISHED
    assert asked(simulator, "torrents")[-1].query == {"limit": "310"}


@pytest.mark.parametrize(
    "settings",
    [
        {"page_size_cap": 50},
        {"page_size_cap": 50, "total_count": False},
        {"ignore_limit": True},
        {"ignore_limit": True, "total_count": False},
        {"total_is_a_number": False},
    ],
)
async def test_library_is_whole_whatever_the_service_makes_of_limits(
    simulator: Simulator, client: RealDebridClient, settings: dict[str, object]
) -> None:
    service = simulator.real_debrid
    service.change_settings(**settings)
    fill_library(simulator, 230)
    library = Library(client.torrents)
    first = [torrent.torrent_id for torrent in await library.read()]
    assert len(set(first)) == len(first) == 230
    new = service.add_torrent("quietotter", service.magnet("Sintel"))
    after = [torrent.torrent_id for torrent in await library.read()]
    assert sorted(after) == sorted([new.id, *first])
