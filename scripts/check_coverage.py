#!/usr/bin/env python3
"""Checks the coverage of every module against its floor.

Reads artifacts/coverage.json, which pytest-cov writes, and `tool.coverage-floors` of
pyproject.toml. Names each module below its floor with the lines and branches that no
test reached, and then ends with 1.
"""

from fnmatch import fnmatchcase
import json
from pathlib import Path
import sys
import tomllib
from typing import Any

ROOT = Path(__file__).parents[1]


def floor(name: str, floors: dict[str, int]) -> int:
    """Return the percent that a file must reach: the last pattern that fits counts."""
    return [percent for fit, percent in floors.items() if fnmatchcase(name, fit)][-1]


def describe(name: str, file: dict[str, Any], percent: int) -> str:
    """Return a line that says what is missing in a file."""
    missing = [str(line) for line in file["missing_lines"]]
    missing += [f"{start}->{end}" for start, end in file["missing_branches"]]
    covered = file["summary"]["percent_covered"]
    return f"{name}: {covered:.1f} % of {percent} %; not reached: {', '.join(missing)}"


def main() -> None:
    """Compare, report and end."""
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
        sys.exit("\n".join(["Coverage is too low:", *below]))
    print(f"Coverage: each of {len(files)} modules reaches its floor.")


if __name__ == "__main__":
    main()
