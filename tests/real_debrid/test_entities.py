"""The entities of an account, with a code and with a private API token."""

from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import (
    EVENT_STATE_CHANGED,
    STATE_UNAVAILABLE,
    STATE_UNKNOWN,
)
from homeassistant.core import (
    Event,
    EventStateChangedData,
    HomeAssistant,
    callback,
)
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
)

from custom_components.media_accounts.real_debrid.account import account_of
from tests.helpers import add_blubrry, add_real_debrid, set_up
from tests.real_debrid.acting import (
    BASE,
    act,
    answer,
    asked,
    pass_time,
    press,
    value,
    with_api_token,
)
from tests.simulator import Simulator

DAY = 86400
GIB = 1024**3
STATUS = {
    "a.example": {"name": "A", "supported": 1, "status": "up"},
    "b.example": {"name": "B", "supported": 1, "status": "down"},
    "c.example": {"name": "C", "supported": 0, "status": "unsupported"},
}
TRAFFIC = {
    "a.example": {
        "left": 5368709120,
        "bytes": 0,
        "limit": 5,
        "extra": 0,
        "type": "gigabytes",
        "reset": "daily",
    },
    "b.example": {"left": "14", "limit": 20, "type": "links", "reset": "weekly"},
    "c.example": {"left": 7, "type": "bytes"},
    "remote": {"left": 0, "type": "bytes"},
}


