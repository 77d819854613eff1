"""Authenticated requests of an account."""

from collections.abc import AsyncGenerator
from typing import override

from aiohttp import ClientSession
import pytest
from yarl import URL

from custom_components.media_accounts.api import limiter
from custom_components.media_accounts.api.client import (
    FixedToken,
    ServiceClient,
    segment,
)
from custom_components.media_accounts.api.errors import (
    RateLimited,
    SignInRefused,
)
from custom_components.media_accounts.api.http import (
    Answer,
)
from custom_components.media_accounts.api.limiter import MAX_WAIT_SECONDS, Limiter, Rule
from tests.simulator import Simulator
from tests.support import (
    FastTime,
)


def test_a_keyword_stays_one_segment() -> None:
    assert segment("a/b") == "a%2Fb"
    assert segment("..") == "%2E%2E"


PATH = "/probe"


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


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> FastTime:
    fast_time = FastTime()
    fast_time.rule(limiter, monkeypatch)
    return fast_time


class Probe(ServiceClient):
    """A client that only distinguishes a refused token from other responses."""

    @override
    def check(self, answer: Answer) -> None:
        answer.check_transport()
        if answer.status == 401:
            raise SignInRefused("401")


class Tokens:
    """Returns tokens in turn, and records which were rejected."""

    def __init__(self, *tokens: str) -> None:
        self._tokens = list(tokens)
        self.rejected: list[str | None] = []

    async def access_token(self, *, rejected: str | None = None) -> str:
        self.rejected.append(rejected)
        return self._tokens.pop(0)


def sent_tokens(simulator: Simulator) -> list[str]:
    return [request.headers["Authorization"] for request in simulator.requests]


async def test_a_request_bears_the_token_in_its_header(
    simulator: Simulator, http: ClientSession, url: URL
) -> None:
    simulator.fault("real_debrid", PATH, json=[1], times=None)
    probe = Probe(http, url.origin(), FixedToken("A"))
    assert (await probe.get("probe", params={"limit": 1})).json == [1]
    answer = await probe.request("POST", "probe", data={"id": "7"})
    assert answer.json == [1]
    assert [request.method for request in simulator.requests] == ["GET", "POST"]
    assert simulator.requests[1].form == {"id": "7"}
    assert sent_tokens(simulator) == ["Bearer A", "Bearer A"]


async def test_a_refused_token_is_renewed_and_the_request_sent_once_more(
    simulator: Simulator, http: ClientSession, url: URL
) -> None:
    simulator.fault("real_debrid", PATH, status=401, json={})
    simulator.fault("real_debrid", PATH, json=[1])
    tokens = Tokens("A", "B")
    assert (await Probe(http, url.origin(), tokens).get("probe")).json == [1]
    assert tokens.rejected == [None, "A"]
    assert sent_tokens(simulator) == ["Bearer A", "Bearer B"]


async def test_a_renewed_token_that_is_refused_too_ends_it(
    simulator: Simulator, http: ClientSession, url: URL
) -> None:
    simulator.fault("real_debrid", PATH, status=401, json={}, times=None)
    with pytest.raises(SignInRefused):
        await Probe(http, url.origin(), Tokens("A", "B")).get("probe")
    assert sent_tokens(simulator) == ["Bearer A", "Bearer B"]


async def test_a_sign_in_that_is_not_kept_yet_has_no_other_token(
    simulator: Simulator, http: ClientSession, url: URL
) -> None:
    simulator.fault("real_debrid", PATH, status=401, json={}, times=None)
    with pytest.raises(SignInRefused):
        await Probe(http, url.origin(), FixedToken("A")).get("probe")
    assert len(simulator.requests) == 1


async def test_a_path_can_have_a_reading_of_its_own(
    simulator: Simulator, http: ClientSession, url: URL
) -> None:
    simulator.fault("real_debrid", PATH, status=401, json={})
    probe = Probe(http, url.origin(), FixedToken("A"))
    answer = await probe.get("probe", check=lambda _: None)
    assert answer.status == 401


@pytest.mark.parametrize(
    ("wait", "nap"), [(2, [2.0]), (MAX_WAIT_SECONDS, [MAX_WAIT_SECONDS])]
)
async def test_a_short_pause_that_the_service_asked_for_holds_for_the_next_request(
    wait: int,
    nap: list[float],
    simulator: Simulator,
    http: ClientSession,
    time: FastTime,
) -> None:
    url = URL(simulator.real_debrid.url)
    slow_down = {"Retry-After": str(wait)}
    simulator.fault("real_debrid", PATH, status=429, json={}, headers=slow_down)
    simulator.fault("real_debrid", PATH, json=[1])
    shared = Limiter()
    probe = Probe(http, url.origin(), FixedToken("A"), shared)
    assert probe.limiter is shared
    with pytest.raises(RateLimited) as caught:
        await probe.get("probe")
    assert caught.value.retry_after == wait
    await Probe(http, url.origin(), FixedToken("B"), shared).get("probe")
    assert time.naps == nap


async def test_a_rule_of_ours_keeps_only_those_waiting_whom_it_covers(
    simulator: Simulator, http: ClientSession, time: FastTime
) -> None:
    simulator.fault("real_debrid", PATH, json=[1], times=None)
    rule = Rule(requests=1, seconds=60, covers=lambda path: path == "probe")
    url = URL(simulator.real_debrid.url).origin()
    probe = Probe(http, url, FixedToken("A"), Limiter(rule))
    await probe.get("probe")
    with pytest.raises(RateLimited):
        await probe.get("probe")
    assert probe.limiter.retry_after == 0


@pytest.mark.parametrize("status", [429, 503])
async def test_a_long_wait_is_raised_and_nothing_is_sent(
    status: int,
    simulator: Simulator,
    http: ClientSession,
    time: FastTime,
) -> None:
    url = URL(simulator.real_debrid.url)
    slow_down = {"Retry-After": "600"}
    simulator.fault("real_debrid", PATH, status=status, json={}, headers=slow_down)
    probe = Probe(http, url.origin(), FixedToken("A"))
    with pytest.raises(RateLimited):
        await probe.get("probe")
    time.now += 60
    with pytest.raises(RateLimited) as caught:
        await probe.get("probe")
    assert caught.value.retry_after == 540
    assert len(simulator.requests) == 1
    assert time.naps == []
