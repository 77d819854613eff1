"""How many requests an account may make, whoever makes them."""

import asyncio

import pytest

from custom_components.media_accounts.api import limiter as limiter_module
from custom_components.media_accounts.api.errors import RateLimited
from custom_components.media_accounts.api.limiter import MAX_WAIT_SECONDS, Limiter, Rule
from tests.support import FastTime

HOUR = 3600


@pytest.fixture(autouse=True)
def auto_enable_custom_integrations() -> None:
    """Need no Home Assistant."""


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> FastTime:
    """Return a clock that moves only when somebody waits."""
    fast_time = FastTime()
    fast_time.rule(limiter_module, monkeypatch)
    return fast_time


async def send(limiter: Limiter, number: int, path: str = "user") -> None:
    for _ in range(number):
        await limiter.acquire(path)


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
    # All three of the first moment are forgotten by now.
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
        await limiter.acquire("user")
        sent.append(time.now)

    await asyncio.gather(*(caller() for _ in range(6)))
    assert all(
        len([moment for moment in sent if start <= moment < start + 10]) <= 2
        for start in sent
    )


async def test_nobody_waits_longer_than_half_a_minute(time: FastTime) -> None:
    limiter = Limiter(Rule(requests=1, seconds=MAX_WAIT_SECONDS + 1))
    await send(limiter, 1)
    with pytest.raises(RateLimited) as caught:
        await limiter.acquire("user")
    assert caught.value.retry_after == MAX_WAIT_SECONDS + 1
    assert time.naps == []
    time.now += 1
    await limiter.acquire("user")
    assert time.naps == [MAX_WAIT_SECONDS]


async def test_who_is_refused_does_not_count(time: FastTime) -> None:
    limiter = Limiter(Rule(requests=1, seconds=60))
    await send(limiter, 1)
    for _ in range(5):
        with pytest.raises(RateLimited):
            await limiter.acquire("user")
    assert limiter.sent_in_last_hour == 1


async def test_a_pause_holds_for_all_paths_and_the_longest_one_counts(
    time: FastTime,
) -> None:
    limiter = Limiter()
    limiter.pause(20)
    limiter.pause(5)
    assert limiter.pause_left == 20
    await send(limiter, 1, "anything")
    assert time.naps == [20]
    assert limiter.pause_left == 0
    limiter.pause(600)
    with pytest.raises(RateLimited) as caught:
        await limiter.acquire("anything")
    assert caught.value.retry_after == 600


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
