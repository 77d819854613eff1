"""Tests that the Real-Debrid guide has exactly the names of Home Assistant."""

from collections.abc import Iterator
from pathlib import Path
import re
from typing import Final

from homeassistant.core import HomeAssistant
import pytest

from custom_components.media_accounts.provider.entities import (
    MediaAccountsEntityDescription,
)
from custom_components.media_accounts.real_debrid.definition import DEFINITION
from custom_components.media_accounts.real_debrid.file_selection import (
    FileSelection,
    file_selection_fields,
)
from tests.helpers import set_up
from tests.publishing import texts
from tests.real_debrid.acting import with_api_token
from tests.simulator import Simulator

DOCS: Final = Path(__file__).parents[2] / "docs"
GUIDE: Final = (DOCS / "real_debrid.md").read_text(encoding="utf-8")


def rows(heading: str) -> Iterator[list[str]]:
    """Yield the rows of all tables below a heading, without header rows."""
    below = GUIDE.partition(f"## {heading}\n")[2]
    section = re.split(r"^##+ ", below, flags=re.MULTILINE)[0]
    for line in section.splitlines():
        if line.startswith("| ") and not line.startswith(("| ---", "| entity |")):
            yield [cell.strip() for cell in line.strip("|").split("|")]


def words(cell: str) -> set[str]:
    """Return the texts in backticks."""
    return set(re.findall(r"`(\w+)`", cell))


def described[ItemT](
    entity: MediaAccountsEntityDescription[ItemT],
) -> tuple[str, str, str]:
    """Return name, platform, and whether it is enabled by default."""
    platform = texts.platform_of(entity)
    name = texts.TEXTS[f"entity.{platform}.{entity.translation_key}.name"]
    enabled = "on" if entity.entity_registry_enabled_default else "off"
    return name.replace("{host}", "*host*"), platform.replace("_", " "), enabled


async def test_every_entity_is_in_the_guide(
    hass: HomeAssistant, simulator: Simulator
) -> None:
    entry = await with_api_token(hass, simulator)
    await set_up(hass, entry)
    there = {
        described(entity)
        for group in entry.runtime_data.groups
        for entity in group.descriptions
    }
    named = {
        (name, kind, enabled.partition(",")[0])
        for names, kind, _, enabled in rows("Entities")
        for name in names.split(", ")
    }
    assert named == there


def test_every_action_is_in_the_guide() -> None:
    described = {
        words(name).pop(): (fields, answer)
        for name, fields, answer in rows("Actions")
        if name != "action"
    }
    assert described.keys() == {action.name for action in DEFINITION.actions}
    for action in DEFINITION.actions:
        fields, answer = described[action.name]
        named = words(fields)
        if "the choice of files" in fields:
            named |= set(map(str, file_selection_fields(FileSelection.ALL)))
        assert named == set(map(str, action.fields)), action.name
        assert ("administrators only" in answer) is action.admin_only, action.name


def test_every_option_is_in_the_guide() -> None:
    path = "options.step.real_debrid.data"
    labels = {texts.TEXTS[f"{path}.{option}"] for option in texts.below(path)}
    assert {row[0] for row in rows("Options")} - {"option"} == labels


@pytest.mark.parametrize("guide", sorted(DOCS.glob("*.md")), ids=lambda path: path.name)
def test_every_picture_is_there_and_described(guide: Path) -> None:
    pictures = re.findall(r"!\[(.*?)\]\((.*?)\)", guide.read_text(encoding="utf-8"))
    for text, file in pictures:
        assert len(text) > 20, file
        assert (DOCS / file).is_file(), file
