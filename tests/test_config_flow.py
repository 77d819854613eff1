"""The menu of the config flow, which leads to the steps of each provider."""

from dataclasses import replace
from typing import cast

from homeassistant.config_entries import SOURCE_USER, ConfigEntryState, ConfigFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import issue_registry as ir
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.media_accounts.const import DOMAIN
from custom_components.media_accounts.provider.definition import ProviderDefinition
from custom_components.media_accounts.providers import PROVIDERS
from tests.descriptions import ADD_ENTRY, DESCRIPTIONS
from tests.helpers import (
    Browser,
    Pauses,
    add_api_key,
    choose,
    reauth_flows,
    revoke,
    set_up,
    submit,
)
from tests.simulator import Simulator

pytestmark = pytest.mark.usefixtures("no_waiting", "secrets_stay_secret")


@pytest.fixture
def sign_in_pages(pauses: Pauses, browser: Browser) -> None:
    """Hold the flow at the first step of each service."""
    pauses.hold()


async def test_the_menu_offers_every_provider(hass: HomeAssistant) -> None:
    menu = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    assert menu["type"] is FlowResultType.MENU
    assert menu["step_id"] == "user"
    assert menu["menu_options"][: len(PROVIDERS)] == list(PROVIDERS)


@pytest.mark.usefixtures("sign_in_pages")
@pytest.mark.parametrize("provider", PROVIDERS)
async def test_each_choice_leads_to_its_service(
    hass: HomeAssistant, simulator: Simulator, provider: str
) -> None:
    await ADD_ENTRY[provider](hass, simulator)
    result = await choose(hass, provider)
    assert result["type"] is DESCRIPTIONS[provider].first_step
    hass.config_entries.flow.async_abort(result["flow_id"])


async def test_every_other_way_begins_with_a_form(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    await add_api_key(hass, simulator)
    flows = hass.config_entries.flow
    steps: list[str] = []
    while True:
        menu = await flows.async_init(DOMAIN, context={"source": SOURCE_USER})
        other = await flows.async_configure(
            menu["flow_id"], {"next_step_id": "other_ways"}
        )
        assert other["type"] is FlowResultType.MENU
        if len(steps) == len(other["menu_options"]):
            break
        steps.append(other["menu_options"][len(steps)])
        form = await flows.async_configure(
            other["flow_id"], {"next_step_id": steps[-1]}
        )
        assert form["type"] is FlowResultType.FORM
    assert steps


@pytest.fixture(params=PROVIDERS)
async def entry(
    hass: HomeAssistant, simulator: Simulator, request: pytest.FixtureRequest
) -> MockConfigEntry:
    """An account of each provider that is set up."""
    entry = await ADD_ENTRY[request.param](hass, simulator)
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.LOADED
    return entry


@pytest.mark.usefixtures("sign_in_pages")
async def test_a_lost_sign_in_waits_for_a_person(
    hass: HomeAssistant,
    simulator: Simulator,
    issue_registry: ir.IssueRegistry,
    entry: MockConfigEntry,
) -> None:
    revoke(simulator, entry)
    await hass.config_entries.async_reload(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_ERROR

    (flow,) = reauth_flows(hass)
    assert flow["step_id"] == "reauth_confirm"
    assert f"config_entry_reauth_{DOMAIN}_{entry.entry_id}" in {
        issue_id for _, issue_id in issue_registry.issues
    }
    asked = len(simulator.requests)
    form = await hass.config_entries.flow.async_configure(flow["flow_id"])
    assert form["type"] is FlowResultType.FORM
    assert form["description_placeholders"] == {"name": entry.title}
    assert len(simulator.requests) == asked

    await _leads_to_its_service(hass, entry, await submit(hass, form))


@pytest.mark.usefixtures("sign_in_pages")
async def test_reconfiguring_leads_to_the_service(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    provider = entry.data["provider"]
    result = await entry.start_reconfigure_flow(hass)
    if len(PROVIDERS[provider].sign_in_methods) > 1:
        assert result["type"] is FlowResultType.MENU
        result = await hass.config_entries.flow.async_configure(
            result["flow_id"], {"next_step_id": provider}
        )
    await _leads_to_its_service(hass, entry, result)


@pytest.mark.usefixtures("sign_in_pages")
async def test_a_provider_with_one_way_to_sign_in_needs_no_menu(
    hass: HomeAssistant, entry: MockConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider = entry.data["provider"]
    methods = PROVIDERS[provider].sign_in_methods[:1]
    definition = replace(PROVIDERS[provider], sign_in_methods=methods)
    monkeypatch.setitem(
        cast("dict[str, ProviderDefinition]", PROVIDERS), provider, definition
    )
    result = await entry.start_reconfigure_flow(hass)
    await _leads_to_its_service(hass, entry, result)


async def _leads_to_its_service(
    hass: HomeAssistant, entry: MockConfigEntry, result: ConfigFlowResult
) -> None:
    assert result["type"] is DESCRIPTIONS[entry.data["provider"]].first_step
    hass.config_entries.flow.async_abort(result["flow_id"])


async def test_options_can_be_kept_as_they_are(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    has_options = PROVIDERS[entry.data["provider"]].options is not None
    assert entry.supports_options is has_options
    if not has_options:
        return
    options = hass.config_entries.options
    form = await options.async_init(entry.entry_id)
    assert form["type"] is FlowResultType.FORM
    kept = await options.async_configure(form["flow_id"], {})
    await hass.async_block_till_done(wait_background_tasks=True)
    assert kept["type"] is FlowResultType.CREATE_ENTRY
    assert entry.state is ConfigEntryState.LOADED
