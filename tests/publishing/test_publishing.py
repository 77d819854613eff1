"""Tests of the rules of the Marketplace, HACS and Home Assistant for files.

Their own tools run on GitHub (.github/workflows/validate.yml); these tests run
everywhere.
"""

import json
from pathlib import Path
import re
import tomllib
from typing import Any

from awesomeversion import AwesomeVersion, AwesomeVersionStrategy
from homeassistant.const import REQUIRED_PYTHON_VER
from homeassistant.core import HomeAssistant
from homeassistant.loader import async_get_integration
from PIL import Image
import pytest

ROOT = Path(__file__).parents[2]
INTEGRATION = ROOT / "custom_components" / "media_accounts"
REPOSITORY = "https://github.com/media-accounts/media-accounts"


def read_json(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(path.read_text())
    return data


@pytest.fixture
def manifest() -> dict[str, Any]:
    return read_json(INTEGRATION / "manifest.json")


@pytest.fixture
def hacs() -> dict[str, Any]:
    return read_json(ROOT / "hacs.json")


@pytest.fixture
def project() -> dict[str, Any]:
    data: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return data


def test_the_repository_holds_one_integration(manifest: dict[str, Any]) -> None:
    folders = [path.parent for path in ROOT.glob("custom_components/*/manifest.json")]
    assert folders == [INTEGRATION]
    assert manifest["domain"] == INTEGRATION.name


def test_the_manifest_is_in_order(manifest: dict[str, Any]) -> None:
    first, *rest = [["domain", "name"], *sorted(set(manifest) - {"domain", "name"})]
    assert list(manifest) == [*first, *rest]


def test_the_manifest_says_what_is_asked_for(manifest: dict[str, Any]) -> None:
    assert manifest["name"] == "Media Accounts"
    assert manifest["codeowners"] == ["@media-accounts"]
    assert manifest["documentation"] == REPOSITORY
    assert manifest["issue_tracker"] == f"{REPOSITORY}/issues"
    assert manifest["integration_type"] == "service"
    assert manifest["iot_class"] == "cloud_polling"
    assert manifest["config_flow"] is True


def test_the_manifest_has_no_key_that_home_assistant_does_not_know(
    manifest: dict[str, Any],
) -> None:
    known = {
        "after_dependencies",
        "codeowners",
        "config_flow",
        "dependencies",
        "documentation",
        "domain",
        "integration_type",
        "iot_class",
        "issue_tracker",
        "loggers",
        "name",
        "quality_scale",
        "requirements",
        "version",
    }
    assert set(manifest) <= known


async def test_home_assistant_reads_the_manifest(hass: HomeAssistant) -> None:
    integration = await async_get_integration(hass, "media_accounts")
    assert integration.version is not None
    assert integration.has_branding
    assert integration.has_translations
    assert integration.config_flow


def test_the_version_is_a_semantic_one(manifest: dict[str, Any]) -> None:
    AwesomeVersion(manifest["version"], ensure_strategy=[AwesomeVersionStrategy.SEMVER])


def test_hacs_names_the_integration(hacs: dict[str, Any]) -> None:
    assert set(hacs) == {"name", "homeassistant"}
    assert hacs["name"] == "Media Accounts"


def test_python_is_the_one_that_home_assistant_requires(
    project: dict[str, Any],
) -> None:
    python = ".".join(str(part) for part in REQUIRED_PYTHON_VER)
    assert project["project"]["requires-python"].startswith(f">={python},")


def test_a_licence_that_the_catalogue_knows(project: dict[str, Any]) -> None:
    assert project["project"]["license"] == "Apache-2.0"
    text = (ROOT / "LICENSE").read_text()
    assert "Apache License" in text
    assert "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text


def test_the_change_log_is_open_or_knows_the_version(manifest: dict[str, Any]) -> None:
    headings = re.findall(
        r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE
    )
    assert headings[0] in {"Unreleased", manifest["version"]}


@pytest.mark.parametrize("theme", ["", "dark_"])
@pytest.mark.parametrize(("scale", "suffix"), [(1, ""), (2, "@2x")])
def test_the_mark_has_the_sizes_that_home_assistant_shows(
    theme: str, scale: int, suffix: str
) -> None:
    with Image.open(INTEGRATION / "brand" / f"{theme}icon{suffix}.png") as icon:
        assert icon.size == (256 * scale, 256 * scale)
        assert icon.mode == "RGBA"
    with Image.open(INTEGRATION / "brand" / f"{theme}logo{suffix}.png") as logo:
        assert min(logo.size) == 128 * scale
        assert logo.mode == "RGBA"


@pytest.mark.parametrize(
    "path", [ROOT / "requirements.txt", *ROOT.glob("requirements/home-assistant-*.txt")]
)
def test_every_requirement_is_pinned_with_hashes_and_without_addresses(
    path: Path,
) -> None:
    for line in path.read_text().replace("\\\n", "").splitlines():
        assert re.fullmatch(
            r"[a-z0-9-]+==[a-z0-9.]+( +--hash=sha256:[0-9a-f]{64})+", line
        )
