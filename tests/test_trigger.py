"""Each trigger fires the expected number of times in a sequence of events."""

from collections.abc import Awaitable, Callable
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, trigger
import pytest
import voluptuous as vol

from custom_components.media_accounts.api.token import Token
from custom_components.media_accounts.const import DOMAIN
from custom_components.media_accounts.trigger import TRIGGERS
from custom_components.media_accounts.vault.vault import async_get_vault
from tests.descriptions import ADD_ENTRY
from tests.helpers import set_up
from tests.simulator import Simulator
from tests.stage import Stage, play
from tests.triggers.reminders import REMINDERS, at, soon
from tests.triggers.sequences import ROWS
from tests.triggers.steps import (
    OTTER,
    Row,
    blubrry,
    episode,
    points,
    premium,
    quota_used_up,
    real_debrid,
    sign_in_ends,
    transfer,
)

pytestmark = pytest.mark.usefixtures("no_waiting", "secrets_stay_secret")


@pytest.fixture
async def stage_for(
    hass: HomeAssistant, simulator: Simulator, freezer: FrozenDateTimeFactory
) -> Callable[[Row], Awaitable[Stage]]:
    """Return a function that sets up a row, in mid-month and far from midnight."""
    freezer.move_to("2026-11-10 15:00:00+00:00")
    simulator.reset()

    async def set_stage(row: Row) -> Stage:
        entry = await ADD_ENTRY[row.provider](hass, simulator)
        stage = Stage(hass, simulator, freezer, entry)
        row.before(stage)
        if row.key == "traffic_nearly_used_up":
            # The scopes of a device sign-in do not reach the traffic.
            token = simulator.real_debrid.api_token(OTTER)
            vault = await async_get_vault(hass)
            await vault.async_store(str(entry.unique_id), Token.lasting(token))
            hass.config_entries.async_update_entry(
                entry, data={**entry.data, "method": "api_token"}, minor_version=2
            )
        await set_up(hass, entry)
        return stage

    return set_stage


@pytest.mark.parametrize(
    "row", ROWS, ids=lambda row: f"{row.key}-{row.case}-{row.provider}"
)
async def test_how_often_it_comes(
    stage_for: Callable[[Row], Awaitable[Stage]], row: Row
) -> None:
    stage = await stage_for(row)
    options = dict(row.options)
    if "program" in options:
        options["device_id"] = stage.device(str(options.pop("program")))
    await stage.attach(row.key, options)
    steps, expected = zip(*row.steps, strict=True)
    assert await play(stage, steps) == list(expected)


type SetStage = Callable[[Row], Awaitable[Stage]]


@pytest.mark.parametrize("row", REMINDERS, ids=lambda row: row.case)
async def test_how_often_it_reminds(
    hass: HomeAssistant, stage_for: SetStage, row: Row
) -> None:
    await hass.config.async_set_time_zone("Europe/Berlin")
    stage = await stage_for(row)
    await stage.attach(row.key, row.options)
    steps, expected = zip(*row.steps, strict=True)
    assert await play(stage, steps) == list(expected)


async def test_two_reminders_of_one_moment_both_come(
    hass: HomeAssistant, stage_for: SetStage
) -> None:
    await hass.config.async_set_time_zone("Europe/Berlin")
    stage = await stage_for(soon("two", "2026-11-20 03:00Z"))
    other = Stage(hass, stage.simulator, stage.freezer, stage.entry)
    for one in (stage, other):
        await one.attach("premium_expires_soon", {})
    await play(stage, (at("2026-11-13 08:00:01Z"),))
    assert [len(one.fired) for one in (stage, other)] == [1, 1]
    assert stage.fired[0]["end"] == "2026-11-20T03:00:00+00:00"
    other.detach()


async def test_each_threshold_is_reached_once(stage_for: SetStage) -> None:
    """Points may rise by any amount at once, and triggers differ in their value."""
    stage = await stage_for(real_debrid("points_reached", "several"))
    others = []
    for number in (2_000, 3_000, 4_000):
        other = Stage(stage.hass, stage.simulator, stage.freezer, stage.entry)
        await other.attach("points_reached", {"points": number})
        others.append(other)
    await play(stage, (points(3_500), "fail", "reload", points(4_000)))
    assert [len(other.fired) for other in others] == [1, 1, 1]
    for other in others:
        other.detach()


async def test_what_a_trigger_gives(stage_for: SetStage, hass: HomeAssistant) -> None:
    stage = await stage_for(blubrry("quota_nearly_used_up", "given"))
    await stage.attach("quota_nearly_used_up", {"percentage": 80})
    await play(stage, (quota_used_up,))
    given = dict(stage.fired[0])
    assert given["previous"] < 80
    assert {
        "platform": f"{DOMAIN}.quota_nearly_used_up",
        "config_entry_id": stage.entry.entry_id,
        "account": "Blubrry (Open Movie Hour)",
        "program_id": "40211",
        "program": "Open Movie Hour",
        "used": 100.0,
        "left": 0,
        "total": 262_144_000,
        "unit": "bytes",
    }.items() <= given.items()


async def test_another_program_is_not_meant(stage_for: SetStage) -> None:
    stage = await stage_for(blubrry("episode_published", "another"))
    await stage.attach("episode_published", {"device_id": stage.device("1498812")})
    assert await play(stage, (episode("One"),)) == [0]


