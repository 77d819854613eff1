"""The set-up of a Real-Debrid entry."""

from collections.abc import Mapping
from functools import partial

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConfigEntryNotReady
from homeassistant.helpers.device_registry import DeviceEntryType, DeviceInfo

from ..api.parsing import as_count
from ..api.token import Token
from ..const import DOMAIN
from ..events.announcer import async_get_announcer
from ..http_session import async_get_http_session
from ..provider.account import Account, MediaAccountsConfigEntry
from ..provider.entities import EntityGroup, one_item, one_item_if_known
from ..provider.transfers import TRANSFER_ENTITIES
from ..vault.session import OAuth2Session
from ..vault.vault import Vault
from .account import RealDebridAccount
from .api.client import RealDebridClient, new_limiter
from .api.endpoint import ENDPOINT
from .api.hosts import HostStatus
from .api.oauth2 import refresh
from .api.traffic import HostTraffic
from .calendar import CALENDAR_ENTITIES
from .coordinator import AttentionCoordinator, TransfersCoordinator, UserCoordinator
from .entities import ATTENTION_ENTITIES, USER_ENTITIES
from .optional_coordinators import (
    Hosts,
    HostsCoordinator,
    SettingsCoordinator,
    Traffic,
    TrafficCoordinator,
)
from .optional_entities import (
    HOST_ENTITIES,
    HOSTS_ENTITIES,
    LIMITED_HOST_ENTITIES,
    TRAFFIC_ENTITIES,
)
from .setting_entities import SETTINGS_ENTITIES


async def async_set_up_account(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry, vault: Vault
) -> Account:
    """Sign in and read the user; all other data is read after the set-up."""
    http = async_get_http_session(hass)
    url = ENDPOINT.base_url()
    account_id = str(entry.unique_id)
    limiter = new_limiter()

    async def refresh_token(token: Token) -> Token:
        return await limiter.send("oauth/v2/token", partial(refresh, http, url, token))

    session = OAuth2Session(hass, vault, account_id, refresh_token)
    announcer = await async_get_announcer(hass, account_id)
    user_id = as_count(account_id.rpartition("_")[2])
    client = RealDebridClient(http, url, session, limiter, user_id=user_id)

    attention = AttentionCoordinator(hass, entry, client)
    user = UserCoordinator(hass, entry, client)
    try:
        await user.async_set_up()
    except ConfigEntryNotReady:
        # An account with a problem is set up; its state shows the problem.
        if client.problems.current is None:
            raise
    transfers = TransfersCoordinator(hass, entry, client)
    traffic = TrafficCoordinator(hass, entry, client)
    hosts = HostsCoordinator(hass, entry, client)
    settings = SettingsCoordinator(hass, entry, client)

    info = DeviceInfo(
        identifiers={(DOMAIN, account_id)},
        entry_type=DeviceEntryType.SERVICE,
        manufacturer="Real-Debrid",
        name=entry.title,
        configuration_url="https://real-debrid.com",
    )

    def device(_: str) -> DeviceInfo:
        return info

    return RealDebridAccount(
        session=session,
        announcer=announcer,
        client=client,
        user=user,
        transfers=transfers,
        traffic=traffic,
        settings=settings,
        attention=attention,
        coordinators=(user, transfers, traffic, hosts, settings),
        groups=(
            EntityGroup(
                coordinator=user,
                descriptions=(*USER_ENTITIES, *CALENDAR_ENTITIES),
                items=one_item,
                device=device,
            ),
            EntityGroup(
                coordinator=attention,
                descriptions=ATTENTION_ENTITIES,
                items=one_item,
                device=device,
            ),
            EntityGroup(
                coordinator=transfers,
                descriptions=TRANSFER_ENTITIES,
                items=one_item,
                device=device,
            ),
            EntityGroup(
                coordinator=traffic,
                descriptions=TRAFFIC_ENTITIES,
                items=one_item_if_known,
                device=device,
            ),
            EntityGroup(
                coordinator=traffic,
                descriptions=LIMITED_HOST_ENTITIES,
                items=_limited_hosts,
                device=device,
            ),
            EntityGroup(
                coordinator=hosts,
                descriptions=HOSTS_ENTITIES,
                items=one_item_if_known,
                device=device,
            ),
            EntityGroup(
                coordinator=hosts,
                descriptions=HOST_ENTITIES,
                items=_hosts,
                device=device,
            ),
            EntityGroup(
                coordinator=settings,
                descriptions=SETTINGS_ENTITIES,
                items=one_item_if_known,
                device=device,
            ),
        ),
    )


def _limited_hosts(traffic: Traffic | None) -> Mapping[str, HostTraffic | None]:
    return traffic.hosts if traffic else {}


def _hosts(hosts: Hosts | None) -> Mapping[str, HostStatus | None]:
    return hosts.hosts if hosts else {}
