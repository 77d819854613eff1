"""`/traffic`: limits in unusual units, and missing days."""

from aiohttp import ClientSession
import pytest

from tests.simulator import Simulator
from tests.simulator.real_debrid import EmptyList
from tests.test_simulator.http import Http

TRAFFIC = "/rest/1.0/traffic"
DETAILS = "/rest/1.0/traffic/details"
LINK = "/rest/1.0/unrestrict/link"
GIB = 1024**3
MIB = 1024**2


@pytest.fixture
def private(sim: Simulator, otter: Http) -> Http:
    """Return a client with a private API token."""
    otter.token = sim.real_debrid.api_token("quietotter")
    return otter


async def test_every_kind_of_limit(private: Http) -> None:
    shown = (await private.get(TRAFFIC)).json
    assert shown == {
        # The limit in GiB, what is left in bytes.
        "cloudnest.example": {
            "left": 5 * GIB - 891 * MIB,
            "bytes": 891 * MIB,
            "links": 3,
            "limit": 5,
            "type": "gigabytes",
            "extra": 0,
            "reset": "daily",
        },
        "vidmeadow.example": {
            "left": 14,
            "bytes": 734_003_200,
            "links": 6,
            "limit": 20,
            "type": "links",
            "extra": 0,
            "reset": "weekly",
        },
        "filebarn.example": {
            "left": 48 * GIB,
            "bytes": 2 * GIB,
            "links": 11,
            "limit": 50 * GIB,
            "type": "bytes",
            "extra": 0,
            "reset": "monthly",
        },
        "remote": {"left": 0, "type": "bytes"},
    }


@pytest.mark.parametrize(
    ("variant", "expected"),
    [
        (EmptyList.NO_CONTENT, (204, "")),
        (EmptyList.ARRAY, (200, "[]")),
        (EmptyList.OBJECT, (200, "{}")),
    ],
)
@pytest.mark.parametrize("path", [TRAFFIC, DETAILS])
async def test_every_way_to_be_empty(
    sim: Simulator, http: Http, path: str, variant: EmptyList, expected: tuple[int, str]
) -> None:
    sim.real_debrid.settings.empty_map = variant
    http.token = sim.real_debrid.api_token("freefinch")
    answer = await http.get(path)
    assert (answer.status, answer.text) == expected


async def test_the_last_week(private: Http) -> None:
    shown = (await private.get(DETAILS)).json
    # The newest first, and not every day.
    assert list(shown) == ["2026-11-22", "2026-11-21", "2026-11-19", "2026-11-17"]
    assert shown["2026-11-22"] == {
        "host": {"real-debrid.com": 355 * MIB, "cloudnest.example": 891 * MIB},
        "bytes": 1_246 * MIB,
    }


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ({"start": "2026-11-20"}, ["2026-11-22", "2026-11-21"]),
        ({"start": "2026-11-19", "end": "2026-11-19"}, ["2026-11-19"]),
        ({"start": "2026-10-25", "end": "2026-11-12"}, ["2026-11-10", "2026-10-27"]),
        ({"start": "2026-11-20", "end": "2026-11-20"}, []),
    ],
)
async def test_other_days(
    private: Http, query: dict[str, str], days: list[str]
) -> None:
    assert list((await private.get(DETAILS, **query)).json) == days


@pytest.mark.parametrize(
    "query",
    [
        {"start": "2026-10-21"},
        {"start": "2026-11-22", "end": "2026-11-21"},
        {"start": "yesterday"},
        {"end": "20261122"},
    ],
)
async def test_days_that_cannot_be(private: Http, query: dict[str, str]) -> None:
    answer = await private.get(DETAILS, **query)
    assert (answer.status, answer.json["error_code"]) == (400, 2)


async def test_31_days(private: Http) -> None:
    days = (await private.get(DETAILS, start="2026-10-22")).json
    assert list(days)[-1] == "2026-10-27"


async def test_an_end_that_does_nothing(sim: Simulator, private: Http) -> None:
    sim.real_debrid.settings.details_ignore_end = True
    days = (await private.get(DETAILS, start="2026-11-19", end="2026-11-19")).json
    assert list(days) == ["2026-11-22", "2026-11-21", "2026-11-19"]


async def test_a_day_without_hosts(sim: Simulator, private: Http) -> None:
    usage = sim.real_debrid.people["quietotter"].usage
    usage["2026-11-22"] = {}
    today = (await private.get(DETAILS, start="2026-11-22")).json["2026-11-22"]
    assert today == {"host": [], "bytes": 0}
    sim.real_debrid.settings.inner_maps_as_lists = False
    today = (await private.get(DETAILS, start="2026-11-22")).json["2026-11-22"]
    assert today == {"host": {}, "bytes": 0}


async def test_what_is_downloaded_counts(private: Http, session: ClientSession) -> None:
    before = (await private.get(TRAFFIC)).json["cloudnest.example"]
    link = {"link": "https://cloudnest.example/f/big-buck-bunny"}
    address = (await private.post(LINK, link)).json["download"]
    for wanted in ("bytes=0-", "bytes=500-", "bytes=900-"):
        async with session.get(address, headers={"Range": wanted}):
            pass
    async with session.head(address):
        pass
    after = (await private.get(TRAFFIC)).json["cloudnest.example"]
    assert after["links"] == before["links"] + 1
    assert after["bytes"] == before["bytes"] + 217 * MIB
    assert after["left"] == before["left"] - 217 * MIB
    today = (await private.get(DETAILS)).json["2026-11-22"]
    assert today["bytes"] == (1_246 + 217) * MIB


async def test_the_day_begins_in_paris(sim: Simulator, private: Http) -> None:
    # 22:59 and 23:00 UTC are before and after midnight there.
    sim.clock.advance(12 * 3_600 + 59 * 60)
    sim.real_debrid.use_traffic("quietotter", "real-debrid.com", MIB)
    sim.clock.advance(60)
    sim.real_debrid.use_traffic("quietotter", "real-debrid.com", MIB)
    days = (await private.get(DETAILS)).json
    assert days["2026-11-23"] == {"host": {"real-debrid.com": MIB}, "bytes": MIB}
    assert days["2026-11-22"]["bytes"] == 1_247 * MIB
