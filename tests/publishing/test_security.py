"""Each promise of SECURITY.md names tests that exist."""

import ast
from pathlib import Path
import re
from typing import Final

import pytest

TESTS: Final = Path(__file__).parents[1]
PAGE: Final = (TESTS.parent / "SECURITY.md").read_text()
PROMISES: Final = PAGE.partition("## What is promised")[2].partition("\n## ")[0]
NAMED: Final = sorted(set(re.findall(r"`([\w/]+\.py)::(\w+)`", PAGE)))


@pytest.fixture(autouse=True)
def auto_enable_custom_integrations() -> None:
    """Replace the fixture of that name: these tests start no Home Assistant."""


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_a_named_test_exists(file: str, name: str) -> None:
    tree = ast.parse((TESTS / file).read_text())
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    assert name in {node.name for node in tree.body if isinstance(node, functions)}


def test_each_promise_names_a_test() -> None:
    promises = re.findall(r"^- .*(?:\n  .*)*", PROMISES, flags=re.MULTILINE)
    assert len(promises) > 30
    lacking = [promise for promise in promises if "::test_" not in promise]
    assert not lacking
