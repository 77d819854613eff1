"""The common model of the transfers of all debrid services."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from .parsing import Identifier, Text, total


class TransferState(StrEnum):
    """The state of a transfer, mapped from the service's own states."""

    ACTIVE = "active"
    WAITING = "waiting"
    FINISHED = "finished"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class Transfer:
    """A transfer of any service; size in bytes, speed in bytes per second.

    `name` is None while the service does not know it, `state` if its `status` is not
    documented. `progress` is in percent.
    """

    torrent_id: Identifier
    name: Text | None
    status: str
    state: TransferState | None
    progress: float | None
    size: int | None
    speed: int | None


@dataclass(frozen=True, kw_only=True)
class TransferCounts:
    """The counts of an account's transfers; `speed` is in bytes per second.

    `progress` is the percentage of all active transfers together, None without any.
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
    def of(cls, transfers: Sequence[Transfer], slots: int | None) -> Self:
        """Count the transfers of an account."""
        counts = Counter(transfer.state for transfer in transfers)
        active = [
            transfer for transfer in transfers if transfer.state is TransferState.ACTIVE
        ]
        return cls(
            total=len(transfers),
            active=len(active),
            waiting=counts[TransferState.WAITING],
            finished=counts[TransferState.FINISHED],
            failed=counts[TransferState.FAILED],
            speed=total(transfer.speed or 0 for transfer in active),
            progress=_progress(active),
            slots=slots,
        )


def _progress(transfers: Sequence[Transfer]) -> float | None:
    """Return the progress of all transfers: by size, or by number without sizes."""
    if not transfers:
        return None
    sizes = [transfer.size or 0 for transfer in transfers]
    weights = sizes if all(sizes) else [1] * len(sizes)
    done = sum(w * (t.progress or 0) for w, t in zip(weights, transfers, strict=True))
    return round(done / sum(weights), 1)
