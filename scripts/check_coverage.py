#!/usr/bin/env python3
"""Checks the coverage of every module against its floor.

Reads artifacts/coverage.json, which pytest-cov writes, and `tool.coverage-floors` of
pyproject.toml. Lists each module below its floor with the lines and branches that no
test covers, and exits with 1 if there is one.
"""

from fnmatch import fnmatchcase
import json
from pathlib import Path
import sys
import tomllib
from typing import Any

ROOT = Path(__file__).parents[1]


def floor(name: str, floors: dict[str, int]) -> int:
    """Return the required percentage of a file, from the last matching pattern."""
    return [percent for fit, percent in floors.items() if fnmatchcase(name, fit)][-1]


def describe(name: str, file: dict[str, Any], percent: int) -> str:
    """Return a line with the uncovered lines and branches of a file."""
    missing = [str(line) for line in file["missing_lines"]]
    missing += [f"{start}->{end}" for start, end in file["missing_branches"]]
    covered = file["summary"]["percent_covered"]
    return f"{name}: {covered:.1f} % of {percent} %; not reached: {', '.join(missing)}"


def main() -> None:
    """Compare, print and exit."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
    report = ROOT / settings["coverage"]["json"]["output"]
    files: dict[str, dict[str, Any]] = json.loads(report.read_text())["files"]
    below = [
        describe(name, file, percent)
        for name, file in sorted(files.items())
        if file["summary"]["percent_covered"]
        < (percent := floor(name, settings["coverage-floors"]))
    ]
    if below:
        sys.exit("\n".join(["Coverage is below the floor:", *below]))
    print(f"Coverage: each of {len(files)} modules reaches its floor.")


if __name__ == "__main__":
    main()
