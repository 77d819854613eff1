"""Programs that were away, and what is shown of them when they are back."""

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.media_accounts.blubrry.runtime import account_of
from tests.helpers import entity_states
from tests.simulator import Simulator
from tests.support import case

OPEN_MOVIES, SINTEL = 40_211, 1_498_812


async def poll(hass: HomeAssistant, account: MockConfigEntry, times: int = 1) -> None:
    """Read the programs, and let follow what they bring about."""
    for _ in range(times):
        await account_of(account).coordinator.async_refresh()
        await hass.async_block_till_done(wait_background_tasks=True)


@pytest.mark.parametrize(
    "away",
    [case("one of two", [SINTEL]), case("all there are", [OPEN_MOVIES, SINTEL])],
)
async def test_a_program_that_returns_has_all_of_its_entities_at_once(
    hass: HomeAssistant,
    simulator: Simulator,
    account: MockConfigEntry,
    away: list[int],
) -> None:
    person = simulator.blubrry.people["filmhost"]
    before = entity_states(hass, account)
    programs = person.programs
    person.programs = [number for number in programs if number not in away]
    await poll(hass, account, times=2)
    gone = before.keys() - entity_states(hass, account).keys()
    assert len(gone) > 20 * len(away)

    person.programs = programs
    await poll(hass, account)
    assert entity_states(hass, account).keys() == before.keys()
