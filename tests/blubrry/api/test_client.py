"""The lists of programs and their summaries, and what an answer of API 2 means."""

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
    SignInRefused,
)
from custom_components.media_accounts.blubrry.api.client import (
    EPISODE_NOT_FOUND,
    NO_PROGRAMS,
    BlubrryClient,
)
from custom_components.media_accounts.blubrry.api.programs import Program
from tests.simulator import Simulator
from tests.simulator.blubrry import CLIENT_ID, NoPrograms, Numbers, Statistics
from tests.simulator.faults import FaultOptions
from tests.support import (
    HTML,
    case,
    json_reply,
    outcome,
    page_reply,
    printed,
    text_reply,
)

MEDIA = "/2/media/index.json"
STATS = "/2/stats/index.json"
PROBE = "/2/probe"


@pytest.fixture(autouse=True)
def auto_enable_custom_integrations() -> None:
    """Need no Home Assistant."""


@pytest.fixture
async def http() -> AsyncGenerator[ClientSession]:
    async with ClientSession() as session:
        yield session


def client_of(
    simulator: Simulator, http: ClientSession, username: str
) -> BlubrryClient:
    """Return the client of somebody who has just signed in."""
    answer = simulator.blubrry.sign_in(CLIENT_ID, username)
    url = URL(simulator.blubrry.url)
    return BlubrryClient(http, url, FixedToken(answer["access_token"]))


@pytest.fixture
def client(simulator: Simulator, http: ClientSession) -> BlubrryClient:
    return client_of(simulator, http, "filmhost")


@pytest.fixture
def librarian(simulator: Simulator, http: ClientSession) -> BlubrryClient:
    """Return the client of somebody with two dozen programs."""
    return client_of(simulator, http, "librarian")


def starts(simulator: Simulator, path: str) -> list[str]:
    """Return where the pages began that were asked for."""
    return [request.query["start"] for request in simulator.requests_to(path=path)]


# The list of programs


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


async def test_a_list_without_end_is_left_at_some_point(
    simulator: Simulator, client: BlubrryClient
) -> None:
    for first in range(1, 3000, 100):
        simulator.fault("blubrry", MEDIA, json=rows(first, first + 99))
    listing = await client.programs.list()
    assert len(listing.programs) == 2000 + 2


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
    """Programs that are there would be taken for programs that have gone."""
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
async def test_trouble_with_one_list_is_not_taken_for_an_empty_one(
    simulator: Simulator,
    client: BlubrryClient,
    path: str,
    reply: FaultOptions,
    expected: type[ProviderError],
) -> None:
    simulator.fault("blubrry", path, **reply)
    assert await outcome(client.programs.list()) is expected


# A summary


@pytest.mark.parametrize(
    "keyword",
    [
        "openmovies",
        "1498812",
        "open.movies",
        "..",
        "a/b",
        "a b",
        "a?b=c#d",
        "50%25",
        "f\u00fcnf",
        "a+b&c",
    ],
)
async def test_a_program_is_named_by_its_keyword_whatever_it_holds(
    simulator: Simulator, client: BlubrryClient, keyword: str
) -> None:
    simulator.blubrry.put_program(40_211, keyword=keyword)
    programs = (await client.programs.list()).programs
    assert programs["40211"].keyword == keyword
    summary = await client.statistics.summary(programs["40211"])
    published = simulator.blubrry.programs[40_211].published(simulator.clock.now())
    assert summary.newest_episode == published[0].title


async def test_a_program_without_a_keyword_is_named_by_its_id(
    simulator: Simulator, client: BlubrryClient
) -> None:
    simulator.blubrry.settings.keyword_null = True
    program = (await client.programs.list()).programs["40211"]
    assert program.keyword == "40211"
    assert (await client.statistics.summary(program)).downloads
    assert simulator.requests[-1].path == "/2/stats/40211/summary.json"


async def test_numbers_are_the_same_in_every_notation(
    simulator: Simulator, client: BlubrryClient
) -> None:
    simulator.clock.stop()
    program = (await client.programs.list()).programs["40211"]
    summaries = []
    for numbers in Numbers:
        simulator.blubrry.settings.numbers = numbers
        summaries.append(await client.statistics.summary(program))
    first, *others = summaries
    assert first.downloads
    assert others == [first] * len(others)


@pytest.mark.parametrize("with_200", [False, True])
async def test_a_program_without_statistics_is_not_included(
    simulator: Simulator, client: BlubrryClient, *, with_200: bool
) -> None:
    simulator.blubrry.settings.errors_as_200 = with_200
    program = (await client.programs.list()).programs["40211"]
    simulator.blubrry.programs[40_211].statistics = Statistics.ABSENT
    assert await outcome(client.statistics.summary(program)) is NotIncluded


