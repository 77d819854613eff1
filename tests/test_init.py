"""Set-up, unload, reload and removal of accounts."""

import asyncio
from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.helpers import (
    device_registry as dr,
    entity_registry as er,
    issue_registry as ir,
)
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.media_accounts import async_remove_config_entry_device
from custom_components.media_accounts.const import DOMAIN
from custom_components.media_accounts.providers import PROVIDERS
from custom_components.media_accounts.vault.session import CLOSE_SECONDS
from custom_components.media_accounts.vault.vault import async_get_vault
from tests.descriptions import ADD_ENTRY, DESCRIPTIONS
from tests.helpers import (
    add_blubrry,
    add_real_debrid,
    delete_api_keys,
    entity_states,
    entries,
    reauth_flows,
    revoke,
    set_up,
)
from tests.simulator import Simulator

pytestmark = pytest.mark.usefixtures("no_waiting", "secrets_stay_secret")


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_an_account_is_set_up(
    hass: HomeAssistant, simulator: Simulator, provider: str
) -> None:
    entry = await ADD_ENTRY[provider](hass, simulator)
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.LOADED
    assert STATE_UNAVAILABLE not in entity_states(hass, entry).values()


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_unloading_leaves_the_entities_unavailable_and_asks_no_more(
    hass: HomeAssistant,
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
    provider: str,
) -> None:
    entry = await ADD_ENTRY[provider](hass, simulator)
    await set_up(hass, entry)

    assert await hass.config_entries.async_unload(entry.entry_id)

    assert entry.state is ConfigEntryState.NOT_LOADED
    assert set(entity_states(hass, entry).values()) == {STATE_UNAVAILABLE}
    asked = len(simulator.requests)
    freezer.tick(timedelta(days=1))
    async_fire_time_changed(hass)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert len(simulator.requests) == asked


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_reloading_needs_no_new_sign_in(
    hass: HomeAssistant, simulator: Simulator, provider: str
) -> None:
    entry = await ADD_ENTRY[provider](hass, simulator)
    await set_up(hass, entry)
    before = entity_states(hass, entry)

    assert await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()

    assert entry.state is ConfigEntryState.LOADED
    assert entity_states(hass, entry).keys() == before.keys()
    assert not simulator.requests_to(path=DESCRIPTIONS[provider].token_path)


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_unloading_waits_for_a_refresh_in_flight(
    hass: HomeAssistant,
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
    provider: str,
) -> None:
    entry = await ADD_ENTRY[provider](hass, simulator)
    await set_up(hass, entry)
    vault = await async_get_vault(hass)
    before = vault.token(str(entry.unique_id))
    refresh = simulator.fault(provider, DESCRIPTIONS[provider].token_path, hold=True)
    freezer.tick(timedelta(days=1))
    async_fire_time_changed(hass)
    await refresh.reached.wait()

    unloading = hass.async_create_task(hass.config_entries.async_unload(entry.entry_id))
    # More iterations than an unload without waiting takes.
    for _ in range(1000):
        await asyncio.sleep(0)
    assert set(entity_states(hass, entry).values()) == {STATE_UNAVAILABLE}
    assert not unloading.done()
    assert vault.token(str(entry.unique_id)) == before
    refresh.release()
    await unloading

    # The token just received may be the only one that is still valid.
    assert vault.token(str(entry.unique_id)) != before
    assert entry.state is ConfigEntryState.NOT_LOADED


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_removing_an_account_does_not_wait_for_a_service_that_hangs(
    hass: HomeAssistant,
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
    provider: str,
) -> None:
    entry = await ADD_ENTRY[provider](hass, simulator)
    await set_up(hass, entry)
    vault = await async_get_vault(hass)
    refresh = simulator.fault(provider, "/**", hold=True, times=None)
    freezer.tick(timedelta(days=1))
    async_fire_time_changed(hass)
    await refresh.reached.wait()

    removing = hass.async_create_task(hass.config_entries.async_remove(entry.entry_id))
    for _ in range(1000):
        await asyncio.sleep(0)
    assert not removing.done()
    freezer.tick(CLOSE_SECONDS + 1)
    await removing
    assert vault.token(str(entry.unique_id)) is None
    refresh.release()
    await hass.async_block_till_done(wait_background_tasks=True)
    assert vault.token(str(entry.unique_id)) is None
    assert not hass.states.async_all()


