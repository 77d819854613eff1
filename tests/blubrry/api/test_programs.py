"""Programs, and the lists that they come in."""

from collections.abc import AsyncGenerator
from typing import Any

from aiohttp import ClientSession
import pytest
from yarl import URL

from custom_components.media_accounts.api.client import FixedToken
from custom_components.media_accounts.api.errors import (
    NotIncluded,
    PassingTrouble,
    ProviderError,
    RateLimited,
    RequestRefused,
    ResponseTooLarge,
    SignInRefused,
)
from custom_components.media_accounts.api.parsing import Json
from custom_components.media_accounts.blubrry.api.client import (
    BlubrryClient,
)
from custom_components.media_accounts.blubrry.api.programs import Program
from tests.simulator import Simulator
from tests.simulator.blubrry import CLIENT_ID, NoPrograms, Statistics
from tests.simulator.faults import FaultOptions
from tests.support import (
    case,
    json_reply,
    outcome,
    page_reply,
    text_reply,
)


@pytest.fixture(autouse=True)
def auto_enable_custom_integrations() -> None:
    """Replace the fixture of that name: these tests start no Home Assistant."""


@pytest.mark.parametrize(
    ("row", "keyword", "title"),
    [
        case("as documented", {}, "openmovies", "Open Movie Hour"),
        case(
            "an id as a string",
            {"program_id": "40211"},
            "openmovies",
            "Open Movie Hour",
        ),
        case("digits alone", {"program_keyword": "40999"}, "40999", "Open Movie Hour"),
        case("a number", {"program_keyword": 40999}, "40999", "Open Movie Hour"),
        case("no keyword", {"program_keyword": None}, "40211", "Open Movie Hour"),
        case("an empty keyword", {"program_keyword": ""}, "40211", "Open Movie Hour"),
        case("no title", {"program_title": None}, "openmovies", "openmovies"),
        case("blank", {"program_title": " ", "program_keyword": ""}, "40211", "40211"),
        case("odd", {"program_title": [], "program_keyword": {}}, "40211", "40211"),
    ],
)
def test_a_program_has_an_id_a_keyword_and_a_title(
    row: dict[str, Any], keyword: str, title: str
) -> None:
    documented = {
        "program_title": "Open Movie Hour",
        "program_keyword": "openmovies",
        "program_id": 40211,
        "podcast_id": 91733,
        "stats_program_id": 55120,
        "feed_url": "https://feeds.blubrry.com/feeds/openmovies.xml",
    }
    assert Program.from_row(documented | row) == Program(
        program_id="40211",
        keyword=keyword,
        title=title,
        feed_url="https://feeds.blubrry.com/feeds/openmovies.xml",
    )


@pytest.mark.parametrize(
    "row",
    [
        None,
        [],
        "openmovies",
        {},
        {"program_id": None, "program_keyword": "openmovies"},
        {"program_id": "", "program_keyword": "openmovies"},
        {"program_id": True},
        {"program_id": "7" * 65},
        {"podcast_id": 91733},
    ],
)
def test_without_an_id_there_is_no_program(row: Json) -> None:
    assert Program.from_row(row) is None


MEDIA = "/2/media/index.json"


STATS = "/2/stats/index.json"


@pytest.fixture
async def http() -> AsyncGenerator[ClientSession]:
    async with ClientSession() as session:
        yield session


def client_of(
    simulator: Simulator, http: ClientSession, username: str
) -> BlubrryClient:
    """Return a client that has just signed in."""
    answer = simulator.blubrry.sign_in(CLIENT_ID, username)
    url = URL(simulator.blubrry.url)
    return BlubrryClient(http, url, FixedToken(answer["access_token"]))


@pytest.fixture
def librarian(simulator: Simulator, http: ClientSession) -> BlubrryClient:
    """Return a client of an account with 24 programs."""
    return client_of(simulator, http, "librarian")


def starts(simulator: Simulator, path: str) -> list[str]:
    """Return the offsets of the requested pages."""
    return [request.query["start"] for request in simulator.requests_to(path=path)]


async def test_programs_of_both_lists_are_found(
    simulator: Simulator, client: BlubrryClient
) -> None:
    simulator.blubrry.programs[1_498_812].hosting = False
    simulator.blubrry.programs[40_211].statistics = Statistics.ABSENT
    listing = await client.programs.list()
    assert listing.complete
    assert listing.programs == {
        "40211": Program(
            program_id="40211",
            keyword="openmovies",
            title="Open Movie Hour",
            feed_url="https://feeds.blubrry.com/feeds/openmovies.xml",
        ),
        "1498812": Program(
            program_id="1498812",
            keyword="1498812",
            title="Sintel Soundtrack Sessions",
            feed_url="https://example.org/feed/podcast/",
        ),
    }


