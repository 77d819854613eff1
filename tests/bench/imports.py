"""The cost of importing all modules of an integration, its dependencies left out.

Usage: python -m tests.bench.imports PACKAGE

Prints JSON: modules, lines, milliseconds of processor time, and KiB. Everything is
imported once, with stand-ins for libraries that are not installed. Then the modules of
the package alone are imported again and measured, five times; the fastest counts.
"""

import ast
from contextlib import suppress
import gc
import importlib
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
import json
from pathlib import Path
import pkgutil
import sys
import time
import tracemalloc
from types import ModuleType
from typing import override
from unittest.mock import MagicMock

ROUNDS = 5


class _Stub(ModuleType):
    """A module in which every name exists."""

    __path__: list[str] = []

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        # A class of its own, since names are used as bases and as exceptions.
        return type(name, (Exception,), {"__class_getitem__": lambda _: MagicMock()})


class _Stubs(MetaPathFinder, Loader):
    """Finds the libraries that are not installed."""

    def __init__(self, libraries: set[str]) -> None:
        """Initialize with the names of the libraries."""
        self._libraries = libraries

    @override
    def find_spec(
        self, fullname: str, path: object, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname.partition(".")[0] not in self._libraries:
            return None
        return ModuleSpec(fullname, self, is_package=True)

    @override
    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Stub(spec.name)

    @override
    def exec_module(self, module: ModuleType) -> None:
        """Leave the module empty."""


def missing_libraries(package: str) -> set[str]:
    """Return the libraries that a package imports and that are not installed."""
    folder = Path(*package.split("."))
    root = next(Path(entry) for entry in sys.path if (Path(entry) / folder).is_dir())
    imported = {
        name.partition(".")[0]
        for file in (root / folder).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        for name in _imported(node)
    }
    return {name for name in imported if find_spec(name) is None}


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and not node.level and node.module:
        return [node.module]
    return []


def names_of(package: str) -> list[str]:
    """Return the modules of a package that can be imported."""
    root = importlib.import_module(package)
    names = [
        package,
        *(one.name for one in pkgutil.walk_packages(root.__path__, f"{package}.")),
    ]
    found = []
    for name in names:
        with suppress(Exception):
            importlib.import_module(name)
            found.append(name)
    return found


def forget(package: str) -> None:
    """Remove a package from the modules that are loaded."""
    for name in [n for n in sys.modules if f"{n}.".startswith(f"{package}.")]:
        del sys.modules[name]


def measure(package: str) -> dict[str, object]:
    """Return the costs of a package."""
    sys.meta_path.append(_Stubs(missing_libraries(package)))
    names = names_of(package)
    files = [Path(str(sys.modules[name].__file__)) for name in names]
    seconds = []
    for _ in range(ROUNDS):
        forget(package)
        gc.collect()
        start = time.process_time()
        for name in names:
            importlib.import_module(name)
        seconds.append(time.process_time() - start)
    forget(package)
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for name in names:
        importlib.import_module(name)
    used = tracemalloc.get_traced_memory()[0] - before
    return {
        "modules": len(names),
        "lines": sum(len(file.read_text().splitlines()) for file in files),
        "milliseconds": round(min(seconds) * 1000, 1),
        "kibibytes": used // 1024,
    }


if __name__ == "__main__":
    json.dump(measure(sys.argv[1]), sys.stdout)
