"""The settings for undocumented response shapes that clients have seen."""

import pytest

from tests.simulator import Simulator
from tests.simulator.real_debrid import DateForm
from tests.test_simulator.http import Http

TORRENTS = "/rest/1.0/torrents"


@pytest.mark.parametrize(
    ("form", "expiration", "added"),
    [
        (
            DateForm.MILLISECONDS,
            "2027-01-07T10:00:00.000Z",
            "2026-11-22T10:00:00.000Z",
        ),
        (DateForm.SECONDS, "2027-01-07T10:00:00Z", "2026-11-22T10:00:00Z"),
        (DateForm.OFFSET, "2027-01-07T10:00:00+00:00", "2026-11-22T10:00:00+01:00"),
    ],
)
async def test_forms_of_dates(
    sim: Simulator, otter: Http, form: DateForm, expiration: str, added: str
) -> None:
    """Return the local time in Paris an hour ago."""
    sim.real_debrid.settings.dates = form
    assert (await otter.get("/rest/1.0/user")).json["expiration"] == expiration
    assert (await otter.get(TORRENTS)).json[0]["added"] == added


async def test_an_offset_with_a_colon(sim: Simulator, http: Http) -> None:
    sim.real_debrid.settings.offset_with_colon = True
    assert (await http.get("/rest/1.0/time/iso")).text == "2026-11-22T11:00:00+01:00"


async def test_all_that_follows(sim: Simulator, otter: Http) -> None:
    sim.real_debrid.settings.ignore_limit = True
    answer = await otter.get(TORRENTS, limit=2, offset=3)
    assert len(answer.json) == 7


async def test_a_total_that_is_none(sim: Simulator, otter: Http) -> None:
    sim.real_debrid.settings.total_is_a_number = False
    assert (await otter.get(TORRENTS)).headers["X-Total-Count"] == "many"


async def test_active_ones_first(sim: Simulator, otter: Http) -> None:
    sim.real_debrid.settings.active_is_first = True
    answer = await otter.get(TORRENTS, filter="active")
    statuses = [torrent["status"] for torrent in answer.json]
    assert statuses[:3] == ["downloading", "queued", "compressing"]
    assert len(statuses) == 10


async def test_a_status_of_our_own(sim: Simulator, otter: Http) -> None:
    first, *others = (await otter.get(TORRENTS)).json
    sim.real_debrid.settings.statuses = {first["id"]: "asleep"}
    assert (await otter.get(TORRENTS)).json == [first | {"status": "asleep"}, *others]


async def test_other_qualities_as_documented(sim: Simulator, otter: Http) -> None:
    sim.real_debrid.settings.alternative_details = False
    link = {"link": "https://vidmeadow.example/f/caminandes-3"}
    shown = (await otter.post("/rest/1.0/unrestrict/link", link)).json
    assert [other.keys() for other in shown["alternative"]] == [
        {"id", "filename", "download", "type"}
    ] * 2
