"""All torrents of an account, kept up to date with one small request at a time."""

import asyncio
from typing import Final

from .torrents import Phase, Torrent, TorrentCalls

# What one request reads at least: new torrents come first in the list.
NEWEST: Final = 100

_FINAL: Final = (Phase.FINISHED, Phase.FAILED)


class Library:
    """The torrents of an account, newest first.

    Only torrents that are not done yet change, and only at its beginning does the
    list grow: one request reads as far down as that. Whatever does not fit together
    then, such as an old torrent that was deleted, has everything read again.
    """

    def __init__(self, calls: TorrentCalls) -> None:
        """Take the calls; nothing is read yet."""
        self._calls = calls
        self._torrents: tuple[Torrent, ...] = ()
        self._lock = asyncio.Lock()

    @property
    def torrents(self) -> tuple[Torrent, ...]:
        """Return the torrents as they were read last."""
        return self._torrents

    async def read(self) -> tuple[Torrent, ...]:
        """Return the torrents as they are now; raises a ProviderError."""
        async with self._lock:
            torrents = await self._read_changes() if self._torrents else None
            if torrents is None:
                torrents = (await self._calls.list()).torrents
            self._torrents = torrents
        return torrents

    async def _read_changes(self) -> tuple[Torrent, ...] | None:
        """Return the torrents, or None where the changes alone do not tell."""
        known = self._torrents
        undone = [i for i, torrent in enumerate(known) if torrent.phase not in _FINAL]
        page = await self._calls.list(limit=max([NEWEST, *(i + 10 for i in undone)]))
        if page.total <= len(page.torrents):
            return page.torrents
        last = page.torrents[-1].torrent_id
        ids = [torrent.torrent_id for torrent in known]
        if last not in ids:
            return None
        older = known[ids.index(last) + 1 :]
        fits = len(page.torrents) + len(older) == page.total
        return page.torrents + older if fits else None
