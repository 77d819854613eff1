"""The media of a Real-Debrid account: finished torrents, and downloads."""

from collections.abc import Iterator, Sequence
import mimetypes
from typing import Final

from ..api.transfers import TransferState
from ..provider.account import MediaAccountsConfigEntry
from ..provider.media import MediaKind, MediaNode, MediaNotFound, Playable
from .account import account_of
from .api.downloads import Download
from .api.torrents import Torrent

# A folder shows this many items, then further folders: thousands are unusable.
PER_FOLDER: Final = 100

TORRENTS: Final = "torrents"
DOWNLOADS: Final = "downloads"

_TITLES: Final = {TORRENTS: "Torrents", DOWNLOADS: "Downloads"}

_KINDS: Final = {
    "audio": MediaKind.MUSIC,
    "image": MediaKind.IMAGE,
    "video": MediaKind.VIDEO,
}


class RealDebridMedia:
    """Folders of torrents with their files, and the downloads; newest first.

    Paths are `torrents`, `torrents/<number of a page>/page`, `torrents/<id>` and
    `torrents/<id>/<file id>`, and the same for `downloads` without files. No path
    contains a link: playing requests a fresh one.
    """

    async def browse(
        self, entry: MediaAccountsConfigEntry, path: tuple[str, ...]
    ) -> MediaNode:
        """Return the node at `path` with its children."""
        match path:
            case ():
                folders = tuple(_folder((name,), _TITLES[name]) for name in _TITLES)
                return _folder((), entry.title, folders)
            case (str(name),) if name in _TITLES:
                return _page(name, await self._nodes(entry, name), 1)
            case (str(name), number, "page") if name in _TITLES and number.isdecimal():
                return _page(name, await self._nodes(entry, name), int(number))
            case ("torrents", torrent_id):
                torrents = account_of(entry).client.torrents
                return _files(await torrents.details(torrent_id))
        raise MediaNotFound

    async def resolve(
        self, entry: MediaAccountsConfigEntry, path: tuple[str, ...]
    ) -> Playable:
        """Return a fresh address of the file at `path`."""
        match path:
            case ("torrents", torrent_id, file_id):
                link = await self._torrent_link(entry, torrent_id, file_id)
            case ("downloads", download_id):
                link = await self._download_link(entry, download_id)
            case _:
                raise MediaNotFound
        fresh = await account_of(entry).client.unrestrict.link(link)
        mime_type = _mime_type(fresh.name, fresh.mime_type)
        if mime_type is None:
            raise MediaNotFound
        return Playable(url=fresh.address, mime_type=mime_type)

    async def search(
        self, entry: MediaAccountsConfigEntry, query: str
    ) -> tuple[MediaNode, ...]:
        """Return the torrents and downloads whose name contains `query`."""
        nodes = [node for name in _TITLES for node in await self._nodes(entry, name)]
        wanted = query.casefold()
        return tuple(node for node in nodes if wanted in node.title.casefold())

    async def _nodes(
        self, entry: MediaAccountsConfigEntry, name: str
    ) -> tuple[MediaNode, ...]:
        account = account_of(entry)
        if name == TORRENTS:
            return tuple(_torrents(await account.transfers.library.read()))
        return tuple(_downloads((await account.client.downloads.list()).downloads))

    async def _torrent_link(
        self, entry: MediaAccountsConfigEntry, torrent_id: str, file_id: str
    ) -> str:
        torrent = await account_of(entry).client.torrents.details(torrent_id)
        for file, link in torrent.linked:
            if file is not None and str(file.file_id) == file_id:
                return link
        raise MediaNotFound

    async def _download_link(
        self, entry: MediaAccountsConfigEntry, download_id: str
    ) -> str:
        page = await account_of(entry).client.downloads.list()
        for download in page.downloads:
            if download.download_id == download_id and download.link:
                return download.link
        raise MediaNotFound


def _folder(
    path: tuple[str, ...], title: str, children: tuple[MediaNode, ...] = ()
) -> MediaNode:
    return MediaNode(
        path=path,
        title=title,
        kind=MediaKind.DIRECTORY,
        can_expand=True,
        children=children,
    )


def _page(name: str, nodes: Sequence[MediaNode], number: int) -> MediaNode:
    """Return a page of a list; the first one also links all others."""
    if not 1 <= number <= max(1, -(-len(nodes) // PER_FOLDER)):
        raise MediaNotFound
    first = (number - 1) * PER_FOLDER
    children = tuple(nodes[first : first + PER_FOLDER])
    if number > 1:
        return _folder((name, str(number), "page"), _span(nodes, number), children)
    others = tuple(
        _folder((name, str(other), "page"), _span(nodes, other))
        for other in range(2, -(-len(nodes) // PER_FOLDER) + 1)
    )
    return _folder((name,), _TITLES[name], children + others)


def _span(nodes: Sequence[MediaNode], number: int) -> str:
    """Return the range of list positions that a page shows."""
    last = min(number * PER_FOLDER, len(nodes))
    return f"{(number - 1) * PER_FOLDER + 1}-{last}"


def _torrents(torrents: Sequence[Torrent]) -> Iterator[MediaNode]:
    for torrent in torrents:
        if torrent.state is TransferState.FINISHED:
            yield _folder(
                (TORRENTS, torrent.torrent_id), torrent.name or torrent.torrent_id
            )


def _files(torrent: Torrent) -> MediaNode:
    """Return a torrent with its playable files."""
    path = (TORRENTS, torrent.torrent_id)
    children = [
        _playable((*path, str(file.file_id)), file.path.lstrip("/"), None)
        for file, _ in torrent.linked
        if file is not None
    ]
    return _folder(
        path,
        torrent.name or torrent.torrent_id,
        tuple(child for child in children if child is not None),
    )


def _downloads(downloads: Sequence[Download]) -> Iterator[MediaNode]:
    for download in downloads:
        path = (DOWNLOADS, download.download_id)
        node = _playable(path, download.name, download.mime_type)
        if node is not None and download.link:
            yield node


def _playable(
    path: tuple[str, ...], name: str, mime_type: str | None
) -> MediaNode | None:
    """Return a video, an image or an audio file; None for any other file."""
    mime_type = _mime_type(name, mime_type)
    if mime_type is None:
        return None
    return MediaNode(
        path=path,
        title=name,
        kind=_KINDS[mime_type.partition("/")[0]],
        mime_type=mime_type,
    )


def _mime_type(name: str, mime_type: str | None) -> str | None:
    """Return the type of a playable file, as reported by the service or by its name."""
    for candidate in (mime_type, mimetypes.guess_type(name)[0]):
        if candidate and candidate.partition("/")[0] in _KINDS:
            return candidate
    return None
