"""Tests that every rule of the quality scale that is done names a proof that exists."""

import ast
from collections.abc import Iterator
from pathlib import Path
import re
import tomllib
from typing import Any, Final

from homeassistant.const import Platform
import pytest
import yaml

from custom_components import media_accounts
from custom_components.media_accounts.providers import PROVIDERS
from tests.publishing.test_links import anchors

INTEGRATION: Final = Path(media_accounts.__file__).parent
ROOT: Final = INTEGRATION.parents[1]
TEXT: Final = (INTEGRATION / "quality_scale.yaml").read_text()
RULES: Final[dict[str, Any]] = yaml.safe_load(TEXT)["rules"]
PROOFS: Final = dict(re.findall(r"^  ([\w-]+): done # (\S+)$", TEXT, re.MULTILINE))


def problem(proof: str) -> str | None:
    """Return why a proof does not exist."""
    path, _, section = proof.partition("#")
    path, _, test = path.partition("::")
    file = ROOT / path
    if not file.is_file():
        return f"no file {path}"
    if test and not re.search(rf"def {test}\(", file.read_text()):
        return f"no test {proof}"
    if section and section not in anchors(file):
        return f"no section {proof}"
    return None if file.suffix != ".md" or section else f"no section named: {proof}"


def test_every_rule_is_done_with_a_proof_or_exempt_with_a_reason() -> None:
    assert {rule for rule, status in RULES.items() if status == "done"} == PROOFS.keys()
    for rule in RULES.keys() - PROOFS.keys():
        assert RULES[rule]["status"] == "exempt", rule
        assert RULES[rule]["comment"], rule


@pytest.mark.parametrize("rule", PROOFS)
def test_proof_exists(rule: str) -> None:
    assert problem(PROOFS[rule]) is None


def test_missing_proofs_are_found() -> None:
    assert problem("tests/test_nothing.py")
    assert problem("tests/test_entity.py::test_nothing")
    assert problem("README.md#nothing")
    assert problem("README.md")


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(INTEGRATION.rglob("*.py")):
        yield path, ast.parse(path.read_text())


def test_platforms_set_parallel_updates() -> None:
    platforms = [INTEGRATION / f"{platform}.py" for platform in Platform]
    found = [path for path in platforms if path.exists()]
    assert found
    for path in found:
        assert re.search(r"^PARALLEL_UPDATES = \d", path.read_text(), re.MULTILINE)


def test_every_provider_disables_noisy_entities() -> None:
    for provider in PROVIDERS:
        sources = [path.read_text() for path in (INTEGRATION / provider).glob("*.py")]
        assert any("entity_registry_enabled_default=False" in text for text in sources)


def test_only_foreign_addresses_have_another_session() -> None:
    """Clients of services get Home Assistant's session.

    The session for addresses that a service or a user names has a connector that
    refuses the local network, and keeps no cookies.
    """
    creating = {
        str(path.relative_to(INTEGRATION))
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).endswith("ClientSession")
    }
    assert creating == {"api/addresses.py"}


def test_types_are_checked_strictly() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mypy"]
    assert settings["strict"] is True
    assert "custom_components/media_accounts" in settings["files"]
