"""Tests of the documented dashboard: built-in cards, existing entities."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from homeassistant.components.recorder import Recorder, get_instance
from homeassistant.components.recorder.statistics import list_statistic_ids
from homeassistant.core import HomeAssistant, split_entity_id
import pytest
import yaml

from tests.helpers import add_blubrry, add_real_debrid, set_up
from tests.simulator import Simulator

FILE: Final = Path(__file__).parents[2] / "docs" / "dashboard.yaml"
DASHBOARD: Final[dict[str, Any]] = yaml.safe_load(FILE.read_text())

BUILT_IN: Final = {
    "calendar",
    "gauge",
    "heading",
    "logbook",
    "statistics-graph",
    "tile",
}

pytestmark = pytest.mark.usefixtures("no_waiting")


@pytest.fixture(autouse=True)
def auto_enable_custom_integrations(
    recorder_mock: Recorder, enable_custom_integrations: None
) -> None:
    """Enable the integration after the recorder."""


def cards() -> list[dict[str, Any]]:
    """Return all cards."""
    return [
        card
        for view in DASHBOARD["views"]
        for section in view["sections"]
        for card in section["cards"]
    ]


def entities(node: Any) -> Iterator[str]:
    """Return all entities of a card."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key in {"entity", "entities", "entity_id"}:
                for named in [value] if isinstance(value, str) else value:
                    yield named if isinstance(named, str) else named["entity"]
            else:
                yield from entities(value)
    elif isinstance(node, list):
        for value in node:
            yield from entities(value)


def test_it_has_every_kind_of_card_and_no_custom_one() -> None:
    assert {card["type"] for card in cards()} == BUILT_IN


async def test_everything_exists_and_suits_its_card(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    await set_up(
        hass, await add_real_debrid(hass, simulator), await add_blubrry(hass, simulator)
    )
    await hass.async_block_till_done(wait_background_tasks=True)
    recorder = get_instance(hass)
    await recorder.async_block_till_done()
    listed = await recorder.async_add_executor_job(list_statistic_ids, hass)
    statistics = {statistic["statistic_id"] for statistic in listed}
    for card in cards():
        shown = list(entities(card))
        assert shown or card["type"] == "heading"
        if card["type"] == "statistics-graph":
            assert statistics.issuperset(shown)
            continue
        for entity_id in shown:
            state = hass.states.get(entity_id)
            assert state is not None, entity_id
            match card["type"]:
                case "gauge":
                    assert card["min"] <= float(state.state) <= card["max"]
                case "calendar":
                    assert split_entity_id(entity_id)[0] == "calendar"
