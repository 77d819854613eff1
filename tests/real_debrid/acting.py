"""Helpers of the tests of actions, entities and media."""

from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.media_accounts.api.token import Token
from custom_components.media_accounts.const import DOMAIN
from custom_components.media_accounts.vault.vault import async_get_vault
from tests.helpers import add_real_debrid
from tests.simulator import Recorded, Simulator

BASE = "/rest/1.0"


async def act(
    hass: HomeAssistant, entry: MockConfigEntry, name: str, **data: Any
) -> dict[str, Any]:
    """Run an action, and return its response."""
    response: Any = await hass.services.async_call(
        DOMAIN,
        name,
        {"config_entry_id": entry.entry_id, **data},
        blocking=True,
        return_response=True,
    )
    return response


def answer(simulator: Simulator, path: str, body: object, status: int = 200) -> None:
    """Set the response of the service for a path from now on."""
    simulator.fault(
        "real_debrid", f"{BASE}/{path}", status=status, json=body, times=None
    )


def asked(simulator: Simulator, path: str) -> list[Recorded]:
    """Return the requests for a path."""
    return simulator.requests_to("real_debrid", path=f"{BASE}/{path}")


async def with_api_token(hass: HomeAssistant, simulator: Simulator) -> MockConfigEntry:
    """Return an account that is signed in with a private API token."""
    entry = await add_real_debrid(hass, simulator)
    token = simulator.real_debrid.api_token("quietotter")
    vault = await async_get_vault(hass)
    await vault.async_store(str(entry.unique_id), Token.lasting(token))
    hass.config_entries.async_update_entry(
        entry, data={**entry.data, "method": "api_token"}, minor_version=2
    )
    return entry


async def enable(hass: HomeAssistant, entry: ConfigEntry, *entity_ids: str) -> None:
    """Enable entities that are disabled by default."""
    registry = er.async_get(hass)
    for entity_id in entity_ids:
        known = registry.async_get(entity_id)
        assert known is not None
        assert known.disabled_by is er.RegistryEntryDisabler.INTEGRATION
        registry.async_update_entity(entity_id, disabled_by=None)
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)


def value(hass: HomeAssistant, entity_id: str) -> str | None:
    """Return the state of an entity, None where there is none."""
    state = hass.states.get(entity_id)
    return state.state if state else None


async def pass_time(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, **span: float
) -> None:
    """Advance the time, and run the timers that are due."""
    freezer.tick(timedelta(**span))
    async_fire_time_changed(hass)
    await hass.async_block_till_done(wait_background_tasks=True)


async def press(hass: HomeAssistant, entity_id: str) -> None:
    """Press a button."""
    await hass.services.async_call(
        "button", "press", {"entity_id": entity_id}, blocking=True
    )
    await hass.async_block_till_done()


def fill_library(simulator: Simulator, count: int) -> None:
    """Replace the torrents by this number of finished ones."""
    simulator.real_debrid.people["quietotter"].torrents.clear()
    simulator.real_debrid.fill_library("quietotter", count)