@pytest.mark.parametrize("with_200", [False, True])
async def test_a_program_that_is_gone_is_refused(
    simulator: Simulator, client: BlubrryClient, *, with_200: bool
) -> None:
    simulator.blubrry.settings.errors_as_200 = with_200
    program = Program(program_id="7", keyword="gone", title="Gone")
    assert await outcome(client.statistics.summary(program)) is RequestRefused


async def test_a_program_of_somebody_else_is_not_included(
    simulator: Simulator, client: BlubrryClient
) -> None:
    program = Program(program_id="40350", keyword="bunnydiaries", title="")
    assert await outcome(client.statistics.summary(program)) is NotIncluded


# What an answer means


def error(status: int, error: object, **more: object) -> FaultOptions:
    return json_reply(status, {"error": error, **more})


UNAUTHORIZED = "Unauthorized - Check Authentication"

OUTCOMES = [
    case("200", json_reply(200, {}), None),
    case("204", text_reply(204), None),
    case("a list", json_reply(200, [{"error": 401}]), None),
    case("no error", error(200, None), None),
    case("an error that is none", error(200, False), None),
    case("an empty error", error(200, ""), None),
    # The status as a number, with the status or with 200.
    case("401", error(401, 401, error_description=UNAUTHORIZED), SignInRefused),
    case("401 with 200", error(200, 401), SignInRefused),
    case("401 as digits", error(200, "401"), SignInRefused),
    case("402 with 200", error(200, 402), NotIncluded),
    case("403 with 200", error(200, 403), NotIncluded),
    case("404 with 200", error(200, 404), RequestRefused),
    case("503 with 200", error(200, 503), PassingTrouble),
    case("403 in place of 401", error(401, 403), NotIncluded),
    # A text and a code.
    case("a wrong show", error(400, "x", code="episode_show_invalid"), RequestRefused),
    case("no episode", error(401, "x", code=EPISODE_NOT_FOUND), RequestRefused),
    # A text, perhaps with a message.
    case("no program", error(404, "Unable to locate program x"), RequestRefused),
    case("the same with 200", error(200, "Unable to locate program x"), RequestRefused),
    case("no statistics", error(404, "No statistics for this show"), NotIncluded),
    case("the same with 200", error(200, "No Statistics"), NotIncluded),
    case("in the message", error(200, True, message="No statistics"), NotIncluded),
    case(
        "in the description",
        error(400, 400, error_description="No statistics yet"),
        NotIncluded,
    ),
    case("no programs", error(200, "No programs found"), RequestRefused),
    case("not now", error(200, "This is currently not available"), PassingTrouble),
    case("not now, with 400", error(400, "currently not available"), PassingTrouble),
    # No envelope at all.
    case("bare 400", json_reply(400, {}), RequestRefused),
    case("bare 401", json_reply(401, {}), SignInRefused),
    case("bare 402", json_reply(402, {}), NotIncluded),
    case("bare 403", json_reply(403, {}), NotIncluded),
    case("bare 404", json_reply(404, {}), RequestRefused),
    case("empty 401", text_reply(401), SignInRefused),
    case("empty 402", text_reply(402), NotIncluded),
    case("empty 403", text_reply(403), NotIncluded),
    case("empty 404", text_reply(404), RequestRefused),
    case("403 in words", text_reply(403, "Forbidden"), PassingTrouble),
    case("a list with 403", json_reply(403, []), NotIncluded),
    case(
        "JSON as PHP names it", {**error(200, 401), "content_type": HTML}, SignInRefused
    ),
    # What says nothing of the account.
    case("a page with 200", page_reply(200), PassingTrouble),
    case("a page with 401", page_reply(401), PassingTrouble),
    case("a page with 403", page_reply(403), PassingTrouble),
    case("429", text_reply(429), RateLimited),
    case("500", error(500, "x"), PassingTrouble),
    case("502", text_reply(502, "Bad Gateway"), PassingTrouble),
    case("words with 200", text_reply(200, "hello"), PassingTrouble),
]


@pytest.mark.parametrize(("reply", "expected"), OUTCOMES)
async def test_what_an_answer_means(
    simulator: Simulator,
    client: BlubrryClient,
    reply: FaultOptions,
    expected: type[ProviderError] | None,
) -> None:
    simulator.fault("blubrry", PROBE, **reply, times=None)
    assert await outcome(client.get("2/probe")) is expected


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (error(200, "No programs found with media hosting"), NO_PROGRAMS),
        (error(401, "x", code=EPISODE_NOT_FOUND), EPISODE_NOT_FOUND),
        (error(400, "canary"), None),
    ],
)
async def test_a_refusal_has_a_reason_of_our_own(
    simulator: Simulator, client: BlubrryClient, reply: FaultOptions, reason: str | None
) -> None:
    simulator.fault("blubrry", PROBE, **reply)
    with pytest.raises(RequestRefused) as caught:
        await client.get("2/probe")
    assert caught.value.reason == reason
    assert "canary" not in printed(caught.value)
