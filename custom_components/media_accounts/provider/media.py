"""The media of a provider's accounts."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from .account import MediaAccountsConfigEntry


class MediaKind(StrEnum):
    """The media classes of Home Assistant that are used here, under their own names.

    Not imported, so that an account without a media browser loads no media player.
    """

    DIRECTORY = "directory"
    EPISODE = "episode"
    IMAGE = "image"
    MUSIC = "music"
    PODCAST = "podcast"
    VIDEO = "video"


@dataclass(frozen=True, kw_only=True)
class MediaNode:
    """One place in the media of an account.

    `path` identifies it within the account. A node without children can be opened if
    `can_expand` is set, and played if `mime_type` is given.
    """

    path: tuple[str, ...]
    title: str
    kind: MediaKind
    mime_type: str | None = None
    can_expand: bool = False
    thumbnail: str | None = None
    children: tuple[MediaNode, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Playable:
    """A fresh address to play from, which is not stored."""

    url: str
    mime_type: str


class MediaNotFound(Exception):
    """There is nothing at a path anymore, or nothing that can be played."""


class MediaTree(Protocol):
    """The media of a provider's accounts.

    Every method raises a ProviderError, or MediaNotFound.
    """

    async def browse(
        self, entry: MediaAccountsConfigEntry, path: tuple[str, ...]
    ) -> MediaNode:
        """Return the node at `path` with its children; the empty path is the root."""

    async def resolve(
        self, entry: MediaAccountsConfigEntry, path: tuple[str, ...]
    ) -> Playable:
        """Return the current address from which to play the node at `path`."""

    async def search(
        self, entry: MediaAccountsConfigEntry, query: str
    ) -> tuple[MediaNode, ...]:
        """Return the nodes whose title contains `query`."""
