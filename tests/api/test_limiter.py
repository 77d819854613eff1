"""One limit for all requests of an account, from any caller."""

import asyncio
import math

import pytest

from custom_components.media_accounts.api import limiter as limiter_module
from custom_components.media_accounts.api.errors import RateLimited
from custom_components.media_accounts.api.limiter import MAX_WAIT_SECONDS, Limiter, Rule
from tests.support import FastTime

HOUR = 3600


@pytest.fixture(autouse=True)
def auto_enable_custom_integrations() -> None:
    """Replace the fixture of that name: these tests start no Home Assistant."""


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> FastTime:
    """Return a clock that advances only when something sleeps."""
    fast_time = FastTime()
    fast_time.rule(limiter_module, monkeypatch)
    return fast_time


async def succeed() -> None:
    """Simulate a request that succeeds."""


async def send(limiter: Limiter, number: int = 1, path: str = "user") -> None:
    for _ in range(number):
        await limiter.send(path, succeed)


async def meet_limit(limiter: Limiter, retry_after: float | None = None) -> float:
    """Make a request that is refused; return the wait given to its caller."""

    async def refuse() -> None:
        raise RateLimited("429", retry_after=retry_after)

    with pytest.raises(RateLimited) as caught:
        await limiter.send("user", refuse)
    assert caught.value.retry_after is not None
    return caught.value.retry_after


async def held_back(limiter: Limiter, path: str = "user") -> float:
    """Return the wait of a request that is not sent."""
    with pytest.raises(RateLimited) as caught:
        await limiter.send(path, succeed)
    assert caught.value.retry_after is not None
    return caught.value.retry_after


async def test_without_rules_nobody_waits(time: FastTime) -> None:
    await send(Limiter(), 1000)
    assert time.naps == []


async def test_as_many_as_the_rule_says_go_at_once_and_the_next_one_waits(
    time: FastTime,
) -> None:
    limiter = Limiter(Rule(requests=3, seconds=10))
    await send(limiter, 3)
    assert time.naps == []
    time.now += 4
    await send(limiter, 1)
    assert time.naps == [6]
    assert time.now == 10
    # The first three requests are out of the window by now.
    await send(limiter, 2)
    assert time.naps == [6]


async def test_the_strictest_rule_counts(time: FastTime) -> None:
    limiter = Limiter(Rule(requests=2, seconds=5), Rule(requests=3, seconds=20))
    await send(limiter, 3)
    assert time.naps == [5]
    await send(limiter, 1)
    assert time.naps == [5, 15]


async def test_a_rule_may_cover_some_paths_only(time: FastTime) -> None:
    lists = Rule(requests=1, seconds=20, covers=lambda path: path == "torrents")
    limiter = Limiter(lists)
    await send(limiter, 5)
    await send(limiter, 1, "torrents")
    await send(limiter, 5)
    assert time.naps == []
    await send(limiter, 1, "torrents")
    assert time.naps == [20]


async def test_callers_at_the_same_time_do_not_pass_together(time: FastTime) -> None:
    limiter = Limiter(Rule(requests=2, seconds=10))
    sent: list[float] = []

    async def caller() -> None:
        await send(limiter)
        sent.append(time.now)

    await asyncio.gather(*(caller() for _ in range(6)))
    assert all(
        len([moment for moment in sent if start <= moment < start + 10]) <= 2
        for start in sent
    )


async def test_nobody_waits_longer_than_half_a_minute(time: FastTime) -> None:
    limiter = Limiter(Rule(requests=1, seconds=MAX_WAIT_SECONDS + 1))
    await send(limiter, 1)
    assert await held_back(limiter) == MAX_WAIT_SECONDS + 1
    assert time.naps == []
    time.now += 1
    await send(limiter)
    assert time.naps == [MAX_WAIT_SECONDS]


async def test_who_is_refused_does_not_count(time: FastTime) -> None:
    limiter = Limiter(Rule(requests=1, seconds=60))
    await send(limiter, 1)
    for _ in range(5):
        await held_back(limiter)
    assert limiter.sent_in_last_hour == 1


async def test_a_named_wait_holds_for_all_paths(time: FastTime) -> None:
    limiter = Limiter()
    assert await meet_limit(limiter, 20) == 20
    await send(limiter, path="anything")
    assert time.naps == [20]
    assert limiter.retry_after == 0
    assert await meet_limit(limiter, 600) == 600
    time.now += 60
    assert await held_back(limiter, "anything") == 540


async def test_without_a_named_wait_it_doubles_up_to_an_hour(time: FastTime) -> None:
    limiter = Limiter()
    waits = []
    for _ in range(7):
        waits.append(await meet_limit(limiter))
        time.now += limiter.retry_after
    assert waits == [120, 240, 480, 960, 1920, 3600, 3600]


async def test_a_success_makes_the_next_wait_short_again(time: FastTime) -> None:
    limiter = Limiter()
    for _ in range(2):
        await meet_limit(limiter)
        time.now += limiter.retry_after
    await send(limiter)
    assert await meet_limit(limiter) == 120


async def test_a_short_named_wait_that_was_not_enough_doubles_too(
    time: FastTime,
) -> None:
    limiter = Limiter()
    waits = []
    for _ in range(4):
        waits.append(await meet_limit(limiter, 40))
        time.now += limiter.retry_after
    assert waits == [40, 80, 160, 320]


@pytest.mark.parametrize("absurd", [10.0**12, math.inf])
async def test_an_absurd_wait_is_an_hour(time: FastTime, absurd: float) -> None:
    limiter = Limiter()
    assert await meet_limit(limiter, absurd) == HOUR
    time.now += HOUR
    await send(limiter)


async def test_requests_that_were_on_their_way_double_nothing(time: FastTime) -> None:
    """Ten requests at once hit the same limit; another succeeds after them."""
    limiter = Limiter()
    on_their_way, go = asyncio.Event(), asyncio.Event()

    async def refuse() -> None:
        on_their_way.set()
        await go.wait()
        raise RateLimited("429")

    async def late() -> None:
        await go.wait()
        await asyncio.sleep(0)

    requests = [
        asyncio.create_task(limiter.send("user", request))
        for request in [*[refuse] * 10, late]
    ]
    await on_their_way.wait()
    go.set()
    results = await asyncio.gather(*requests, return_exceptions=True)
    assert [type(result) for result in results] == [RateLimited] * 10 + [type(None)]
    assert limiter.retry_after == 120
    time.now += 120
    assert await meet_limit(limiter) == 240


async def test_requests_of_the_last_hour_are_counted(time: FastTime) -> None:
    limiter = Limiter()
    assert limiter.sent_in_last_hour == 0
    await send(limiter, 3)
    time.now += HOUR - 1
    await send(limiter, 2)
    assert limiter.sent_in_last_hour == 5
    time.now += 1
    assert limiter.sent_in_last_hour == 2
    await send(limiter, 1)
    assert limiter.sent_in_last_hour == 3


def test_the_rules_are_known() -> None:
    rules = (Rule(requests=1, seconds=2), Rule(requests=3, seconds=4))
    assert Limiter(*rules).rules == rules
