"""Programs that are added and removed, and statistics that fail for a while."""

from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.media_accounts.blubrry.account import account_of
from custom_components.media_accounts.blubrry.coordinator import (
    MAX_PROGRAMS,
    ProgramsCoordinator,
    device_identifier,
)
from custom_components.media_accounts.blubrry.program_coordinators import (
    KEPT_INTERVALS,
    stretched,
)
from tests.helpers import add_blubrry, reauth_flows, set_up
from tests.simulator import Simulator
from tests.simulator.faults import FaultOptions
from tests.support import case, json_reply, page_reply, text_reply

MODULE = "custom_components.media_accounts.blubrry.coordinator"
MEDIA = "/2/media/index.json"
STATS = "/2/stats/index.json"
SUMMARY = "/2/stats/openmovies/summary.json"
OPEN_MOVIES, SINTEL, BUNNY = "40211", "1498812", "40350"


@pytest.fixture
def coordinator(account: MockConfigEntry) -> ProgramsCoordinator:
    return account_of(account).coordinator


@pytest.fixture
def own(simulator: Simulator) -> list[int]:
    """Return the programs of the account, to be changed."""
    own: list[int] = simulator.blubrry.people["filmhost"].programs
    return own


def devices(hass: HomeAssistant, entry: MockConfigEntry) -> set[str]:
    """Return the programs that have a device."""
    registry = dr.async_get(hass)
    return {
        program_id
        for program_id in (OPEN_MOVIES, SINTEL, BUNNY)
        if registry.async_get_child_device_by_identifier(
            device_identifier(str(entry.unique_id), program_id), entry.entry_id
        )
    }


def shown(coordinator: ProgramsCoordinator) -> dict[str, int | None]:
    """Return the downloads of each program that there is, None while unknown."""
    return {
        program_id: status.summary.downloads if status.summary else None
        for program_id, status in coordinator.data.items()
    }


async def poll(hass: HomeAssistant, coordinator: ProgramsCoordinator) -> None:
    await coordinator.async_refresh()
    await hass.async_block_till_done()


# The programs of the account


async def test_every_program_has_its_statistics_and_its_device(
    hass: HomeAssistant, account: MockConfigEntry, coordinator: ProgramsCoordinator
) -> None:
    assert shown(coordinator).keys() == {OPEN_MOVIES, SINTEL}
    assert all(shown(coordinator).values())
    assert devices(hass, account) == {OPEN_MOVIES, SINTEL}
    assert coordinator.update_interval is not None
    assert timedelta(minutes=59) < coordinator.update_interval <= timedelta(hours=1)


async def test_a_program_that_appears_is_there_at_once(
    hass: HomeAssistant,
    account: MockConfigEntry,
    coordinator: ProgramsCoordinator,
    own: list[int],
) -> None:
    own.append(int(BUNNY))
    await poll(hass, coordinator)
    assert shown(coordinator)[BUNNY]
    assert devices(hass, account) == {OPEN_MOVIES, SINTEL, BUNNY}
    assert account.data["program_ids"] == [SINTEL, OPEN_MOVIES, BUNNY]


async def polls(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    coordinator: ProgramsCoordinator,
    hours: int,
) -> None:
    """Poll once an hour."""
    for _ in range(hours):
        freezer.tick(timedelta(hours=1))
        await poll(hass, coordinator)


async def test_a_program_goes_after_a_day_of_lists_without_it(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    account: MockConfigEntry,
    coordinator: ProgramsCoordinator,
    own: list[int],
) -> None:
    own.remove(int(SINTEL))
    await polls(hass, freezer, coordinator, 24)
    assert shown(coordinator)[SINTEL] is None
    assert devices(hass, account) == {OPEN_MOVIES, SINTEL}
    await polls(hass, freezer, coordinator, 1)
    assert SINTEL not in shown(coordinator)
    assert devices(hass, account) == {OPEN_MOVIES}
    assert account.data["program_ids"] == [OPEN_MOVIES]


