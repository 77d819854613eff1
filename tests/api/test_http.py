"""One request and its response, and errors that do not concern the account."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace

from aiohttp import ClientSession
import pytest
from yarl import URL

from custom_components.media_accounts.api.errors import (
    PassingTrouble,
    ProviderError,
    RateLimited,
    ResponseTooLarge,
)
from custom_components.media_accounts.api.http import (
    SINGLE,
    USER_AGENT,
    Answer,
    Budget,
    exchange,
)
from tests.simulator import Simulator
from tests.simulator.faults import FaultOptions
from tests.support import (
    HTML,
    JSON,
    PAGE,
    TEXT,
    answered,
    case,
    json_reply,
    outcome,
    page_reply,
    printed,
    text_reply,
)

PATH = "/probe"


CANARY = "canary-device-code"


@pytest.fixture(autouse=True)
def auto_enable_custom_integrations() -> None:
    """Replace the fixture of that name: these tests start no Home Assistant."""


@pytest.fixture
async def http() -> AsyncGenerator[ClientSession]:
    async with ClientSession() as session:
        yield session


@pytest.fixture
def url(simulator: Simulator) -> URL:
    return URL(simulator.real_debrid.url) / PATH[1:]


def an_answer(
    body: str = "{}", *, status: int = 200, content_type: str = JSON, **headers: str
) -> Answer:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return answered(body, status, {"Content-Type": content_type, **given})


async def test_a_request_bears_an_honest_name_and_wants_json(
    simulator: Simulator, http: ClientSession, url: URL
) -> None:
    await exchange(http, "GET", url, params={"limit": 1}, headers={"X-Own": "1"})
    (request,) = simulator.requests
    assert request.query == {"limit": "1"}
    assert request.headers["User-Agent"] == USER_AGENT
    assert request.headers["Accept"] == "application/json"
    assert request.headers["X-Own"] == "1"


async def test_a_map_is_sent_as_a_form(
    simulator: Simulator, http: ClientSession, url: URL
) -> None:
    await exchange(http, "POST", url, data={"code": "a b&c"})
    (request,) = simulator.requests
    assert request.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert request.form == {"code": "a b&c"}


async def test_a_redirect_is_not_followed(
    simulator: Simulator, http: ClientSession, url: URL
) -> None:
    elsewhere = {"Location": str(url.with_path("/elsewhere"))}
    simulator.fault("real_debrid", PATH, status=302, headers=elsewhere)
    answer = await exchange(http, "GET", url)
    assert answer.status == 302
    assert [request.path for request in simulator.requests] == [PATH]
    with pytest.raises(PassingTrouble):
        answer.check_transport()


@pytest.mark.parametrize(
    ("body", "text"),
    [
        case("plain", b"raw \xc3\xbc", "raw \xfc"),
        case("with a byte order mark", b"\xef\xbb\xbfraw", "raw"),
        case("with half a character", b"raw \xff\xc3", "raw \ufffd\ufffd"),
        case("empty", b"", ""),
    ],
)
async def test_a_body_is_read_as_utf8(
    body: bytes, text: str, http: ClientSession, socket_enabled: None
) -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    async with raw_server(head + body) as address:
        answer = await exchange(http, "GET", address)
    assert answer.text == text
    assert answer.ok


@asynccontextmanager
async def raw_server(*answer: bytes) -> AsyncGenerator[URL]:
    """Respond to one request with exactly these bytes, then close the connection."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.writelines(answer)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1")
    async with server:
        port = server.sockets[0].getsockname()[1]
        yield URL(f"http://127.0.0.1:{port}").with_path(PATH)


