"""All torrents of an account, kept up to date with one small request at a time."""

import asyncio
from typing import Final

from ...api.transfers import TransferState
from .torrents import Torrent, TorrentCalls

# What one request reads at least: new torrents come first in the list.
NEWEST: Final = 100

# Nor does one request read further than this for a torrent that is not done yet:
# what waits down there was forgotten long ago.
DEEPEST: Final = 1000

_DONE: Final = (TransferState.FINISHED, TransferState.FAILED)


class Library:
    """The torrents of an account, newest first.

    Only torrents that are not done yet change, and only at its beginning does the
    list grow: one request reads as far down as that. Where the number of torrents
    does not fit then, as when an old one was deleted, the rest is read as well.
    """

    def __init__(self, calls: TorrentCalls) -> None:
        """Take the calls; nothing is read yet."""
        self._calls = calls
        self._torrents: tuple[Torrent, ...] = ()
        self._reach = 0
        self._lock = asyncio.Lock()

    def forget(self) -> None:
        """Let the next reading be a thorough one."""
        self._torrents = ()

    async def read(self) -> tuple[Torrent, ...]:
        """Return the torrents as they are now; raises a ProviderError."""
        async with self._lock:
            known = self._torrents
            undone = [
                i
                for i, torrent in enumerate(known[:DEEPEST])
                if torrent.state not in _DONE
            ]
            # Some further, since what is new has pushed them down; and as far as the
            # last time, so that what was done for once can still turn out not to be.
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
    """Return the known torrents that come after the newest ones, if that is known."""
    ids = [torrent.torrent_id for torrent in known]
    last = newest[-1].torrent_id if newest else None
    return known[ids.index(last) + 1 :] if last in ids else ()
