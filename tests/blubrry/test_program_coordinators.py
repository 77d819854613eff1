"""Programs that disappear for a while, and their states after they return."""

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.media_accounts.blubrry.account import account_of
from tests.helpers import entity_states
from tests.simulator import Simulator
from tests.support import case

OPEN_MOVIES, SINTEL = 40_211, 1_498_812


async def poll(hass: HomeAssistant, account: MockConfigEntry, times: int = 1) -> None:
    """Update the programs, and wait for the resulting changes."""
    for _ in range(times):
        await account_of(account).coordinator.async_refresh()
        await hass.async_block_till_done(wait_background_tasks=True)


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
@pytest.mark.parametrize(
    "away",
    [case("one", [SINTEL]), case("the other", [OPEN_MOVIES])],
)
async def test_a_program_that_returns_has_all_of_its_entities_at_once(
    hass: HomeAssistant,
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
    account: MockConfigEntry,
    away: list[int],
) -> None:
    person = simulator.blubrry.people["filmhost"]
    before = entity_states(hass, account)
    programs = person.programs
    person.programs = [number for number in programs if number not in away]
    for _ in range(25):
        freezer.tick(3600)
        await poll(hass, account)
    gone = before.keys() - entity_states(hass, account).keys()
    assert len(gone) > 20 * len(away)

    person.programs = programs
    await poll(hass, account)
    assert entity_states(hass, account).keys() == before.keys()


QUOTA_LEFT = "sensor.blubrry_sintel_soundtrack_sessions_quota_left"


async def get_quota(
    hass: HomeAssistant, simulator: Simulator, account: MockConfigEntry, left: int
) -> None:
    """Add a quota to a program that had none."""
    simulator.clear_faults()
    quota = {"published": {"status": "OK", "mode": "time", "available": left}}
    path = f"/2/media/{SINTEL}/index.json"
    simulator.fault("blubrry", path, json={"quota": quota}, times=None)
    await account_of(account).hosting.async_refresh()
    await hass.async_block_till_done(wait_background_tasks=True)


async def test_an_aspect_that_a_missing_program_gets_appears(
    hass: HomeAssistant,
    simulator: Simulator,
    account: MockConfigEntry,
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert hass.states.get(QUOTA_LEFT) is None
    simulator.blubrry.people["filmhost"].programs.remove(SINTEL)
    await poll(hass, account)
    await get_quota(hass, simulator, account, 9000)
    assert hass.states.get(QUOTA_LEFT)
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_an_entity_that_could_not_be_made_is_made_later(
    hass: HomeAssistant,
    simulator: Simulator,
    account: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(account_of(account).coordinator, "titles", {})
        await get_quota(hass, simulator, account, 9000)
    assert hass.states.get(QUOTA_LEFT) is None
    await get_quota(hass, simulator, account, 8000)
    assert hass.states.get(QUOTA_LEFT)
