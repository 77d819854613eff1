"""A token for which the service returns data of another account."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.media_accounts.const import DOMAIN
from tests.helpers import entity_states, reauth_flows, set_up
from tests.real_debrid.acting import BASE, value, with_api_token
from tests.simulator import Simulator

pytestmark = pytest.mark.usefixtures("no_waiting")

OTHER = {"id": 999, "username": "strangefox", "type": "premium", "premium": 9_999_999}
PREMIUM = "binary_sensor.quietotter_premium"
REASON = "sensor.quietotter_account_problem_reason"


def issue_keys(hass: HomeAssistant) -> set[str | None]:
    return {
        issue.translation_key
        for issue in ir.async_get(hass).issues.values()
        if issue.domain == DOMAIN
    }


def answer_for_another(simulator: Simulator) -> None:
    simulator.fault("real_debrid", f"{BASE}/user", json=OTHER, times=None)
    simulator.requests.clear()


def check_nothing_is_shown(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    """Check that nothing of the other account is requested or shown."""
    assert {request.path for request in simulator.requests_to("real_debrid")} == {
        f"{BASE}/user"
    }
    states = [hass.states.get(entity_id) for entity_id in entity_states(hass, entry)]
    assert "strangefox" not in str(states)
    assert entry.title == "quietotter"
    assert "account_other_account" in issue_keys(hass)
    assert not reauth_flows(hass)


async def test_data_of_another_account_never_appears(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    entry = await with_api_token(hass, simulator)
    await set_up(hass, entry)
    assert value(hass, PREMIUM) == "on"
    answer_for_another(simulator)
    await entry.runtime_data.user.async_refresh()
    await entry.runtime_data.transfers.async_refresh()
    await hass.async_block_till_done(wait_background_tasks=True)
    check_nothing_is_shown(hass, simulator, entry)
    assert value(hass, PREMIUM) == "unavailable"
    assert value(hass, REASON) == "other_account"

    simulator.clear_faults()
    await entry.runtime_data.user.async_refresh()
    await hass.async_block_till_done(wait_background_tasks=True)
    assert value(hass, PREMIUM) == "on"
    assert "account_other_account" not in issue_keys(hass)


async def test_another_account_from_the_start_on(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    entry = await with_api_token(hass, simulator)
    answer_for_another(simulator)
    await set_up(hass, entry)
    check_nothing_is_shown(hass, simulator, entry)


async def test_a_single_wrong_answer_is_asked_again(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    entry = await with_api_token(hass, simulator)
    await set_up(hass, entry)
    simulator.fault("real_debrid", f"{BASE}/user", json=OTHER)
    await entry.runtime_data.user.async_refresh()
    assert value(hass, PREMIUM) == "on"
    assert "account_other_account" not in issue_keys(hass)
