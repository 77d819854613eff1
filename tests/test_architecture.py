"""The direction in which data flows, read off the imports."""

import ast
from collections.abc import Iterator
import json
from pathlib import Path

from homeassistant.const import Platform
import pytest

from custom_components.media_accounts.api.http import USER_AGENT, VERSION
from custom_components.media_accounts.const import Provider

TESTS = Path(__file__).parent
INTEGRATION = TESTS.parent / "custom_components" / "media_accounts"
PACKAGE = "custom_components.media_accounts"
PROVIDER_FOLDERS = [INTEGRATION / provider for provider in Provider]

# HTTP and JSON in, dataclasses out: what these packages know ends there.
WITHOUT_HOME_ASSISTANT = [
    path
    for folder in (INTEGRATION, *PROVIDER_FOLDERS)
    for path in sorted((folder / "api").glob("*.py"))
]

PLATFORM_FILES = sorted(
    path
    for path in INTEGRATION.glob("*.py")
    if path.stem in set(Platform) | {"entity", "trigger", "condition"}
)


@pytest.fixture(autouse=True)
def auto_enable_custom_integrations() -> None:
    """Need no Home Assistant."""


def imports(path: Path) -> Iterator[str]:
    """Yield what a module imports, as dotted names of modules and their members."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = path.relative_to(INTEGRATION.parents[1]).parts[: -node.level]
                base = ".".join([*above, *filter(None, [base])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def ours(name: str) -> Path | None:
    """Return the file of the integration that an imported name leads to, if any."""
    if not name.startswith(f"{PACKAGE}."):
        return None
    parts = name.removeprefix(f"{PACKAGE}.").split(".")
    for end in (len(parts), len(parts) - 1):
        path = INTEGRATION.joinpath(*parts[:end]).with_suffix(".py")
        if path.is_file():
            return path
    return None


def label(path: Path) -> str:
    """Name a file in the list of tests."""
    return str(path.relative_to(INTEGRATION))


@pytest.mark.parametrize("path", WITHOUT_HOME_ASSISTANT, ids=label)
def test_rooms_at_the_edge_know_no_home_assistant(path: Path) -> None:
    """Neither do the modules of ours that they lean on."""
    seen: set[Path] = set()
    waiting = [path]
    while waiting:
        current = waiting.pop()
        seen.add(current)
        for name in imports(current):
            assert name.split(".")[0] != "homeassistant", f"{label(current)}: {name}"
            leads_to = ours(name)
            if leads_to is not None and leads_to not in seen:
                waiting.append(leads_to)


@pytest.mark.parametrize("path", PLATFORM_FILES, ids=label)
def test_platform_files_name_no_provider(path: Path) -> None:
    source = path.read_text().lower().replace("-", "_")
    assert [provider for provider in Provider if provider in source] == []


def test_there_are_platform_files() -> None:
    assert {"binary_sensor.py", "sensor.py", "entity.py"} <= {
        path.name for path in PLATFORM_FILES
    }


@pytest.mark.parametrize("folder", PROVIDER_FOLDERS, ids=label)
def test_a_provider_imports_nothing_of_another(folder: Path) -> None:
    others = [
        f"{PACKAGE}.{other.name}" for other in PROVIDER_FOLDERS if other != folder
    ]
    for path in folder.rglob("*.py"):
        for name in imports(path):
            assert not name.startswith(tuple(others)), f"{label(path)}: {name}"


def test_only_entry_points_import_a_provider() -> None:
    """A new provider is one folder and one line in each of these."""
    folders = tuple(f"{PACKAGE}.{folder.name}." for folder in PROVIDER_FOLDERS)
    importers = {
        path.name
        for path in INTEGRATION.glob("*.py")
        for name in imports(path)
        if name.startswith(folders)
    }
    assert importers <= {"application_credentials.py", "config_flow.py", "providers.py"}


def test_the_user_agent_bears_the_version_of_the_manifest() -> None:
    manifest = json.loads((INTEGRATION / "manifest.json").read_text())
    assert manifest["version"] == VERSION
    assert f"/{VERSION} " in USER_AGENT


SIMULATOR_FILES = sorted((TESTS / "simulator").rglob("*.py"))


def test_the_simulator_shares_no_code_with_the_integration() -> None:
    assert SIMULATOR_FILES
    for path in SIMULATOR_FILES:
        source = path.read_text()
        assert "custom_components" not in source, path
        for name in imports(path):
            assert name.split(".")[0] != "homeassistant", f"{path}: {name}"
