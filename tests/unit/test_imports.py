"""Imports run one way (see pipeline/__init__.py), and only the upper layers know files, DuckDB and Dagster."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

# Later layers may import earlier ones, never the other way; what stands in one set must not import each other.
LAYERS: tuple[frozenset[str], ...] = (
    frozenset({"pipeline.forms"}),
    frozenset({"pipeline.readers"}),
    frozenset({"pipeline.reports"}),
    frozenset({"pipeline.tables"}),
    frozenset({"pipeline.ledger"}),
    frozenset({"pipeline.agencies"}),
    frozenset({"pipeline.narrative"}),
    frozenset({"pipeline.checks"}),
    frozenset({"pipeline.contracts"}),
    frozenset({"pipeline.storage"}),
    frozenset({"pipeline.engine"}),
    frozenset({"assets"}),
    frozenset({"pipeline.cli"}),
)
LEVEL = {package: level for level, packages in enumerate(LAYERS) for package in packages}
STORAGE = LEVEL["pipeline.storage"]
FILES = frozenset({"duckdb", "glob", "os", "shutil", "tempfile", "zstandard"})


def package_of(module: str) -> str:
    """``pipeline.tables.values`` -> ``pipeline.tables``; ``assets.checks`` -> ``assets``."""
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] == "pipeline" else parts[0]


def imported(tree: ast.AST, module: str) -> Iterator[tuple[str, str]]:
    """(module, name) of everything imported anywhere in a module, also inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(module.split(".")[: -node.level]) if node.level else ""
            source = ".".join(part for part in (base, node.module or "") if part)
            for alias in node.names:
                # `from pipeline import tables` imports a package, not a name of pipeline
                yield (f"pipeline.{alias.name}", "") if source == "pipeline" else (source, alias.name)


def faults(module: str, source: str) -> list[str]:
    """What is wrong with the imports of a module, in words."""
    tree = ast.parse(source)
    own = package_of(module)
    level = LEVEL.get(own)
    if level is None:
        return [] if module == "pipeline" else [f"{module}: {own} has no place in the order of layers"]
    found = []
    for name, member in imported(tree, module):
        target, top = package_of(name), name.split(".")[0]
        if top in {"pipeline", "assets"} and target != own and LEVEL.get(target, -1) >= level:
            found.append(f"{module} imports {name}")
        if top.startswith("dagster") and own != "assets":
            found.append(f"{module} knows Dagster")
        if level < STORAGE and (top in FILES or (top == "pathlib" and not member.startswith("Pure"))):
            found.append(f"{module} imports {name}, which opens files")
    if level < STORAGE:
        calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
        found += [f"{module} calls open()" for func in calls if isinstance(func, ast.Name) and func.id == "open"]
    return found


def modules(root: Path) -> Iterator[tuple[str, str]]:
    """Dotted name and source of every module of the project."""
    for folder in ("pipeline", "assets"):
        for path in sorted((root / folder).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path.read_text(encoding="utf-8")


def test_imports_run_one_way(root: Path) -> None:
    sources = dict(modules(root))
    assert set(LEVEL) <= {package_of(module) for module in sources}, "a layer without modules: the walk is broken"
    assert [fault for module, source in sources.items() for fault in faults(module, source)] == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("pipeline.forms.model", "from pipeline.tables import read_tables"),
        ("pipeline.readers.reading", "def late():\n    import pipeline.reports.report"),
        ("pipeline.readers.reading", "from pipeline import engine"),
        ("pipeline.tables.values", "from ..ledger import evaluate"),
        ("pipeline.engine.reading", "from assets import definitions"),
        ("pipeline.engine.reading", "import dagster as dg"),
        ("pipeline.contracts.typed", "import duckdb"),
        ("pipeline.readers.reading", "from pathlib import Path"),
        ("pipeline.readers.reading", "text = open('x').read()"),
        ("assets.reading", "from pipeline.cli.main import main"),
        ("pipeline.unheard_of.module", "import re"),
    ],
)
def test_a_wrong_import_is_found(module: str, source: str) -> None:
    assert faults(module, source) != []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("pipeline.tables.values", "from pipeline.forms import FORMS\nfrom pipeline.tables.model import Cell"),
        ("pipeline.tables.values", "from pathlib import PurePosixPath"),
        ("pipeline.storage.parquet", "import os\nimport duckdb"),
        ("pipeline.cli.run", "def late():\n    from assets import run_nightly"),
    ],
)
def test_a_right_import_is_let_be(module: str, source: str) -> None:
    assert faults(module, source) == []
