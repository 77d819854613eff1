"""A third provider by one line: the steps of the guide in a copy of the project."""

from collections.abc import Iterator
import os
from pathlib import Path
import re
import shutil
import subprocess
import sys

import pytest

from tests.example_provider.install import (
    EXAMPLE,
    FOLDERS,
    NAME,
    REGISTRIES,
    TEXTS,
    add_folders,
    add_texts,
    register,
)

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "add_a_provider.md"

SHARED = (
    "tests/test_config_flow.py",
    "tests/test_diagnostics.py",
    "tests/test_entity.py",
    "tests/test_init.py",
    "tests/test_init_removal.py",
    "tests/test_issues.py",
    "tests/test_permissions.py",
    "tests/test_providers.py",
    "tests/vault/test_vault_lost_keys.py",
)
"""The tests that run for each provider."""
ALL_TEXTS = "tests/publishing/test_provider_texts.py"
WHOLE = (
    f"tests/{NAME}",
    "tests/test_architecture.py",
    "tests/publishing/test_translations.py",
    ALL_TEXTS,
)


@pytest.fixture(autouse=True)
def auto_enable_custom_integrations() -> None:
    """Need no Home Assistant in this process."""


def copy_project(folder: Path) -> Path:
    """Return a copy of the project, without what it does not run on."""
    for name in ("blueprints", "custom_components", "docs", "scripts", "tests"):
        shutil.copytree(
            ROOT / name,
            folder / name,
            ignore=shutil.ignore_patterns("__pycache__", "example_provider"),
        )
    for file in (*ROOT.glob("*.md"), *ROOT.glob("*.json"), ROOT / "pyproject.toml"):
        shutil.copy(file, folder)
    return folder


def run_tests(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run tests of a copy in a process of its own, with another configuration."""
    environment = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("PYTEST_", "COV_"))
    }
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_third_provider_passes_the_shared_tests(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    add_folders(project)
    register(project)

    # Without its texts, the test of texts names every key that is missing.
    result = run_tests(project, ALL_TEXTS)
    assert result.returncode == 1
    missing = set(re.findall(rf"[\w.]*{NAME}[\w.]*", result.stdout))
    assert {
        f"config.step.{NAME}_expired.title",
        f"config.step.user.menu_options.{NAME}",
        f"issues.access_remains_{NAME}.title",
        f"system_health.info.can_reach_{NAME}",
        f"system_health.info.sign_ins_{NAME}",
    } <= missing

    add_texts(project)
    result = run_tests(project, *WHOLE)
    assert result.returncode == 0, result.stdout
    # The snapshots of its entities are new.
    result = run_tests(project, "-k", NAME, "--snapshot-update", *SHARED)
    assert result.returncode == 0, result.stdout
    passed = re.search(r"(\d+) passed", result.stdout)
    assert passed is not None
    assert int(passed[1]) > 30


def _paths() -> Iterator[str]:
    """Return the paths that the guide has to mention."""
    for folder, place in FOLDERS.items():
        for file in sorted((EXAMPLE / folder).rglob("*.py")):
            if file.name != "__init__.py":
                yield f"{place}/{file.relative_to(EXAMPLE / folder)}"
    yield from (*REGISTRIES, *TEXTS.values())


@pytest.mark.parametrize("path", _paths())
def test_the_guide_names_every_file(path: str) -> None:
    assert path.replace(NAME, "<provider>") in GUIDE.read_text()
