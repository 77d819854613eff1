"""The rate limits of one account, for all of its calls.

Knows neither a provider nor Home Assistant.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
import time
from typing import Final

from .errors import RateLimited

# A call waits for its turn no longer than this: a person may be looking at a spinning
# dialog. Beyond it, the caller gets the wait as an error instead.
MAX_WAIT_SECONDS: Final = 30

# How long the calls are held back after a 429 without Retry-After, and at most.
MIN_BACK_OFF_SECONDS: Final = 120.0
MAX_BACK_OFF_SECONDS: Final = 3600.0

_HOUR: Final = 3600

# Rounding can leave a wait so short that no clock would see it pass.
_MIN_WAIT_SECONDS: Final = 0.001


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
    """The rules of one account, and how long its service is left alone.

    Owns every wait for a rate limit: whichever call met it, all calls of the account
    are held back, and a caller that gets a RateLimited error finds in `retry_after`
    when to come back.
    """

    def __init__(self, *rules: Rule) -> None:
        """Take the rules; each counts separately."""
        self._rules = rules
        self._sent: deque[float] = deque()
        self._back_off = 0.0
        self._held_until = 0.0

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Return the rules."""
        return self._rules

    @property
    def sent_in_last_hour(self) -> int:
        """Return how many requests were sent in the last hour."""
        self._forget_old(time.monotonic())
        return len(self._sent)

    @property
    def retry_after(self) -> float:
        """Return the seconds for which the service is left alone, 0 for none."""
        return self._wait([])

    async def send[T](self, path: str, request: Callable[[], Awaitable[T]]) -> T:
        """Send a request for `path` when it is its turn, and return its result.

        Raises RateLimited with the seconds to wait, without sending anything where the
        turn would come too late; and everything that `request` raises.
        """
        await self._acquire(path)
        try:
            result = await request()
        except RateLimited as err:
            self._hold(err.retry_after)
            raise RateLimited(str(err), retry_after=self.retry_after) from err
        if not self.retry_after:
            self._back_off = 0.0
        return result

    async def _acquire(self, path: str) -> None:
        rules = [rule for rule in self._rules if rule.covers(path)]
        while wait := self._wait(rules):
            if wait > MAX_WAIT_SECONDS:
                raise RateLimited("waiting for a rate limit", retry_after=wait)
            await asyncio.sleep(wait)
        # Nothing is awaited between the check and the count: no other call comes first.
        now = time.monotonic()
        for rule in rules:
            rule.count(now)
        self._forget_old(now)
        self._sent.append(now)

    def _hold(self, named: float | None) -> None:
        """Hold all calls back after one was refused.

        The wait is the one that the service named, in seconds. Without it, and where
        the last wait was not enough, it doubles. A refused call that was sent before
        the hold began doubles nothing.
        """
        wait = named or 0.0
        if not self.retry_after:
            wait = max(named or MIN_BACK_OFF_SECONDS, 2 * self._back_off)
            self._back_off = min(wait, MAX_BACK_OFF_SECONDS)
        until = time.monotonic() + min(wait, MAX_BACK_OFF_SECONDS)
        self._held_until = max(self._held_until, until)

    def _forget_old(self, now: float) -> None:
        while self._sent and self._sent[0] <= now - _HOUR:
            self._sent.popleft()

    def _wait(self, rules: list[Rule]) -> float:
        now = time.monotonic()
        wait = max(self._held_until - now, *(rule.wait(now) for rule in rules), 0.0)
        return wait if wait >= _MIN_WAIT_SECONDS else 0.0
