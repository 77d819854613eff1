"""How far back the history of a program has been read, as it is remembered."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Self

from ...api.parsing import Json, as_int, as_map, as_text
from ..api.dates import as_day

_PROGRAM_ONLY: Final = "program"
_WITH_EPISODES: Final = "episodes"

# A program is taken for unborn where so many spans in a row have no downloads.
_EMPTY_SPANS: Final = 2


@dataclass(frozen=True, kw_only=True)
class Progress:
    """All days from `oldest` on have been read; None where there are no others.

    Before that, so many spans in a row were `empty`. `by_episode` says whether the
    episodes have been read, too.
    """

    by_episode: bool
    oldest: date | None
    empty: int = 0

    @classmethod
    def from_memory(cls, memory: Json) -> Self | None:
        """Read what `memory` gave; None where it is nothing of the kind."""
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
        """Return what is remembered: of a whole history its depth only."""
        depth = _WITH_EPISODES if self.by_episode else _PROGRAM_ONLY
        if self.oldest is None:
            return depth
        return {"depth": depth, "oldest": self.oldest.isoformat(), "empty": self.empty}

    def after(self, first: date, *, is_empty: bool) -> Self:
        """Return how far it is with the span that begins on `first`."""
        empty = self.empty + 1 if is_empty else 0
        if empty == _EMPTY_SPANS:
            return self.completed()
        return replace(self, oldest=first, empty=empty)

    def completed(self) -> Self:
        """Return that there is nothing before."""
        return replace(self, oldest=None, empty=0)
