"""Holds the structure of the code: `python -m infra.checks.structure` prints the figures and fails where one is off.

The order of the features stands in pyproject.toml, for import-linter. An import edge is one pair of modules, however
many names it carries; what counts is the share of edges that stay inside a feature or go to the core.
"""

import ast
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from infra.local.home import REPOSITORY

ROOTS = ("functions", "bridge", "console", "infra")
NOT_OURS = ("infra/localstack-process-executor",)
CORE = "core"
ORDER = "features"
"""The id of the contract that holds the order."""

LEAST_SHARE_AT_HOME = 0.88
MOST_MODULES = 25
MEDIAN_LINES = (4, 6)
MOST_LINES_OF_NINE_IN_TEN = 13

Edge = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Module:
    """A module by its dotted name. `package` is the folder it lies in."""

    name: str
    package: str
    tree: ast.Module

    @property
    def is_package(self) -> bool:
        """Whether it is the `__init__` of its package."""
        return self.name == self.package


@dataclass(frozen=True, kw_only=True)
class StructureFigures:
    """What is measured. `forward` are imports of later features, `circles` sets of modules that import each other.

    `crowded` are the packages with too many modules. Lengths of functions are in lines.
    """

    edges: int
    share_at_home: float
    forward: Sequence[Edge]
    circles: Sequence[Sequence[str]]
    crowded: Mapping[str, int]
    median_lines: float
    ninetieth_lines: float

    @property
    def faults(self) -> list[str]:
        """What is off, a sentence each."""
        low, high = MEDIAN_LINES
        checks = [
            (self.share_at_home >= LEAST_SHARE_AT_HOME, f"less than {LEAST_SHARE_AT_HOME:.0%} of imports stay at home"),
            (not self.forward, "imports of a later feature: " + "; ".join(f"{a} imports {b}" for a, b in self.forward)),
            (not self.circles, "modules that import each other: " + "; ".join(", ".join(one) for one in self.circles)),
            (not self.crowded, f"packages of more than {MOST_MODULES} modules: {dict(self.crowded)}"),
            (low <= self.median_lines <= high, f"the median function is not {low} to {high} lines long"),
            (
                self.ninetieth_lines <= MOST_LINES_OF_NINE_IN_TEN,
                f"less than nine in ten functions are at most {MOST_LINES_OF_NINE_IN_TEN} lines long",
            ),
        ]
        return [sentence for holds, sentence in checks if not holds]


def measure(root: Path, ranks: Mapping[str, int]) -> StructureFigures:
    """The figures of the code below a folder; `ranks` gives each feature its place in the order."""
    modules = {module.name: module for module in read_modules(root)}
    edges = {edge for module in modules.values() for edge in imports_of(module, modules)}
    features = [edge for edge in edges if all(name.startswith("esteira.") for name in edge)]
    lengths = sorted(length for module in modules.values() for length in function_lengths(module.tree))
    return StructureFigures(
        edges=len(features),
        share_at_home=sum(map(stays_at_home, features)) / len(features) if features else 1.0,
        forward=sorted(edge for edge in features if goes_forward(edge, ranks)),
        circles=circles(modules, edges),
        crowded={package: count for package, count in package_sizes(modules).items() if count > MOST_MODULES},
        median_lines=median(lengths),
        ninetieth_lines=quantiles(lengths, n=10)[-1],
    )


def read_modules(root: Path) -> Iterator[Module]:
    """All modules of the product; tests and benchmarks are none."""
    for folder in ROOTS:
        for path in sorted((root / folder).rglob("*.py")):
            place = path.relative_to(root)
            if not str(place).startswith(NOT_OURS):
                yield _module(path, place)


def _module(path: Path, place: Path) -> Module:
    parts = place.with_suffix("").parts
    dotted = parts[1:] if parts[0] == "functions" else parts
    package = ".".join(dotted[:-1])
    name = package if dotted[-1] == "__init__" else ".".join(dotted)
    return Module(name=name, package=package, tree=ast.parse(path.read_text(encoding="utf-8")))


def imports_of(module: Module, modules: Mapping[str, Module]) -> Iterator[Edge]:
    """The modules of ours that one imports, wherever in its text."""
    for node in ast.walk(module.tree):
        for name in _imported(node):
            if name in modules and name != module.name:
                yield module.name, name


def _imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    if isinstance(node, ast.ImportFrom) and node.module:
        yield node.module
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def stays_at_home(edge: Edge) -> bool:
    """Whether an import stays inside its feature or goes to the core."""
    importer, imported = map(_feature, edge)
    return imported in (importer, CORE)


def goes_forward(edge: Edge, ranks: Mapping[str, int]) -> bool:
    """Whether a feature imports one that does not come before it. Features on one rank do not know each other."""
    importer, imported = map(_feature, edge)
    return importer != imported and ranks[imported] >= ranks[importer]


def _feature(name: str) -> str:
    return name.split(".")[1]


def package_sizes(modules: Mapping[str, Module]) -> dict[str, int]:
    """How many modules lie in each package, its `__init__` and its sub-packages aside."""
    sizes: dict[str, int] = {}
    for module in modules.values():
        if not module.is_package:
            sizes[module.package] = sizes.get(module.package, 0) + 1
    return sizes


def circles(modules: Mapping[str, Module], edges: set[Edge]) -> list[list[str]]:
    """The sets of modules that reach each other by imports."""
    reach = {name: _reachable(name, edges) for name in modules}
    together = {frozenset(b for b in reach[a] if a in reach[b]) for a in modules}
    return sorted(sorted(one) for one in together if one)


def _reachable(name: str, edges: set[Edge]) -> set[str]:
    found: set[str] = set()
    waiting = [name]
    while waiting:
        here = waiting.pop()
        new = {imported for importer, imported in edges if importer == here} - found
        found |= new
        waiting += new
    return found


def function_lengths(tree: ast.Module) -> Iterator[int]:
    """The lines of every function from its name to its end."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield (node.end_lineno or node.lineno) - node.lineno + 1


def feature_ranks(pyproject: Path) -> dict[str, int]:
    """The place of each feature in import-linter's order, the core at 0."""
    settings = tomllib.loads(pyproject.read_text(encoding="utf-8"))["tool"]["importlinter"]
    order = next(contract for contract in settings["contracts"] if contract.get("id") == ORDER)
    layers = [layer.split(" | ") for layer in reversed(order["layers"])]
    names = [(name, rank) for rank, layer in enumerate(layers) for name in layer]
    return {_feature(name): rank for name, rank in names if name.startswith("esteira.")}


def main() -> None:
    """Prints the figures; ends with an error where one is off."""
    figures = measure(REPOSITORY, feature_ranks(REPOSITORY / "pyproject.toml"))
    sys.stdout.write(
        f"{figures.edges} import edges between modules of features, {figures.share_at_home:.1%} at home or in the core;"
        f" functions: median {figures.median_lines:g} lines, 90 % at most {figures.ninetieth_lines:g}\n"
    )
    if figures.faults:
        sys.exit("\n".join(f"error: {fault}" for fault in figures.faults))


if __name__ == "__main__":
    main()
