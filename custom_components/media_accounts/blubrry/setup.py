"""The set-up of a Blubrry entry."""

from collections.abc import Mapping
from functools import partial
from typing import Final, cast

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.device_registry import (
    ChildDeviceInfo,
    DeviceEntryType,
    DeviceInfo,
)

from ..api.token import Token
from ..const import CONF_METHOD, CONF_PROVIDER, DOMAIN
from ..events.announcer import async_get_announcer
from ..ha_compat import async_get_config_entry_implementation, child_device_name
from ..http_session import async_get_http_session
from ..provider.account import MediaAccountsConfigEntry
from ..provider.entities import EntityGroup, one_item
from ..vault.session import OAuth2Session, Refresh
from ..vault.vault import Vault
from .account import BlubrryAccount
from .api.client import BlubrryClient, new_limiter
from .api.endpoint import ENDPOINT
from .api.programs import Program
from .api.statistics import RecentDays, Summary
from .calendar import CALENDAR_ENTITIES
from .coordinator import Programs, ProgramsCoordinator, device_identifier
from .entities import (
    ACCOUNT_ENTITIES,
    ACCOUNT_RECENT_ENTITIES,
    EPISODES_ENTITIES,
    INFO_ENTITIES,
    LISTED_ENTITIES,
    PROGRAM_ENTITIES,
    RECENT_ENTITIES,
)
from .history.coordinator import HistoryCoordinator
from .hosting_entities import HOSTING_ENTITIES
from .optional_coordinators import (
    EpisodesCoordinator,
    HostingCoordinator,
    InfoCoordinator,
    RecentDaysCoordinator,
)
from .sign_in import methods
from .sign_in.implementation import (
    BlubrryImplementation,
    refresh,
    refresh_with_sealed_key,
    refuse_to_refresh,
)

_MANUFACTURER: Final = "Blubrry"


async def async_set_up_account(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry, vault: Vault
) -> BlubrryAccount:
    """Sign in and list the podcasts; all other data is read after the set-up."""
    account_id = str(entry.unique_id)
    limiter = new_limiter()
    refresh_token = await _refresh_function(hass, entry)

    async def limited_refresh(token: Token) -> Token:
        return await limiter.send("oauth2/token", partial(refresh_token, token))

    session = OAuth2Session(hass, vault, account_id, limited_refresh)
    announcer = await async_get_announcer(hass, account_id)
    client = BlubrryClient(
        async_get_http_session(hass), ENDPOINT.base_url(), session, limiter
    )
    coordinator = ProgramsCoordinator(hass, entry, client)
    await coordinator.async_set_up()

    account = DeviceInfo(
        identifiers={(DOMAIN, account_id)},
        entry_type=DeviceEntryType.SERVICE,
        manufacturer=_MANUFACTURER,
        name=_device_name(hass, entry),
        configuration_url="https://blubrry.com",
    )
    parent = dr.async_get(hass).async_get_or_create(
        config_entry_id=entry.entry_id, **account
    )

    def account_device(_: str) -> DeviceInfo:
        return account

    def program_device(program_id: str) -> ChildDeviceInfo:
        return ChildDeviceInfo(
            identifiers={device_identifier(account_id, program_id)},
            name=child_device_name(account, coordinator.titles[program_id]),
            parent_device_id=parent.id,
        )

    def followed() -> Mapping[str, Program]:
        return coordinator.followed

    recent = RecentDaysCoordinator(hass, entry, client, followed)
    hosting = HostingCoordinator(hass, entry, client, followed)
    episodes = EpisodesCoordinator(hass, entry, client, followed)
    info = InfoCoordinator(hass, entry, client, followed)
    optional = (recent, hosting, episodes, info)
    for part in optional:
        entry.async_on_unload(
            coordinator.async_add_listener(part.async_follow_programs)
        )
    history: tuple[HistoryCoordinator, ...] = ()
    if "recorder" in hass.config.components:
        history = (HistoryCoordinator(hass, entry, client, followed),)
        # It has no entity, and a coordinator updates only with a listener.
        entry.async_on_unload(history[0].async_add_listener(lambda: None))

    return BlubrryAccount(
        session=session,
        announcer=announcer,
        client=client,
        coordinator=coordinator,
        info=info,
        hosting=hosting,
        recent=recent,
        coordinators=(coordinator, *optional, *history),
        groups=(
            EntityGroup(
                coordinator=coordinator,
                descriptions=(*ACCOUNT_ENTITIES, *CALENDAR_ENTITIES),
                items=one_item,
                device=account_device,
            ),
            EntityGroup(
                coordinator=recent,
                descriptions=ACCOUNT_RECENT_ENTITIES,
                items=_all_days,
                device=account_device,
            ),
            EntityGroup(
                coordinator=coordinator,
                descriptions=PROGRAM_ENTITIES,
                items=_summaries,
                device=program_device,
            ),
            EntityGroup(
                coordinator=coordinator,
                descriptions=LISTED_ENTITIES,
                items=_programs,
                device=program_device,
            ),
            EntityGroup(
                coordinator=recent,
                descriptions=RECENT_ENTITIES,
                items=_values,
                device=program_device,
            ),
            EntityGroup(
                coordinator=hosting,
                descriptions=HOSTING_ENTITIES,
                items=_values,
                device=program_device,
            ),
            EntityGroup(
                coordinator=episodes,
                descriptions=EPISODES_ENTITIES,
                items=_values,
                device=program_device,
            ),
            EntityGroup(
                coordinator=info,
                descriptions=INFO_ENTITIES,
                items=_values,
                device=program_device,
            ),
        ),
    )