async def test_the_device_of_the_account_stands_for_all(stage_for: SetStage) -> None:
    stage = await stage_for(blubrry("episode_published", "all"))
    await stage.attach("episode_published", {"device_id": stage.device("")})
    assert await play(stage, (episode("One"),)) == [1]


def hide(stage: Stage) -> None:
    """Disable all entities of the account."""
    stage.hass.config_entries.async_update_entry(
        stage.entry, pref_disable_new_entities=True
    )


@pytest.mark.parametrize(
    ("row", "path"),
    [
        (
            real_debrid("traffic_nearly_used_up", "", before=hide),
            "/rest/1.0/traffic",
        ),
        (
            blubrry("day_downloads_rose_above", "", before=hide, downloads=5),
            "/2/stats/openmovies/data.json",
        ),
    ],
)
async def test_what_no_entity_shows_is_read_for_a_trigger(
    stage_for: SetStage, row: Row, path: str
) -> None:
    stage = await stage_for(row)
    assert not stage.hass.states.async_entity_ids()

    async def is_read() -> bool:
        stage.simulator.requests.clear()
        await stage.pass_by(hours=7)
        return path in {request.path for request in stage.simulator.requests}

    assert not await is_read()
    await stage.attach(row.key, row.options)
    assert await is_read()
    await stage.reload()
    assert await is_read()
    stage.detach()
    assert not await is_read()


@pytest.mark.parametrize(
    "row",
    [
        real_debrid("premium_expired", "", (premium(None), 1), before=hide),
        real_debrid("transfer_failed", "", (transfer("failed"), 1), before=hide),
        real_debrid("sign_in_lost", "", (sign_in_ends, 1), before=hide),
        blubrry("sign_in_lost", "", (sign_in_ends, 1), before=hide),
        blubrry("quota_nearly_used_up", "", (quota_used_up, 1), before=hide),
    ],
    ids=lambda row: f"{row.key}-{row.provider}",
)
async def test_it_fires_without_any_entity(stage_for: SetStage, row: Row) -> None:
    """Only time passes."""
    stage = await stage_for(row)
    assert not stage.hass.states.async_entity_ids()
    await stage.attach(row.key, row.options)
    for step, _ in row.steps:
        assert callable(step)
        step(stage)
    await stage.pass_by(hours=7)
    assert len(stage.fired) == 1


async def test_it_waits_for_an_account_that_cannot_be_set_up_yet(
    hass: HomeAssistant, stage_for: SetStage
) -> None:
    def out_of_order(s: Stage) -> None:
        s.simulator.fault("real_debrid", "*", status=503, times=None)

    stage = await stage_for(
        real_debrid("transfer_finished", "later", before=out_of_order)
    )
    assert stage.entry.state is ConfigEntryState.SETUP_RETRY
    await stage.attach("transfer_finished", {})
    stage.simulator.clear_faults()
    await stage.reload()
    assert stage.entry.state is ConfigEntryState.LOADED
    assert await play(stage, (transfer("finished"),)) == [1]


@pytest.mark.parametrize(
    ("key", "options"),
    [
        ("quota_reset", {}),
        ("points_reached", {}),
        ("points_reached", {"points": -1}),
        ("premium_expires_soon", {"days": 0}),
        ("premium_expires_soon", {"at": "noon"}),
        ("traffic_nearly_used_up", {"percentage": 101}),
        ("premium_expired", {"device_id": "of a program"}),
        ("premium_expired", {"config_entry_id": "of nobody"}),
    ],
)
async def test_invalid_options_are_refused(
    stage_for: SetStage, key: str, options: dict[str, Any]
) -> None:
    stage = await stage_for(real_debrid("premium_expired", "refused"))
    with pytest.raises(vol.Invalid):
        await stage.attach(key, options)


async def test_a_device_of_another_account_is_refused(
    hass: HomeAssistant, stage_for: SetStage
) -> None:
    stage = await stage_for(blubrry("episode_published", "whose device"))
    other = await ADD_ENTRY["real_debrid"](hass, stage.simulator)
    await set_up(hass, other)
    devices = dr.async_get(hass)
    # Its id has the account's id as a prefix.
    neighbour = devices.async_get_or_create(
        config_entry_id=other.entry_id,
        identifiers={(DOMAIN, f"{stage.entry.unique_id}1")},
    )
    own = Stage(hass, stage.simulator, stage.freezer, other).device("")
    for device_id in (own, neighbour.id):
        with pytest.raises(vol.Invalid, match="is not a device of Blubrry"):
            await stage.attach("episode_published", {"device_id": device_id})


async def test_home_assistant_finds_every_trigger(
    hass: HomeAssistant, stage_for: SetStage
) -> None:
    await stage_for(real_debrid("premium_expired", "found"))
    descriptions = await trigger.async_get_all_descriptions(hass)
    own = {
        key.partition(".")[2]: description
        for key, description in descriptions.items()
        if key.startswith(f"{DOMAIN}.")
    }
    assert own.keys() == TRIGGERS.keys()
    for key, description in own.items():
        offered = (description or {})["fields"].keys() - {"device_id"}
        for known in TRIGGERS[key].descriptions.values():
            assert offered == {"config_entry_id", *map(str, known.options)}


def test_every_trigger_has_a_sequence() -> None:
    shown = {row.key for row in ROWS} | {"premium_expires_soon"}
    assert shown == TRIGGERS.keys()
