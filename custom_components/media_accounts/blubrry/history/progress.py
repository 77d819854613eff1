"""The progress of reading the history of a podcast, as stored."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Self

from ...api.parsing import Json, as_int, as_map, as_text
from ..api.dates import as_day

_PROGRAM_ONLY: Final = "program"
_WITH_EPISODES: Final = "episodes"

# A podcast is assumed to begin after this many spans in a row without downloads.
_EMPTY_SPANS: Final = 2


@dataclass(frozen=True, kw_only=True)
class Progress:
    """All days from `oldest` on have been read; None if there are no older ones.

    `empty` is the number of spans without downloads in a row before that. `by_episode`
    is True if the episodes have been read, too.
    """

    by_episode: bool
    oldest: date | None
    empty: int = 0

    @classmethod
    def from_memory(cls, memory: Json) -> Self | None:
        """Read the value of `memory`; None if it is invalid."""
        fields = as_map(memory)
        depth = as_text(fields.get("depth")) if fields else as_text(memory)
        oldest = as_day(fields.get("oldest"))
        if depth not in (_PROGRAM_ONLY, _WITH_EPISODES) or (fields and not oldest):
            return None
        return cls(
            by_episode=depth == _WITH_EPISODES,
            oldest=oldest,
            empty=as_int(fields.get("empty")) or 0,
        )

    @property
    def memory(self) -> Json:
        """Return the value to store: only `by_episode` for a complete history."""
        depth = _WITH_EPISODES if self.by_episode else _PROGRAM_ONLY
        if self.oldest is None:
            return depth
        return {"depth": depth, "oldest": self.oldest.isoformat(), "empty": self.empty}

    def after(self, first: date, *, is_empty: bool) -> Self:
        """Return the progress after the span that begins on `first`."""
        empty = self.empty + 1 if is_empty else 0
        if empty == _EMPTY_SPANS:
            return self.completed()
        return replace(self, oldest=first, empty=empty)

    def completed(self) -> Self:
        """Return the progress of a complete history."""
        return replace(self, oldest=None, empty=0)
