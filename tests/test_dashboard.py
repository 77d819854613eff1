"""The dashboard of the documentation: built-in cards, and entities that exist."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from homeassistant.components.sensor import ATTR_STATE_CLASS
from homeassistant.core import HomeAssistant, split_entity_id
import pytest
import yaml

from tests.helpers import add_blubrry, add_real_debrid, set_up
from tests.simulator import Simulator

FILE: Final = Path(__file__).parents[1] / "docs" / "dashboard.yaml"
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


def cards() -> list[dict[str, Any]]:
    """Return all cards."""
    return [
        card
        for view in DASHBOARD["views"]
        for section in view["sections"]
        for card in section["cards"]
    ]


def entities(node: Any) -> Iterator[str]:
    """Return the entities that a card names, wherever it does."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key in {"entity", "entities", "entity_id"}:
                yield from [value] if isinstance(value, str) else value
            else:
                yield from entities(value)
    elif isinstance(node, list):
        for value in node:
            yield from entities(value)


def test_it_has_every_kind_of_card_and_no_custom_one() -> None:
    assert {card["type"] for card in cards()} == BUILT_IN


async def test_every_entity_exists_and_suits_its_card(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    await set_up(
        hass, await add_real_debrid(hass, simulator), await add_blubrry(hass, simulator)
    )
    for card in cards():
        shown = list(entities(card))
        assert shown or card["type"] == "heading"
        for entity_id in shown:
            state = hass.states.get(entity_id)
            assert state is not None, entity_id
            match card["type"]:
                case "gauge":
                    assert card["min"] <= float(state.state) <= card["max"]
                case "calendar":
                    assert split_entity_id(entity_id)[0] == "calendar"
                case "statistics-graph":
                    assert ATTR_STATE_CLASS in state.attributes
