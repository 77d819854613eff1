"""Schedule requests for refused data, with increasing intervals.

A refusal may be permanent, since a plan or a scope does not include the data, or an
error of the service. The response does not distinguish the two.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic
from typing import Final

_LONGEST_WAIT: Final = timedelta(days=7)
_MAX_DOUBLINGS: Final = 16

# Updates are not exactly one interval apart: slightly early counts as due.
_EARLY: Final = 0.9


@dataclass(kw_only=True)
class Refusals:
    """Tracks the refusals of each part of an account.

    The first wait is `interval`; it doubles with each refusal in a row, up to a week.
    """

    interval: timedelta
    _refused: dict[Hashable, tuple[int, float]] = field(default_factory=dict)

    def is_due(self, key: Hashable) -> bool:
        """Return whether to request a part: it was not refused, or the wait is over."""
        if key not in self._refused:
            return True
        refusals, refused_at = self._refused[key]
        wait = min(
            self.interval * 2 ** min(refusals - 1, _MAX_DOUBLINGS), _LONGEST_WAIT
        )
        due_at: float = refused_at + _EARLY * wait.total_seconds()
        return monotonic() >= due_at

    def add(self, key: Hashable) -> None:
        """Record that a part was refused."""
        refusals, _ = self._refused.get(key, (0, 0.0))
        self._refused[key] = (refusals + 1, monotonic())

    def clear(self, key: Hashable) -> None:
        """Record that a part was not refused."""
        self._refused.pop(key, None)

    def __contains__(self, key: Hashable) -> bool:
        """Return whether a part was refused by the last request."""
        return key in self._refused
