"""Tests that every file and name in the contributors' documentation exists."""

from collections.abc import Iterator
from pathlib import Path
import re
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
INTEGRATION: Final = ROOT / "custom_components" / "media_accounts"
# Docs that are about paths and names of the source.
PAGES: Final = [
    ROOT / "CONTRIBUTING.md",
    ROOT / "docs" / "architecture.md",
    *ROOT.glob("docs/add_a_provider.md"),
]
FILE: Final = re.compile(r"[\w./-]+\.(py|json|yaml|yml|toml|md|txt|sh)|[\w./-]+/")
NAME: Final = re.compile(r"[A-Za-z_]\w*")
# Created by the commands, or by the reader.
NOT_IN_GIT: Final = {".venv", ".cache", "artifacts/"}


def source() -> str:
    return "\n".join(
        path.read_text()
        for folder in (INTEGRATION, ROOT / "tests", ROOT / "scripts")
        for path in folder.rglob("*")
        if path.suffix in {".py", ".json", ".yaml"}
    )


SOURCE_NAMES: Final = frozenset(NAME.findall(source()))


def quoted(page: Path) -> Iterator[str]:
    """Yield the text in backticks, outside of code blocks."""
    text = re.sub(r"^```.*?^```", "", page.read_text(), flags=re.DOTALL | re.MULTILINE)
    yield from re.findall(r"`([^`]+)`", text)


def problem(text: str) -> str | None:
    """Return why a quoted file or name does not exist."""
    if text in NOT_IN_GIT:
        return None
    if FILE.fullmatch(text) or text.startswith(("scripts/", ".ci/")):
        path = text.split(maxsplit=1)[0]
        found = any((folder / path).exists() for folder in (ROOT, INTEGRATION)) or any(
            (INTEGRATION / provider / path).exists()
            for provider in ("real_debrid", "blubrry")
        )
        return None if found else f"no file {text}"
    if NAME.fullmatch(text) and text not in SOURCE_NAMES:
        return f"no name {text}"
    return None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_and_names_exist(page: Path) -> None:
    quotes = list(quoted(page))
    assert quotes
    assert [found for text in quotes if (found := problem(text))] == []


def test_files_in_drawings_exist() -> None:
    drawings = re.findall(
        r"^```mermaid\n(.*?)^```", PAGES[1].read_text(), re.DOTALL | re.MULTILINE
    )
    assert len(drawings) == 3
    for drawing in drawings:
        files = re.findall(r"[\w/]+\.py|\w[\w/]*/", drawing)
        assert [f for f in files if not (INTEGRATION / f).exists()] == []


def test_missing_files_and_names_are_found() -> None:
    assert problem("real_debrid/nothing.py") == "no file real_debrid/nothing.py"
    assert problem("scripts/nothing --flag") == "no file scripts/nothing --flag"
    assert problem("NothingOfThatName" + "AtAll") is not None
    assert problem("vault/session.py") is None


def test_contributing_leads_to_the_architecture() -> None:
    assert "(docs/architecture.md)" in PAGES[0].read_text()
