"""All torrents of an account, kept up to date with one small request at a time."""

import asyncio
from typing import Final

from ...api.transfers import TransferState
from .torrents import Torrent, TorrentCalls

# The minimum that one request reads: new torrents come first in the list.
NEWEST: Final = 100

# The maximum that one request reads to find unfinished torrents: those further down
# were abandoned long ago.
DEEPEST: Final = 1000

_DONE: Final = (TransferState.FINISHED, TransferState.FAILED)


class Library:
    """The torrents of an account, newest first.

    Only unfinished torrents change, and the list grows only at its beginning: one
    request reads down to the last unfinished torrent. If the number of torrents does
    not match then, such as after an old one was deleted, the rest is read as well.
    """

    def __init__(self, calls: TorrentCalls) -> None:
        """Initialize with the calls; nothing is read yet."""
        self._calls = calls
        self._torrents: tuple[Torrent, ...] = ()
        self._reach = 0
        self._lock = asyncio.Lock()

    def forget(self) -> None:
        """Let the next update read the whole list."""
        self._torrents = ()

    async def read(self) -> tuple[Torrent, ...]:
        """Return the current torrents; raises a ProviderError."""
        async with self._lock:
            known = self._torrents
            undone = [
                i
                for i, torrent in enumerate(known[:DEEPEST])
                if torrent.state not in _DONE
            ]
            # Read some more, since new torrents move the others down; and as far as the
            # last time, since a finished torrent can become unfinished once again.
            last, self._reach = self._reach, max((i + 10 for i in undone), default=0)
            reach = max(NEWEST, self._reach, last) if known else None
            page = await self._calls.list(limit=reach)
            torrents = page.torrents
            if page.total is None:
                more = reach is not None and len(torrents) >= reach
            else:
                more = len(torrents) < page.total
            if more:
                older = _after(known, torrents)
                if len(torrents) + len(older) != page.total:
                    rest = await self._calls.list(offset=len(torrents))
                    ids = {torrent.torrent_id for torrent in torrents}
                    older = tuple(t for t in rest.torrents if t.torrent_id not in ids)
                torrents += older
            self._torrents = torrents
        return torrents


def _after(
    known: tuple[Torrent, ...], newest: tuple[Torrent, ...]
) -> tuple[Torrent, ...]:
    """Return the known torrents after the newest ones, None if these are not known."""
    ids = [torrent.torrent_id for torrent in known]
    last = newest[-1].torrent_id if newest else None
    return known[ids.index(last) + 1 :] if last in ids else ()