@pytest.mark.usefixtures("no_waiting")
async def test_no_refresh_by_a_person_removes_a_program(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    account: MockConfigEntry,
    coordinator: ProgramsCoordinator,
    own: list[int],
) -> None:
    """Not by many at once, and not by two around a suspend of the machine."""
    own.remove(int(SINTEL))
    for _ in range(12):
        await poll(hass, coordinator)
    assert devices(hass, account) == {OPEN_MOVIES, SINTEL}
    own.append(int(SINTEL))
    await poll(hass, coordinator)
    own.remove(int(SINTEL))
    for _ in range(2):
        freezer.tick(timedelta(days=3))
        await poll(hass, coordinator)
    assert devices(hass, account) == {OPEN_MOVIES, SINTEL}


@pytest.mark.parametrize(
    "reply",
    [
        case("an empty body", text_reply(200)),
        case("no content", text_reply(204)),
        case("an empty map", json_reply(200, {})),
        case("an empty list", json_reply(200, [])),
    ],
)
async def test_lists_without_any_program_remove_nothing(  # noqa: PLR0917
    hass: HomeAssistant,
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
    account: MockConfigEntry,
    coordinator: ProgramsCoordinator,
    reply: FaultOptions,
) -> None:
    for path in (MEDIA, STATS):
        simulator.fault("blubrry", path, **reply, times=None)
    await polls(hass, freezer, coordinator, 48)
    assert devices(hass, account) == {OPEN_MOVIES, SINTEL}
    simulator.clear_faults()
    await polls(hass, freezer, coordinator, 1)
    assert all(shown(coordinator).values())


async def test_a_program_that_comes_back_in_time_was_never_away(
    hass: HomeAssistant,
    account: MockConfigEntry,
    coordinator: ProgramsCoordinator,
    own: list[int],
) -> None:
    for _ in range(3):
        own.remove(int(SINTEL))
        await poll(hass, coordinator)
        own.append(int(SINTEL))
        await poll(hass, coordinator)
        assert shown(coordinator)[SINTEL]
    assert devices(hass, account) == {OPEN_MOVIES, SINTEL}
    assert account.data["program_ids"] == [SINTEL, OPEN_MOVIES]


async def test_a_program_that_comes_back_later_is_there_again(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    account: MockConfigEntry,
    coordinator: ProgramsCoordinator,
    own: list[int],
) -> None:
    own.remove(int(SINTEL))
    await polls(hass, freezer, coordinator, 25)
    assert SINTEL not in shown(coordinator)
    own.append(int(SINTEL))
    await poll(hass, coordinator)
    assert shown(coordinator)[SINTEL]
    assert devices(hass, account) == {OPEN_MOVIES, SINTEL}


@pytest.mark.parametrize(
    "reply",
    [
        case("not included", json_reply(403, {"error": "no access"})),
        case("payment required", json_reply(402, {})),
        case("not found", json_reply(404, {})),
    ],
)
@pytest.mark.parametrize("path", [MEDIA, STATS])
async def test_an_incomplete_list_removes_nothing(
    hass: HomeAssistant,
    simulator: Simulator,
    account: MockConfigEntry,
    path: str,
    reply: FaultOptions,
) -> None:
    coordinator = account_of(account).coordinator
    other = STATS if path == MEDIA else MEDIA
    only_open_movies = [{"program_id": 40211, "program_keyword": "openmovies"}]
    simulator.fault("blubrry", path, **reply, times=None)
    simulator.fault("blubrry", other, json=only_open_movies, times=None)
    for _ in range(4):
        await poll(hass, coordinator)
        assert shown(coordinator).keys() == {OPEN_MOVIES, SINTEL}
        assert shown(coordinator)[OPEN_MOVIES]
    assert devices(hass, account) == {OPEN_MOVIES, SINTEL}
    assert account.data["program_ids"] == [SINTEL, OPEN_MOVIES]


