"""The number of requests of an idle account to Blubrry."""

from collections import Counter
from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.recorder import Recorder
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.media_accounts.const import DOMAIN
from tests.helpers import add_blubrry, set_up
from tests.simulator import Simulator

# In this time everything but program info is read several times.
HOURS = 60
STEP = timedelta(minutes=30)


@pytest.fixture
def recorder_config() -> dict[str, Any]:
    """Record the history only, since each state takes its time."""
    return {"include": {"domains": [DOMAIN]}}


@pytest.fixture(autouse=True)
def auto_enable_custom_integrations(
    recorder_mock: Recorder, enable_custom_integrations: None
) -> None:
    """Load this integration, with a recorder, since a history costs requests too."""


@pytest.mark.usefixtures("no_waiting")
@pytest.mark.parametrize(("programs", "most"), [(1, 6.5), (5, 12.5), (20, 12.5)])
async def test_an_idle_account_costs_few_requests(
    hass: HomeAssistant,
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
    programs: int,
    most: float,
) -> None:
    person = simulator.blubrry.people["librarian"]
    person.programs = person.programs[:programs]
    entry = await add_blubrry(hass, simulator, "librarian")
    await set_up(hass, entry)
    simulator.requests.clear()
    for _ in range(timedelta(hours=HOURS) // STEP):
        freezer.tick(STEP + timedelta(seconds=1))
        async_fire_time_changed(hass)
        await hass.async_block_till_done(wait_background_tasks=True)
    asked = Counter(request.path.rpartition("/")[2] for request in simulator.requests)
    # Renewals of the token are among them.
    assert {"summary.json", "data.json", "index.json", "totals.json", "token"} <= set(
        asked
    )
    assert asked.total() / HOURS <= most
