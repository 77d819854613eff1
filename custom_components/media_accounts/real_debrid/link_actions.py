"""Actions on links, downloads and hosts of a Real-Debrid account."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv
from homeassistant.util.json import JsonObjectType, JsonValueType
import voluptuous as vol

from ..api.errors import NotIncluded, PassingTrouble, RequestRefused
from ..provider.account import MediaAccountsConfigEntry
from ..provider.actions import Action
from .account import account_of
from .api.traffic import MAX_DAYS
from .input_files import async_read_file, one_of
from .responses import download_response, link_response
from .torrent_actions import ATTR_FILE, ATTR_LIMIT, ID, LIMIT

ATTR_CONTAINER: Final = "container"
ATTR_DAYS: Final = "days"
ATTR_DOWNLOAD_ID: Final = "download_id"
ATTR_LINK: Final = "link"
ATTR_PATTERNS: Final = "patterns"
ATTR_REMOTE: Final = "remote"

_DOWNLOAD = {vol.Required(ATTR_DOWNLOAD_ID): ID}


async def _unrestrict_link(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry, data: Mapping[str, Any]
) -> JsonObjectType:
    unrestrict = account_of(entry).client.unrestrict
    return link_response(
        await unrestrict.link(data[ATTR_LINK], remote=data[ATTR_REMOTE])
    )


async def _check_link(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry, data: Mapping[str, Any]
) -> JsonObjectType:
    return asdict(await account_of(entry).client.unrestrict.check(data[ATTR_LINK]))


async def _unrestrict_folder(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry, data: Mapping[str, Any]
) -> JsonObjectType:
    unrestrict = account_of(entry).client.unrestrict
    match one_of(data, ATTR_LINK, ATTR_CONTAINER, ATTR_FILE):
        case "link":
            links = await unrestrict.folder(data[ATTR_LINK])
        case "container":
            links = await unrestrict.container_link(data[ATTR_CONTAINER])
        case _:
            links = await unrestrict.container_file(
                await async_read_file(hass, data[ATTR_FILE])
            )
    return {"links": list[JsonValueType](links)}


async def _get_downloads(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry, data: Mapping[str, Any]
) -> JsonObjectType:
    page = await account_of(entry).client.downloads.list(limit=data[ATTR_LIMIT])
    rows: list[JsonValueType] = [download_response(row) for row in page.downloads]
    return {"downloads": rows, "total": page.total}


async def _delete_download(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry, data: Mapping[str, Any]
) -> JsonObjectType:
    await account_of(entry).client.downloads.delete(data[ATTR_DOWNLOAD_ID])
    return {ATTR_DOWNLOAD_ID: data[ATTR_DOWNLOAD_ID]}


async def _get_streams(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry, data: Mapping[str, Any]
) -> JsonObjectType:
    """Return the streams; not of every download is known what it shows."""
    streaming = account_of(entry).client.streaming
    streams = await streaming.transcode(data[ATTR_DOWNLOAD_ID])
    media: JsonValueType = None
    with suppress(NotIncluded, PassingTrouble, RequestRefused):
        media = asdict(await streaming.media_info(data[ATTR_DOWNLOAD_ID]))
    return {
        "streams": {kind: dict(addresses) for kind, addresses in streams.items()},
        "media": media,
    }


async def _get_traffic(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry, data: Mapping[str, Any]
) -> JsonObjectType:
    client = account_of(entry).client
    hosts = await client.traffic.hosts()
    today = datetime.now(await client.zone.read()).date()
    start = today - timedelta(days=data[ATTR_DAYS] - 1)
    days = await client.traffic.days(start, today)
    return {
        "hosts": {domain: asdict(host) for domain, host in hosts.items()},
        "days": {
            day.isoformat(): {"bytes": traffic.total, "hosts": dict(traffic.hosts)}
            for day, traffic in sorted(days.items(), reverse=True)
            if start <= day <= today
        },
    }


async def _get_hosts(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry, data: Mapping[str, Any]
) -> JsonObjectType:
    """Return the hosts, with their status where the sign-in includes it."""
    client = account_of(entry).client
    hosts: JsonObjectType
    try:
        hosts = {
            domain: {
                "name": host.name,
                "supported": host.supported,
                "status": host.state,
                "checked": host.checked.isoformat() if host.checked else None,
            }
            for domain, host in (await client.hosts.status()).items()
        }
    except NotIncluded:
        hosts = {
            domain: {"name": name, "supported": True, "status": None, "checked": None}
            for domain, name in (await client.hosts.names()).items()
        }
    response: JsonObjectType = {
        "hosts": hosts,
        "torrent_hosts": list[JsonValueType](await client.torrents.hosts()),
    }
    if data[ATTR_PATTERNS]:
        response |= {
            "domains": list[JsonValueType](await client.hosts.domains()),
            "links": list[JsonValueType](await client.hosts.link_patterns()),
            "folders": list[JsonValueType](await client.hosts.folder_patterns()),
        }
    return response


LINK_ACTIONS: Final = (
    Action(
        name="unrestrict_link",
        run=_unrestrict_link,
        fields={
            vol.Required(ATTR_LINK): cv.url,
            vol.Optional(ATTR_REMOTE, default=False): cv.boolean,
        },
    ),
    Action(
        name="check_link", run=_check_link, fields={vol.Required(ATTR_LINK): cv.url}
    ),
    Action(
        name="unrestrict_folder",
        run=_unrestrict_folder,
        fields={
            vol.Optional(ATTR_LINK): cv.url,
            vol.Optional(ATTR_CONTAINER): cv.url,
            vol.Optional(ATTR_FILE): cv.string,
        },
    ),
    Action(
        name="get_downloads",
        run=_get_downloads,
        fields={vol.Optional(ATTR_LIMIT, default=100): LIMIT},
    ),
    Action(
        name="delete_download",
        run=_delete_download,
        fields=_DOWNLOAD,
        admin_only=True,
    ),
    Action(name="get_streams", run=_get_streams, fields=_DOWNLOAD),
    Action(
        name="get_traffic",
        run=_get_traffic,
        fields={
            vol.Optional(ATTR_DAYS, default=7): vol.All(
                vol.Coerce(int), vol.Range(min=1, max=MAX_DAYS)
            )
        },
    ),
    Action(
        name="get_hosts",
        run=_get_hosts,
        fields={vol.Optional(ATTR_PATTERNS, default=False): cv.boolean},
    ),
)
