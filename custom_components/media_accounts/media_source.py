"""The media source: the providers, their accounts, and the media of these."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import override
from urllib.parse import quote, unquote

from homeassistant.components.media_player import BrowseError, MediaClass, SearchMedia
from homeassistant.components.media_player.browse_media import SearchMediaQuery
from homeassistant.components.media_source import (
    BrowseMediaSource,
    MediaSource,
    MediaSourceItem,
    PlayMedia,
    Unresolvable,
)
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.network import is_hass_url

from .action_errors import translated_errors
from .api.addresses import resolves_to_public
from .const import CONF_PROVIDER, DOMAIN
from .permissions import may_browse
from .pictures import async_sign_picture
from .provider.account import MediaAccountsConfigEntry
from .provider.media import MediaNode, MediaNotFound, MediaTree
from .providers import PROVIDERS, definition_of


async def async_get_media_source(hass: HomeAssistant) -> MediaSource:
    """Return the media source."""
    return MediaAccountsMediaSource(hass)


class MediaAccountsMediaSource(MediaSource):
    """The media of all accounts.

    An identifier is a provider, or an entry id followed by the path in its media tree;
    its parts are quoted and joined by slashes.
    """

    name = "Media Accounts"

    def __init__(self, hass: HomeAssistant) -> None:
        """Initialize the media source."""
        super().__init__(DOMAIN)
        self._hass = hass

    @override
    async def async_resolve_media(self, item: MediaSourceItem) -> PlayMedia:
        """Return a fresh address to play an item from."""
        entry, tree, path = self._find(item.identifier, Unresolvable)
        with self._translated_errors(entry, Unresolvable):
            playable = await tree.resolve(entry, path)
        # Home Assistant signs its own addresses for the user who plays them.
        base_url = entry.runtime_data.client.base_url
        if is_hass_url(self._hass, playable.url) or not await resolves_to_public(
            playable.url, base_url
        ):
            raise Unresolvable(
                translation_domain=DOMAIN, translation_key="media_not_found"
            )
        return PlayMedia(playable.url, playable.mime_type)

    @override
    async def async_browse_media(self, item: MediaSourceItem) -> BrowseMediaSource:
        """Return a folder: providers, accounts, or a part of an account's tree."""
        providers = {
            provider: entries
            for provider, definition in PROVIDERS.items()
            if definition.media and (entries := self._entries(provider))
        }
        if not item.identifier:
            return _folder(
                "",
                self.name,
                [
                    _folder(provider, PROVIDERS[provider].title)
                    for provider in providers
                ],
            )
        if (provider := item.identifier) in PROVIDERS:
            entries = providers.get(provider, [])
            if len(entries) != 1:
                return _folder(
                    provider,
                    PROVIDERS[provider].title,
                    [_folder(entry.entry_id, entry.title) for entry in entries],
                )
            return await self._browse(entries[0].entry_id)
        return await self._browse(item.identifier)

    async def _browse(self, identifier: str) -> BrowseMediaSource:
        entry, tree, path = self._find(identifier, BrowseError)
        with self._translated_errors(entry, BrowseError):
            return self._browsable(entry, await tree.browse(entry, path))

    @override
    async def async_search_media(
        self, item: MediaSourceItem, query: SearchMediaQuery
    ) -> SearchMedia:
        """Search by name: in one account, in those of a provider, or in all of them.

        An account that cannot be searched now does not affect the results of the
        others.
        """
        found: list[BrowseMediaSource] = []
        failures: list[BrowseError] = []
        searched = list(self._searched(item.identifier or ""))
        for entry, tree in searched:
            try:
                with self._translated_errors(entry, BrowseError):
                    found += [
                        self._browsable(entry, node)
                        for node in await tree.search(entry, query.search_query)
                    ]
            except BrowseError as err:
                failures.append(err)
        if failures and len(failures) == len(searched):
            raise failures[0]
        return SearchMedia(result=list(found))

    def _searched(
        self, identifier: str
    ) -> Iterator[tuple[MediaAccountsConfigEntry, MediaTree]]:
        if identifier and identifier not in PROVIDERS:
            entry, tree, _ = self._find(identifier, BrowseError)
            yield entry, tree
            return
        for provider, definition in PROVIDERS.items():
            if definition.media and identifier in ("", provider):
                for entry in self._entries(provider):
                    yield entry, definition.media

    def _entries(self, provider: str) -> list[MediaAccountsConfigEntry]:
        return [
            entry
            for entry in self._hass.config_entries.async_loaded_entries(DOMAIN)
            if entry.data.get(CONF_PROVIDER) == provider
            and may_browse(self._hass, entry)
        ]

    def _find(
        self, identifier: str, as_error: type[HomeAssistantError]
    ) -> tuple[MediaAccountsConfigEntry, MediaTree, tuple[str, ...]]:
        """Return the account, its media tree and the path of an identifier."""
        entry_id, *path = map(unquote, identifier.split("/"))
        entry = self._hass.config_entries.async_get_entry(entry_id)
        if (
            entry is None
            or entry.domain != DOMAIN
            or entry.state is not ConfigEntryState.LOADED
            or not may_browse(self._hass, entry)
            or (definition := definition_of(entry)) is None
            or (tree := definition.media) is None
        ):
            raise as_error(
                translation_domain=DOMAIN, translation_key="media_account_missing"
            )
        return entry, tree, tuple(path)

    @contextmanager
    def _translated_errors(
        self, entry: MediaAccountsConfigEntry, as_error: type[HomeAssistantError]
    ) -> Iterator[None]:
        with translated_errors(self._hass, entry, as_error):
            try:
                yield
            except MediaNotFound as err:
                raise as_error(
                    translation_domain=DOMAIN, translation_key="media_not_found"
                ) from err

    def _browsable(
        self, entry: MediaAccountsConfigEntry, node: MediaNode
    ) -> BrowseMediaSource:
        parts = (entry.entry_id, *node.path)
        return BrowseMediaSource(
            domain=DOMAIN,
            identifier="/".join(quote(part, safe="") for part in parts),
            media_class=MediaClass(node.kind),
            media_content_type=node.mime_type or "",
            title=node.title,
            can_play=node.mime_type is not None,
            can_expand=node.can_expand,
            can_search=node.can_expand,
            thumbnail=node.thumbnail
            and async_sign_picture(self._hass, entry, node.thumbnail),
            children=[self._browsable(entry, child) for child in node.children] or None,
        )


def _folder(
    identifier: str, title: str, children: list[BrowseMediaSource] | None = None
) -> BrowseMediaSource:
    return BrowseMediaSource(
        domain=DOMAIN,
        identifier=identifier,
        media_class=MediaClass.DIRECTORY,
        media_content_type="",
        title=title,
        can_play=False,
        can_expand=True,
        can_search=True,
        children=children,
    )
