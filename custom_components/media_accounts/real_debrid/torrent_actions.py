"""Actions on the torrents of a Real-Debrid account."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import CONF_TIMEOUT, CONF_URL
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import config_validation as cv
from homeassistant.util.json import JsonObjectType, JsonValueType
import voluptuous as vol

from ..api.errors import PassingTrouble, RateLimited, RequestRefused
from ..const import DOMAIN
from ..provider.account import MediaAccountsConfigEntry
from ..provider.actions import Action
from .account import RealDebridAccount, account_of
from .api.error_codes import NOT_FOUND
from .api.paging import MAX_LIMIT
from .api.torrents import PHASES, Phase, Torrent
from .file_selection import ATTR_FILES, Choice, check_choice, choice_fields, chosen
from .input_files import async_fetch, async_read_file, one_of
from .responses import details_response, torrent_response

ATTR_FILE: Final = "file"
ATTR_LIMIT: Final = "limit"
ATTR_MAGNET: Final = "magnet"
ATTR_STATUS: Final = "status"
ATTR_TORRENT_ID: Final = "torrent_id"
ATTR_WAIT: Final = "wait"

TORRENT_FAILED: Final = "torrent_failed"
TORRENT_NOT_WAITING: Final = "torrent_not_waiting"

# A magnet is converted within seconds, or perhaps never.
_POLL_SECONDS: Final = 5
_CONVERSION_SECONDS: Final = 60

# The seam for tests, in which minutes pass at once.
sleep = asyncio.sleep

ID = cv.matches_regex(r"^[A-Za-z0-9]+$")
LIMIT = vol.All(vol.Coerce(int), vol.Range(min=1, max=MAX_LIMIT))

_TORRENT = {vol.Required(ATTR_TORRENT_ID): ID}
_WAIT = {
    vol.Optional(ATTR_WAIT, default=False): cv.boolean,
    vol.Optional(CONF_TIMEOUT, default=timedelta(minutes=30)): cv.positive_time_period,
}
_CHOICE_ON_ADDING = choice_fields(*Choice)


async def _add_magnet(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry, data: Mapping[str, Any]
) -> JsonObjectType:
    check_choice(data)
    account = account_of(entry)
    torrent_id = await account.client.torrents.add_magnet(data[ATTR_MAGNET])
    return await _start(entry, account, torrent_id, data)


async def _add_torrent(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry, data: Mapping[str, Any]
) -> JsonObjectType:
    check_choice(data)
    account = account_of(entry)
    if one_of(data, ATTR_FILE, CONF_URL) == ATTR_FILE:
        content = await async_read_file(hass, data[ATTR_FILE])
    else:
        content = await async_fetch(hass, data[CONF_URL])
    torrent_id = await account.client.torrents.add_file(content)
    return await _start(entry, account, torrent_id, data)


async def _select_files(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry, data: Mapping[str, Any]
) -> JsonObjectType:
    check_choice(data)
    account = account_of(entry)
    account.transfers.library.forget()  # It may have waited for long.
    return await _start(
        entry, account, data[ATTR_TORRENT_ID], data, is_only_a_choice=True
    )


async def _start(
    entry: MediaAccountsConfigEntry,
    account: RealDebridAccount,
    torrent_id: str,
    data: Mapping[str, Any],
    *,
    is_only_a_choice: bool = False,
) -> JsonObjectType:
    """Choose the files as soon as they are known, and wait if that is wanted.

    For who only chooses, a torrent that does not wait for that is refused.
    """
    torrents = account.client.torrents
    follower = _Follower(entry=entry, account=account, torrent_id=torrent_id)
    try:
        torrent = await follower.until(
            lambda torrent: torrent.status != "magnet_conversion",
            _CONVERSION_SECONDS,
        )
        if torrent.phase is Phase.WAITING and data[ATTR_FILES] is not Choice.NONE:
            await torrents.select_files(torrent_id, chosen(torrent.files, data))
            torrent = await follower.until(
                lambda newer: newer is not torrent, _CONVERSION_SECONDS
            )
        elif is_only_a_choice and torrent.phase is not Phase.FAILED:
            raise RequestRefused("nothing to choose", reason=TORRENT_NOT_WAITING)
        if data[ATTR_WAIT] and torrent.phase is not Phase.WAITING:
            torrent = await follower.until(
                lambda torrent: torrent.phase is not Phase.ACTIVE,
                data[CONF_TIMEOUT].total_seconds(),
            )
    finally:
        await account.transfers.async_request_refresh()
    if torrent.phase is Phase.FAILED:
        raise RequestRefused("the torrent has failed", reason=TORRENT_FAILED)
    return {
        **details_response(torrent),
        "ready": torrent.phase is Phase.FINISHED,
    }


@dataclass(kw_only=True)
class _Follower:
    """Looks at a torrent every few seconds, as long as its account is loaded.

    Another account, such as the same one after a reload, has another client.
    """

    entry: MediaAccountsConfigEntry
    account: RealDebridAccount
    torrent_id: str
    known: Torrent | None = None

    async def until(
        self, is_reached: Callable[[Torrent], bool], seconds: float
    ) -> Torrent:
        """Return the torrent when it has come so far, or as it is after so long.

        Right after it was added the service may not know it yet. Trouble that
        passes ends nothing once it is known. Raises a ProviderError, and
        HomeAssistantError where the account is not loaded any more.
        """
        waited = 0.0
        while True:
            pause = await self._look(may_be_new=waited < 2 * _POLL_SECONDS)
            torrent = self.known
            if torrent is not None:
                if waited >= seconds or is_reached(torrent):
                    return torrent
                pause = min(pause, seconds - waited)
            await sleep(pause)
            waited += pause

    async def _look(self, *, may_be_new: bool) -> float:
        """Look at the torrent once, and return the seconds to the next look."""
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
    hass: HomeAssistant, entry: MediaAccountsConfigEntry, data: Mapping[str, Any]
) -> JsonObjectType:
    torrents = await account_of(entry).transfers.library.read()
    wanted = data.get(ATTR_STATUS)
    found = [torrent for torrent in torrents if not wanted or torrent.status in wanted]
    rows: list[JsonValueType] = [
        torrent_response(torrent) for torrent in found[: data[ATTR_LIMIT]]
    ]
    return {"torrents": rows, "total": len(found)}


async def _get_torrent(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry, data: Mapping[str, Any]
) -> JsonObjectType:
    torrents = account_of(entry).client.torrents
    return details_response(await torrents.details(data[ATTR_TORRENT_ID]))


async def _delete_torrent(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry, data: Mapping[str, Any]
) -> JsonObjectType:
    account = account_of(entry)
    await account.client.torrents.delete(data[ATTR_TORRENT_ID])
    await account.transfers.async_request_refresh()
    return {ATTR_TORRENT_ID: data[ATTR_TORRENT_ID]}


TORRENT_ACTIONS: Final = (
    Action(
        name="add_magnet",
        run=_add_magnet,
        fields={
            vol.Required(ATTR_MAGNET): cv.matches_regex(r"^magnet:\?\S+$"),
            **_CHOICE_ON_ADDING,
            **_WAIT,
        },
    ),
    Action(
        name="add_torrent",
        run=_add_torrent,
        fields={
            vol.Optional(ATTR_FILE): cv.string,
            vol.Optional(CONF_URL): cv.url,
            **_CHOICE_ON_ADDING,
            **_WAIT,
        },
    ),
    Action(
        name="select_files",
        run=_select_files,
        fields={
            **_TORRENT,
            **choice_fields(*(c for c in Choice if c is not Choice.NONE)),
            **_WAIT,
        },
    ),
    Action(
        name="get_torrents",
        run=_get_torrents,
        fields={
            vol.Optional(ATTR_STATUS): vol.All(cv.ensure_list, [vol.In(PHASES)]),
            vol.Optional(ATTR_LIMIT, default=100): LIMIT,
        },
    ),
    Action(name="get_torrent", run=_get_torrent, fields=_TORRENT),
    Action(
        name="delete_torrent", run=_delete_torrent, fields=_TORRENT, admin_only=True
    ),
)