async def test_ids_may_be_strings(simulator: Simulator, client: BlubrryClient) -> None:
    as_numbers = await client.programs.list()
    simulator.blubrry.settings.ids_as_strings = True
    assert await client.programs.list() == as_numbers


@pytest.mark.parametrize(
    ("settings", "pages"),
    [
        case("one page", {}, ["0"]),
        case("the size of old", {"page_size_cap": 20}, ["0", "20"]),
        case("small pages", {"page_size_cap": 7}, ["0", "7", "14", "21"]),
        case("pages that fit", {"page_size_cap": 12}, ["0", "12"]),
        case("no total, one page", {"total_header": False}, ["0", "24"]),
        case(
            "no total, the size of old",
            {"page_size_cap": 20, "total_header": False},
            ["0", "20"],
        ),
    ],
)
async def test_every_page_is_read(
    simulator: Simulator,
    librarian: BlubrryClient,
    settings: dict[str, Any],
    pages: list[str],
) -> None:
    simulator.blubrry.change_settings(**settings)
    listing = await librarian.programs.list()
    assert {int(number) for number in listing.programs} == set(
        simulator.blubrry.people["librarian"].programs
    )
    assert starts(simulator, MEDIA) == starts(simulator, STATS) == pages
    limits = {request.query["limit"] for request in simulator.requests_to(path=MEDIA)}
    assert limits == {"100"}


def rows(first: int, last: int) -> list[dict[str, int]]:
    return [{"program_id": number} for number in range(first, last + 1)]


@pytest.mark.parametrize(
    ("total", "pages"),
    [
        case("that says nothing", "many", 1),
        case("that is too small", "5", 1),
        case("that is too large", "5000", 2),
        case("that is missing", None, 2),
    ],
)
async def test_a_server_that_ignores_where_a_page_begins_is_asked_no_more(
    simulator: Simulator, client: BlubrryClient, total: str | None, pages: int
) -> None:
    headers = {} if total is None else {"X-RawVoice-Total-Results": total}
    page = rows(1, 19 if total == "many" else 25)
    simulator.fault("blubrry", MEDIA, json=page, headers=headers, times=None)
    simulator.fault("blubrry", STATS, json=[])
    listing = await client.programs.list()
    assert len(listing.programs) == len(page)
    assert len(starts(simulator, MEDIA)) == pages


async def test_a_total_that_is_never_reached_ends_with_an_empty_page(
    simulator: Simulator, client: BlubrryClient
) -> None:
    headers = {"X-RawVoice-Total-Results": "30"}
    simulator.fault("blubrry", MEDIA, json=rows(1, 20), headers=headers)
    simulator.fault("blubrry", MEDIA, json=[], headers=headers, times=None)
    listing = await client.programs.list()
    assert len(listing.programs) == 20 + 2
    assert starts(simulator, MEDIA) == ["0", "20"]


async def test_a_list_without_end_is_refused(
    simulator: Simulator, client: BlubrryClient
) -> None:
    for first in range(1, 6000, 100):
        simulator.fault("blubrry", MEDIA, json=rows(first, first + 99))
    assert await outcome(client.programs.list()) is ResponseTooLarge
    assert len(starts(simulator, MEDIA)) == 51


@pytest.mark.parametrize(
    "answer",
    [
        case("a list", [{"program_id": 7, "program_title": "Seven"}]),
        case("a map", {"0": {"program_id": "7", "program_title": "Seven"}}),
        case("among odd rows", [None, 4, "text", [], {}, {"program_id": 7}]),
    ],
)
async def test_a_list_may_come_in_many_forms(
    simulator: Simulator, client: BlubrryClient, answer: Any
) -> None:
    simulator.fault("blubrry", MEDIA, json=answer)
    simulator.fault("blubrry", STATS, json=[])
    assert (await client.programs.list()).programs.keys() == {"7"}


