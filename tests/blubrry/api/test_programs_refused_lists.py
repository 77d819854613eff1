"""An account for which one of the two lists of programs always fails."""

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.media_accounts.blubrry.account import account_of
from tests.helpers import add_blubrry, set_up
from tests.simulator import Simulator
from tests.simulator.faults import FaultOptions
from tests.support import case, json_reply, text_reply

MEDIA = "/2/media/index.json"
STATS = "/2/stats/index.json"
OPEN_MOVIES, SINTEL, BUNNY = 40_211, 1_498_812, 40_350
NAMES = {
    OPEN_MOVIES: "Open Movie Hour",
    SINTEL: "Sintel Soundtrack Sessions",
    BUNNY: "Big Buck Bunny Diaries",
}

NO_STATISTICS = json_reply(404, {"error": "No statistics are available"})
REFUSALS = [
    case("not included", json_reply(403, {"error": "no access"})),
    case("payment required", json_reply(402, {})),
    case("not found", json_reply(404, {})),
]
lists = pytest.mark.parametrize("path", [case("media", MEDIA), case("stats", STATS)])


def devices(hass: HomeAssistant, entry: MockConfigEntry) -> set[str | None]:
    """Return the names of the programs that have a device."""
    registry = dr.async_get(hass)
    return {
        device.name
        for device in dr.async_child_entries_for_config_entry(registry, entry.entry_id)
    }


def names(*programs: int) -> set[str]:
    """Return the titles of programs."""
    return {NAMES[program] for program in programs}


async def poll(hass: HomeAssistant, entry: MockConfigEntry, times: int = 1) -> None:
    """Read the programs."""
    for _ in range(times):
        await account_of(entry).coordinator.async_refresh()
        await hass.async_block_till_done(wait_background_tasks=True)


async def without(
    hass: HomeAssistant, simulator: Simulator, path: str, reply: FaultOptions
) -> MockConfigEntry:
    """Set up an account that never gets one of the lists."""
    simulator.fault("blubrry", path, **reply, times=None)
    entry = await add_blubrry(hass, simulator)
    await set_up(hass, entry)
    return entry


@lists
@pytest.mark.parametrize("reply", REFUSALS)
async def test_without_a_refused_list_programs_come_and_do_not_go(
    hass: HomeAssistant,
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
    path: str,
    reply: FaultOptions,
) -> None:
    """A program that is missing may be in the list that is refused."""
    entry = await without(hass, simulator, path, reply)
    simulator.blubrry.people["filmhost"].programs = [OPEN_MOVIES, BUNNY]
    for _ in range(30):
        freezer.tick(3600)
        await poll(hass, entry)
    assert devices(hass, entry) == names(OPEN_MOVIES, SINTEL, BUNNY)
    assert {str(OPEN_MOVIES), str(BUNNY)} <= set(entry.data["program_ids"])


@lists
async def test_programs_go_without_a_list_that_the_account_does_not_have(
    hass: HomeAssistant,
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
    path: str,
) -> None:
    entry = await without(hass, simulator, path, NO_STATISTICS)
    simulator.blubrry.people["filmhost"].programs = [OPEN_MOVIES, BUNNY]
    for _ in range(30):
        freezer.tick(3600)
        await poll(hass, entry)
    assert devices(hass, entry) == names(OPEN_MOVIES, BUNNY)
    assert entry.data["program_ids"] == [str(OPEN_MOVIES), str(BUNNY)]


@lists
async def test_a_refusal_at_the_start_says_nothing_of_a_list_that_answers(
    hass: HomeAssistant, simulator: Simulator, path: str
) -> None:
    entry = await add_blubrry(hass, simulator)
    await set_up(hass, entry)
    other = STATS if path == MEDIA else MEDIA
    row = {"program_id": OPEN_MOVIES, "program_title": NAMES[OPEN_MOVIES]}
    simulator.fault("blubrry", other, json=[row], times=None)
    simulator.fault("blubrry", path, status=403, json={})
    await hass.config_entries.async_reload(entry.entry_id)
    await poll(hass, entry)
    simulator.fault("blubrry", path, status=403, json={}, times=None)
    await poll(hass, entry, times=4)
    assert devices(hass, entry) == names(OPEN_MOVIES, SINTEL)
    assert entry.data["program_ids"] == [str(SINTEL), str(OPEN_MOVIES)]


@lists
async def test_passing_trouble_with_a_list_is_no_refusal(
    hass: HomeAssistant, simulator: Simulator, path: str
) -> None:
    entry = await without(hass, simulator, path, json_reply(403, {}))
    simulator.clear_faults()
    simulator.fault("blubrry", path, **text_reply(503), times=None)
    simulator.blubrry.people["filmhost"].programs.remove(SINTEL)
    await poll(hass, entry, times=4)
    assert devices(hass, entry) == names(OPEN_MOVIES, SINTEL)


async def test_a_program_that_is_left_out_goes_without_the_other_list(
    hass: HomeAssistant, simulator: Simulator, account: MockConfigEntry
) -> None:
    simulator.fault("blubrry", MEDIA, status=403, json={})
    hass.config_entries.async_update_entry(account, options={"left_out": [str(SINTEL)]})
    await hass.config_entries.async_reload(account.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert devices(hass, account) == names(OPEN_MOVIES)
