"""Actions on the torrents of a Real-Debrid account."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import CONF_TIMEOUT, CONF_URL
from homeassistant.core import ServiceCall
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import config_validation as cv
from homeassistant.util.json import JsonObjectType, JsonValueType
import voluptuous as vol

from ..api.errors import PassingTrouble, RateLimited, RequestRefused
from ..api.transfers import TransferState
from ..const import DOMAIN
from ..provider.account import MediaAccountsConfigEntry
from ..provider.actions import Action, required_field
from .account import RealDebridAccount, account_of
from .api.error_codes import NOT_FOUND
from .api.paging import MAX_LIMIT
from .api.torrents import STATES, Torrent
from .file_selection import (
    ATTR_FILES,
    FileSelection,
    file_selection_fields,
    selected_file_ids,
    validate_file_selection,
)
from .input_files import async_fetch, async_read_file
from .responses import details_response, torrent_response

ATTR_FILE: Final = "file"
ATTR_LIMIT: Final = "limit"
ATTR_MAGNET: Final = "magnet"
ATTR_STATUS: Final = "status"
ATTR_TORRENT_ID: Final = "torrent_id"
ATTR_WAIT: Final = "wait"

TORRENT_FAILED: Final = "torrent_failed"
TORRENT_NOT_WAITING: Final = "torrent_not_waiting"

# A magnet is converted within seconds, or never.
_POLL_SECONDS: Final = 5
_CONVERSION_SECONDS: Final = 60

ID = cv.matches_regex(r"^[A-Za-z0-9]+$")
LIMIT = vol.All(vol.Coerce(int), vol.Range(min=1, max=MAX_LIMIT))

_TORRENT = {vol.Required(ATTR_TORRENT_ID): ID}
_WAIT = {
    vol.Optional(ATTR_WAIT, default=False): cv.boolean,
    vol.Optional(CONF_TIMEOUT, default=timedelta(minutes=30)): cv.positive_time_period,
}
_FILES_ON_ADDING = file_selection_fields(*FileSelection)


async def _add_magnet(
    entry: MediaAccountsConfigEntry, call: ServiceCall
) -> JsonObjectType:
    validate_file_selection(call)
    account = account_of(entry)
    torrent_id = await account.client.torrents.add_magnet(call.data[ATTR_MAGNET])
    return await _start(entry, account, torrent_id, call)


async def _add_torrent(
    entry: MediaAccountsConfigEntry, call: ServiceCall
) -> JsonObjectType:
    validate_file_selection(call)
    account = account_of(entry)
    if required_field(call, ATTR_FILE, CONF_URL) == ATTR_FILE:
        content = await async_read_file(call.hass, call.data[ATTR_FILE])
    else:
        content = await async_fetch(call.hass, call.data[CONF_URL])
    torrent_id = await account.client.torrents.add_file(content)
    return await _start(entry, account, torrent_id, call)


async def _select_files(
    entry: MediaAccountsConfigEntry, call: ServiceCall
) -> JsonObjectType:
    validate_file_selection(call)
    account = account_of(entry)
    account.transfers.library.forget()  # The cached data may be outdated.
    return await _start(
        entry, account, call.data[ATTR_TORRENT_ID], call, must_be_waiting=True
    )


async def _start(
    entry: MediaAccountsConfigEntry,
    account: RealDebridAccount,
    torrent_id: str,
    call: ServiceCall,
    *,
    must_be_waiting: bool = False,
) -> JsonObjectType:
    """Select the files once the service knows them, and wait if the call requests it.

    Raises RequestRefused if the torrent has failed, or if it must be waiting for a
    selection of files and isn't.
    """
    torrents = account.client.torrents
    follower = _Follower(entry=entry, account=account, torrent_id=torrent_id)
    try:
        torrent = await follower.until(
            lambda torrent: torrent.status != "magnet_conversion",
            _CONVERSION_SECONDS,
        )
        if (
            torrent.state is TransferState.WAITING
            and call.data[ATTR_FILES] is not FileSelection.NONE
        ):
            await torrents.select_files(
                torrent_id, selected_file_ids(torrent.files, call)
            )
            torrent = await follower.until(
                lambda newer: newer is not torrent, _CONVERSION_SECONDS
            )
        elif must_be_waiting and torrent.state is not TransferState.FAILED:
            raise RequestRefused("no files to select", reason=TORRENT_NOT_WAITING)
        if call.data[ATTR_WAIT] and torrent.state is not TransferState.WAITING:
            torrent = await follower.until(
                lambda torrent: torrent.state is not TransferState.ACTIVE,
                call.data[CONF_TIMEOUT].total_seconds(),
            )
    finally:
        await account.transfers.async_request_refresh()
    if torrent.state is TransferState.FAILED:
        raise RequestRefused("the torrent has failed", reason=TORRENT_FAILED)
    return {
        **details_response(torrent),
        "ready": torrent.state is TransferState.FINISHED,
    }


@dataclass(kw_only=True)
class _Follower:
    """Polls a torrent every few seconds, as long as its account is loaded.

    After a reload, the entry has another account with another client.
    """

    entry: MediaAccountsConfigEntry
    account: RealDebridAccount
    torrent_id: str
    known: Torrent | None = None

    async def until(
        self, is_reached: Callable[[Torrent], bool], seconds: float
    ) -> Torrent:
        """Return the torrent when it has reached a state, or after a number of seconds.

        The service may not know it right after it was added. Once it is known,
        transient errors are ignored. Raises a ProviderError, and HomeAssistantError
        if the account isn't loaded anymore.
        """
        waited = 0.0
        while True:
            pause = await self._poll(may_be_new=waited < 2 * _POLL_SECONDS)
            torrent = self.known
            if torrent is not None:
                if waited >= seconds or is_reached(torrent):
                    return torrent
                pause = min(pause, seconds - waited)
            await asyncio.sleep(pause)
            waited += pause

    async def _poll(self, *, may_be_new: bool) -> float:
        """Read the torrent once, and return the seconds to the next poll."""
        self._check_loaded()
        try:
            self.known = await self.account.client.torrents.details(self.torrent_id)
        except RequestRefused as err:
            if err.reason != NOT_FOUND or not may_be_new:
                raise
        except PassingTrouble:
            if self.known is None:
                raise
        except RateLimited as err:
            if self.known is None:
                raise
            return max(_POLL_SECONDS, err.retry_after or 0)
        return _POLL_SECONDS

    def _check_loaded(self) -> None:
        if (
            self.entry.state is not ConfigEntryState.LOADED
            or self.entry.runtime_data is not self.account
        ):
            raise HomeAssistantError(
                translation_domain=DOMAIN,
                translation_key="action_interrupted",
                translation_placeholders={"account": self.entry.title},
            )


async def _get_torrents(
    entry: MediaAccountsConfigEntry, call: ServiceCall
) -> JsonObjectType:
    torrents = await account_of(entry).transfers.library.read()
    wanted = call.data.get(ATTR_STATUS)
    found = [torrent for torrent in torrents if not wanted or torrent.status in wanted]
    rows: list[JsonValueType] = [
        torrent_response(torrent) for torrent in found[: call.data[ATTR_LIMIT]]
    ]
    return {"torrents": rows, "total": len(found)}


async def _get_torrent(
    entry: MediaAccountsConfigEntry, call: ServiceCall
) -> JsonObjectType:
    torrents = account_of(entry).client.torrents
    return details_response(await torrents.details(call.data[ATTR_TORRENT_ID]))


async def _delete_torrent(
    entry: MediaAccountsConfigEntry, call: ServiceCall
) -> JsonObjectType:
    account = account_of(entry)
    await account.client.torrents.delete(call.data[ATTR_TORRENT_ID])
    await account.transfers.async_request_refresh()
    return {ATTR_TORRENT_ID: call.data[ATTR_TORRENT_ID]}


TORRENT_ACTIONS: Final = (
    Action(
        name="add_magnet",
        handler=_add_magnet,
        fields={
            vol.Required(ATTR_MAGNET): cv.matches_regex(r"^magnet:\?\S+$"),
            **_FILES_ON_ADDING,
            **_WAIT,
        },
    ),
    Action(
        name="add_torrent",
        handler=_add_torrent,
        fields={
            vol.Optional(ATTR_FILE): cv.string,
            vol.Optional(CONF_URL): cv.url,
            **_FILES_ON_ADDING,
            **_WAIT,
        },
    ),
    Action(
        name="select_files",
        handler=_select_files,
        fields={
            **_TORRENT,
            **file_selection_fields(
                *(files for files in FileSelection if files is not FileSelection.NONE)
            ),
            **_WAIT,
        },
    ),
    Action(
        name="get_torrents",
        handler=_get_torrents,
        fields={
            vol.Optional(ATTR_STATUS): vol.All(cv.ensure_list, [vol.In(STATES)]),
            vol.Optional(ATTR_LIMIT, default=100): LIMIT,
        },
    ),
    Action(name="get_torrent", handler=_get_torrent, fields=_TORRENT),
    Action(
        name="delete_torrent", handler=_delete_torrent, fields=_TORRENT, admin_only=True
    ),
)
