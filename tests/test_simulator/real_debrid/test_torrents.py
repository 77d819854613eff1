"""`/torrents`: fields, paging, and the slots that are taken."""

import pytest

from tests.simulator import Simulator
from tests.simulator.real_debrid import EmptyList, TorrentStatus
from tests.test_simulator.http import Http

TORRENTS = "/rest/1.0/torrents"
ACTIVE = "/rest/1.0/torrents/activeCount"
STATUSES = [
    "downloading",
    "queued",
    "waiting_files_selection",
    "compressing",
    "downloaded",
    "downloaded",
    "downloaded",
    "downloaded",
    "dead",
    "magnet_error",
]


async def test_all_of_them(otter: Http) -> None:
    answer = await otter.get(TORRENTS)
    assert answer.headers["X-Total-Count"] == "10"
    assert [torrent["status"] for torrent in answer.json] == STATUSES
    first = answer.json[0]
    assert first == {
        "id": first["id"],
        "filename": "Tears.of.Steel.2012.4K.mkv",
        "hash": first["hash"],
        "bytes": 6_420 * 1024**2,
        "host": "real-debrid.com",
        "split": 2000,
        "progress": 41.5,
        "status": "downloading",
        # An hour ago, in local time of Paris.
        "added": "2026-11-22T10:00:00.000Z",
        "links": [],
        "speed": 11_534_336,
        "seeders": 37,
    }
    assert (len(first["id"]), len(first["hash"])) == (13, 40)


async def test_a_finished_one(otter: Http) -> None:
    bunny, sintel = (await otter.get(TORRENTS)).json[4:6]
    assert bunny["progress"] == 100
    assert bunny["links"][0].startswith("https://real-debrid.com/d/")
    assert len(bunny["links"][0]) == 39
    assert bunny["ended"] > bunny["added"]
    assert "speed" not in bunny
    # The service knew this one already.
    assert sintel["ended"] < sintel["added"]


async def test_dates_in_another_zone(sim: Simulator, otter: Http) -> None:
    sim.real_debrid.settings.list_zone = "UTC"
    first = (await otter.get(TORRENTS)).json[0]
    assert first["added"] == "2026-11-22T09:00:00.000Z"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"limit": 3}, STATUSES[:3]),
        ({"limit": 3, "offset": 2}, STATUSES[2:5]),
        ({"limit": 3, "page": 1}, STATUSES[:3]),
        ({"limit": 3, "page": 4}, STATUSES[9:]),
        ({"limit": 3, "page": 2, "offset": 9}, STATUSES[3:6]),
        ({"limit": 5000}, STATUSES),
    ],
)
async def test_pages(otter: Http, query: dict[str, int], expected: list[str]) -> None:
    answer = await otter.get(TORRENTS, **query)
    assert [torrent["status"] for torrent in answer.json] == expected
    assert answer.headers["X-Total-Count"] == "10"


@pytest.mark.parametrize("query", [{"page": 2}, {"offset": 10}, {"limit": 0}])
async def test_past_the_end(otter: Http, query: dict[str, int]) -> None:
    answer = await otter.get(TORRENTS, **query)
    assert (answer.status, answer.text) == (204, "")
    assert answer.headers["X-Total-Count"] == "10"


@pytest.mark.parametrize(
    ("variant", "status", "text"),
    [
        (EmptyList.NO_CONTENT, 204, ""),
        (EmptyList.ARRAY, 200, "[]"),
        (EmptyList.OBJECT, 200, "{}"),
    ],
)
async def test_every_way_to_be_empty(
    sim: Simulator, otter: Http, variant: EmptyList, status: int, text: str
) -> None:
    sim.real_debrid.settings.empty_list = variant
    sim.real_debrid.people["quietotter"].torrents.clear()
    answer = await otter.get(TORRENTS)
    assert (answer.status, answer.text) == (status, text)
    assert answer.headers["X-Total-Count"] == "0"


@pytest.mark.parametrize(
    "query",
    [
        {"limit": 5001},
        {"limit": "many"},
        {"offset": -1},
        {"page": 0},
        {"filter": "done"},
    ],
)
async def test_a_wrong_parameter(otter: Http, query: dict[str, str]) -> None:
    answer = await otter.get(TORRENTS, **query)
    assert (answer.status, answer.json["error_code"]) == (400, 2)


async def test_a_hundred_by_default(sim: Simulator, otter: Http) -> None:
    torrents = sim.real_debrid.people["quietotter"].torrents
    torrents.extend(torrents[-1:] * 110)
    answer = await otter.get(TORRENTS)
    assert len(answer.json) == 100
    assert answer.headers["X-Total-Count"] == "120"


async def test_a_server_that_ignores_limit_and_total(
    sim: Simulator, otter: Http
) -> None:
    sim.real_debrid.settings.page_size_cap = 4
    sim.real_debrid.settings.total_count = False
    answer = await otter.get(TORRENTS, limit=100, page=2)
    assert [torrent["status"] for torrent in answer.json] == STATUSES[4:8]
    assert "X-Total-Count" not in answer.headers


async def test_only_active_ones(otter: Http) -> None:
    answer = await otter.get(TORRENTS, filter="active")
    found = [torrent["status"] for torrent in answer.json]
    assert found == ["downloading", "queued", "compressing"]
    assert answer.headers["X-Total-Count"] == "3"


async def test_slots(sim: Simulator, otter: Http) -> None:
    shown = (await otter.get(ACTIVE)).json
    active = (await otter.get(TORRENTS, filter="active")).json
    assert shown == {
        "nb": 3,
        "limit": 20,
        "list": [torrent["hash"] for torrent in active],
    }
    sim.real_debrid.settings.active_list = False
    sim.real_debrid.settings.active_limit = 10
    sim.real_debrid.people["quietotter"].torrents[0].status = TorrentStatus.DOWNLOADED
    assert (await otter.get(ACTIVE)).json == {"nb": 2, "limit": 10}


async def test_slots_as_strings(sim: Simulator, otter: Http) -> None:
    hashes = (await otter.get(ACTIVE)).json["list"]
    sim.real_debrid.settings.strings_for_ints = True
    shown = (await otter.get(ACTIVE)).json
    assert shown == {"nb": "3", "limit": "20", "list": hashes}
