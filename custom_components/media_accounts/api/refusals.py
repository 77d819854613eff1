"""When to ask again for data that a service refused: ever more rarely.

A refusal may be permanent, since a plan or a scope does not include the data, or an
error of the service. Nothing in the response tells which.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic
from typing import Final

_LONGEST_WAIT: Final = timedelta(days=7)
_MAX_DOUBLINGS: Final = 16

# Updates are not exactly one interval apart: a little early counts as due.
_EARLY: Final = 0.9


@dataclass(kw_only=True)
class Refusals:
    """The refusals of each part of an account.

    The first wait is `interval`; it doubles with each refusal in a row, up to a week.
    """

    interval: timedelta
    _refused: dict[Hashable, tuple[int, float]] = field(default_factory=dict)

    def is_due(self, key: Hashable) -> bool:
        """Return whether to ask for a part: not refused, or some time ago."""
        if key not in self._refused:
            return True
        refusals, refused_at = self._refused[key]
        wait = min(
            self.interval * 2 ** min(refusals - 1, _MAX_DOUBLINGS), _LONGEST_WAIT
        )
        due_at: float = refused_at + _EARLY * wait.total_seconds()
        return monotonic() >= due_at

    def add(self, key: Hashable) -> None:
        """Note that a part was refused."""
        refusals, _ = self._refused.get(key, (0, 0.0))
        self._refused[key] = (refusals + 1, monotonic())

    def clear(self, key: Hashable) -> None:
        """Note that a part was not refused."""
        self._refused.pop(key, None)

    def __contains__(self, key: Hashable) -> bool:
        """Return whether a part was refused when it was last asked for."""
        return key in self._refused