async def test_an_incomplete_list_in_between_counts_neither_way(  # noqa: PLR0917
    hass: HomeAssistant,
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
    account: MockConfigEntry,
    coordinator: ProgramsCoordinator,
    own: list[int],
) -> None:
    own.remove(int(SINTEL))
    await polls(hass, freezer, coordinator, 12)
    simulator.fault("blubrry", MEDIA, status=403, json={}, times=13)
    await polls(hass, freezer, coordinator, 13)
    assert devices(hass, account) == {OPEN_MOVIES, SINTEL}
    await polls(hass, freezer, coordinator, 1)
    assert devices(hass, account) == {OPEN_MOVIES}


@pytest.mark.parametrize(
    "reply",
    [
        case("a page", page_reply(403)),
        case("trouble", text_reply(503)),
        case("slow down", text_reply(429)),
        case("something else", json_reply(200, {"status": "maintenance"})),
        case("not now", json_reply(200, {"error": "currently not available"})),
    ],
)
@pytest.mark.parametrize("path", [MEDIA, STATS])
async def test_an_error_of_a_list_keeps_everything(
    hass: HomeAssistant,
    simulator: Simulator,
    account: MockConfigEntry,
    path: str,
    reply: FaultOptions,
) -> None:
    coordinator = account_of(account).coordinator
    known = coordinator.data
    simulator.fault("blubrry", path, **reply, times=None)
    for _ in range(3):
        await poll(hass, coordinator)
        assert not coordinator.last_update_success
    assert coordinator.data == known
    assert devices(hass, account) == {OPEN_MOVIES, SINTEL}
    assert reauth_flows(hass) == []


async def test_an_answer_without_programs_does_not_change_what_the_account_is(
    hass: HomeAssistant,
    account: MockConfigEntry,
    coordinator: ProgramsCoordinator,
    own: list[int],
) -> None:
    """Its programs identify an account when the user signs in again."""
    own.clear()
    await poll(hass, coordinator)
    assert devices(hass, account) == {OPEN_MOVIES, SINTEL}
    assert account.data["program_ids"] == [SINTEL, OPEN_MOVIES]


async def test_a_new_title_is_followed(
    hass: HomeAssistant, simulator: Simulator, coordinator: ProgramsCoordinator
) -> None:
    simulator.blubrry.put_program(40_211, title="Open Movie Evening")
    await poll(hass, coordinator)
    assert coordinator.data[OPEN_MOVIES].program.title == "Open Movie Evening"


async def test_many_programs_are_read_less_often(
    hass: HomeAssistant, simulator: Simulator, no_waiting: None
) -> None:
    entry = await add_blubrry(hass, simulator, "librarian")
    await set_up(hass, entry)
    coordinator = account_of(entry).coordinator
    assert len(coordinator.data) == 24
    interval = stretched(timedelta(hours=1), 24)
    assert coordinator.update_interval is not None
    assert interval * 0.95 < coordinator.update_interval <= interval
    assert stretched(timedelta(hours=1), 24) == timedelta(hours=6)


def endless_list(simulator: Simulator, first: int) -> None:
    """Add 5,000 programs to those of the account, in one response."""
    rows = [{"program_id": number} for number in range(first, first + 5000)]
    simulator.fault("blubrry", MEDIA, json=rows, times=None)
    simulator.fault("blubrry", "/2/*", status=403, json={}, times=None)


@pytest.mark.usefixtures("no_waiting")
@pytest.mark.parametrize("stats", [case("complete", 200), case("incomplete", 403)])
async def test_the_number_of_programs_is_bounded(  # noqa: PLR0917
    hass: HomeAssistant,
    simulator: Simulator,
    account: MockConfigEntry,
    coordinator: ProgramsCoordinator,
    caplog: pytest.LogCaptureFixture,
    stats: int,
) -> None:
    registry = dr.async_get(hass)
    most = 0
    for first in (100_000, 200_000, 300_000):
        simulator.clear_faults()
        simulator.fault("blubrry", STATS, status=stats, json=[], times=None)
        endless_list(simulator, first)
        await coordinator.async_refresh()
        await hass.async_block_till_done(wait_background_tasks=True)
        most = max(most, len(coordinator.data))
        found = dr.async_child_entries_for_config_entry(registry, account.entry_id)
        assert len(found) <= MAX_PROGRAMS
    assert most == MAX_PROGRAMS
    (warning,) = [
        record.getMessage()
        for record in caplog.records
        if record.levelname == "WARNING" and record.name == MODULE
    ]
    assert "5000" in warning
    assert "250" in warning


