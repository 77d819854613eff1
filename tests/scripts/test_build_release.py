"""Tests of the release archive: versions, notes, layout and reproducibility."""

import json
from pathlib import Path
import shutil
import subprocess
from typing import Final
from zipfile import ZipFile

import pytest

from scripts import build_release
from tests.lab.install import LAYOUTS

ROOT: Final = Path(__file__).parents[2]
VERSION: Final = build_release.version_of(ROOT)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Copy the files of the release into a repository of its own."""
    root = tmp_path / "project"
    root.mkdir()
    for name in (*build_release.CONTENTS, "pyproject.toml"):
        source, target = ROOT / name, root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(source, target, ignore=ignored)
        else:
            shutil.copy(source, target)
    for command in (["init", "--quiet"], ["add", "--all"]):
        subprocess.run(["git", *command], cwd=root, check=True)
    return root


def test_versions_and_the_tag_agree() -> None:
    assert build_release.version_of(ROOT, f"v{VERSION}") == VERSION


def test_another_tag_is_refused() -> None:
    with pytest.raises(ValueError, match="'tag': '99"):
        build_release.version_of(ROOT, "v99.0.0")


@pytest.mark.parametrize(
    ("name", "old"),
    [
        (f"{build_release.INTEGRATION}/manifest.json", f'"version": "{VERSION}"'),
        (f"{build_release.INTEGRATION}/api/http.py", f'"{VERSION}"'),
        ("pyproject.toml", f'version = "{VERSION}"'),
        ("CHANGELOG.md", f"## [{VERSION}]"),
    ],
)
def test_another_version_in_one_file_is_refused(
    project: Path, name: str, old: str
) -> None:
    text = (project / name).read_text()
    assert old in text
    (project / name).write_text(text.replace(old, old.replace(VERSION, "99.0.0")))
    with pytest.raises(ValueError, match="disagree"):
        build_release.version_of(project)


def test_notes_are_the_section_of_the_version(project: Path) -> None:
    (project / "CHANGELOG.md").write_text(
        "# Changelog\n\n## [2.0.0] - 2027-01-02\n\n- Second.\n\n"
        "## [1.0.0] - 2027-01-01\n\n- First.\n\n[1.0.0]: https://example.com\n"
    )
    assert build_release.notes_of(project, "2.0.0") == "- Second.\n"
    assert build_release.notes_of(project, "1.0.0") == "- First.\n"
    with pytest.raises(ValueError, match="no notes for 3"):
        build_release.notes_of(project, "3.0.0")


def test_notes_exist_for_this_version() -> None:
    assert build_release.notes_of(ROOT, VERSION)


def test_archive_is_the_same_whenever_it_is_built(
    project: Path, tmp_path: Path
) -> None:
    first = build_release.build(project, VERSION, tmp_path).read_bytes()
    for path in project.rglob("*.py"):
        path.touch()
    assert build_release.build(project, VERSION, tmp_path).read_bytes() == first


def test_archive_has_the_tracked_files_only(project: Path, tmp_path: Path) -> None:
    (project / build_release.INTEGRATION / "untracked.py").touch()
    with ZipFile(build_release.build(project, VERSION, tmp_path)) as archive:
        names = archive.namelist()
    assert (
        f"media_accounts-{VERSION}/{build_release.INTEGRATION}/manifest.json" in names
    )
    assert [name for name in names if "untracked" in name or "tests" in name] == []
    assert names == sorted(names)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_installs_the_same_files(
    project: Path, tmp_path: Path, layout: str
) -> None:
    archive = build_release.build(project, VERSION, tmp_path)
    local = tmp_path / "installed"
    local.mkdir()
    LAYOUTS[layout](archive, local)
    installed = {str(p.relative_to(local)) for p in local.rglob("*") if p.is_file()}
    source = project / build_release.INTEGRATION
    assert installed == {
        str(path.relative_to(source)) for path in source.rglob("*") if path.is_file()
    }
    manifest = json.loads((local / "manifest.json").read_text())
    assert manifest["version"] == VERSION
