"""Each condition, checked after every step of a sequence of events."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Final

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.helpers import condition
import pytest
import voluptuous as vol

from custom_components.media_accounts.condition import CONDITIONS
from custom_components.media_accounts.const import DOMAIN
from tests.descriptions import ADD_ENTRY
from tests.helpers import revoke, set_up
from tests.simulator import Simulator
from tests.stage import Stage, Step

pytestmark = pytest.mark.usefixtures("no_waiting", "secrets_stay_secret")

DAY: Final = 86_400
OTTER: Final = "quietotter"
PROGRAM: Final = 40_211


def premium(days: float | None) -> Step:
    seconds = None if days is None else days * DAY
    return lambda s: s.simulator.real_debrid.set_premium(OTTER, seconds)


def transfers(*, active: bool) -> Step:
    """Replace the torrents by one that is active or finished."""

    def happen(s: Stage) -> None:
        service = s.simulator.real_debrid
        service.people[OTTER].torrents.clear()
        torrent = service.add_torrent(OTTER, service.magnet("Sintel"))
        if not active:
            service.finish_torrent(OTTER, torrent.id)

    return happen


def revoked(s: Stage) -> None:
    revoke(s.simulator, s.entry)


def quota_used_up(s: Stage) -> None:
    s.simulator.blubrry.use_up_quota(PROGRAM)


def downloads(count: int) -> Step:
    """Add a number of downloads to today."""

    def happen(s: Stage) -> None:
        s.simulator.blubrry.boost(PROGRAM, count)

    return happen


def one_program_fails(s: Stage) -> None:
    path = "/2/stats/openmovies/data.json"
    s.simulator.fault("blubrry", path, status=503, times=None)


def an_hour_passes(s: Stage) -> None:
    s.freezer.tick(3600)


def nothing_fails(s: Stage) -> None:
    s.simulator.clear_faults()


@dataclass(frozen=True, kw_only=True)
class Row:
    """Steps, and the expected result of the condition after each."""

    key: str
    steps: tuple[tuple[Step | str, bool], ...]
    options: dict[str, Any] = field(default_factory=dict)
    program: int | None = None
    provider: str = "real_debrid"


def real_debrid(key: str, *steps: tuple[Step | str, bool], **options: Any) -> Row:
    return Row(key=key, steps=steps, options=options)


def blubrry(
    key: str,
    *steps: tuple[Step | str, bool],
    program: int | None = None,
    **options: Any,
) -> Row:
    return Row(
        key=key,
        steps=steps,
        options=options,
        program=program,
        provider="blubrry",
    )


ROWS: Final = (
    real_debrid(
        "is_premium_active",
        (premium(30), True),
        ("fail", True),
        ("reload", True),
        (premium(None), False),
        (premium(1), True),
        ("two_days_offline", False),
        ("unload", False),
    ),
    real_debrid(
        "is_premium_expiring",
        (premium(8), False),
        (premium(6), True),
        ("fail", True),
        (premium(None), False),
        (premium(1), True),
        ("two_days_offline", False),
        days=7,
    ),
    real_debrid("is_premium_expiring", (premium(8), True), days=10),
    real_debrid(
        "is_transfer_active",
        (transfers(active=True), True),
        ("fail", True),
        ("reload", True),
        (transfers(active=False), False),
        ("unload", False),
    ),
    real_debrid(
        "is_sign_in_valid",
        (premium(30), True),
        ("fail", True),
        ("unload", True),
        ("reload", True),
        (revoked, False),
        ("reload", False),
        ("restart", False),
    ),
    blubrry("is_sign_in_valid", ("reload", True), (revoked, False)),
    blubrry(
        "is_quota_left_below",
        ("refresh", False),
        (quota_used_up, True),
        ("fail", True),
        ("restart", True),
        ("unload", False),
    ),
    blubrry("is_quota_left_below", (quota_used_up, True), program=PROGRAM),
    # This one has no limit.
    blubrry("is_quota_left_below", (quota_used_up, False), program=1_498_812),
    blubrry(
        "is_downloads_today_above",
        ("refresh", False),
        (downloads(60_000), True),
        ("fail", True),
        ("two_days_offline", False),
        ("refresh", False),
        (downloads(60_000), True),
        (revoked, True),
        ("two_days_offline", False),
        ("unload", False),
        downloads=50_000,
    ),
    blubrry(
        "is_downloads_today_above",
        (downloads(60_000), False),
        downloads=50_000,
        program=1_498_812,
    ),
    blubrry(
        "is_downloads_today_below",
        ("refresh", True),
        (downloads(60_000), False),
        ("unload", False),
        downloads=50_000,
    ),
    # A partial value stays for a while, so that it never exceeds the total.
    blubrry(
        "is_downloads_today_below",
        (one_program_fails, True),
        (an_hour_passes, True),
        (an_hour_passes, True),
        (an_hour_passes, False),
        ("restart", False),
        (nothing_fails, True),
        downloads=50_000,
    ),
    blubrry(
        "is_downloads_today_below",
        (one_program_fails, True),
        *((an_hour_passes, True) for _ in range(4)),
        downloads=50_000,
        program=1_498_812,
    ),
    blubrry(
        "is_downloads_today_below",
        (downloads(60_000), True),
        downloads=50_000,
        program=1_498_812,
    ),
)

type SetStage = Callable[[str], Awaitable[Stage]]


@pytest.fixture
async def stage_for(
    hass: HomeAssistant, simulator: Simulator, freezer: FrozenDateTimeFactory
) -> SetStage:
    """Return a function that sets up an account, in mid-month, far from midnight."""
    freezer.move_to("2026-11-10 15:00:00+00:00")
    simulator.reset()

    async def set_stage(provider: str) -> Stage:
        entry = await ADD_ENTRY[provider](hass, simulator)
        await set_up(hass, entry)
        return Stage(hass, simulator, freezer, entry)

    return set_stage


async def checker(
    stage: Stage, key: str, options: dict[str, Any]
) -> condition.ConditionChecker:
    """Return a condition that is in use."""
    given = {"config_entry_id": stage.entry.entry_id, **options}
    config = await condition.async_validate_condition_config(
        stage.hass, {"condition": f"{DOMAIN}.{key}", "options": given}
    )
    return await condition.async_from_config(stage.hass, config)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.key)
async def test_when_it_is_met(stage_for: SetStage, row: Row) -> None:
    stage = await stage_for(row.provider)
    options = dict(row.options)
    if row.program is not None:
        options["device_id"] = stage.device(str(row.program))
    tested = await checker(stage, row.key, options)
    met = []
    for step, _ in row.steps:
        if isinstance(step, str):
            await getattr(stage, step)()
        else:
            step(stage)
            await stage.refresh()
        if step == "restart":
            # The automation that used it has restarted, too.
            tested.async_unload()
            tested = await checker(stage, row.key, options)
        met.append(tested.async_check())
    tested.async_unload()
    assert met == [expected for _, expected in row.steps]


def test_every_condition_has_a_row() -> None:
    assert {row.key for row in ROWS} == CONDITIONS.keys()


async def test_what_no_entity_shows_is_read_for_a_condition(
    hass: HomeAssistant, simulator: Simulator, freezer: FrozenDateTimeFactory
) -> None:
    entry = await ADD_ENTRY["blubrry"](hass, simulator)
    hass.config_entries.async_update_entry(entry, pref_disable_new_entities=True)
    await set_up(hass, entry)
    stage = Stage(hass, simulator, freezer, entry)

    async def is_read() -> bool:
        simulator.requests.clear()
        await stage.pass_by(hours=7)
        paths = {request.path for request in simulator.requests}
        return "/2/stats/openmovies/data.json" in paths

    assert not await is_read()
    tested = await checker(stage, "is_downloads_today_above", {"downloads": 1})
    assert await is_read()
    await stage.reload()
    assert await is_read()
    tested.async_unload()
    assert not await is_read()


async def test_a_program_that_is_gone_meets_nothing(stage_for: SetStage) -> None:
    stage = await stage_for("blubrry")
    tested = await checker(
        stage, "is_downloads_today_below", {"downloads": 10**9, "device_id": "gone"}
    )
    assert tested.async_check() is False
    tested.async_unload()


async def test_a_device_of_another_account_is_refused(
    hass: HomeAssistant, stage_for: SetStage
) -> None:
    stage = await stage_for("blubrry")
    other = await ADD_ENTRY["real_debrid"](hass, stage.simulator)
    await set_up(hass, other)
    device_id = Stage(hass, stage.simulator, stage.freezer, other).device("")
    with pytest.raises(vol.Invalid, match="is not a device of Blubrry"):
        await checker(stage, "is_quota_left_below", {"device_id": device_id})


@pytest.mark.parametrize(
    ("key", "options"),
    [
        ("is_quota_left_below", {}),
        ("is_premium_expiring", {"days": 0}),
        ("is_premium_active", {"days": 1}),
        ("is_premium_active", {"config_entry_id": "of nobody"}),
    ],
)
async def test_invalid_options_are_refused(
    stage_for: SetStage, key: str, options: dict[str, Any]
) -> None:
    stage = await stage_for("real_debrid")
    with pytest.raises(vol.Invalid):
        await checker(stage, key, options)


async def test_home_assistant_finds_every_condition(
    hass: HomeAssistant, stage_for: SetStage
) -> None:
    await stage_for("real_debrid")
    descriptions = await condition.async_get_all_descriptions(hass)
    own = {
        key.partition(".")[2]: description
        for key, description in descriptions.items()
        if key.startswith(f"{DOMAIN}.")
    }
    assert own.keys() == CONDITIONS.keys()
    for key, description in own.items():
        offered = (description or {})["fields"].keys() - {"device_id"}
        for known in CONDITIONS[key].descriptions.values():
            assert offered == {"config_entry_id", *map(str, known.options)}
