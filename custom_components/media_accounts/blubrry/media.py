"""The media of a Blubrry account: podcasts and their episodes."""

from collections.abc import Iterable
from mimetypes import guess_type
from typing import Final, override

from yarl import URL

from ..api.errors import NotIncluded, RequestRefused
from ..provider.account import MediaAccountsConfigEntry
from ..provider.media import MediaKind, MediaNode, MediaNotFound, MediaTree, Playable
from .account import BlubrryAccount, account_of
from .api.episodes import Episode
from .api.error_codes import EPISODE_NOT_FOUND
from .api.programs import Program

# This many of the newest episodes of a podcast are shown and searched.
_MAX_EPISODES: Final = 200

_USUAL_TYPE: Final = "audio/mpeg"


class BlubrryMedia(MediaTree):
    """Paths are empty, a podcast id, or a podcast id and an episode id."""

    @override
    async def browse(
        self, entry: MediaAccountsConfigEntry, path: tuple[str, ...]
    ) -> MediaNode:
        account = account_of(entry)
        if not path:
            return MediaNode(
                path=(),
                title=entry.title,
                kind=MediaKind.DIRECTORY,
                can_expand=True,
                children=tuple(
                    _program_node(account, program)
                    for program in account.programs.values()
                ),
            )
        program = _program(account, path)
        if len(path) > 1:
            return _episode_node(program, await _episode(account, program, path[1]))
        episodes = await _episodes(account, program)
        return _program_node(
            account,
            program,
            tuple(_episode_node(program, episode) for episode in episodes),
        )

    @override
    async def resolve(
        self, entry: MediaAccountsConfigEntry, path: tuple[str, ...]
    ) -> Playable:
        account = account_of(entry)
        program = _program(account, path)
        if len(path) != 2:
            raise MediaNotFound
        episode = await _episode(account, program, path[1])
        if episode.media_url is None:
            raise MediaNotFound
        return Playable(url=episode.media_url, mime_type=_mime_type(episode))

    @override
    async def search(
        self, entry: MediaAccountsConfigEntry, query: str
    ) -> tuple[MediaNode, ...]:
        account = account_of(entry)
        wanted = query.casefold()
        found: list[MediaNode] = []
        for program in account.programs.values():
            if wanted in program.title.casefold():
                found.append(_program_node(account, program))
            found += [
                _episode_node(program, episode)
                for episode in await _episodes(account, program)
                if wanted in episode.title.casefold()
            ]
        return tuple(found)


def _program(account: BlubrryAccount, path: tuple[str, ...]) -> Program:
    program = account.programs.get(path[0]) if path else None
    if program is None:
        raise MediaNotFound
    return program


async def _episodes(account: BlubrryAccount, program: Program) -> Iterable[Episode]:
    """Return the playable episodes, the newest first; none without hosting."""
    try:
        episodes = await account.client.episodes.list(program, limit=_MAX_EPISODES)
    except NotIncluded, RequestRefused:
        return ()
    return [episode for episode in episodes if episode.media_url is not None]


async def _episode(
    account: BlubrryAccount, program: Program, episode_id: str
) -> Episode:
    try:
        episode = await account.client.episodes.read(program, episode_id)
    except RequestRefused as err:
        if err.reason == EPISODE_NOT_FOUND:
            raise MediaNotFound from err
        raise
    if episode is None:
        raise MediaNotFound
    return episode


def _program_node(
    account: BlubrryAccount, program: Program, children: tuple[MediaNode, ...] = ()
) -> MediaNode:
    return MediaNode(
        path=(program.program_id,),
        title=program.title,
        kind=MediaKind.PODCAST,
        can_expand=True,
        thumbnail=account.cover(program.program_id),
        children=children,
    )


def _episode_node(program: Program, episode: Episode) -> MediaNode:
    return MediaNode(
        path=(program.program_id, episode.episode_id),
        title=episode.title,
        kind=MediaKind.EPISODE,
        mime_type=_mime_type(episode),
        thumbnail=episode.image,
    )


def _mime_type(episode: Episode) -> str:
    """Return the MIME type for the name of a file."""
    name = episode.filename or (
        URL(episode.media_url).name if episode.media_url is not None else ""
    )
    return guess_type(name)[0] or _USUAL_TYPE
