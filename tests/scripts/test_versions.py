"""Tests that every list of Home Assistant versions names the same ones."""

import json
from pathlib import Path
import re
import subprocess
from typing import Any, Final

import yaml

from custom_components.media_accounts.ha_compat import OLDEST

ROOT: Final = Path(__file__).parents[2]


def run(command: str) -> list[str]:
    """Run a command after the shell functions of all scripts; return its lines."""
    return subprocess.run(
        ["bash", "-euc", f". scripts/lib/common.sh; {command}"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout.split()


def versions() -> list[str]:
    return [*run("older_versions"), *run("newest_version")]


def test_versions_are_consecutive_from_the_oldest_supported() -> None:
    assert versions()[0] == OLDEST
    months = [tuple(map(int, version.split("."))) for version in versions()]
    numbers = [year * 12 + month for year, month in months]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert len(numbers) >= 2


def test_requirements_pin_the_version_that_they_are_named_after() -> None:
    for version in run("older_versions"):
        for suffix in ("in", "txt"):
            path = ROOT / "requirements" / f"home-assistant-{version}.{suffix}"
            pinned = re.search(r"^homeassistant==(\S+)", path.read_text(), re.MULTILINE)
            assert pinned is not None
            assert pinned[1].startswith(f"{version}."), path


def test_workflow_tests_the_older_versions_and_the_next_beta() -> None:
    path = ROOT / ".github" / "workflows" / "test.yml"
    workflow: dict[str, Any] = yaml.safe_load(path.read_text())
    matrix = workflow["jobs"]["versions"]["strategy"]["matrix"]
    assert matrix["home-assistant"] == [*run("older_versions"), "beta"]


def test_oldest_version_is_the_documented_one() -> None:
    hacs = json.loads((ROOT / "hacs.json").read_text())
    assert hacs["homeassistant"] == f"{OLDEST}.0"
    assert f"Home Assistant {OLDEST} or newer" in (ROOT / "README.md").read_text()
    blueprints = sorted(ROOT.glob("blueprints/**/*.yaml"))
    assert blueprints
    for blueprint in blueprints:
        assert f"min_version: {OLDEST}.0" in blueprint.read_text(), blueprint
