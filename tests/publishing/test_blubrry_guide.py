"""Tests that the Blubrry guide has exactly the names of Home Assistant."""

from collections.abc import Iterable, Iterator
import json
from pathlib import Path
import re
from typing import Any, Final

import pytest
import yaml

from custom_components.media_accounts.blubrry import entities
from custom_components.media_accounts.blubrry.actions import ACTIONS
from custom_components.media_accounts.blubrry.calendar import CALENDAR_ENTITIES
from custom_components.media_accounts.blubrry.hosting_entities import HOSTING_ENTITIES
from custom_components.media_accounts.const import DOMAIN
from custom_components.media_accounts.provider.entities import (
    EntityDescriptions,
    MediaAccountsEntityDescription,
    MediaAccountsEventEntityDescription,
)

ROOT: Final = Path(__file__).parents[2]
GUIDE: Final = (ROOT / "docs" / "blubrry.md").read_text(encoding="utf-8")
INTEGRATION: Final = ROOT / "custom_components" / DOMAIN
TEXTS: Final[dict[str, Any]] = json.loads(
    (INTEGRATION / "translations" / "en.json").read_text(encoding="utf-8")
)
SERVICES: Final[dict[str, Any]] = yaml.safe_load(
    (INTEGRATION / "services.yaml").read_text(encoding="utf-8")
)

ACCOUNT: Final = (
    *entities.ACCOUNT_ENTITIES,
    *entities.ACCOUNT_RECENT_ENTITIES,
    *CALENDAR_ENTITIES,
)
PROGRAM: Final = (
    *entities.PROGRAM_ENTITIES,
    *entities.LISTED_ENTITIES,
    *entities.RECENT_ENTITIES,
    *entities.EPISODES_ENTITIES,
    *entities.INFO_ENTITIES,
    *HOSTING_ENTITIES,
)


def first_cells(heading: str, table: int) -> Iterator[str]:
    """Return the first cells of the n-th table below a heading."""
    section = GUIDE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    found = re.findall(r"(?:^\|.*\n)+", section, re.MULTILINE)
    for row in found[table].splitlines()[2:]:
        yield row.split("|")[1].strip()


def names[ItemT](
    descriptions: Iterable[MediaAccountsEntityDescription[ItemT]],
) -> set[str]:
    return {
        described["name"]
        for description in descriptions
        for platform in TEXTS["entity"].values()
        for key, described in platform.items()
        if key == description.translation_key
    }


@pytest.mark.parametrize(("table", "descriptions"), [(0, ACCOUNT), (1, PROGRAM)])
def test_entities_have_their_names[ItemT](
    table: int, descriptions: EntityDescriptions[ItemT]
) -> None:
    told = [
        name for cell in first_cells("Entities", table) for name in cell.split(", ")
    ]
    assert len(told) == len(set(told))
    assert set(told) == names(descriptions)


def test_the_guide_says_which_entities_are_enabled() -> None:
    section = GUIDE.partition("\n## Entities\n")[2].partition("\n## ")[0]
    said = {
        name: enabled == "on"
        for names, enabled in re.findall(
            r"^\| (.*?) \|.*\| (on|off) \|$", section, re.MULTILINE
        )
        for name in names.split(", ")
    }
    assert said == {
        name: description.entity_registry_enabled_default
        for description in PROGRAM
        for name in names([description])
    }


def test_events_have_their_types() -> None:
    types = {
        kind
        for description in entities.PROGRAM_ENTITIES
        if isinstance(description, MediaAccountsEventEntityDescription)
        for kind in description.event_types or ()
    }
    assert {cell.strip("`") for cell in first_cells("Events", 0)} == types


def test_options_have_their_names() -> None:
    texts = TEXTS["options"]["step"]["blubrry"]["data"]
    assert set(first_cells("Options", 0)) == set(texts.values())


def test_actions_have_their_names_and_fields() -> None:
    section = GUIDE.partition("\n## Actions\n")[2].partition("\n## ")[0]
    rows = dict(
        re.findall(rf"^\| `{DOMAIN}\.(\w+)` \| ([^|]*)\|", section, re.MULTILINE)
    )
    assert rows.keys() == {action.name for action in ACTIONS}
    for name, fields in rows.items():
        told = set(re.findall(r"`(\w+)`", fields)) - {"day", "episode", "program"}
        common = {"config_entry_id", "device_id", "program"}
        assert told == SERVICES[name]["fields"].keys() - common, name
