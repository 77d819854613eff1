"""The lists of programs, and who may see which program."""

import pytest

from tests.simulator import Simulator
from tests.simulator.blubrry import NoPrograms, Statistics
from tests.test_simulator.http import Http

MEDIA = "/2/media/index.json"
STATS = "/2/stats/index.json"
SUMMARY = "/2/stats/openmovies/summary.json"
TOTAL = "X-RawVoice-Total-Results"


@pytest.mark.parametrize("path", [MEDIA, STATS, SUMMARY])
@pytest.mark.parametrize("header", [None, "Bearer WRONG", "Basic YTpi"])
async def test_without_a_token(http: Http, path: str, header: str | None) -> None:
    answer = await http.get(path, {"Authorization": header} if header else None)
    assert answer.status == 401
    assert answer.json == {
        "error": 401,
        "error_description": "Unauthorized - Check Authentication",
    }


async def test_a_row(host: Http) -> None:
    answer = await host.get(MEDIA)
    assert answer.headers[TOTAL] == "2"
    assert answer.json == [
        {
            "program_title": "Open Movie Hour",
            "program_keyword": "openmovies",
            "program_id": 40_211,
            "podcast_id": 91_733,
            "stats_program_id": 55_120,
            "feed_url": "https://feeds.blubrry.com/feeds/openmovies.xml",
        },
        {
            "program_title": "Sintel Soundtrack Sessions",
            "program_keyword": "1498812",
            "program_id": 1_498_812,
            "podcast_id": 1_498_812,
            "stats_program_id": 77_004,
            "feed_url": "https://example.org/feed/podcast/",
        },
    ]


async def test_odd_rows(sim: Simulator, host: Http) -> None:
    sim.blubrry.settings.ids_as_strings = True
    sim.blubrry.settings.keyword_null = True
    row = (await host.get(STATS)).json[0]
    assert (row["program_id"], row["stats_program_id"]) == ("40211", "55120")
    assert row["program_keyword"] is None


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({}, range(20)),
        ({"start": 20}, range(20, 24)),
        ({"limit": 100}, range(24)),
        ({"limit": 500}, range(24)),
        ({"limit": 5, "start": 22}, range(22, 24)),
        ({"start": 24}, range(0)),
    ],
)
async def test_pages(librarian: Http, query: dict[str, int], numbers: range) -> None:
    answer = await librarian.get(MEDIA, **query)
    assert [row["program_id"] - 41_000 for row in answer.json] == list(numbers)
    assert answer.headers[TOTAL] == "24"


@pytest.mark.parametrize("query", [{"limit": "x"}, {"start": -1}])
async def test_a_wrong_page(librarian: Http, query: dict[str, str]) -> None:
    assert (await librarian.get(MEDIA, **query)).status == 400


async def test_smaller_pages_without_a_total(sim: Simulator, librarian: Http) -> None:
    settings = sim.blubrry.settings
    settings.page_size, settings.page_size_cap, settings.total_header = 3, 7, False
    answer = await librarian.get(MEDIA)
    assert len(answer.json) == 3
    assert TOTAL not in answer.headers
    assert len((await librarian.get(MEDIA, limit=100)).json) == 7


@pytest.mark.parametrize(
    ("variant", "text"),
    [
        (NoPrograms.EMPTY_LIST, "[]"),
        (NoPrograms.NO_PROGRAMS, "No programs found"),
        (NoPrograms.NOT_AVAILABLE, "currently not available"),
    ],
)
async def test_every_way_to_have_none(
    sim: Simulator, host: Http, variant: NoPrograms, text: str
) -> None:
    sim.blubrry.settings.no_programs = variant
    host.token = sim.blubrry.sign_in("demo-client", "newcomer")["access_token"]
    answer = await host.get(MEDIA)
    assert answer.status == 200
    assert text in answer.text


async def test_the_two_lists_differ(sim: Simulator, host: Http) -> None:
    sim.blubrry.programs[40_211].hosting = False
    sim.blubrry.programs[1_498_812].statistics = Statistics.ABSENT
    assert [row["program_id"] for row in (await host.get(MEDIA)).json] == [1_498_812]
    assert [row["program_id"] for row in (await host.get(STATS)).json] == [40_211]


async def test_programs_come_and_go(sim: Simulator, host: Http) -> None:
    sim.blubrry.put_program(7, title="New")
    sim.blubrry.people["filmhost"].programs.append(7)
    sim.blubrry.remove_program(40_211)
    rows = (await host.get(MEDIA)).json
    assert [row["program_title"] for row in rows] == [
        "Sintel Soundtrack Sessions",
        "New",
    ]


@pytest.mark.parametrize("name", ["openmovies", "40211", "1498812"])
async def test_a_program_by_keyword_or_id(host: Http, name: str) -> None:
    assert (await host.get(f"/2/stats/{name}/summary.json")).status == 200


@pytest.mark.parametrize(
    ("name", "status"), [("bunnydiaries", 403), ("40350", 403), ("nothing", 404)]
)
@pytest.mark.parametrize("as_200", [False, True])
async def test_a_program_that_one_may_not_see(
    sim: Simulator, host: Http, name: str, status: int, *, as_200: bool
) -> None:
    sim.blubrry.settings.errors_as_200 = as_200
    answer = await host.get(f"/2/stats/{name}/summary.json")
    assert answer.status == (200 if as_200 else status)
    assert name in answer.json["error"]
    assert answer.json["message"] == answer.json["error"]


async def test_a_wrong_token_is_never_a_200(sim: Simulator, http: Http) -> None:
    sim.blubrry.settings.errors_as_200 = True
    assert (await http.get(MEDIA)).status == 401


async def test_an_unknown_path_and_a_wrong_method(host: Http) -> None:
    assert (await host.get("/2/weather")).status == 404
    answer = await host.post(MEDIA, {})
    assert (answer.status, answer.json) == (405, {"error": "Method Not Allowed"})