async def test_removing_an_account_leaves_nothing_of_it(
    hass: HomeAssistant,
    simulator: Simulator,
    hass_storage: dict[str, Any],
) -> None:
    devices, entities = dr.async_get(hass), er.async_get(hass)
    accounts = [
        await add_real_debrid(hass, simulator),
        await add_blubrry(hass, simulator),
    ]
    await set_up(hass, *accounts)
    first, second = accounts
    kept = entity_states(hass, second)
    vault = await async_get_vault(hass)

    # Not even the data that remains while a sign-in is lost.
    revoke(simulator, first)
    await hass.config_entries.async_reload(first.entry_id)
    assert reauth_flows(hass)
    await hass.config_entries.async_remove(first.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)

    assert not _stores_about(str(first.unique_id), hass_storage)
    assert not dr.async_entries_for_config_entry(devices, first.entry_id)
    assert not er.async_entries_for_config_entry(entities, first.entry_id)
    assert not hass.config_entries.flow.async_progress()
    assert not [key for key in ir.async_get(hass).issues if first.entry_id in key[1]]
    assert vault.token(str(first.unique_id)) is None

    # The other account is not affected.
    assert second.state is ConfigEntryState.LOADED
    assert entity_states(hass, second) == kept
    assert vault.token(str(second.unique_id)) is not None

    await hass.config_entries.async_remove(second.entry_id)
    await hass.async_block_till_done()

    assert not hass.states.async_all()
    assert not devices.devices
    assert not entities.entities
    assert not [key for key in hass_storage if key.startswith(DOMAIN)]


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_an_account_without_secrets_can_be_removed(
    hass: HomeAssistant,
    simulator: Simulator,
    hass_storage: dict[str, Any],
    provider: str,
) -> None:
    entry = await ADD_ENTRY[provider](hass, simulator)
    await (await async_get_vault(hass)).async_remove(str(entry.unique_id))
    await set_up(hass, entry)

    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)

    assert not entries(hass)
    assert not reauth_flows(hass)
    assert not _stores_about(str(entry.unique_id), hass_storage)
    assert not simulator.requests


def _stores_about(account_id: str, hass_storage: dict[str, Any]) -> list[str]:
    return [
        key
        for key, store in hass_storage.items()
        if key.startswith(DOMAIN) and account_id in f"{key} {store}"
    ]


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize(
    "trouble",
    [{"status": 503}, {"status": 429}, {"status": 200, "text": "<html>Hello</html>"}],
    ids=str,
)
async def test_set_up_is_tried_again_after_passing_trouble(
    hass: HomeAssistant,
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
    provider: str,
    trouble: dict[str, Any],
) -> None:
    entry = await ADD_ENTRY[provider](hass, simulator)
    simulator.fault(provider, DESCRIPTIONS[provider].account_path, **trouble)
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert entry.error_reason_translation_domain == DOMAIN
    assert not reauth_flows(hass)

    freezer.tick(timedelta(hours=1))
    async_fire_time_changed(hass)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert entry.state is ConfigEntryState.LOADED


@pytest.mark.parametrize("code", [10, 14, 15, 22])
async def test_an_account_that_needs_its_owner_needs_no_new_sign_in(
    hass: HomeAssistant, simulator: Simulator, code: int
) -> None:
    entry = await add_real_debrid(hass, simulator)
    simulator.real_debrid.people["quietotter"].trouble = code
    await set_up(hass, entry)
    assert not reauth_flows(hass)
    assert (await async_get_vault(hass)).token(str(entry.unique_id)) is not None


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_a_revoked_grant_asks_for_a_new_sign_in(
    hass: HomeAssistant, simulator: Simulator, provider: str
) -> None:
    entry = await ADD_ENTRY[provider](hass, simulator)
    revoke(simulator, entry)
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.SETUP_ERROR
    assert entry.error_reason_translation_key == "sign_in_refused"
    assert len(reauth_flows(hass)) == 1


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_without_secrets_a_new_sign_in_is_asked_for(
    hass: HomeAssistant, simulator: Simulator, provider: str
) -> None:
    entry = await ADD_ENTRY[provider](hass, simulator)
    # As after restoring a backup without secrets.
    await (await async_get_vault(hass)).async_remove(str(entry.unique_id))
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.SETUP_ERROR
    assert len(reauth_flows(hass)) == 1
    assert not simulator.requests


