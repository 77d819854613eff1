"""Traffic of limited hosts."""

from datetime import UTC, datetime, timedelta

from homeassistant.core import HomeAssistant
import pytest

from custom_components.media_accounts.real_debrid.api.client import RealDebridClient
from tests.helpers import set_up
from tests.real_debrid.acting import (
    answer,
    value,
    with_api_token,
)
from tests.simulator import Simulator
from tests.simulator.real_debrid import HostTraffic, Measure


async def test_days_of_traffic(simulator: Simulator, client: RealDebridClient) -> None:
    today = datetime.now(UTC).date()
    answer(
        simulator,
        "traffic/details",
        {str(today): {"host": {"a": 5, "b": None}}, "x": 1},
    )
    days = await client.traffic.days(today - timedelta(days=1), today)
    assert days[today].total == 5
    assert dict(days[today].hosts) == {"a": 5}


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_traffic_in_every_unit(hass: HomeAssistant, simulator: Simulator) -> None:
    """The limit of `gigabytes` is in GiB, what is left of it in bytes."""
    person = simulator.real_debrid.people["quietotter"]
    person.traffic["sparse.example"] = HostTraffic(type=Measure.BYTES, left=1024**3)
    await set_up(hass, await with_api_token(hass, simulator))
    shown = {
        host: tuple(
            value(hass, f"sensor.quietotter_{host}_example_{what}")
            for what in ("left", "limit", "reset")
        )
        for host in ("cloudnest", "vidmeadow", "filebarn", "sparse")
    }
    assert shown == {
        "cloudnest": ("4.1298828125", "5.0", "daily"),
        "vidmeadow": ("14", "20", "weekly"),
        "filebarn": ("48.0", "50.0", "monthly"),
        "sparse": ("1.0", None, None),
    }
    assert not [s for s in hass.states.async_all() if "remote" in s.entity_id]
