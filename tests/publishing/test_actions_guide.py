"""Tests that the actions guide has every action and field, with valid examples."""

from pathlib import Path
import re
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv
from homeassistant.setup import async_setup_component
import pytest
import yaml

from custom_components import media_accounts
from custom_components.media_accounts.const import DOMAIN

INTEGRATION: Final = Path(media_accounts.__file__).parent
GUIDE: Final = (INTEGRATION.parents[1] / "docs" / "actions.md").read_text()
SERVICES: Final[dict[str, dict[str, Any] | None]] = yaml.safe_load(
    (INTEGRATION / "services.yaml").read_text()
)
SECTIONS: Final = dict(
    re.findall(r"^### `(\w+)`\n(.*?)(?=^##|\Z)", GUIDE, re.MULTILINE | re.DOTALL)
)


def rows(section: str) -> dict[str, str]:
    """Return the fields of a section, each with whether it is required."""
    return dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \|", section, re.MULTILINE))


def test_every_action_has_a_section() -> None:
    assert SECTIONS.keys() == SERVICES.keys()


@pytest.mark.parametrize("action", SERVICES)
def test_every_field_is_described(action: str) -> None:
    fields = (SERVICES[action] or {}).get("fields", {})
    described = rows(SECTIONS[action])
    assert described.keys() == fields.keys()
    assert {name for name, required in described.items() if required == "yes"} == {
        name for name, field in fields.items() if field.get("required")
    }
    assert re.search(r"^Response: ", SECTIONS[action], re.MULTILINE)


@pytest.mark.parametrize("action", SERVICES)
async def test_example_is_valid(hass: HomeAssistant, action: str) -> None:
    assert await async_setup_component(hass, DOMAIN, {})
    (example,) = re.findall(r"```yaml\n(.*?)```", SECTIONS[action], re.DOTALL)
    (step,) = cv.SCRIPT_SCHEMA(yaml.safe_load(example))
    assert step["action"] == f"{DOMAIN}.{action}"
    schema = hass.services.async_services()[DOMAIN][action].schema
    assert schema is not None
    schema(step.get("data", {}))
