#!/usr/bin/env python3
"""Counts the imports between the integration's modules, and checks their direction.

Prints the number of modules, arrows (one per importing and imported module), circles
and upward arrows, and lists the last two. Exits with 1 if there are any. An import
counts wherever it stands: in a function and below `if TYPE_CHECKING:` too.

Usage: import_graph.py [FOLDER]     (default: custom_components/media_accounts)
"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
import sys
from typing import Final

INTEGRATION: Final = Path(__file__).parents[1] / "custom_components" / "media_accounts"

# From the bottom up: a module imports only from its own package and from lower layers;
# packages of one layer do not import each other. docs/architecture.md explains why.
LAYERS: Final[tuple[tuple[str, ...], ...]] = (
    ("const",),
    ("markup", "http_session", "ha_compat"),
    ("api",),
    ("verified_store",),
    ("vault", "events"),
    ("update_interval", "outage"),
    ("coordinator",),
    ("sign_in",),
    ("provider",),
    ("<providers>",),
    ("providers",),
    ("<home assistant>",),
)
PROVIDER_LAYER: Final = LAYERS.index(("<providers>",))
HOME_ASSISTANT_LAYER: Final = LAYERS.index(("<home assistant>",))
LAYER_OF: Final = {name: level for level, layer in enumerate(LAYERS) for name in layer}

type Graph = Mapping[str, set[str]]


@dataclass(frozen=True, kw_only=True)
class Imports:
    """The imports of a package: `modules` maps the name of each module to its path.

    Names are dotted and relative to the package (`api.http`, `real_debrid.api`); the
    package itself is "". `arrows` leads to modules of the package only, `foreign` to
    the names of everything else that is imported.
    """

    modules: Mapping[str, Path]
    arrows: Graph
    foreign: Graph

    def providers(self) -> set[str]:
        """Return the packages at the root that are no layer of their own."""
        return {
            name
            for name, path in self.modules.items()
            if name and "." not in name and path.name == "__init__.py"
        } - LAYER_OF.keys()

    def layer(self, module: str) -> int:
        """Return the number of the layer that a module belongs to."""
        name = module.partition(".")[0]
        if name in self.providers():
            return PROVIDER_LAYER
        return LAYER_OF.get(name, HOME_ASSISTANT_LAYER)

    def package(self, module: str) -> str:
        """Return the package of a module: one per layer, and each provider's `api`."""
        if self.layer(module) == HOME_ASSISTANT_LAYER:
            return LAYERS[HOME_ASSISTANT_LAYER][0]
        name, _, rest = module.partition(".")
        return f"{name}.api" if f"{rest}.".startswith("api.") else name

    def upward(self) -> list[tuple[str, str]]:
        """Return the arrows that lead neither down nor into the same package."""
        return sorted(
            (source, target)
            for source, targets in self.arrows.items()
            for target in targets
            if not self._may_import(source, target)
        )

    def _may_import(self, source: str, target: str) -> bool:
        package = self.package(source)
        return self.package(target) in {package, f"{package}.api"} or self.layer(
            target
        ) < self.layer(source)

    def packages(self) -> Graph:
        """Return the arrows between packages."""
        graph: dict[str, set[str]] = {
            self.package(name): set() for name in self.modules
        }
        for source, targets in self.arrows.items():
            package = self.package(source)
            graph[package] |= {self.package(target) for target in targets} - {package}
        return graph


def read(folder: Path) -> Imports:
    """Read the imports of all modules below a package's folder."""
    modules = {_name(folder, path): path for path in sorted(folder.rglob("*.py"))}
    arrows: dict[str, set[str]] = {}
    foreign: dict[str, set[str]] = {}
    for module, path in modules.items():
        arrows[module], foreign[module] = set(), set()
        for imported in _imported(path, folder.parents[1]):
            if (target := _target(imported, folder, modules)) is None:
                foreign[module].add(imported)
            elif target != module:
                arrows[module].add(target)
    return Imports(modules=modules, arrows=arrows, foreign=foreign)


def _name(folder: Path, path: Path) -> str:
    parts = path.relative_to(folder).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imported(path: Path, root: Path) -> Iterator[str]:
    """Yield the dotted names that a module imports, each with the member it takes."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = path.relative_to(root).parts[: -node.level]
                base = ".".join([*above, *filter(None, [base])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def _target(imported: str, folder: Path, modules: Iterable[str]) -> str | None:
    """Return the module that an import leads to, or None outside of the package."""
    package = f"{folder.parent.name}.{folder.name}"
    if not f"{imported}.".startswith(f"{package}."):
        return None
    name = imported.removeprefix(package).removeprefix(".")
    return name if name in modules else name.rpartition(".")[0]


def circles(graph: Graph) -> list[list[str]]:
    """Return the groups of modules that reach each other (Tarjan's algorithm)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(node: str) -> None:
        index[node] = low[node] = len(index)
        stack.append(node)
        for target in sorted(graph[node]):
            if target not in index:
                visit(target)
                low[node] = min(low[node], low[target])
            elif target in stack:
                low[node] = min(low[node], index[target])
        if low[node] == index[node]:
            group = stack[stack.index(node) :]
            del stack[stack.index(node) :]
            if len(group) > 1:
                found.append(sorted(group))

    for node in graph:
        if node not in index:
            visit(node)
    return found


def main(arguments: list[str]) -> int:
    """Print the numbers; return 1 if there is a circle or an upward arrow."""
    imports = read(Path(arguments[0]).resolve() if arguments else INTEGRATION)
    upward = imports.upward()
    among_modules, packages = circles(imports.arrows), imports.packages()
    among_packages = circles(packages)
    print(
        f"{len(imports.modules)} modules, "
        f"{sum(map(len, imports.arrows.values()))} arrows, "
        f"{len(among_modules)} circles, {len(upward)} upward arrows; "
        f"{len(packages)} packages, {sum(map(len, packages.values()))} arrows, "
        f"{len(among_packages)} circles"
    )
    for kind, groups in (("modules", among_modules), ("packages", among_packages)):
        for group in groups:
            print(f"circle of {len(group)} {kind}: {', '.join(group)}")
    for source, target in upward:
        print(f"upward: {source} -> {target}")
    return 1 if upward or among_modules or among_packages else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
