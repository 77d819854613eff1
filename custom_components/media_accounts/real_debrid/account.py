"""How a Real-Debrid entry is set up."""

from functools import partial

from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.device_registry import DeviceEntryType, DeviceInfo

from ..account import Account, EntityGroup, MediaAccountsConfigEntry, one_item
from ..announcer import async_get_announcer
from ..const import DOMAIN, Provider
from ..endpoints import base_url
from ..session import OAuth2Session
from ..vault import Vault
from .auth import refresh
from .client import RealDebridClient
from .coordinator import TransfersCoordinator, UserCoordinator
from .entities import TRANSFERS_ENTITIES, USER_ENTITIES


async def async_set_up_account(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry, vault: Vault
) -> Account:
    """Sign in and read the account; its torrents are an extra that may fail."""
    http = async_get_clientsession(hass)
    url = base_url(Provider.REAL_DEBRID)
    account_id = str(entry.unique_id)
    session = OAuth2Session(hass, vault, account_id, partial(refresh, http, url))
    announcer = await async_get_announcer(hass, account_id)
    client = RealDebridClient(http, url, session)

    user = UserCoordinator(hass, entry, client)
    await user.async_config_entry_first_refresh()
    transfers = TransfersCoordinator(hass, entry, client)
    await transfers.async_refresh()

    device = DeviceInfo(
        identifiers={(DOMAIN, account_id)},
        entry_type=DeviceEntryType.SERVICE,
        manufacturer="Real-Debrid",
        name=entry.title,
        configuration_url="https://real-debrid.com",
    )
    return Account(
        session=session,
        announcer=announcer,
        groups=(
            EntityGroup(
                coordinator=user,
                descriptions=USER_ENTITIES,
                items=one_item,
                device=lambda _: device,
            ),
            EntityGroup(
                coordinator=transfers,
                descriptions=TRANSFERS_ENTITIES,
                items=one_item,
                device=lambda _: device,
            ),
        ),
    )
