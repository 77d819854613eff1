"""Tests that every link of the docs, texts and blueprints into the repository works."""

from collections.abc import Iterator
from pathlib import Path
import re
import subprocess
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

ROOT: Final = Path(__file__).parents[2]
REPOSITORY: Final = "https://github.com/media-accounts/media-accounts"
FILES: Final = [
    ROOT / name
    for name in subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout.split("\0")[:-1]
    if Path(name).suffix in {".md", ".yaml", ".yml", ".py", ".json"}
]
PAGES: Final = [path for path in FILES if path.suffix == ".md" and path.exists()]


def anchors(page: Path) -> set[str]:
    """Return the anchors that GitHub gives to the headings of a page."""
    text = re.sub(r"^```.*?^```", "", page.read_text(), flags=re.DOTALL | re.MULTILINE)
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", title).strip().lower().replace(" ", "-")
        for title in titles
    }


def links(page: Path) -> Iterator[str]:
    """Yield the targets of a page's links and images."""
    yield from re.findall(r"\]\(([^)\s]+)\)", page.read_text())


def problem(page: Path, link: str) -> str | None:
    """Return why a link into the repository leads nowhere."""
    url = urlsplit(link)
    if url.scheme and not link.startswith(f"{REPOSITORY}/blob/main/"):
        return None
    folder = page.parent
    if url.scheme:
        folder, path = ROOT, url.path.partition("/blob/main/")[2]
    else:
        path = url.path
    target = folder / unquote(path) if path else page
    if not target.exists():
        return f"{page.name}: no file {link}"
    if url.fragment and url.fragment not in anchors(target):
        return f"{page.name}: no heading {link}"
    return None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_of_a_page_lead_somewhere(page: Path) -> None:
    assert [found for link in links(page) if (found := problem(page, link))] == []


def test_broken_links_are_found() -> None:
    page = ROOT / "README.md"
    assert problem(page, "docs/nothing.md")
    assert problem(page, "SECURITY.md#nothing")
    assert problem(page, f"{REPOSITORY}/blob/main/docs/nothing.md")
    assert problem(page, "SECURITY.md") is None


def test_addresses_of_repository_files_in_source_and_texts_exist() -> None:
    found = {
        match
        for path in FILES
        if path.exists() and path.suffix != ".md"
        for match in re.findall(
            rf"{re.escape(REPOSITORY)}/blob/main/([\w./-]+\w)", path.read_text()
        )
    }
    assert found
    assert [name for name in found if not (ROOT / name).exists()] == []


def test_import_links_lead_to_every_blueprint() -> None:
    imports = {
        parse_qs(urlsplit(link).query)["blueprint_url"][0]
        for link in links(ROOT / "README.md")
        if "blueprint_import" in link
    }
    blueprints = {
        f"{REPOSITORY}/blob/main/{path.relative_to(ROOT)}"
        for path in ROOT.glob("blueprints/**/*.yaml")
    }
    assert imports == blueprints