async def test_others_are_followed_where_some_are_left_out(
    hass: HomeAssistant,
    simulator: Simulator,
    monkeypatch: pytest.MonkeyPatch,
    no_waiting: None,
) -> None:
    monkeypatch.setattr(f"{MODULE}.MAX_PROGRAMS", 3)
    entry = await add_blubrry(hass, simulator, "librarian")
    await set_up(hass, entry)
    first = set(account_of(entry).coordinator.data)
    assert len(first) == 3
    hass.config_entries.async_update_entry(
        entry, options={"left_out": [min(first), max(first)]}
    )
    await hass.config_entries.async_reload(entry.entry_id)
    second = set(account_of(entry).coordinator.data)
    assert len(second) == 3
    assert len(first & second) == 1


# Statistics of one program


@pytest.mark.parametrize(
    "reply",
    [
        case("a page", page_reply(403)),
        case("trouble", text_reply(502)),
        case("slow down", text_reply(429)),
        case("no answer", {"drop": True}),
    ],
)
async def test_known_numbers_are_kept_during_a_short_outage(
    hass: HomeAssistant,
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
    coordinator: ProgramsCoordinator,
    reply: FaultOptions,
) -> None:
    async def poll_later() -> None:
        freezer.tick(timedelta(hours=1))
        await poll(hass, coordinator)

    known = shown(coordinator)
    simulator.fault("blubrry", SUMMARY, **reply, times=None)
    for _ in range(KEPT_INTERVALS):
        await poll_later()
        # However often the button is pressed.
        freezer.tick(timedelta(minutes=3))
        await poll(hass, coordinator)
        assert coordinator.last_update_success
        assert shown(coordinator)[OPEN_MOVIES] == known[OPEN_MOVIES]
    await poll_later()
    assert shown(coordinator)[OPEN_MOVIES] is None

    simulator.clear_faults()
    await poll_later()
    assert shown(coordinator)[OPEN_MOVIES]
    assert shown(coordinator)[SINTEL]
    simulator.fault("blubrry", SUMMARY, **reply, times=None)
    await poll_later()
    assert shown(coordinator)[OPEN_MOVIES]


@pytest.mark.parametrize(
    "reply",
    [
        case("no access", json_reply(403, {})),
        case("no statistics", json_reply(404, {"error": "No statistics"})),
        case("gone", json_reply(200, {"error": "Unable to locate program"})),
        case("payment required", text_reply(402)),
    ],
)
async def test_what_a_plan_does_not_include_is_not_shown_on(
    hass: HomeAssistant,
    simulator: Simulator,
    coordinator: ProgramsCoordinator,
    reply: FaultOptions,
) -> None:
    simulator.fault("blubrry", SUMMARY, **reply, times=None)
    await poll(hass, coordinator)
    assert coordinator.last_update_success
    assert shown(coordinator)[OPEN_MOVIES] is None
    assert shown(coordinator)[SINTEL]


async def test_a_program_that_fails_from_the_start_comes_later(
    hass: HomeAssistant,
    simulator: Simulator,
    coordinator: ProgramsCoordinator,
    own: list[int],
) -> None:
    path = "/2/stats/bunnydiaries/summary.json"
    simulator.fault("blubrry", path, **text_reply(502), times=None)
    own.append(int(BUNNY))
    await poll(hass, coordinator)
    assert shown(coordinator)[BUNNY] is None
    simulator.clear_faults()
    await poll(hass, coordinator)
    assert shown(coordinator)[BUNNY]


async def test_a_sign_in_that_is_lost_meanwhile_asks_for_a_new_one(
    hass: HomeAssistant, simulator: Simulator, coordinator: ProgramsCoordinator
) -> None:
    simulator.fault("blubrry", SUMMARY, status=401, json={"error": 401}, times=None)
    await poll(hass, coordinator)
    assert not coordinator.last_update_success
    assert len(reauth_flows(hass)) == 1
