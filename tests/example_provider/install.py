"""Installs the example provider into a project as docs/add_a_provider.md says.

Usage: python -m tests.example_provider.install PROJECT
"""

import json
from pathlib import Path
import shutil
import sys
from typing import Any, Final

EXAMPLE: Final = Path(__file__).parent
NAME: Final = "film_locker"

FOLDERS: Final = {
    "integration": f"custom_components/media_accounts/{NAME}",
    "simulator": f"tests/simulator/{NAME}",
    "tests": f"tests/{NAME}",
}
"""The folders of the provider, and their places in a project."""

REGISTRIES: Final = {
    "custom_components/media_accounts/providers.py": f"from .{NAME}.definition",
    "tests/simulator/providers.py": f"from tests.simulator.{NAME}.definition",
}
"""The registries, and the import of the one line in each."""

TEXTS: Final = {
    "translations.json": "custom_components/media_accounts/translations/en.json",
    "icons.json": "custom_components/media_accounts/icons.json",
}
"""Texts and icons, and the files they are added to."""


def install(project: Path) -> None:
    """Add the provider to a project."""
    add_folders(project)
    register(project)
    add_texts(project)


def add_folders(project: Path) -> None:
    """Copy the folders of the provider to their places."""
    for folder, place in FOLDERS.items():
        shutil.copytree(
            EXAMPLE / folder,
            project / place,
            ignore=shutil.ignore_patterns("__pycache__"),
        )


def register(project: Path) -> None:
    """Add the one line, with its import, to each registry."""
    for registry, module in REGISTRIES.items():
        file = project / registry
        lines = file.read_text().splitlines(keepends=True)
        last = max(n for n, line in enumerate(lines) if line.strip() == "BLUBRRY,")
        indent = lines[last].removesuffix("BLUBRRY,\n")
        lines.insert(last + 1, f"{indent}{NAME.upper()},\n")
        first = next(n for n, line in enumerate(lines) if "DEFINITION as" in line)
        lines.insert(first + 1, f"{module} import DEFINITION as {NAME.upper()}\n")
        file.write_text("".join(lines))


def add_texts(project: Path) -> None:
    """Add the texts and the icons, in the order of their keys."""
    for name, place in TEXTS.items():
        file = project / place
        added = json.loads((EXAMPLE / name).read_text())
        texts = _merged(json.loads(file.read_text()), added)
        file.write_text(f"{json.dumps(texts, indent=2, ensure_ascii=False)}\n")


def _merged(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    for key, value in new.items():
        is_map = isinstance(value, dict)
        old[key] = _merged(old.get(key, {}), value) if is_map else value
    return old


if __name__ == "__main__":
    install(Path(sys.argv[1]))
