"""How a Blubrry entry is set up."""

from collections.abc import Mapping
from functools import partial

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.config_entry_oauth2_flow import (
    async_get_config_entry_implementation,
)
from homeassistant.helpers.device_registry import (
    ChildDeviceInfo,
    DeviceEntryType,
    DeviceInfo,
)

from ..account import Account, EntityGroup, MediaAccountsConfigEntry, one_item
from ..announcer import async_get_announcer
from ..const import DOMAIN, Provider
from ..endpoints import base_url
from ..session import OAuth2Session
from ..vault import Vault
from .client import BlubrryClient
from .coordinator import Programs, ProgramsCoordinator, device_identifier
from .entities import ACCOUNT_ENTITIES, PROGRAM_ENTITIES
from .implementation import refresh
from .models import Summary


async def async_set_up_account(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry, vault: Vault
) -> Account:
    """Sign in and read the programs."""
    account_id = str(entry.unique_id)
    implementation = await async_get_config_entry_implementation(hass, entry)
    session = OAuth2Session(hass, vault, account_id, partial(refresh, implementation))
    announcer = await async_get_announcer(hass, account_id)
    client = BlubrryClient(
        async_get_clientsession(hass), base_url(Provider.BLUBRRY), session
    )
    coordinator = ProgramsCoordinator(hass, entry, client)
    await coordinator.async_config_entry_first_refresh()

    account = DeviceInfo(
        identifiers={(DOMAIN, account_id)},
        entry_type=DeviceEntryType.SERVICE,
        manufacturer="Blubrry",
        # Not the title: entity ids of the programs begin with this name.
        name="Blubrry",
        configuration_url="https://blubrry.com",
    )
    parent = dr.async_get(hass).async_get_or_create_from_info(
        config_entry_id=entry.entry_id, device_info=account
    )

    def program_device(program_id: str) -> ChildDeviceInfo:
        return ChildDeviceInfo(
            identifiers={device_identifier(account_id, program_id)},
            name=coordinator.data[program_id].program.title,
            parent_device_id=parent.id,
        )

    return Account(
        session=session,
        announcer=announcer,
        groups=(
            EntityGroup(
                coordinator=coordinator,
                descriptions=ACCOUNT_ENTITIES,
                items=one_item,
                device=lambda _: account,
            ),
            EntityGroup(
                coordinator=coordinator,
                descriptions=PROGRAM_ENTITIES,
                items=_summaries,
                device=program_device,
            ),
        ),
    )


def _summaries(programs: Programs | None) -> Mapping[str, Summary | None]:
    """Return what is known of each program."""
    return {
        program_id: status.summary for program_id, status in (programs or {}).items()
    }
