"""Repair issues of accounts that cannot be set up, and how to fix them."""

from http import HTTPStatus
from typing import Any

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers.issue_registry import IssueEntry, IssueSeverity
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.media_accounts.const import DOMAIN
from custom_components.media_accounts.providers import PROVIDERS
from custom_components.media_accounts.vault.encryption import generate_key
from custom_components.media_accounts.vault.keys import STORAGE_KEY
from tests.descriptions import ADD_ENTRY
from tests.helpers import (
    Browser,
    add_api_key,
    add_blubrry,
    delete_api_keys,
    reauth_flows,
    set_up,
)
from tests.simulator import Simulator
from tests.test_repairs import issues

pytestmark = pytest.mark.usefixtures("no_waiting", "secrets_stay_secret")


async def open_issue(
    hass: HomeAssistant, hass_client: ClientSessionGenerator, issue: IssueEntry
) -> dict[str, Any]:
    """Press the button of an issue, and the one in the dialog that opens."""
    assert await async_setup_component(hass, "repairs", {})
    client = await hass_client()
    async with client.post(
        "/api/repairs/issues/fix", json={"handler": DOMAIN, "issue_id": issue.issue_id}
    ) as answer:
        assert answer.status == HTTPStatus.OK
        form = await answer.json()
    assert form["type"] == FlowResultType.FORM
    assert form["step_id"] == "confirm"
    async with client.post(
        f"/api/repairs/issues/fix/{form['flow_id']}", json={}
    ) as answer:
        assert answer.status == HTTPStatus.OK
        shown: dict[str, Any] = await answer.json()
    assert shown["type"] == FlowResultType.ABORT
    assert shown["next_flow"][0] == "config_flow"
    return shown


async def test_credentials_that_are_gone(
    hass: HomeAssistant,
    simulator: Simulator,
    browser: Browser,
    hass_client: ClientSessionGenerator,
) -> None:
    entry = await add_blubrry(hass, simulator)
    await delete_api_keys(hass)
    await set_up(hass, entry)
    issue = issues(hass)["application_credential_removed"]
    assert issue.severity is IssueSeverity.ERROR

    shown = await open_issue(hass, hass_client, issue)
    # It is the flow already in progress, and the issue is still open.
    (pending,) = reauth_flows(hass)
    assert shown["next_flow"][1] == pending["flow_id"]
    assert issues(hass)

    await add_api_key(hass, simulator, "Newer key")
    asked: Any = await hass.config_entries.flow.async_configure(pending["flow_id"], {})
    await browser.decide(asked, "filmhost")
    await hass.async_block_till_done(wait_background_tasks=True)
    assert entry.state is ConfigEntryState.LOADED
    assert not issues(hass)


async def locked_entry(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    simulator: Simulator,
    provider: str,
) -> tuple[ConfigEntry, Any]:
    """Return an account whose secrets no key opens, and what held the right one."""
    entry: ConfigEntry = await ADD_ENTRY[provider](hass, simulator)
    key = hass_storage[STORAGE_KEY]["data"]
    hass_storage[STORAGE_KEY]["data"] = {"keys": [generate_key()]}
    del hass.data[f"{DOMAIN}_vault"]
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.SETUP_ERROR
    return entry, key


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_secrets_that_no_key_opens(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    simulator: Simulator,
    hass_client: ClientSessionGenerator,
    provider: str,
) -> None:
    entry, _ = await locked_entry(hass, hass_storage, simulator, provider)
    issue = issues(hass)["secrets_locked"]
    assert entry.entry_id in issue.issue_id

    # The user aborted the sign-in: the issue starts a new flow.
    for flow in reauth_flows(hass):
        hass.config_entries.flow.async_abort(flow["flow_id"])
    shown = await open_issue(hass, hass_client, issue)
    (started,) = reauth_flows(hass)
    assert shown["next_flow"][1] == started["flow_id"]
    assert started["step_id"] == "reauth_confirm"


async def test_secrets_that_can_be_opened_again(
    hass: HomeAssistant, hass_storage: dict[str, Any], simulator: Simulator
) -> None:
    entry, key = await locked_entry(hass, hass_storage, simulator, "real_debrid")
    assert issues(hass).keys() == {"secrets_locked"}
    hass_storage[STORAGE_KEY]["data"] = key
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert entry.state is ConfigEntryState.LOADED
    assert not issues(hass)