async def test_deleted_credentials_ask_for_a_new_sign_in(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    entry = await add_blubrry(hass, simulator)
    await delete_api_keys(hass)
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.SETUP_ERROR
    assert len(reauth_flows(hass)) == 1


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize(
    "address",
    [
        "http://service.test",
        "https://service.test/path",
        "https://user:password@service.test",
        "ftp://127.0.0.1",
        "service.test",
    ],
)
async def test_an_unsafe_address_of_the_service_is_not_used(
    hass: HomeAssistant,
    simulator: Simulator,
    monkeypatch: pytest.MonkeyPatch,
    provider: str,
    address: str,
) -> None:
    entry = await ADD_ENTRY[provider](hass, simulator)
    variable = f"MEDIA_ACCOUNTS_{provider.upper()}_URL"
    monkeypatch.setenv(variable, address)
    await set_up(hass, entry)

    assert entry.state is ConfigEntryState.SETUP_ERROR
    assert entry.error_reason_translation_key == "endpoint_invalid"
    assert entry.error_reason_translation_placeholders == {"variable": variable}
    assert variable in str(entry.reason)
    assert address not in str(entry.reason)
    assert not reauth_flows(hass)
    assert not simulator.requests


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_an_entry_of_a_newer_minor_version_still_works(
    hass: HomeAssistant, simulator: Simulator, provider: str
) -> None:
    entry = await ADD_ENTRY[provider](hass, simulator)
    await set_up(hass, entry)
    await hass.config_entries.async_unload(entry.entry_id)
    hass.config_entries.async_update_entry(entry, minor_version=99)
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.LOADED
    assert entry.minor_version == 99


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_an_entry_of_a_newer_major_version_is_left_alone(
    hass: HomeAssistant, simulator: Simulator, provider: str
) -> None:
    entry = await ADD_ENTRY[provider](hass, simulator)
    before = dict(entry.data)
    hass.config_entries.async_update_entry(entry, version=99)
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.MIGRATION_ERROR
    assert entry.data == before
    assert (await async_get_vault(hass)).token(str(entry.unique_id)) is not None
    assert not simulator.requests


async def test_several_accounts_of_each_kind_are_independent(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    accounts = [
        await add_real_debrid(hass, simulator, "quietotter"),
        await add_real_debrid(hass, simulator, "freefinch"),
        await add_blubrry(hass, simulator, "filmhost"),
        await add_blubrry(hass, simulator, "bunnyfan"),
    ]
    lost = accounts[::2]
    for entry in lost:
        revoke(simulator, entry)
    await set_up(hass, *accounts)
    assert [entry.state for entry in entries(hass)] == [
        ConfigEntryState.SETUP_ERROR,
        ConfigEntryState.LOADED,
    ] * 2
    assert {flow["context"]["entry_id"] for flow in reauth_flows(hass)} == {
        entry.entry_id for entry in lost
    }


async def test_only_the_device_of_a_podcast_without_data_can_be_removed(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    entry = await add_blubrry(hass, simulator)
    await set_up(hass, entry)
    registry = dr.async_get(hass)
    (account,) = [
        device
        for device in dr.async_entries_for_config_entry(registry, entry.entry_id)
        if (DOMAIN, entry.unique_id) in device.identifiers
    ]
    podcast = dr.async_child_entries_for_config_entry(registry, entry.entry_id)[0]
    assert not await async_remove_config_entry_device(hass, entry, account)
    assert not await async_remove_config_entry_device(hass, entry, podcast)
    for entity in er.async_entries_for_device(er.async_get(hass), podcast.id):
        if hass.states.get(entity.entity_id):
            hass.states.async_set(entity.entity_id, STATE_UNAVAILABLE)
    assert await async_remove_config_entry_device(hass, entry, podcast)
    assert not await async_remove_config_entry_device(hass, entry, account)
