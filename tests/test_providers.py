"""The registry, and entries of a provider that it does not have."""

from typing import Any

from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    get_system_health_info,
)
from pytest_homeassistant_custom_component.typing import WebSocketGenerator
import voluptuous as vol
from yarl import URL

from custom_components.media_accounts.blubrry.account import (
    account_of as blubrry_account_of,
)
from custom_components.media_accounts.config_flow import MediaAccountsConfigFlow
from custom_components.media_accounts.const import DOMAIN
from custom_components.media_accounts.diagnostics import (
    async_get_config_entry_diagnostics,
)
from custom_components.media_accounts.providers import PROVIDERS
from custom_components.media_accounts.real_debrid.account import (
    account_of as real_debrid_account_of,
)
from custom_components.media_accounts.trigger import async_get_triggers
from tests.descriptions import DESCRIPTIONS
from tests.helpers import add_blubrry, add_real_debrid, set_up
from tests.publishing.texts import TEXTS
from tests.simulator import Simulator


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_provider_has_the_documented_address(
    provider: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint = PROVIDERS[provider].endpoint
    variable = f"MEDIA_ACCOUNTS_{provider.upper()}_URL"
    assert endpoint.variable == variable
    monkeypatch.delenv(variable, raising=False)
    assert endpoint.base_url() == URL(DESCRIPTIONS[provider].address)


def texts_that_a_provider_brings(provider: str) -> set[str]:
    """Return the paths of the texts that the integration derives from the registry."""
    definition = PROVIDERS[provider]
    default, *others = definition.sign_in_methods
    menu_options = {
        f"user.{{}}.{provider}",
        *(f"other_ways.{{}}.{method.step_id}" for method in others),
    }
    if others:
        menu_options |= {
            f"{provider}_ways.{{}}.{method.step_id}" for method in (default, *others)
        }
    return {
        f"issues.access_remains_{provider}.title",
        f"issues.access_remains_{provider}.fix_flow.step.confirm.description",
        f"system_health.info.can_reach_{provider}",
        f"system_health.info.sign_ins_{provider}",
        *(f"exceptions.{key}.message" for key in definition.error_messages.values()),
        *({f"options.step.{provider}.title"} if definition.options else ()),
        *({f"config.step.{provider}_ways.title"} if others else ()),
        *(
            f"config.step.{option.format(texts)}"
            for option in menu_options
            for texts in ("menu_options", "menu_option_descriptions")
        ),
        *(f"issues.{key}.title" for source in definition.issues for key in source.keys),
    }


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_provider_brings_all_of_its_texts(provider: str) -> None:
    assert sorted(texts_that_a_provider_brings(provider) - TEXTS.keys()) == []


def test_no_two_providers_share_a_step() -> None:
    flow = MediaAccountsConfigFlow()
    steps = {
        provider: set().union(
            *(method.begin(flow, method).steps for method in definition.sign_in_methods)
        )
        - SHARED_STEPS
        for provider, definition in PROVIDERS.items()
    }
    own = [step for each in steps.values() for step in each]
    assert len(own) == len(set(own))
    assert all(
        step == provider or step.startswith(f"{provider}_")
        for provider, each in steps.items()
        for step in each
    )


# Steps of the code flow that need no provider-specific texts.
SHARED_STEPS = {"auth", "creation", "pick_implementation"}

UNKNOWN_PROVIDERS: list[dict[str, Any]] = [
    {},
    {"provider": None},
    {"provider": "all_debrid"},
    {"provider": ["real_debrid"]},
    {"provider": "all_debrid", "method": "device_code"},
]


@pytest.fixture(params=UNKNOWN_PROVIDERS, ids=str)
async def unknown(
    hass: HomeAssistant, request: pytest.FixtureRequest
) -> MockConfigEntry:
    """Return an entry as a newer version may have made it."""
    entry = MockConfigEntry(
        domain=DOMAIN, title="somebody", unique_id="all_debrid_1", data=request.param
    )
    entry.add_to_hass(hass)
    await set_up(hass, entry)
    return entry


async def test_an_unknown_provider_is_an_error_with_a_sentence(
    hass: HomeAssistant, unknown: MockConfigEntry
) -> None:
    assert unknown.state is ConfigEntryState.SETUP_ERROR
    assert unknown.error_reason_translation_key == "unknown_provider"
    assert not hass.config_entries.flow.async_progress()


async def test_the_page_of_all_integrations_lists_it(
    hass: HomeAssistant,
    unknown: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
) -> None:
    assert await async_setup_component(hass, "config", {})
    client = await hass_ws_client(hass)
    await client.send_json_auto_id({"type": "config_entries/get"})
    answer = await client.receive_json()
    assert answer["success"]
    shown = next(
        entry for entry in answer["result"] if entry["entry_id"] == unknown.entry_id
    )
    assert shown["supports_options"] is False


async def test_diagnostics_and_system_health_go_on(
    hass: HomeAssistant, unknown: MockConfigEntry
) -> None:
    found = await async_get_config_entry_diagnostics(hass, unknown)
    assert found["account"]["provider"] == "unknown"
    assert await async_setup_component(hass, "system_health", {})
    await hass.async_block_till_done()
    info = await get_system_health_info(hass, DOMAIN)
    assert info == {"requests_in_last_hour": 0}


async def test_a_trigger_of_it_is_refused_as_invalid(
    hass: HomeAssistant, unknown: MockConfigEntry
) -> None:
    triggers = await async_get_triggers(hass)
    config = {"options": {"config_entry_id": unknown.entry_id}}
    with pytest.raises(vol.Invalid, match="somebody"):
        await triggers["sign_in_lost"].async_validate_config(hass, config)


async def test_it_cannot_be_reconfigured(
    hass: HomeAssistant, unknown: MockConfigEntry
) -> None:
    result = await unknown.start_reconfigure_flow(hass)
    assert result["reason"] == "unknown_provider"


async def test_it_can_be_removed(hass: HomeAssistant, unknown: MockConfigEntry) -> None:
    await hass.config_entries.async_remove(unknown.entry_id)
    assert not hass.config_entries.async_entries(DOMAIN)


async def test_it_cannot_be_signed_in_again(
    hass: HomeAssistant, unknown: MockConfigEntry
) -> None:
    form = await hass.config_entries.flow.async_init(
        DOMAIN,
        context={"source": SOURCE_REAUTH, "entry_id": unknown.entry_id},
        data=dict(unknown.data),
    )
    ended = await hass.config_entries.flow.async_configure(form["flow_id"], {})
    assert ended["reason"] == "unknown_provider"


async def test_it_has_no_options(hass: HomeAssistant, unknown: MockConfigEntry) -> None:
    ended = await hass.config_entries.options.async_init(unknown.entry_id)
    assert ended["reason"] == "unknown_provider"


async def test_no_provider_takes_the_account_of_another(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    real_debrid = await add_real_debrid(hass, simulator)
    blubrry = await add_blubrry(hass, simulator)
    await set_up(hass, real_debrid, blubrry)
    for account_of, entry in (
        (blubrry_account_of, real_debrid),
        (real_debrid_account_of, blubrry),
    ):
        with pytest.raises(TypeError, match="another provider"):
            account_of(entry)
