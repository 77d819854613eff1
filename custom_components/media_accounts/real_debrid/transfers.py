"""How busy the torrents of an account are, and what happened to them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Self

from ..api.parsing import Json, as_list, as_map
from ..events.announcement import Announcement
from .api.torrents import Phase, Torrent

# What is announced when a torrent first reaches a phase; a new one was added.
ADDED: Final = "added"
KINDS: Final = {
    Phase.WAITING: "choice_needed",
    Phase.FINISHED: "finished",
    Phase.FAILED: "failed",
}

# Ids are not used again. Those of torrents that are gone are remembered for a
# while, so that an answer with a gap in it makes nobody announce them once more.
_REMEMBERED: Final = 1000


@dataclass(frozen=True, kw_only=True)
class Transfers:
    """The torrents in numbers; `speed` is in bytes per second.

    `progress` is the percentage of all active torrents together, None without any.
    `slots` is how many may be active at the same time.
    """

    total: int
    active: int
    waiting: int
    finished: int
    failed: int
    speed: int
    progress: float | None
    slots: int | None

    @classmethod
    def of(cls, torrents: Sequence[Torrent], slots: int | None) -> Self:
        """Count the torrents of a library."""
        counts = Counter(torrent.phase for torrent in torrents)
        active = [torrent for torrent in torrents if torrent.phase is Phase.ACTIVE]
        return cls(
            total=len(torrents),
            active=len(active),
            waiting=counts[Phase.WAITING],
            finished=counts[Phase.FINISHED],
            failed=counts[Phase.FAILED],
            speed=sum(torrent.speed for torrent in active),
            progress=_progress(active),
            slots=slots,
        )


def _progress(torrents: Sequence[Torrent]) -> float | None:
    """Return the progress of all together: by size, or by number without sizes."""
    if not torrents:
        return None
    sizes = [torrent.size or 0 for torrent in torrents]
    weights = sizes if all(sizes) else [1] * len(sizes)
    done = sum(w * t.progress for w, t in zip(weights, torrents, strict=True))
    return round(done / sum(weights), 1)


def transfers_news(
    memory: Json, torrents: Sequence[Torrent]
) -> tuple[Json, tuple[Announcement, ...]]:
    """Compare the torrents with what was told of them.

    Returns what to remember, and what to announce: each kind once for a torrent,
    the oldest torrent first. Without a memory everything counts as told.
    """
    kinds = {torrent.torrent_id: _kinds(torrent) for torrent in torrents}
    told = {kind: as_list(ids) for kind, ids in as_map(memory).items()}
    announcements = []
    remembered: dict[str, Json] = {}
    for kind in (ADDED, *KINDS.values()):
        known = told.get(kind, [])
        seen = set(map(str, known))
        new = [
            torrent
            for torrent in reversed(torrents)
            if kind in kinds[torrent.torrent_id] and torrent.torrent_id not in seen
        ]
        if memory is not None:
            announcements += [_announcement(kind, torrent) for torrent in new]
        remembered[kind] = [
            *_not_forgotten(known, kinds),
            *(torrent.torrent_id for torrent in new),
        ]
    return remembered, tuple(announcements)


def _kinds(torrent: Torrent) -> set[str]:
    kinds = {ADDED}
    if torrent.phase in KINDS:
        kinds.add(KINDS[torrent.phase])
    return kinds


def _not_forgotten(ids: Iterable[Json], present: Iterable[str]) -> list[Json]:
    """Return the ids without the oldest ones of torrents that are long gone."""
    present = set(present)
    ids = list(ids)
    gone = [torrent_id for torrent_id in ids if torrent_id not in present]
    forgotten = set(map(str, gone[:-_REMEMBERED]))
    return [torrent_id for torrent_id in ids if torrent_id not in forgotten]


def _announcement(kind: str, torrent: Torrent) -> Announcement:
    return Announcement(
        kind=kind,
        details={
            "torrent_id": torrent.torrent_id,
            "name": torrent.name,
            "status": torrent.status,
            "size": torrent.size,
        },
    )
