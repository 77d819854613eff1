"""The options of an account, and their effects."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, InvalidData
from homeassistant.helpers import device_registry as dr
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from tests.simulator import Simulator

DOWNLOADS = "sensor.blubrry_sintel_soundtrack_sessions_total_downloads"


async def choose_options(
    hass: HomeAssistant, account: MockConfigEntry, **options: Any
) -> Any:
    """Open the options, change some of them, and wait for the effects."""
    flows = hass.config_entries.options
    form = await flows.async_init(account.entry_id)
    assert form["type"] is FlowResultType.FORM
    result = await flows.async_configure(form["flow_id"], options)
    await hass.async_block_till_done(wait_background_tasks=True)
    return result


async def test_a_program_that_is_left_out_goes_and_comes_back(
    hass: HomeAssistant, simulator: Simulator, account: MockConfigEntry
) -> None:
    assert hass.states.get(DOWNLOADS) is not None
    await choose_options(hass, account, left_out=["1498812"])
    assert hass.states.get(DOWNLOADS) is None
    registry = dr.async_get(hass)
    names = {
        device.name
        for device in dr.async_child_entries_for_config_entry(
            registry, account.entry_id
        )
    }
    assert names == {"Open Movie Hour"}
    simulator.requests.clear()
    await hass.config_entries.async_reload(account.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert not [r for r in simulator.requests if "1498812" in r.path]
    # It is still one of the programs that identify the account.
    assert account.data["program_ids"] == ["1498812", "40211"]

    form = await hass.config_entries.options.async_init(account.entry_id)
    (field,) = (key for key in form["data_schema"].schema if key == "left_out")
    assert field.default() == ["1498812"]
    labels = form["data_schema"].schema[field].config["options"]
    assert {"value": "1498812", "label": "Sintel Soundtrack Sessions"} in labels
    await choose_options(hass, account, left_out=[])
    assert hass.states.get(DOWNLOADS) is not None


async def test_milestones_are_written_alike(
    hass: HomeAssistant, account: MockConfigEntry
) -> None:
    await choose_options(hass, account, milestones=["25,000", "500", "500"])
    assert account.options["milestones"] == ["500", "25000"]


@pytest.mark.parametrize("milestone", ["many", "0", "-5", ""])
async def test_a_milestone_is_a_whole_number_above_zero(
    hass: HomeAssistant, account: MockConfigEntry, milestone: str
) -> None:
    with pytest.raises(InvalidData):
        await choose_options(hass, account, milestones=[milestone])
    assert account.options == {}


async def test_options_can_be_chosen_while_the_account_is_not_set_up(
    hass: HomeAssistant, account: MockConfigEntry
) -> None:
    await hass.config_entries.async_unload(account.entry_id)
    await choose_options(hass, account, left_out=["1498812"], episode_history=True)
    assert account.options["left_out"] == ["1498812"]
    assert account.options["episode_history"] is True
