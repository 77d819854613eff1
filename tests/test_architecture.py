"""The rules of docs/architecture.md, one test per sentence, read from the imports."""

import ast
from collections.abc import Iterator
import json
from pathlib import Path
import re
from typing import Final

import pytest

from custom_components.media_accounts.api.http import USER_AGENT, VERSION
from scripts import import_graph

TESTS: Final = Path(__file__).parent
ROOT: Final = TESTS.parent
INTEGRATION: Final = import_graph.INTEGRATION
IMPORTS: Final = import_graph.read(INTEGRATION)
PROVIDERS: Final = sorted(IMPORTS.providers())

# Folders of tests that are about several modules or about the project itself.
CROSS_CUTTING: Final = {
    "e2e",
    "example_provider",
    "faults",
    "hostile",
    "publishing",
    "scripts",
    "secrecy",
    "simulator",
    "test_lab",
    "test_simulator",
}


@pytest.fixture(autouse=True)
def auto_enable_custom_integrations() -> None:
    """Replace the fixture of that name: these tests start no Home Assistant."""


def imported(*packages: str) -> set[str]:
    """Return the packages that the modules of some packages import, except these."""
    graph = IMPORTS.packages()
    return set().union(*(graph[package] for package in packages)) - {*packages}


def test_there_are_providers_and_layers() -> None:
    assert {"blubrry", "real_debrid"} <= set(PROVIDERS)
    named = {name for layer in import_graph.LAYERS for name in layer if "<" not in name}
    assert named <= IMPORTS.modules.keys()


def test_api_knows_nobody() -> None:
    assert imported("api") <= {"const"}
    for provider in PROVIDERS:
        assert imported(f"{provider}.api") <= {"api", "const"}, provider


def test_api_and_what_it_imports_run_without_home_assistant() -> None:
    for module, names in IMPORTS.foreign.items():
        if re.search(r"(^|\.)api(\.|$)", module) or module == "const":
            packages = {name.partition(".")[0] for name in names}
            assert "homeassistant" not in packages, module


def test_vault_and_events_know_api() -> None:
    below = {"const", "markup", "ha_compat", "api", "verified_store"}
    assert imported("vault") <= below
    assert imported("events") <= below


def test_sign_in_knows_api_and_vault() -> None:
    assert imported("sign_in") <= {"const", "markup", "http_session", "api", "vault"}


def test_the_contract_knows_what_stands_below_it() -> None:
    assert imported("provider") <= {
        "const",
        "markup",
        "ha_compat",
        "api",
        "verified_store",
        "vault",
        "events",
        "update_interval",
        "coordinator",
        "sign_in",
    }


def test_a_provider_knows_the_contract_and_no_platform_file_or_other_provider() -> None:
    forbidden = {"providers", import_graph.LAYERS[-1][0], *PROVIDERS}
    for provider in PROVIDERS:
        assert not imported(provider, f"{provider}.api") & forbidden, provider


def names_in_code(path: Path) -> Iterator[str]:
    """Yield the names and texts of a module, except its docstrings."""
    tree = ast.parse(path.read_text())
    docstrings = {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and ast.get_docstring(node) is not None
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if node not in docstrings:
                yield text
            case (
                ast.Name(id=name)
                | ast.Attribute(attr=name)
                | ast.FunctionDef(name=name)
                | ast.AsyncFunctionDef(name=name)
                | ast.ClassDef(name=name)
                | ast.alias(name=name)
                | ast.ImportFrom(module=str(name))
            ):
                yield name


def test_only_the_registry_names_a_provider() -> None:
    naming = {
        module
        for module, path in IMPORTS.modules.items()
        if module.partition(".")[0] not in PROVIDERS
        for name in names_in_code(path)
        if any(
            provider.replace("_", "") in re.sub(r"[\W_]", "", name).lower()
            for provider in PROVIDERS
        )
    }
    assert naming == {"providers"}


def test_the_imports_have_no_circle() -> None:
    assert import_graph.circles(IMPORTS.arrows) == []
    assert import_graph.circles(IMPORTS.packages()) == []


def test_no_import_leads_upward() -> None:
    assert IMPORTS.upward() == []


def test_a_circle_and_an_upward_arrow_are_found(tmp_path: Path) -> None:
    folder = tmp_path / "custom_components" / "sample"
    for name, text in {
        "__init__": "",
        "api/__init__": "",
        "api/http": "from ..vault import store",
        "vault/__init__": "",
        "vault/store": "from custom_components.sample.api import http",
        "service/__init__": "",
        "service/api/__init__": "",
        "service/api/client": "from ...api.http import X",
        "service/entities": "def late():\n    from ..sensor import Y",
        "sensor": "from .service.api.client import Z\nimport aiohttp",
    }.items():
        path = folder / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    imports = import_graph.read(folder)
    assert import_graph.circles(imports.arrows) == [["api.http", "vault.store"]]
    assert imports.upward() == [
        ("api.http", "vault.store"),
        ("service.entities", "sensor"),
    ]
    assert imports.foreign["sensor"] == {"aiohttp"}
    assert import_graph.main([str(folder)]) == 1


def relative(path: Path) -> str:
    return str(path.relative_to(TESTS))


def mirrored_tests() -> list[Path]:
    return [
        path
        for path in sorted(TESTS.rglob("test_*.py"))
        if path.relative_to(TESTS).parts[0] not in CROSS_CUTTING
        and path != Path(__file__)
    ]


@pytest.mark.parametrize("path", mirrored_tests(), ids=relative)
def test_a_test_stands_where_its_module_does(path: Path) -> None:
    """`test_session_failures.py` belongs to `session.py` beside it.

    A test of several modules names the first one in its docstring, as `x.py`.
    """
    folder = INTEGRATION / path.parent.relative_to(TESTS)
    about = path.stem.removeprefix("test_")
    modules = {
        module.stem.strip("_")
        for module in folder.iterdir()
        if module.suffix == ".py" or module.is_dir()
    }
    if any(f"{about}_".startswith(f"{module}_") for module in modules):
        return
    docstring = ast.get_docstring(ast.parse(path.read_text())) or ""
    named = re.findall(r"`([\w/]+\.py)`", docstring)
    assert named, f"no module {about}.py, and the docstring names none"
    assert [name for name in named if not (folder / name).is_file()] == []


def test_the_user_agent_bears_the_version_of_the_manifest() -> None:
    manifest = json.loads((INTEGRATION / "manifest.json").read_text())
    assert manifest["version"] == VERSION
    assert f"/{VERSION} " in USER_AGENT


def test_the_simulator_shares_no_code_with_the_integration() -> None:
    files = sorted((TESTS / "simulator").rglob("*.py"))
    assert files
    for path in files:
        assert "custom_components" not in path.read_text(), path
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in getattr(node, "names", ())]
            names.append(getattr(node, "module", "") or "")
            packages = {str(name).partition(".")[0] for name in names}
            assert "homeassistant" not in packages, path
