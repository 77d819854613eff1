"""The menu, and the way to each provider's steps."""

from homeassistant.config_entries import SOURCE_USER, ConfigEntryState, ConfigFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import issue_registry as ir
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.media_accounts.const import DOMAIN, Provider
from tests.helpers import (
    ADD_ENTRY,
    Browser,
    Pauses,
    choose,
    reauth_flows,
    revoke,
    set_up,
    submit,
)
from tests.simulator import Simulator

pytestmark = pytest.mark.usefixtures("no_waiting", "secrets_stay_secret")

SERVICE_PAGE = {
    Provider.REAL_DEBRID: FlowResultType.SHOW_PROGRESS,
    Provider.BLUBRRY: FlowResultType.EXTERNAL_STEP,
}
"""What a person sees who signs in to a service."""


@pytest.fixture
def sign_in_pages(pauses: Pauses, browser: Browser) -> None:
    """Let people get as far as the services, and stay there."""
    pauses.hold()


async def test_the_menu_offers_every_provider(hass: HomeAssistant) -> None:
    menu = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    assert menu["type"] is FlowResultType.MENU
    assert menu["step_id"] == "user"
    assert menu["menu_options"][: len(Provider)] == list(Provider)


@pytest.mark.usefixtures("sign_in_pages")
@pytest.mark.parametrize("provider", Provider)
async def test_each_choice_leads_to_its_service(
    hass: HomeAssistant, simulator: Simulator, provider: Provider
) -> None:
    await ADD_ENTRY[provider](hass, simulator)
    result = await choose(hass, provider)
    assert result["type"] is SERVICE_PAGE[provider]
    hass.config_entries.flow.async_abort(result["flow_id"])


@pytest.fixture(params=Provider)
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
    result = await entry.start_reconfigure_flow(hass)
    if result["type"] is FlowResultType.MENU:
        result = await hass.config_entries.flow.async_configure(
            result["flow_id"], {"next_step_id": entry.data["provider"]}
        )
    await _leads_to_its_service(hass, entry, result)


async def _leads_to_its_service(
    hass: HomeAssistant, entry: MockConfigEntry, result: ConfigFlowResult
) -> None:
    assert result["type"] is SERVICE_PAGE[Provider(entry.data["provider"])]
    hass.config_entries.flow.async_abort(result["flow_id"])
