"""Checks of the Real-Debrid account that a user signs in to."""

from collections.abc import Callable
from typing import Any

from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest

from custom_components.media_accounts.vault.vault import async_get_vault
from tests.helpers import (
    Pauses,
    add_real_debrid,
    approves,
    choose,
    entries,
    outcome,
    set_up,
    submit,
)
from tests.simulator import Simulator

pytestmark = pytest.mark.usefixtures("no_waiting", "secrets_stay_secret")


async def test_the_same_account_is_not_added_twice(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses
) -> None:
    entry = await add_real_debrid(hass, simulator, "quietotter")
    await set_up(hass, entry)
    vault = await async_get_vault(hass)
    before = vault.token("real_debrid_4815162")

    pauses.then(approves(simulator, "quietotter"))
    refused = await outcome(hass, await choose(hass, "real_debrid"))

    assert refused["type"] is FlowResultType.ABORT
    assert refused["reason"] == "already_configured"
    assert refused["description_placeholders"] == {"account": "quietotter"}
    assert entries(hass) == [entry]
    assert vault.token("real_debrid_4815162") == before


async def test_two_accounts_live_side_by_side(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses
) -> None:
    for person in ("quietotter", "freefinch"):
        pauses.then(approves(simulator, person))
        await outcome(hass, await choose(hass, "real_debrid"))

    assert [(e.title, e.unique_id, e.state) for e in entries(hass)] == [
        ("quietotter", "real_debrid_4815162", ConfigEntryState.LOADED),
        ("freefinch", "real_debrid_4815164", ConfigEntryState.LOADED),
    ]


async def test_a_lost_account_that_is_added_again_comes_back_to_life(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses
) -> None:
    entry = await add_real_debrid(hass, simulator, "quietotter")
    simulator.real_debrid.revoke("quietotter")
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.SETUP_ERROR

    pauses.then(approves(simulator, "quietotter"))
    ended = await outcome(hass, await choose(hass, "real_debrid"))

    assert ended["reason"] == "reauth_successful"
    assert entries(hass) == [entry]
    assert entry.state is ConfigEntryState.LOADED
    assert not hass.config_entries.flow.async_progress()


type Start = Callable[[HomeAssistant, Any], Any]


async def _reauth(hass: HomeAssistant, entry: Any) -> Any:
    return await submit(hass, await entry.start_reauth_flow(hass))


async def _reconfigure(hass: HomeAssistant, entry: Any) -> Any:
    result = await entry.start_reconfigure_flow(hass)
    if result["type"] is FlowResultType.MENU:
        return await hass.config_entries.flow.async_configure(
            result["flow_id"], {"next_step_id": "real_debrid"}
        )
    return result


@pytest.mark.parametrize(
    ("start", "reason"),
    [(_reauth, "reauth_successful"), (_reconfigure, "reconfigure_successful")],
)
async def test_signing_in_again_renews_the_token(
    hass: HomeAssistant,
    simulator: Simulator,
    pauses: Pauses,
    start: Start,
    reason: str,
) -> None:
    entry = await add_real_debrid(hass, simulator, "quietotter")
    await set_up(hass, entry)
    vault = await async_get_vault(hass)
    before = vault.token("real_debrid_4815162")

    pauses.then(approves(simulator, "quietotter"))
    ended = await outcome(hass, await start(hass, entry))

    assert ended["type"] is FlowResultType.ABORT
    assert ended["reason"] == reason
    assert vault.token("real_debrid_4815162") != before
    assert entry.state is ConfigEntryState.LOADED
    assert entry.data["provider"] == "real_debrid"


@pytest.mark.parametrize("start", [_reauth, _reconfigure])
async def test_signing_in_again_with_another_account_is_refused(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses, start: Start
) -> None:
    entry = await add_real_debrid(hass, simulator, "quietotter")
    await set_up(hass, entry)
    vault = await async_get_vault(hass)
    before = vault.token("real_debrid_4815162")

    pauses.then(approves(simulator, "freefinch"))
    wrong = await outcome(hass, await start(hass, entry))
    assert wrong["step_id"] == "real_debrid_wrong_account"
    assert wrong["description_placeholders"]["account"] == "quietotter"
    assert vault.token("real_debrid_4815162") == before
    assert vault.token("real_debrid_4815164") is None

    pauses.then(approves(simulator, "quietotter"))
    right = await outcome(hass, await submit(hass, wrong))
    assert right["type"] is FlowResultType.ABORT
    assert vault.token("real_debrid_4815162") != before
    assert entries(hass) == [entry]


async def test_a_revoked_grant_is_renewed_in_the_reauthentication_it_started(
    hass: HomeAssistant, simulator: Simulator, pauses: Pauses
) -> None:
    entry = await add_real_debrid(hass, simulator, "quietotter")
    simulator.real_debrid.revoke("quietotter")
    await set_up(hass, entry)
    (flow,) = hass.config_entries.flow.async_progress()
    assert flow["context"]["source"] == SOURCE_REAUTH
    form = await hass.config_entries.flow.async_configure(flow["flow_id"])

    pauses.then(approves(simulator, "quietotter"))
    await outcome(hass, await submit(hass, form))

    assert entry.state is ConfigEntryState.LOADED
    assert not hass.config_entries.flow.async_progress()
