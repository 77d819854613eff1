"""Optional data that a few unexpected responses neither remove nor block."""

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
import pytest

from tests.helpers import reauth_flows, set_up
from tests.real_debrid.acting import BASE, asked, pass_time, value, with_api_token
from tests.simulator import Simulator

pytestmark = pytest.mark.usefixtures("no_waiting")

EXTRAS = {
    "traffic": "sensor.quietotter_traffic_today",
    "hosts/status": "sensor.quietotter_hosts_up",
}
ODD_ANSWERS = [
    ("traffic", 403, 9),
    ("traffic", 403, 37),
    ("hosts/status", 403, 9),
    ("hosts/status", 401, 8),
]


def answer_oddly(
    simulator: Simulator, path: str, status: int, code: int, times: int
) -> None:
    body = {"error": "odd", "error_code": code}
    simulator.fault(
        "real_debrid", f"{BASE}/{path}", status=status, json=body, times=times
    )


@pytest.mark.parametrize(("path", "status", "code"), ODD_ANSWERS)
@pytest.mark.parametrize("times", [1, 2])
async def test_what_was_read_is_not_removed_by_odd_answers(  # noqa: PLR0917
    hass: HomeAssistant,
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
    path: str,
    status: int,
    code: int,
    times: int,
) -> None:
    # Far from midnight at the service, when the traffic of today restarts at zero.
    freezer.move_to("2026-11-22 10:00:00+00:00")
    simulator.real_debrid.reset()
    await set_up(hass, await with_api_token(hass, simulator))
    known = value(hass, EXTRAS[path])
    answer_oddly(simulator, path, status, code, times)
    for _ in range(times + 1):
        await pass_time(hass, freezer, hours=1, minutes=1)
    assert value(hass, EXTRAS[path]) == known
    assert not reauth_flows(hass)


@pytest.mark.parametrize(("path", "status", "code"), ODD_ANSWERS)
async def test_an_odd_first_answer_removes_nothing(
    hass: HomeAssistant, simulator: Simulator, path: str, status: int, code: int
) -> None:
    entry = await with_api_token(hass, simulator)
    answer_oddly(simulator, path, status, code, 1)
    await set_up(hass, entry)
    assert value(hass, EXTRAS[path]) is not None


@pytest.mark.parametrize("path", EXTRAS)
async def test_a_first_reading_that_failed_is_soon_tried_again(
    hass: HomeAssistant,
    simulator: Simulator,
    freezer: FrozenDateTimeFactory,
    path: str,
) -> None:
    entry = await with_api_token(hass, simulator)
    simulator.fault("real_debrid", f"{BASE}/{path}", status=503, times=2)
    await set_up(hass, entry)
    assert value(hass, EXTRAS[path]) is None
    for _ in range(2):
        await pass_time(hass, freezer, minutes=5, seconds=10)
    assert value(hass, EXTRAS[path]) is not None
    # From then on it is polled at its own update interval.
    await pass_time(hass, freezer, minutes=50)
    assert len(asked(simulator, path)) == 3
