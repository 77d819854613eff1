"""The recorder can write and read states from any response of a service."""

from datetime import UTC, datetime, timedelta
import re
from typing import Any

from homeassistant.components.recorder import Recorder, get_instance, history
from homeassistant.components.recorder.statistics import (
    list_statistic_ids,
    statistics_during_period,
)
from homeassistant.core import HomeAssistant
import orjson
import pytest

from tests.helpers import set_up
from tests.hostile.hostile_values import HOSTILE, Poison, answer_with
from tests.hostile.test_stored import ACCOUNTS, Add
from tests.simulator import Simulator

pytestmark = pytest.mark.usefixtures("no_waiting")


@pytest.fixture(autouse=True)
def auto_enable_custom_integrations(
    recorder_mock: Recorder, enable_custom_integrations: None
) -> None:
    """Enable custom integrations after the recorder has started."""


@pytest.mark.parametrize("add", ACCOUNTS)
@pytest.mark.parametrize("seed", range(3))
async def test_the_recorder_keeps_all_states_and_statistics(
    hass: HomeAssistant,
    *,
    simulator: Simulator,
    monkeypatch: pytest.MonkeyPatch,
    add: Add,
    seed: int,
) -> None:
    values = [value for value in HOSTILE.values() if not isinstance(value, list | dict)]
    entry = await add(hass, simulator)

    class Mixed(Poison):
        """A different value at each place."""

        def __call__(self, body: Any) -> Any:
            self._value = self._random.choice(values)
            return super().__call__(body)

    start = datetime.now(UTC) - timedelta(days=90)
    answer_with(monkeypatch, Mixed(None, seed, part=0.1))
    await set_up(hass, entry)
    await hass.async_block_till_done(wait_background_tasks=True)
    recorder = get_instance(hass)
    await recorder.async_block_till_done()
    entity_ids = [state.entity_id for state in hass.states.async_all()]
    states = await recorder.async_add_executor_job(
        lambda: history.get_significant_states(
            hass, start, None, entity_ids, significant_changes_only=False
        )
    )
    shown = {state.entity_id for state in hass.states.async_all()}
    assert shown <= states.keys()
    known = await recorder.async_add_executor_job(list_statistic_ids, hass)
    ids = {row["statistic_id"] for row in known}
    assert all(re.fullmatch(r"[a-z0-9_]+[:.][a-z0-9_]+", name) for name in ids)
    rows = await recorder.async_add_executor_job(
        lambda: statistics_during_period(
            hass, start, None, ids, "day", None, {"state", "sum"}
        )
    )
    orjson.dumps({key: [dict(row) for row in found] for key, found in rows.items()})
