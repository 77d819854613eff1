"""Home Assistant can write and read stored data from any response of a service."""

from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
import logging
import re
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.storage import Store
from homeassistant.setup import async_setup_component
from hypothesis import HealthCheck, Phase, given, settings, strategies as st
import orjson
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, flush_store
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.media_accounts.const import DOMAIN
from tests.helpers import add_blubrry, set_up
from tests.hostile.hostile_values import HOSTILE, Poison, answer_with
from tests.real_debrid.acting import with_api_token
from tests.simulator import Simulator

pytestmark = pytest.mark.usefixtures("no_waiting")

type Add = Callable[[HomeAssistant, Simulator], Coroutine[Any, Any, MockConfigEntry]]

ACCOUNTS: list[Any] = [
    pytest.param(with_api_token, id="real_debrid"),
    pytest.param(add_blubrry, id="blubrry"),
]

# Maximum size of the registries of one account, in bytes.
MAX_REGISTRY = 1_000_000


def drawn(count: int) -> list[Any]:
    """Draw values of any kind, and seeds for where they go."""
    found: list[Any] = []

    @settings(
        max_examples=count,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(
        st.one_of(
            st.text(max_size=80),
            st.characters(categories=["Cs", "Cc", "Cf", "Co", "Cn"]).map("id{}".format),
            st.integers(),
            st.integers(min_value=2**53, max_value=10**40),
            st.floats(),
            st.datetimes().map(str),
        ),
        st.integers(0, 2**16),
    )
    def collect(value: Any, seed: int) -> None:
        found.append(pytest.param(value, seed, id=f"drawn {len(found)}"))

    collect()
    return found


VALUES = [pytest.param(value, 0, id=name) for name, value in HOSTILE.items()]


def written(data: Any) -> bytes:
    """Return the data as Home Assistant would write it; fail if it cannot."""
    return orjson.dumps(data, option=orjson.OPT_NON_STR_KEYS)


async def flush(hass: HomeAssistant, hass_storage: dict[str, Any]) -> None:
    """Write the registries and the entries, and check all that was written."""
    stores: list[Store[Any]] = [
        er.async_get(hass)._store,
        dr.async_get(hass)._store,
        hass.config_entries._store,
    ]
    for store in stores:
        await flush_store(store)
    for key, data in hass_storage.items():
        assert re.fullmatch(r"[a-z0-9_.-]+", key)
        assert orjson.loads(written(data)) is not None
        assert len(written(data)) < MAX_REGISTRY


def check_registries(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Check what names entities and devices."""
    for entity in er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id):
        assert re.fullmatch(r"[\w.-]{1,200}", entity.unique_id, re.ASCII)
    for device in dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id):
        assert "nan" not in str(device.name).lower().split()
        assert str(device.name).isprintable()


async def check_states(client: Any) -> None:
    """Check that all states can be read over HTTP and are valid."""
    response = await client.get("/api/states")
    assert response.status == 200
    for state in orjson.loads(await response.read()):
        assert len(state["state"]) <= 255
        assert state["state"] not in ("nan", "inf", "-inf")
        assert len(written(state)) < 100_000


@pytest.mark.parametrize("add", ACCOUNTS)
@pytest.mark.parametrize(("value", "seed"), [*VALUES, *drawn(10)])
async def test_everything_stored_can_be_read_back(
    hass: HomeAssistant,
    *,
    hass_storage: dict[str, Any],
    hass_client: ClientSessionGenerator,
    simulator: Simulator,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    add: Add,
    value: Any,
    seed: int,
) -> None:
    assert await async_setup_component(hass, "api", {})
    assert await async_setup_component(hass, "calendar", {})
    entry = await add(hass, simulator)
    answer_with(monkeypatch, Poison(value, seed))
    await set_up(hass, entry)
    assert entry.state in (ConfigEntryState.LOADED, ConfigEntryState.SETUP_RETRY)

    client = await hass_client()
    await check_states(client)
    for state in hass.states.async_all("calendar"):
        now = datetime.now(UTC)
        response = await client.get(
            f"/api/calendars/{state.entity_id}",
            params={
                "start": now.isoformat(),
                "end": (now + timedelta(days=3650)).isoformat(),
            },
        )
        assert response.status == 200
    check_registries(hass, entry)
    await flush(hass, hass_storage)

    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    await check_states(client)
    await flush(hass, hass_storage)
    assert [
        record.getMessage()
        for record in caplog.records
        if record.levelno >= logging.ERROR
        and (record.exc_info or DOMAIN in record.name)
    ] == []