@pytest.mark.parametrize(
    "answer",
    [
        case("nothing", b""),
        case("another protocol", b"SSH-2.0-canary\r\n"),
        case("less than announced", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"),
        case(
            "a broken chunk", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZ"
        ),
        case(
            "no gzip",
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
        ),
    ],
)
async def test_broken_http_is_passing_trouble(
    answer: bytes, http: ClientSession, socket_enabled: None
) -> None:
    async with raw_server(answer) as address:
        with pytest.raises(PassingTrouble) as caught:
            await exchange(http, "GET", address, params={"code": CANARY})
    assert "canary" not in printed(caught.value)


async def test_a_closed_port_is_passing_trouble(
    http: ClientSession, socket_enabled: None
) -> None:
    async with raw_server(b"") as address:
        pass
    with pytest.raises(PassingTrouble) as caught:
        await exchange(http, "GET", address, params={"code": CANARY})
    assert CANARY not in printed(caught.value)


async def test_an_answer_that_never_comes_is_passing_trouble(
    simulator: Simulator, http: ClientSession, url: URL
) -> None:
    fault = simulator.fault("real_debrid", PATH, hold=True)
    hasty = replace(SINGLE, seconds=0.05)
    with pytest.raises(PassingTrouble) as caught:
        await exchange(http, "GET", url, params={"code": CANARY}, budget=hasty)
    fault.release()
    assert CANARY not in printed(caught.value)


async def test_an_answer_beyond_its_budget_is_not_read(
    simulator: Simulator, http: ClientSession, url: URL
) -> None:
    small = Budget(size=1000, values=10, seconds=60)
    simulator.fault("real_debrid", PATH, text="x" * 1000)
    answer = await exchange(http, "GET", url, budget=small)
    assert answer.size == len(answer.text) == 1000
    simulator.fault("real_debrid", PATH, text="x" * 1001)
    with pytest.raises(ResponseTooLarge):
        await exchange(http, "GET", url, budget=small)
    simulator.fault("real_debrid", PATH, json=[1] * 10)
    assert (await exchange(http, "GET", url, budget=small)).json == [1] * 10
    for many in ([1] * 11, [[]] * 6, [{}] * 6):
        simulator.fault("real_debrid", PATH, json=many)
        with pytest.raises(ResponseTooLarge):
            await exchange(http, "GET", url, budget=small)


async def test_an_answer_shows_neither_its_body_nor_the_query(
    simulator: Simulator, http: ClientSession, url: URL
) -> None:
    simulator.fault(
        "real_debrid", PATH, json={"access_token": CANARY}, headers={"X-Own": CANARY}
    )
    answer = await exchange(http, "GET", url, params={"code": CANARY})
    assert answer.map["access_token"] == CANARY
    assert CANARY not in repr(answer)
    assert "GET /probe" in repr(answer)


@pytest.mark.parametrize(
    ("body", "content_type", "is_html"),
    [
        case("a page", PAGE, HTML, True),
        case("a page in capitals", PAGE, "Text/HTML; charset=UTF-8", True),
        case("a page by another name", PAGE, JSON, True),
        case("a page after blank lines", f"\r\n {PAGE}", TEXT, True),
        case("a sentence as a page", "Access denied", HTML, True),
        case("a sentence", "Access denied", TEXT, False),
        case("JSON", "{}", JSON, False),
        # PHP's default content type.
        case("JSON as a page", '{"error": "x"}', "text/html; charset=UTF-8", False),
        case("nothing, as a page", "", "text/html; charset=UTF-8", False),
        case("nothing", "", JSON, False),
    ],
)
def test_a_page_is_known_by_its_body(
    body: str, content_type: str, *, is_html: bool
) -> None:
    assert an_answer(body, content_type=content_type).is_html is is_html


def test_a_body_that_is_no_map_has_no_fields() -> None:
    assert an_answer('{"a": 1}').map == {"a": 1}
    assert an_answer("[1]").map == {}
    assert an_answer("[1]").json == [1]
    assert an_answer("raw text").json is None
    assert an_answer("").json is None


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        case("not said", {}, None),
        case("seconds", {"Retry_After": "120"}, 120),
        case("at once", {"Retry_After": "0"}, 0),
        case("in the past", {"Retry_After": "-5"}, 0),
        case("not said so that one understands", {"Retry_After": "soon"}, None),
        case(
            "a date, by the service's own clock",
            {
                "Date": "Sun, 22 Nov 2026 10:00:00 GMT",
                "Retry_After": "Sun, 22 Nov 2026 10:02:00 GMT",
            },
            120,
        ),
        case(
            "a date that has passed",
            {
                "Date": "Sun, 22 Nov 2026 10:00:00 GMT",
                "Retry_After": "Sun, 22 Nov 2026 09:00:00 GMT",
            },
            0,
        ),
        case("a year", {"Retry_After": "31536000"}, 31_536_000),
        case("absurd", {"Retry_After": "9" * 500}, 10**15 - 1),
        case(
            "a date far away",
            {
                "Date": "Sun, 22 Nov 2026 10:00:00 GMT",
                "Retry_After": "Fri, 22 Nov 2999 10:00:00 GMT",
            },
            355_381 * 86_400,
        ),
    ],
)
def test_the_wait_is_what_the_service_says(
    headers: dict[str, str], seconds: float | None
) -> None:
    assert an_answer(**headers).retry_after == seconds


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        case("JSON", json_reply(200, {"a": 1}), None),
        case("an empty list", json_reply(200, []), None),
        case("created", json_reply(201, {"id": "A"}), None),
        case("no content", text_reply(204), None),
        case("no content, as a page", text_reply(204, content_type=HTML), None),
        case("nothing with 200", text_reply(200), None),
        case("a refusal", json_reply(403, {"error": "x", "error_code": 9}), None),
        case("a refusal without a body", text_reply(401), None),
        case("a refusal in words", text_reply(400, "Bad Request"), None),
        case("trouble in JSON", json_reply(503, {"error_code": 25}), None),
        case("a page with 200", page_reply(200), PassingTrouble),
        case("a page with 401", page_reply(401), PassingTrouble),
        case("a page with 403", page_reply(403), PassingTrouble),
        case("a page with 404", page_reply(404), PassingTrouble),
        case("a page with 503", page_reply(503), PassingTrouble),
        case("words with 200", text_reply(200, "2026-11-22"), PassingTrouble),
        case("words with 502", text_reply(502, "Bad Gateway"), PassingTrouble),
        case("nothing with 500", text_reply(500), PassingTrouble),
        case("a redirect", text_reply(302), PassingTrouble),
        case("not modified", text_reply(304), PassingTrouble),
        case("slow down", json_reply(429, {"error_code": 34}), RateLimited),
        case("slow down, as a page", page_reply(429), RateLimited),
        case("slow down, no more words", text_reply(429), RateLimited),
    ],
)
async def test_errors_that_do_not_concern_the_account_are_distinguished(
    reply: FaultOptions,
    expected: type[ProviderError] | None,
    simulator: Simulator,
    http: ClientSession,
    url: URL,
) -> None:
    simulator.fault("real_debrid", PATH, **reply)
    answer = await exchange(http, "GET", url)

    async def check() -> None:
        answer.check_transport()

    assert await outcome(check()) is expected
