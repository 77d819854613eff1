"""Measures, prints a table, and writes artifacts/bench.json and docs/performance.md."""

import json
from pathlib import Path
import platform
import subprocess
import sys
from typing import Any, Final

from homeassistant.const import __version__

ROOT: Final = Path(__file__).parents[2]
PEERS: Final = ("monzo", "xbox", "github", "youtube", "immich")
PACKAGES: Final = (
    *(f"homeassistant.components.{peer}" for peer in PEERS),
    "custom_components.media_accounts",
)

PAGE: Final = """# Performance

This page is written by `scripts/bench`.

## Imports

All modules of an integration, its dependencies left out. Libraries that are not
installed have stand-ins, which lets fewer modules of some integrations be imported.
Processor time, the fastest of five; Home Assistant {version}, Python {python},
{machine}.

| integration | modules | lines | ms | KiB | ms per 1,000 lines |
| --- | ---: | ---: | ---: | ---: | ---: |
{rows}
"""


def measured(package: str) -> dict[str, Any]:
    """Return the costs of a package, measured in a process of its own."""
    output = subprocess.run(
        [sys.executable, "-m", "tests.bench.imports", package],
        cwd=ROOT,
        check=True,
        capture_output=True,
    ).stdout
    costs: dict[str, Any] = json.loads(output)
    return costs


def row(package: str, costs: dict[str, Any]) -> str:
    """Return a row of the table."""
    name = package.rpartition(".")[2]
    each = 1000 * costs["milliseconds"] / costs["lines"]
    numbers = (costs[key] for key in ("modules", "lines", "milliseconds", "kibibytes"))
    return f"| `{name}` | {' | '.join(map(str, numbers))} | {each:.1f} |"


def main() -> None:
    """Measure and write the results."""
    results = {package: measured(package) for package in PACKAGES}
    rows = "\n".join(row(*result) for result in results.items())
    page = PAGE.format(
        version=__version__,
        python=platform.python_version(),
        machine=platform.machine(),
        rows=rows,
    )
    artifacts = ROOT / "artifacts"
    artifacts.mkdir(exist_ok=True)
    (artifacts / "bench.json").write_text(json.dumps(results, indent=2))
    (ROOT / "docs" / "performance.md").write_text(page)
    sys.stdout.write(f"{rows}\n")


if __name__ == "__main__":
    main()
