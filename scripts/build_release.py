#!/usr/bin/env python3
"""Build the archive of a release and the notes of its version, into artifacts/.

Checks first that the tag, the manifest, the User-Agent, pyproject.toml and CHANGELOG.md
agree on the version. The same commit gives the same bytes: files are in a fixed order,
with fixed times and modes.

The archive has one folder at its top, as GitHub's archive of a tag has, which is the
layout that the Marketplace and HACS install from.

Usage: build_release.py [TAG]     (TAG: such as v1.0.0)
"""

import json
from pathlib import Path
import re
import subprocess
import sys
import tomllib
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

ROOT: Final = Path(__file__).parents[1]
INTEGRATION: Final = "custom_components/media_accounts"
CONTENTS: Final = (INTEGRATION, "CHANGELOG.md", "LICENSE", "README.md", "hacs.json")
OLDEST_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)


def version_of(root: Path, tag: str | None = None) -> str:
    """Return the version; raise ValueError if its sources or the tag disagree."""
    manifest = json.loads((root / INTEGRATION / "manifest.json").read_text())
    project = tomllib.loads((root / "pyproject.toml").read_text())
    agent = re.search(
        r'^VERSION.*= "(.+)"$',
        (root / INTEGRATION / "api" / "http.py").read_text(),
        re.MULTILINE,
    )
    headings = re.findall(
        r"^## \[(\d.*?)\]", (root / "CHANGELOG.md").read_text(), re.MULTILINE
    )
    versions = {
        "manifest.json": manifest["version"],
        "pyproject.toml": project["project"]["version"],
        "api/http.py": agent and agent[1],
        "CHANGELOG.md": headings[0] if headings else None,
    }
    if tag is not None:
        versions["tag"] = tag.removeprefix("v")
    if len(set(versions.values())) != 1:
        raise ValueError(f"The versions disagree: {versions}")
    return str(manifest["version"])


def notes_of(root: Path, version: str) -> str:
    """Return the section of CHANGELOG.md about a version."""
    section = re.search(
        rf"^## \[{re.escape(version)}\][^\n]*\n(.*?)(?=^## \[|^\[|\Z)",
        (root / "CHANGELOG.md").read_text(),
        re.MULTILINE | re.DOTALL,
    )
    if section is None or not section[1].strip():
        raise ValueError(f"CHANGELOG.md has no notes for {version}")
    return section[1].strip() + "\n"


def build(root: Path, version: str, folder: Path) -> Path:
    """Write the archive of the files that git tracks; return its path."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", *CONTENTS],
        cwd=root,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    archive = folder / f"media_accounts-{version}.zip"
    with ZipFile(archive, "w") as zip_file:
        for name in sorted(listed.split("\0")[:-1]):
            member = ZipInfo(f"media_accounts-{version}/{name}", OLDEST_ZIP_TIME)
            member.compress_type = ZIP_DEFLATED
            member.external_attr = 0o100644 << 16
            zip_file.writestr(member, (root / name).read_bytes())
    return archive


def main(arguments: list[str]) -> int:
    """Build everything; return 1 if the versions disagree."""
    tag = arguments[0] if arguments else None
    folder = ROOT / "artifacts"
    folder.mkdir(exist_ok=True)
    try:
        version = version_of(ROOT, tag)
        (folder / "release-notes.md").write_text(notes_of(ROOT, version))
    except ValueError as err:
        print(err, file=sys.stderr)
        return 1
    print(build(ROOT, version, folder))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
