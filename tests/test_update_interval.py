"""The update frequency that is selected in the options of an account."""

from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.media_accounts.const import DOMAIN
from custom_components.media_accounts.update_interval import (
    CONF_UPDATE_FREQUENCY,
    UpdateFrequency,
    update_frequency,
    update_interval_factor,
)
from tests.descriptions import ADD_ENTRY, DESCRIPTIONS
from tests.helpers import set_up
from tests.simulator import Simulator

STEP = timedelta(seconds=150)

pytestmark = pytest.mark.usefixtures("no_waiting", "secrets_stay_secret")


@pytest.mark.parametrize(
    ("provider", "pace", "readings"),
    [
        (provider, *read)
        for provider, description in DESCRIPTIONS.items()
        for read in description.reads.items()
    ],
)
async def test_the_update_frequency_of_an_account(  # noqa: PLR0917
    hass: HomeAssistant,
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
    provider: str,
    pace: str,
    readings: int,
) -> None:
    freezer.move_to("2026-11-22 10:00:00+00:00")
    entry = await ADD_ENTRY[provider](hass, simulator)
    await set_up(hass, entry)
    form = await hass.config_entries.options.async_init(entry.entry_id)
    await hass.config_entries.options.async_configure(form["flow_id"], {"pace": pace})
    await hass.async_block_till_done(wait_background_tasks=True)
    simulator.requests.clear()

    for _ in range(timedelta(hours=2) // STEP):
        # A little more: the coordinators spread their updates within a second.
        freezer.tick(STEP + timedelta(seconds=1))
        async_fire_time_changed(hass)
        await hass.async_block_till_done(wait_background_tasks=True)
    path = DESCRIPTIONS[provider].account_path
    assert len(simulator.requests_to(provider, path=path)) == readings


@pytest.mark.parametrize("stored", ["hourly", None, 7, ""])
def test_an_unknown_update_frequency_is_the_normal_one(stored: object) -> None:
    entry = MockConfigEntry(domain=DOMAIN, options={CONF_UPDATE_FREQUENCY: stored})
    assert update_frequency(entry) is UpdateFrequency.NORMAL
    assert update_interval_factor(entry) == 1