def _device_name(hass: HomeAssistant, entry: MediaAccountsConfigEntry) -> str | None:
    """Return "Blubrry" for the first account, the title for any other.

    The entity ids of the podcasts begin with it, so a registered name is kept.
    """
    registry = dr.async_get(hass)
    names = {
        other.entry_id: device.name
        for other in hass.config_entries.async_entries(DOMAIN)
        if other.data.get(CONF_PROVIDER) == entry.data[CONF_PROVIDER]
        for device in dr.async_entries_for_config_entry(registry, other.entry_id)
        if (DOMAIN, str(other.unique_id)) in device.identifiers
    }
    if entry.entry_id in names:
        return names[entry.entry_id]
    return entry.title if _MANUFACTURER in names.values() else _MANUFACTURER


async def _refresh_function(
    hass: HomeAssistant, entry: MediaAccountsConfigEntry
) -> Refresh:
    """Return the function that renews the tokens of an entry, by its sign-in method."""
    match entry.data[CONF_METHOD]:
        case methods.IMPLICIT:
            return refuse_to_refresh
        case methods.SEALED_KEY:
            return partial(refresh_with_sealed_key, hass)
        case _:
            implementation = await async_get_config_entry_implementation(hass, entry)
            return partial(refresh, cast("BlubrryImplementation", implementation))


def _summaries(programs: Programs | None) -> Mapping[str, Summary | None]:
    """Return the statistics of each podcast."""
    return {
        program_id: status.summary for program_id, status in (programs or {}).items()
    }


def _programs(programs: Programs | None) -> Mapping[str, Program]:
    """Return the list entry of each podcast."""
    return {
        program_id: status.program for program_id, status in (programs or {}).items()
    }


def _values[T](values: Mapping[str, T | None] | None) -> Mapping[str, T | None]:
    """Return the values of each podcast."""
    return values or {}


def _all_days(
    values: Mapping[str, RecentDays | None] | None,
) -> Mapping[str, tuple[RecentDays, ...] | None]:
    """Return the last days of all podcasts that have any, as one item."""
    days = tuple(days for days in (values or {}).values() if days is not None)
    return {"": days or None}
