"""The rate limit: the number of requests a minute for each token."""

from collections import defaultdict, deque

WINDOW = 60.0


class Limiter:
    """A sliding window of a minute for each key; refused requests count too."""

    def __init__(self) -> None:
        """Initialize without requests."""
        self._times: defaultdict[str, deque[float]] = defaultdict(deque)

    def wait(self, key: str, limit: int, now: float) -> float:
        """Count a request; return 0 if it is allowed, else the seconds to wait."""
        times = self._times[key]
        while times and times[0] <= now - WINDOW:
            times.popleft()
        times.append(now)
        if len(times) <= limit:
            return 0.0
        return times[-limit] + WINDOW - now
