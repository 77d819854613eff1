"""The simulator's clock: real time, moved by an offset or standing still."""

from datetime import UTC, datetime, tzinfo
import time
from typing import Any

from tests.simulator.shape import from_plain


class Clock:
    """Unix time that a scene can change, for all services.

    It follows `time.time()`, so a test that freezes the process's time freezes it too.
    """

    def __init__(self, stopped_at: float | None = None) -> None:
        """Follow the real time, or stop at a unix time."""
        self._start = stopped_at
        self.reset()

    @property
    def stopped(self) -> bool:
        """Return true if time only moves by control calls."""
        return self._stopped_at is not None

    def reset(self) -> None:
        """Restore the initial state."""
        self.offset = 0.0
        self._stopped_at = self._start

    def snapshot(self) -> dict[str, float | None]:
        """Return the offset and the stopped time, as JSON."""
        return {"offset": self.offset, "stopped_at": self._stopped_at}

    def restore(self, data: dict[str, Any]) -> None:
        """Restore the result of `snapshot`."""
        self.offset = from_plain(float, data.get("offset"), "offset")
        self._stopped_at = data.get("stopped_at")

    def now(self) -> float:
        """Return the simulated unix time in seconds."""
        if self._stopped_at is not None:
            return self._stopped_at
        return time.time() + self.offset

    def local(self, zone: tzinfo = UTC) -> datetime:
        """Return the simulated time as an aware datetime."""
        return datetime.fromtimestamp(self.now(), zone)

    def advance(self, seconds: float) -> None:
        """Move time forwards; backwards with a negative number of seconds."""
        self.move_to(self.now() + seconds)

    def move_to(self, timestamp: float) -> None:
        """Set the simulated unix time; a running clock runs on from there."""
        self.offset = timestamp - time.time()
        if self._stopped_at is not None:
            self._stopped_at = timestamp

    def stop(self) -> None:
        """Stop: from now on only `advance` and `move_to` change the time."""
        self._stopped_at = self.now()

    def run(self) -> None:
        """Continue from the current time of the clock."""
        now = self.now()
        self._stopped_at = None
        self.move_to(now)
