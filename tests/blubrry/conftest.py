"""An account that is set up, with all that is read in the background."""

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from tests.helpers import add_blubrry, set_up
from tests.simulator import Simulator


@pytest.fixture
async def account(hass: HomeAssistant, simulator: Simulator) -> MockConfigEntry:
    """Set up the account of somebody with two programs."""
    entry = await add_blubrry(hass, simulator)
    await set_up(hass, entry)
    await hass.async_block_till_done(wait_background_tasks=True)
    simulator.requests.clear()
    return entry