@pytest.mark.parametrize(
    "reply",
    [
        case("an empty list", json_reply(200, [])),
        case("an empty map", json_reply(200, {})),
        case("no content", text_reply(204)),
        case("nothing", text_reply(200)),
    ],
)
async def test_an_account_may_have_no_programs(
    simulator: Simulator, client: BlubrryClient, reply: FaultOptions
) -> None:
    simulator.fault("blubrry", "/2/*/index.json", **reply, times=None)
    listing = await client.programs.list()
    assert listing.programs == {}
    assert listing.complete


@pytest.mark.parametrize(
    "answer",
    [
        case("words", "maintenance"),
        case("a number", 7),
        case("true", True),
        case("a map of something else", {"status": "maintenance"}),
        case("rows of something else", [{"status": "maintenance"}]),
        case("rows without ids", [{"program_title": "Seven", "program_id": None}]),
    ],
)
async def test_a_list_of_something_else_is_no_empty_list(
    simulator: Simulator, client: BlubrryClient, answer: Any
) -> None:
    """Otherwise existing programs would count as removed."""
    simulator.fault("blubrry", MEDIA, json=answer)
    assert await outcome(client.programs.list()) is PassingTrouble


async def test_an_account_without_programs_can_say_so_with_an_error(
    simulator: Simulator, http: ClientSession
) -> None:
    simulator.blubrry.settings.no_programs = NoPrograms.NO_PROGRAMS
    listing = await client_of(simulator, http, "newcomer").programs.list()
    assert (listing.programs, listing.complete) == ({}, True)


async def test_a_list_that_is_not_available_now_will_be(
    simulator: Simulator, http: ClientSession
) -> None:
    simulator.blubrry.settings.no_programs = NoPrograms.NOT_AVAILABLE
    newcomer = client_of(simulator, http, "newcomer")
    assert await outcome(newcomer.programs.list()) is PassingTrouble


@pytest.mark.parametrize("refused", [MEDIA, STATS])
@pytest.mark.parametrize("status", [400, 402, 403, 404])
async def test_one_list_that_is_not_to_be_had_leaves_the_other(
    simulator: Simulator, client: BlubrryClient, refused: str, status: int
) -> None:
    simulator.fault("blubrry", refused, status=status, json={"error": "x"})
    listing = await client.programs.list()
    assert listing.programs.keys() == {"40211", "1498812"}
    assert not listing.complete


@pytest.mark.parametrize(
    ("media", "stats", "expected"),
    [(403, 404, RequestRefused), (404, 403, NotIncluded), (403, 402, NotIncluded)],
)
async def test_without_any_list_there_is_nothing(
    simulator: Simulator,
    client: BlubrryClient,
    media: int,
    stats: int,
    expected: type[ProviderError],
) -> None:
    simulator.fault("blubrry", MEDIA, status=media, json={"error": "x"})
    simulator.fault("blubrry", STATS, status=stats, json={"error": "x"})
    assert await outcome(client.programs.list()) is expected


async def test_no_programs_in_one_list_and_none_to_be_had_in_the_other(
    simulator: Simulator, client: BlubrryClient
) -> None:
    none = {"error": "No programs found with media hosting"}
    simulator.fault("blubrry", MEDIA, json=none)
    simulator.fault("blubrry", STATS, status=403, json={})
    listing = await client.programs.list()
    assert (listing.programs, listing.complete) == ({}, False)


@pytest.mark.parametrize("path", [MEDIA, STATS])
@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        case("a page", page_reply(403), PassingTrouble),
        case("trouble", text_reply(502), PassingTrouble),
        case("slow down", text_reply(429), RateLimited),
        case("a lost sign-in", json_reply(401, {"error": 401}), SignInRefused),
    ],
)
async def test_an_error_of_one_list_does_not_count_as_an_empty_list(
    simulator: Simulator,
    client: BlubrryClient,
    path: str,
    reply: FaultOptions,
    expected: type[ProviderError],
) -> None:
    simulator.fault("blubrry", path, **reply)
    assert await outcome(client.programs.list()) is expected


PROGRAM = Program(program_id="40211", keyword="openmovies", title="Open Movie Hour")


async def test_how_a_program_presents_itself(
    client: BlubrryClient, simulator: Simulator
) -> None:
    for artwork, cover in (
        ("https://assets.blubrry.com/coverart/300/1.jpg", True),
        ("https://assets.blubrry.com/default.jpg", False),
        ("javascript:alert(1)", False),
    ):
        simulator.fault(
            "blubrry", "/2/program/*", json={"author": "", "artwork_url": artwork}
        )
        info = await client.programs.info(PROGRAM)
        assert info.author is None
        assert info.cover == (artwork if cover else None)
