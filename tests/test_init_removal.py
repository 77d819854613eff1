"""Removal of an account, and the revocation of its access."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import ServiceValidationError
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.media_accounts.api.token import Token
from custom_components.media_accounts.const import DOMAIN
from custom_components.media_accounts.providers import PROVIDERS
from custom_components.media_accounts.vault.vault import async_get_vault
from tests.descriptions import ADD_ENTRY, DESCRIPTIONS
from tests.helpers import add_real_debrid, reauth_flows, set_up
from tests.simulator import Simulator
from tests.test_repairs import issues
from tests.vault.helpers import fix

pytestmark = pytest.mark.usefixtures("no_waiting", "secrets_stay_secret")

DISABLE_PATH = "/rest/1.0/disable_access_token"


async def test_a_removed_account_gives_its_access_token_up(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    entry = await add_real_debrid(hass, simulator)
    await set_up(hass, entry)
    token = (await async_get_vault(hass)).token(str(entry.unique_id))
    assert token is not None
    assert token.access_token in simulator.real_debrid.grants.access_tokens

    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)

    (request,) = simulator.requests_to(path=DISABLE_PATH)
    assert request.headers["Authorization"] == f"Bearer {token.access_token}"
    assert not hass.config_entries.async_entries(DOMAIN)


@pytest.mark.parametrize(
    "fault", [{"status": 503}, {"drop": True}, {"status": 401}], ids=str
)
async def test_an_account_goes_even_where_its_token_cannot_be_given_up(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    simulator: Simulator,
    fault: dict[str, Any],
) -> None:
    entry = await add_real_debrid(hass, simulator)
    await set_up(hass, entry)
    simulator.fault("real_debrid", DISABLE_PATH, **fault)
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert not reauth_flows(hass)
    assert not [key for key in hass_storage if key.startswith(DOMAIN)]


async def test_a_private_api_token_stays_its_owners(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    entry = await add_real_debrid(hass, simulator)
    vault = await async_get_vault(hass)
    token = vault.token(str(entry.unique_id))
    assert token is not None
    await vault.async_store(str(entry.unique_id), Token.lasting(token.access_token))
    await set_up(hass, entry)
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert not simulator.requests_to(path=DISABLE_PATH)


async def test_nothing_is_asked_of_blubrry_for_an_account_that_was_removed(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    entry = await ADD_ENTRY["blubrry"](hass, simulator)
    await set_up(hass, entry)
    asked = len(simulator.requests)
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert len(simulator.requests) == asked


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_an_issue_names_the_page_to_revoke_access(
    hass: HomeAssistant,
    simulator: Simulator,
    hass_client: ClientSessionGenerator,
    provider: str,
) -> None:
    entry = await ADD_ENTRY[provider](hass, simulator)
    await set_up(hass, entry)
    assert not issues(hass)
    await hass.config_entries.async_remove(entry.entry_id)
    (issue,) = issues(hass).values()
    assert issue.translation_key == f"access_remains_{provider}"
    assert issue.translation_placeholders == {
        "account": entry.title,
        "page": DESCRIPTIONS[provider].access_page,
    }

    # The issue is fixed by its button.
    shown = await fix(hass, hass_client, issue.issue_id)
    assert shown["type"] == FlowResultType.CREATE_ENTRY
    assert not issues(hass)


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_the_issue_is_deleted_when_the_account_is_added_again(
    hass: HomeAssistant, simulator: Simulator, provider: str
) -> None:
    entry = await ADD_ENTRY[provider](hass, simulator)
    await set_up(hass, entry)
    await hass.config_entries.async_remove(entry.entry_id)
    again = await ADD_ENTRY[provider](hass, simulator)
    assert again.unique_id == entry.unique_id
    await set_up(hass, again)
    assert not issues(hass)


async def test_without_a_recorder_there_are_no_statistics_to_clear(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    await set_up(hass, await add_real_debrid(hass, simulator))
    with pytest.raises(ServiceValidationError) as raised:
        await hass.services.async_call(DOMAIN, "clear_statistics", blocking=True)
    assert raised.value.translation_key == "recorder_missing"
