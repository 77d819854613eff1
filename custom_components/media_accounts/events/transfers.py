"""The events of transfers, for every debrid service."""

from collections.abc import Iterable, Sequence
from typing import Final

from ..api.parsing import Json, as_list, as_map
from ..api.transfers import Transfer, TransferState
from .announcement import Announcement, Changes

# The events: a new transfer, and the first time that a transfer reaches a state.
ADDED: Final = "added"
CHOICE_NEEDED: Final = "choice_needed"
FINISHED: Final = "finished"
FAILED: Final = "failed"

_EVENTS: Final = {
    TransferState.WAITING: CHOICE_NEEDED,
    TransferState.FINISHED: FINISHED,
    TransferState.FAILED: FAILED,
}

TRANSFER_EVENTS: Final = (ADDED, *_EVENTS.values())

# Ids are not reused. Those of removed transfers are remembered for a while, so that an
# incomplete response does not announce them a second time.
_REMEMBERED: Final = 1000


def transfer_changes(memory: Json, transfers: Sequence[Transfer]) -> Changes:
    """Compare the transfers, the newest one first, with the memory.

    Each event is announced once for a transfer. Without a memory nothing is announced,
    and all events count as announced.
    """
    own_events = {transfer.torrent_id: _own_events(transfer) for transfer in transfers}
    announced = {kind: as_list(ids) for kind, ids in as_map(memory).items()}
    events: list[Announcement] = []
    remembered: dict[str, Json] = {}
    for kind in TRANSFER_EVENTS:
        known = announced.get(kind, [])
        known_ids = set(map(str, known))
        new = [
            transfer
            for transfer in reversed(transfers)
            if kind in own_events[transfer.torrent_id]
            and transfer.torrent_id not in known_ids
        ]
        if memory is not None:
            events += [_event(kind, transfer) for transfer in new]
        remembered[kind] = [
            *_without_oldest(known, own_events),
            *(transfer.torrent_id for transfer in new),
        ]
    return remembered, tuple(events)


def _own_events(transfer: Transfer) -> set[str]:
    if transfer.state in _EVENTS:
        return {ADDED, _EVENTS[transfer.state]}
    return {ADDED}


def _without_oldest(ids: Sequence[Json], present: Iterable[str]) -> list[Json]:
    """Return the ids without the oldest ones of removed transfers."""
    present = set(present)
    gone = [torrent_id for torrent_id in ids if torrent_id not in present]
    forgotten = set(map(str, gone[:-_REMEMBERED]))
    return [torrent_id for torrent_id in ids if torrent_id not in forgotten]


def _event(kind: str, transfer: Transfer) -> Announcement:
    return Announcement(
        kind=kind,
        details={
            "torrent_id": transfer.torrent_id,
            "name": transfer.name,
            "status": transfer.status,
            "size": transfer.size,
        },
    )