async def test_what_a_code_does_not_include_is_absent(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    names = {state.entity_id for state in hass.states.async_all()}
    assert not [name for name in names if "traffic" in name or "hosts" in name]
    assert "button.quietotter_refresh" in names
    # Requested once more for confirmation, and never again.
    assert len(asked(simulator, "traffic")) == 2
    await press(hass, "button.quietotter_refresh")
    assert len(asked(simulator, "traffic")) == 2
    assert len(asked(simulator, "settings")) == 2


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_traffic_of_a_private_token(
    hass: HomeAssistant, simulator: Simulator, freezer: FrozenDateTimeFactory
) -> None:
    entry = await with_api_token(hass, simulator)
    today = dt_util.now(dt_util.get_time_zone("Europe/Paris")).date()
    answer(simulator, "traffic", TRAFFIC)
    answer(
        simulator,
        "traffic/details",
        {
            str(today): {"host": {"a.example": GIB}, "bytes": GIB},
            str(today - timedelta(days=6)): {"host": {"a.example": str(2 * GIB)}},
            str(today - timedelta(days=7)): {"bytes": 4 * GIB},
            str(today - timedelta(days=31)): {"bytes": 9 * GIB},
            "yesterday": {"bytes": 1},
        },
    )
    await set_up(hass, entry)
    assert value(hass, "sensor.quietotter_traffic_today") == "1.0"
    assert value(hass, "sensor.quietotter_traffic_of_the_last_7_days") == "3.0"
    assert value(hass, "sensor.quietotter_traffic_of_the_last_31_days") == "7.0"
    assert value(hass, "sensor.quietotter_a_example_left") == "5.0"
    assert value(hass, "sensor.quietotter_a_example_limit") == "5.0"
    assert value(hass, "sensor.quietotter_a_example_reset") == "daily"
    assert value(hass, "sensor.quietotter_b_example_left") == "14"
    assert value(hass, "sensor.quietotter_b_example_limit") == "20"
    assert value(hass, "sensor.quietotter_c_example_limit") is None
    assert not [s for s in hass.states.async_all() if "remote" in s.entity_id]
    (sent,) = asked(simulator, "traffic/details")
    assert sent.query == {
        "start": str(today - timedelta(days=30)),
        "end": str(today),
    }

    # Hosts disappear and reappear, with their entities.
    simulator.clear_faults()
    answer(simulator, "traffic/details", [])
    answer(simulator, "traffic", [])
    await pass_time(hass, freezer, hours=1, minutes=1)
    assert value(hass, "sensor.quietotter_traffic_today") == "0.0"
    assert value(hass, "sensor.quietotter_a_example_left") in (None, STATE_UNAVAILABLE)
    simulator.clear_faults()
    answer(simulator, "traffic/details", {})
    answer(simulator, "traffic", TRAFFIC)
    await pass_time(hass, freezer, hours=1, minutes=1)
    assert value(hass, "sensor.quietotter_a_example_left") == "5.0"


@pytest.mark.parametrize("body", [{}, [], None])
async def test_no_traffic_at_all(
    hass: HomeAssistant, simulator: Simulator, body: Any
) -> None:
    entry = await with_api_token(hass, simulator)
    for path in ("traffic", "traffic/details"):
        if body is None:
            simulator.fault("real_debrid", f"{BASE}/{path}", status=204, times=None)
        else:
            answer(simulator, path, body)
    await set_up(hass, entry)
    assert value(hass, "sensor.quietotter_traffic_today") == "0.0"


async def test_hosts(
    hass: HomeAssistant,
    simulator: Simulator,
    entity_registry: er.EntityRegistry,
    freezer: FrozenDateTimeFactory,
) -> None:
    entry = await with_api_token(hass, simulator)
    answer(simulator, "hosts/status", STATUS)
    await set_up(hass, entry)
    assert value(hass, "sensor.quietotter_hosts_up") == "1"
    assert value(hass, "sensor.quietotter_hosts_down") == "1"
    one = entity_registry.async_get("sensor.quietotter_a_example_status")
    assert one is not None
    assert one.disabled_by is er.RegistryEntryDisabler.INTEGRATION
    assert not entity_registry.async_get("sensor.quietotter_c_example_status")

    entity_registry.async_update_entity(one.entity_id, disabled_by=None)
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert value(hass, one.entity_id) == "up"


async def test_what_nobody_looks_at_costs_nothing(
    hass: HomeAssistant,
    simulator: Simulator,
    entity_registry: er.EntityRegistry,
    freezer: FrozenDateTimeFactory,
) -> None:
    entry = await with_api_token(hass, simulator)
    answer(simulator, "hosts/status", STATUS)
    await set_up(hass, entry)
    for name in ("hosts_up", "hosts_down"):
        entity_registry.async_update_entity(
            f"sensor.quietotter_{name}", disabled_by=er.RegistryEntryDisabler.USER
        )
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    before = len(asked(simulator, "hosts/status"))
    await pass_time(hass, freezer, hours=1, minutes=1)
    await pass_time(hass, freezer, hours=1, minutes=1)
    assert len(asked(simulator, "hosts/status")) == before
    # The button for points is disabled: settings are read once, to see if it exists.
    assert len(asked(simulator, "settings")) == 2


async def test_an_extra_that_fails_takes_nothing_down(
    hass: HomeAssistant, simulator: Simulator, freezer: FrozenDateTimeFactory
) -> None:
    entry = await with_api_token(hass, simulator)
    answer(simulator, "traffic/details", {})
    simulator.fault("real_debrid", f"{BASE}/traffic", status=503, text="<html>")
    simulator.fault("real_debrid", f"{BASE}/torrents", status=503, text="<html>")
    await set_up(hass, entry)
    assert value(hass, "binary_sensor.quietotter_premium") == "on"
    assert value(hass, "sensor.quietotter_traffic_today") is None
    assert value(hass, "sensor.quietotter_torrents") == STATE_UNAVAILABLE
    await pass_time(hass, freezer, hours=1, minutes=1)
    assert value(hass, "sensor.quietotter_traffic_today") == "0.0"
    assert value(hass, "sensor.quietotter_torrents") not in (None, STATE_UNAVAILABLE)


async def test_refresh_button(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    simulator.real_debrid.put_person("quietotter", points=77)
    await press(hass, "button.quietotter_refresh")
    assert value(hass, "sensor.quietotter_points") == "77"
    simulator.fault("real_debrid", f"{BASE}/user", status=503, text="<html>")
    with pytest.raises(HomeAssistantError) as raised:
        await press(hass, "button.quietotter_refresh")
    assert raised.value.translation_key == "service_unreachable"


async def choose_days(hass: HomeAssistant, entry: MockConfigEntry, days: int) -> None:
    flows = hass.config_entries.options
    form = await flows.async_init(entry.entry_id)
    assert form["type"] is FlowResultType.FORM
    result = await flows.async_configure(form["flow_id"], {"expiring_days": days})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done()


async def test_premium_that_ends_soon(
    hass: HomeAssistant,
    simulator: Simulator,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    sensor = "binary_sensor.quietotter_premium_expires_soon"
    simulator.real_debrid.set_premium("quietotter", 10 * DAY)
    await press(hass, "button.quietotter_refresh")
    assert value(hass, sensor) == "off"
    # It turns on with time alone.
    await pass_time(hass, freezer, days=3, minutes=20)
    assert value(hass, sensor) == "on"
    await choose_days(hass, entry, 3)
    assert value(hass, sensor) == "off"
    await choose_days(hass, entry, 30)
    assert value(hass, sensor) == "on"
    simulator.real_debrid.set_premium("quietotter", None)
    await press(hass, "button.quietotter_refresh")
    assert value(hass, sensor) == "off"
    await choose_days(hass, entry, 0)
    assert value(hass, sensor) == STATE_UNAVAILABLE
    assert value(hass, "binary_sensor.quietotter_premium") == "off"


@pytest.mark.parametrize(
    ("code", "reason"),
    [(10, "two_factor"), (14, "locked"), (15, "not_activated")],
)
async def test_account_that_waits_for_its_owner(
    hass: HomeAssistant, simulator: Simulator, code: int, reason: str
) -> None:
    entry = await add_real_debrid(hass, simulator)
    simulator.real_debrid.put_person("quietotter", trouble=code)
    await set_up(hass, entry)
    problem = "binary_sensor.quietotter_account_problem"
    sensor = "sensor.quietotter_account_problem_reason"
    assert value(hass, problem) == "on"
    assert value(hass, sensor) == reason
    assert value(hass, "binary_sensor.quietotter_premium") == STATE_UNAVAILABLE
    assert not any(entry.async_get_active_flows(hass, {"reauth"}))

    simulator.real_debrid.put_person("quietotter", trouble=None)
    await press(hass, "button.quietotter_refresh")
    assert value(hass, problem) == "off"
    assert value(hass, sensor) == "none"
    assert value(hass, "binary_sensor.quietotter_premium") == "on"


LINK = "https://hoster-a.example/f/1"
REASON = "sensor.quietotter_account_problem_reason"


async def refuse_links(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry, times: int
) -> None:
    """Make the service refuse the IP address for some links."""
    simulator.fault(
        "real_debrid",
        f"{BASE}/unrestrict/link",
        status=403,
        json={"error": "ip_not_allowed_203.0.113.7", "error_code": 22},
        times=2 * times,  # Each refusal is confirmed.
    )
    for _ in range(times):
        with pytest.raises(HomeAssistantError) as raised:
            await act(hass, entry, "unrestrict_link", link=LINK)
        assert "203.0.113.7" not in str(raised.value.__cause__)
    await hass.async_block_till_done()


async def test_address_that_is_refused_for_links_only(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry
) -> None:
    await refuse_links(hass, simulator, entry, 1)
    assert value(hass, REASON) == "address_refused"
    await press(hass, "button.quietotter_refresh")
    assert value(hass, REASON) == "address_refused"
    answer(simulator, "unrestrict/link", {"download": "https://d.example/1"})
    await act(hass, entry, "unrestrict_link", link=LINK)
    await hass.async_block_till_done()
    assert value(hass, REASON) == "none"


async def test_address_that_was_not_refused_any_more_for_long(
    hass: HomeAssistant,
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
    entry: MockConfigEntry,
) -> None:
    await refuse_links(hass, simulator, entry, 1)
    await pass_time(hass, freezer, hours=11, minutes=30)
    assert value(hass, REASON) == "address_refused"
    # Each refusal restarts the period.
    await refuse_links(hass, simulator, entry, 1)
    await pass_time(hass, freezer, hours=11, minutes=30)
    assert value(hass, REASON) == "address_refused"
    await pass_time(hass, freezer, hours=1)
    assert value(hass, REASON) == "none"


@pytest.mark.parametrize("code", [10, 14, 15, 22])
async def test_a_single_answer_that_the_account_has_a_problem_counts_for_nothing(
    hass: HomeAssistant, simulator: Simulator, entry: MockConfigEntry, code: int
) -> None:
    seen: list[str] = []

    @callback
    def note(event: Event[EventStateChangedData]) -> None:
        seen.append(event.data["entity_id"])

    hass.bus.async_listen(EVENT_STATE_CHANGED, note)
    simulator.fault(
        "real_debrid", f"{BASE}/user", status=403, json={"error_code": code}
    )
    await account_of(entry).user.async_refresh()
    await hass.async_block_till_done()
    assert not [name for name in seen if "problem" in name]
    assert value(hass, REASON) == "none"


async def test_language_and_avatar(
    hass: HomeAssistant, simulator: Simulator, entity_registry: er.EntityRegistry
) -> None:
    entry = await add_real_debrid(hass, simulator)
    simulator.real_debrid.put_person("quietotter", avatar="http://plain.example/a.png")
    await set_up(hass, entry)
    assert value(hass, "image.quietotter_avatar") is None
    locale = entity_registry.async_get("sensor.quietotter_language")
    assert locale is not None
    entity_registry.async_update_entity(locale.entity_id, disabled_by=None)
    simulator.real_debrid.put_person("quietotter", avatar="https://x.example/a.png")
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert value(hass, locale.entity_id) == "en"
    assert value(hass, "image.quietotter_avatar") not in (None, STATE_UNKNOWN)


async def requests_in(
    hass: HomeAssistant,
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
    hours: int,
) -> int:
    before = len(simulator.requests)
    for _ in range(hours * 60):
        await pass_time(hass, freezer, minutes=1)
    return len(simulator.requests) - before


@pytest.mark.parametrize("method", ["device_code", "api_token"])
async def test_idle_account_is_polite(
    hass: HomeAssistant,
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
    method: str,
) -> None:
    """With a device code, and with the full scope of a private API token."""
    simulator.real_debrid.people["quietotter"].torrents = [
        torrent
        for torrent in simulator.real_debrid.people["quietotter"].torrents
        if torrent.status == "downloaded"
    ]
    if method == "api_token":
        entry = await with_api_token(hass, simulator)
    else:
        entry = await add_real_debrid(hass, simulator)
    await set_up(hass, entry)
    count = await requests_in(hass, simulator, freezer, 3)
    assert count <= 3 * (12 if method == "device_code" else 15)


async def test_busy_account_is_followed(
    hass: HomeAssistant, simulator: Simulator, freezer: FrozenDateTimeFactory
) -> None:
    entry = await add_real_debrid(hass, simulator)
    await set_up(hass, entry)
    assert entry.runtime_data.transfers.data.active
    count = await requests_in(hass, simulator, freezer, 1)
    assert 45 <= count <= 70


async def test_service_that_is_down_is_tried_again(
    hass: HomeAssistant, simulator: Simulator, freezer: FrozenDateTimeFactory
) -> None:
    entry = await add_real_debrid(hass, simulator)
    fault = simulator.fault(
        "real_debrid", f"{BASE}/user", status=503, text="<html>", times=None
    )
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    fault.times = 0
    await pass_time(hass, freezer, minutes=2)
    assert entry.state is ConfigEntryState.LOADED


async def test_account_of_another_service_has_no_client_of_this_one(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    entry = await add_blubrry(hass, simulator)
    await set_up(hass, entry)
    with pytest.raises(TypeError):
        account_of(entry)


async def test_days_of_premium_left_change_once_a_day(
    hass: HomeAssistant, simulator: Simulator, freezer: FrozenDateTimeFactory
) -> None:
    await hass.config.async_set_time_zone("Europe/Paris")
    freezer.move_to("2026-11-22 08:00:00+01:00")
    entry = await add_real_debrid(hass, simulator)
    await set_up(hass, entry)
    sensor = "sensor.quietotter_premium_days_left"
    first = int(value(hass, sensor) or 0)
    end = account_of(entry).user.data.premium_until
    assert end
    assert first == (dt_util.as_local(end).date() - dt_util.now().date()).days > 1
    changes: list[str] = []

    @callback
    def remember(event: Event[EventStateChangedData]) -> None:
        state = event.data["new_state"]
        if state and state.entity_id == sensor:
            changes.append(state.state)

    hass.bus.async_listen(EVENT_STATE_CHANGED, remember)
    for _ in range(47):
        await pass_time(hass, freezer, hours=1)
    assert changes == [str(first - 1), str(first - 2)]


async def test_an_account_without_premium_has_no_days_left(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    await set_up(hass, await add_real_debrid(hass, simulator, "freefinch"))
    assert value(hass, "sensor.freefinch_premium_days_left") == STATE_UNKNOWN
