"""The rate limits of one account, for all of its calls.

Depends neither on a provider nor on Home Assistant.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
import time
from typing import Final

from .errors import RateLimited

# A call waits no longer than this: the user may be looking at a spinning dialog. Beyond
# it, the caller gets the wait as an error instead.
MAX_WAIT_SECONDS: Final = 30

# How long all calls wait after a 429 without Retry-After, and at most.
MIN_BACK_OFF_SECONDS: Final = 120.0
MAX_BACK_OFF_SECONDS: Final = 3600.0

_HOUR: Final = 3600

# Rounding can make a wait shorter than the resolution of the clock.
_MIN_WAIT_SECONDS: Final = 0.001


@dataclass(frozen=True, kw_only=True)
class Rule:
    """At most `requests` in any `seconds`, of the requests that it `covers`."""

    requests: int
    seconds: float
    covers: Callable[[str], bool] = lambda _: True
    _sent: deque[float] = field(default_factory=deque, compare=False, repr=False)

    def wait(self, now: float) -> float:
        """Return the seconds until the next request is allowed."""
        while self._sent and self._sent[0] <= now - self.seconds:
            self._sent.popleft()
        if len(self._sent) < self.requests:
            return 0
        return self._sent[0] + self.seconds - now

    def count(self, now: float) -> None:
        """Count a request."""
        self._sent.append(now)


class Limiter:
    """Applies the rules of one account, and delays all calls after a 429.

    Owns every wait for a rate limit: whichever call was refused, all calls of the
    account are delayed, and `retry_after` of a RateLimited error is the time after
    which the caller can try again.
    """

    def __init__(self, *rules: Rule) -> None:
        """Initialize with the rules; each counts separately."""
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
        """Return the number of requests that were sent in the last hour."""
        self._forget_old(time.monotonic())
        return len(self._sent)

    @property
    def retry_after(self) -> float:
        """Return the seconds for which all calls are delayed, 0 for none."""
        return self._wait([])

    async def send[T](self, path: str, request: Callable[[], Awaitable[T]]) -> T:
        """Send a request for `path` when the rules allow it, and return its result.

        Raises RateLimited with the seconds to wait, without sending the request, if the
        wait would be too long; and everything that `request` raises.
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
        """Delay all calls after one was refused.

        The wait is the one that the service named, in seconds. Without it, or if the
        last wait was too short, the wait doubles. A refused call that was sent before
        the delay began does not double it.
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
