"""The set-up of a Film Locker entry."""

from functools import partial

from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.device_registry import DeviceEntryType, DeviceInfo

from ..const import DOMAIN
from ..events.announcer import async_get_announcer
from ..provider.account import Account, MediaAccountsConfigEntry
from ..provider.entities import EntityGroup, one_item
from ..vault.session import OAuth2Session
from ..vault.vault import Vault
from .account import FilmLockerAccount
from .api.client import FilmLockerClient, new_limiter
from .api.endpoint import ENDPOINT
from .api.oauth2 import refresh
from .coordinator import LockerCoordinator
from .entities import LOCKER_ENTITIES


async def async_set_up_account(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry, vault: Vault
) -> Account:
    """Read the account, and describe its device and entities."""
    http, url = async_get_clientsession(hass), ENDPOINT.base_url()
    account_id = str(entry.unique_id)
    session = OAuth2Session(hass, vault, account_id, partial(refresh, http, url))
    announcer = await async_get_announcer(hass, account_id)
    client = FilmLockerClient(http, url, session, new_limiter())
    locker = LockerCoordinator(hass, entry, client)
    await locker.async_config_entry_first_refresh()

    device = DeviceInfo(
        identifiers={(DOMAIN, account_id)},
        entry_type=DeviceEntryType.SERVICE,
        manufacturer="Film Locker",
        name=entry.title,
    )
    return FilmLockerAccount(
        client=client,
        session=session,
        announcer=announcer,
        coordinators=(locker,),
        locker=locker,
        groups=(
            EntityGroup(
                coordinator=locker,
                descriptions=LOCKER_ENTITIES,
                items=one_item,
                device=lambda _: device,
            ),
        ),
    )
