"""Actions on links, downloads and hosts of a Real-Debrid account."""

from contextlib import suppress
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Final

from homeassistant.core import ServiceCall
from homeassistant.helpers import config_validation as cv
from homeassistant.util.json import JsonObjectType, JsonValueType
import voluptuous as vol

from ..api.errors import NotIncluded, PassingTrouble, RequestRefused
from ..provider.account import MediaAccountsConfigEntry
from ..provider.actions import Action, required_field
from .account import account_of
from .api.traffic import MAX_DAYS
from .input_files import async_read_file
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
    entry: MediaAccountsConfigEntry, call: ServiceCall
) -> JsonObjectType:
    unrestrict = account_of(entry).client.unrestrict
    return link_response(
        await unrestrict.link(call.data[ATTR_LINK], remote=call.data[ATTR_REMOTE])
    )


async def _check_link(
    entry: MediaAccountsConfigEntry, call: ServiceCall
) -> JsonObjectType:
    return asdict(await account_of(entry).client.unrestrict.check(call.data[ATTR_LINK]))


async def _unrestrict_folder(
    entry: MediaAccountsConfigEntry, call: ServiceCall
) -> JsonObjectType:
    unrestrict = account_of(entry).client.unrestrict
    match required_field(call, ATTR_LINK, ATTR_CONTAINER, ATTR_FILE):
        case "link":
            links = await unrestrict.folder(call.data[ATTR_LINK])
        case "container":
            links = await unrestrict.container_link(call.data[ATTR_CONTAINER])
        case _:
            links = await unrestrict.container_file(
                await async_read_file(call.hass, call.data[ATTR_FILE])
            )
    return {"links": list[JsonValueType](links)}


async def _get_downloads(
    entry: MediaAccountsConfigEntry, call: ServiceCall
) -> JsonObjectType:
    page = await account_of(entry).client.downloads.list(limit=call.data[ATTR_LIMIT])
    rows: list[JsonValueType] = [download_response(row) for row in page.downloads]
    return {"downloads": rows, "total": page.total}


async def _delete_download(
    entry: MediaAccountsConfigEntry, call: ServiceCall
) -> JsonObjectType:
    await account_of(entry).client.downloads.delete(call.data[ATTR_DOWNLOAD_ID])
    return {ATTR_DOWNLOAD_ID: call.data[ATTR_DOWNLOAD_ID]}


async def _get_streams(
    entry: MediaAccountsConfigEntry, call: ServiceCall
) -> JsonObjectType:
    """Return the streams, with details of the media if the service has any."""
    streaming = account_of(entry).client.streaming
    streams = await streaming.transcode(call.data[ATTR_DOWNLOAD_ID])
    media: JsonValueType = None
    with suppress(NotIncluded, PassingTrouble, RequestRefused):
        media = asdict(await streaming.media_info(call.data[ATTR_DOWNLOAD_ID]))
    return {
        "streams": {kind: dict(addresses) for kind, addresses in streams.items()},
        "media": media,
    }


async def _get_traffic(
    entry: MediaAccountsConfigEntry, call: ServiceCall
) -> JsonObjectType:
    client = account_of(entry).client
    hosts = await client.traffic.hosts()
    today = datetime.now(await client.zone.read()).date()
    start = today - timedelta(days=call.data[ATTR_DAYS] - 1)
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
    entry: MediaAccountsConfigEntry, call: ServiceCall
) -> JsonObjectType:
    """Return the hosts, with their status if the sign-in includes it."""
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
    if call.data[ATTR_PATTERNS]:
        response |= {
            "domains": list[JsonValueType](await client.hosts.domains()),
            "links": list[JsonValueType](await client.hosts.link_patterns()),
            "folders": list[JsonValueType](await client.hosts.folder_patterns()),
        }
    return response


LINK_ACTIONS: Final = (
    Action(
        name="unrestrict_link",
        handler=_unrestrict_link,
        fields={
            vol.Required(ATTR_LINK): cv.url,
            vol.Optional(ATTR_REMOTE, default=False): cv.boolean,
        },
    ),
    Action(
        name="check_link", handler=_check_link, fields={vol.Required(ATTR_LINK): cv.url}
    ),
    Action(
        name="unrestrict_folder",
        handler=_unrestrict_folder,
        fields={
            vol.Optional(ATTR_LINK): cv.url,
            vol.Optional(ATTR_CONTAINER): cv.url,
            vol.Optional(ATTR_FILE): cv.string,
        },
    ),
    Action(
        name="get_downloads",
        handler=_get_downloads,
        fields={vol.Optional(ATTR_LIMIT, default=100): LIMIT},
    ),
    Action(
        name="delete_download",
        handler=_delete_download,
        fields=_DOWNLOAD,
        admin_only=True,
    ),
    Action(name="get_streams", handler=_get_streams, fields=_DOWNLOAD),
    Action(
        name="get_traffic",
        handler=_get_traffic,
        fields={
            vol.Optional(ATTR_DAYS, default=7): vol.All(
                vol.Coerce(int), vol.Range(min=1, max=MAX_DAYS)
            )
        },
    ),
    Action(
        name="get_hosts",
        handler=_get_hosts,
        fields={vol.Optional(ATTR_PATTERNS, default=False): cv.boolean},
    ),
)
