"""How many requests an account may make, whoever makes them.

Knows neither a provider nor Home Assistant.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
import time
from typing import Final

from .errors import RateLimited

# Nobody wants to look at a spinning dialog longer than this; the caller is told
# how long it would take instead.
MAX_WAIT_SECONDS: Final = 30

_HOUR: Final = 3600

MIN_WAIT_SECONDS: Final = 0.001

# The seams for tests, in which minutes pass at once.
sleep = asyncio.sleep


def monotonic() -> float:
    """Return the seconds of a clock that nobody sets."""
    return time.monotonic()


@dataclass(frozen=True, kw_only=True)
class Rule:
    """At most `requests` in any `seconds`, of the requests that it `covers`."""

    requests: int
    seconds: float
    covers: Callable[[str], bool] = lambda _: True
    _sent: deque[float] = field(default_factory=deque, compare=False, repr=False)

    def wait(self, now: float) -> float:
        """Return the seconds until the next request fits in."""
        while self._sent and self._sent[0] <= now - self.seconds:
            self._sent.popleft()
        if len(self._sent) < self.requests:
            return 0
        return self._sent[0] + self.seconds - now

    def count(self, now: float) -> None:
        """Count a request."""
        self._sent.append(now)


class Limiter:
    """The rules of one account, and the pauses that its service asked for."""

    def __init__(self, *rules: Rule) -> None:
        """Take the rules; each is counted by itself."""
        self._rules = rules
        self._paused_until = 0.0
        self._sent: deque[float] = deque()

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Return the rules."""
        return self._rules

    @property
    def sent_in_last_hour(self) -> int:
        """Return how many requests were sent in the last hour."""
        self._forget_old(monotonic())
        return len(self._sent)

    @property
    def pause_left(self) -> float:
        """Return the seconds until the pause ends that the service asked for."""
        return self._wait([])

    async def acquire(self, path: str) -> None:
        """Wait for the turn of a request for `path`.

        Raises RateLimited, with the wait, where that would take too long.
        """
        rules = [rule for rule in self._rules if rule.covers(path)]
        while wait := self._wait(rules):
            if wait > MAX_WAIT_SECONDS:
                raise RateLimited("waiting for a pause to end", retry_after=wait)
            await sleep(wait)
        # Nothing is awaited since the last look at the rules: the turn is ours.
        now = monotonic()
        for rule in rules:
            rule.count(now)
        self._forget_old(now)
        self._sent.append(now)

    def _forget_old(self, now: float) -> None:
        while self._sent and self._sent[0] <= now - _HOUR:
            self._sent.popleft()

    def _wait(self, rules: list[Rule]) -> float:
        now = monotonic()
        waits = [rule.wait(now) for rule in rules]
        wait = max(self._paused_until - now, *waits, 0.0)
        # Rounding can leave so little that no clock would ever see it pass.
        return wait if wait >= MIN_WAIT_SECONDS else 0.0

    def pause(self, seconds: float) -> None:
        """Let nobody send anything for so long: the service said "slow down"."""
        self._paused_until = max(self._paused_until, monotonic() + seconds)
