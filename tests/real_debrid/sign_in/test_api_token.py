"""Signing in with a private API token, and changing the sign-in method."""

from typing import Any

from homeassistant.config_entries import SOURCE_USER, ConfigEntryState, ConfigFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.media_accounts.const import DOMAIN
from custom_components.media_accounts.vault.vault import async_get_vault
from tests.helpers import (
    Pauses,
    add_real_debrid,
    approves,
    entries,
    outcome,
    reauth_flows,
    set_up,
    submit,
)
from tests.simulator import Simulator

USER = "/rest/1.0/user"

pytestmark = pytest.mark.usefixtures("secrets_stay_secret")


def private_token(simulator: Simulator, username: str = "quietotter") -> str:
    """Return a token that the service takes."""
    token: str = simulator.real_debrid.sign_in(username)["access_token"]
    return token


async def open_form(hass: HomeAssistant) -> ConfigFlowResult:
    flows = hass.config_entries.flow
    menu = await flows.async_init(DOMAIN, context={"source": SOURCE_USER})
    assert "other_ways" in menu["menu_options"]
    menu = await flows.async_configure(menu["flow_id"], {"next_step_id": "other_ways"})
    assert menu["type"] is FlowResultType.MENU
    return await flows.async_configure(
        menu["flow_id"], {"next_step_id": "real_debrid_api_token"}
    )


@pytest.fixture
async def entry(hass: HomeAssistant, simulator: Simulator) -> MockConfigEntry:
    """An account that was added with a code, before there were other methods."""
    entry = await add_real_debrid(hass, simulator)
    await set_up(hass, entry)
    return entry


async def test_account_is_added(hass: HomeAssistant, simulator: Simulator) -> None:
    form = await open_form(hass)
    assert form["description_placeholders"] == {
        "account": "",
        "service": "Real-Debrid",
        "url": "https://real-debrid.com/apitoken",
    }
    token = private_token(simulator)
    result = await submit(hass, form, token=f" {token}\n")
    await hass.async_block_till_done()
    assert result["type"] is FlowResultType.CREATE_ENTRY
    (entry,) = entries(hass)
    assert dict(entry.data) == {"provider": "real_debrid", "method": "api_token"}
    assert entry.state is ConfigEntryState.LOADED
    kept = (await async_get_vault(hass)).token(str(entry.unique_id))
    assert kept is not None
    assert kept.access_token == token
    assert not kept.is_due(kept.expires_at - 1e9)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"status": 401, "json": {"error_code": 8}}, "api_token_refused"),
        ({"status": 403, "json": {"error_code": 9}}, "api_token_refused"),
        ({"status": 403, "json": {"error_code": 14}}, "account_locked"),
        ({"status": 403, "json": {"error_code": 22}}, "account_address_refused"),
        ({"status": 503, "text": "<html>"}, "service_unreachable"),
        ({"status": 429}, "service_unreachable"),
        ({"drop": True}, "service_unreachable"),
    ],
)
async def test_what_is_wrong_is_said_and_the_form_stays(
    hass: HomeAssistant, simulator: Simulator, answer: dict[str, Any], error: str
) -> None:
    form = await open_form(hass)
    fault = simulator.fault("real_debrid", USER, times=None, **answer)
    again = await submit(hass, form, token=private_token(simulator))
    assert again["errors"] == {"base": error}
    fault.times = 0
    result = await submit(hass, again, token=private_token(simulator))
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_what_cannot_be_a_token_is_not_sent(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    form = await open_form(hass)
    again = await submit(hass, form, token="two words\r\nX-More: header")
    assert again["errors"] == {"base": "api_token_refused"}
    assert not simulator.requests_to("real_debrid", path=USER)


async def test_no_token_is_sent_to_an_unsafe_address(
    hass: HomeAssistant, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = await open_form(hass)
    monkeypatch.setenv("MEDIA_ACCOUNTS_REAL_DEBRID_URL", "http://example.org")
    result = await submit(hass, form, token="ABC")
    assert result["reason"] == "endpoint_invalid"


async def test_account_is_not_added_twice(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    result = await submit(hass, await open_form(hass), token=private_token(simulator))
    assert result["reason"] == "already_configured"
    assert entry.data["method"] == "device_code"


async def reconfigure(
    hass: HomeAssistant, entry: MockConfigEntry, step: str
) -> ConfigFlowResult:
    menu = await entry.start_reconfigure_flow(hass)
    assert menu["step_id"] == "real_debrid_ways"
    return await hass.config_entries.flow.async_configure(
        menu["flow_id"], {"next_step_id": step}
    )


async def test_changing_the_way_keeps_all_entities(
    hass: HomeAssistant,
    simulator: Simulator,
    entry: MockConfigEntry,
    pauses: Pauses,
    entity_registry: er.EntityRegistry,
) -> None:
    before = {
        known.unique_id: known.entity_id
        for known in er.async_entries_for_config_entry(entity_registry, entry.entry_id)
    }
    assert before
    form = await reconfigure(hass, entry, "real_debrid_api_token")
    result = await submit(hass, form, token=private_token(simulator))
    await hass.async_block_till_done()
    assert result["reason"] == "reconfigure_successful"
    assert entry.data["method"] == "api_token"
    assert entry.state is ConfigEntryState.LOADED

    pauses.then(approves(simulator, "quietotter"))
    progress = await reconfigure(hass, entry, "real_debrid")
    result = await outcome(hass, progress)
    assert result["reason"] == "reconfigure_successful"
    assert entry.data["method"] == "device_code"

    after = {
        known.unique_id: known.entity_id
        for known in er.async_entries_for_config_entry(entity_registry, entry.entry_id)
    }
    assert before.items() <= after.items()
    assert hass.states.get(before[f"{entry.unique_id}_premium"])


async def test_token_of_somebody_else_is_not_taken(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    simulator.real_debrid.put_person("somebodyelse")
    form = await reconfigure(hass, entry, "real_debrid_api_token")
    again = await submit(hass, form, token=private_token(simulator, "somebodyelse"))
    assert again["errors"] == {"base": "api_token_of_another_account"}
    assert entry.data["method"] == "device_code"


async def test_refused_token_is_asked_for_again(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    token = private_token(simulator)
    await submit(hass, await open_form(hass), token=token)
    await hass.async_block_till_done()
    (entry,) = entries(hass)

    simulator.real_debrid.disable_access_token(token)
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    assert entry.state is ConfigEntryState.SETUP_ERROR
    assert not simulator.requests_to("real_debrid", path="/oauth/v2/token")
    (flow,) = reauth_flows(hass)

    form = await hass.config_entries.flow.async_configure(flow["flow_id"], {})
    assert form["step_id"] == "real_debrid_api_token"
    result = await submit(hass, form, token=private_token(simulator))
    await hass.async_block_till_done()
    assert result["reason"] == "reauth_successful"
    assert entry.state is ConfigEntryState.LOADED
    assert not reauth_flows(hass)


async def test_entries_of_before_learn_how_they_are_signed_in(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    entry = await add_real_debrid(hass, simulator)
    assert "method" not in entry.data
    assert entry.minor_version == 1
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.LOADED
    assert dict(entry.data) == {"provider": "real_debrid", "method": "device_code"}
    assert entry.minor_version == 2
