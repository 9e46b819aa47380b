"""What the project promises about itself: the lock, the version, the documents, the place of each thing."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import typer.main

from pipeline import __version__
from pipeline.cli.main import app
from pipeline.forms import FORMS

NAME = re.compile(r"[A-Za-z0-9._-]+")


def locked(root: Path) -> dict[str, int]:
    """Packages of the lock with the number of their hashes."""
    packages: dict[str, int] = {}
    name = ""
    for line in (root / "requirements.lock").read_text(encoding="utf-8").splitlines():
        if line.startswith("    --hash=sha256:"):
            packages[name] += 1
        elif (match := NAME.match(line)) and "==" in line:
            name = match[0].lower()
            packages[name] = 0
    return packages


def test_the_lock_names_no_address(root: Path) -> None:
    lock = (root / "requirements.lock").read_text(encoding="utf-8")
    assert re.findall(r"://|--(?:extra-)?index-url|--find-links", lock) == []


def test_every_locked_package_has_hashes(root: Path) -> None:
    packages = locked(root)
    assert len(packages) > 50
    assert [name for name, hashes in packages.items() if not hashes] == []


def test_the_lock_covers_what_is_declared(root: Path) -> None:
    declared = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    project = declared["project"]
    wanted = [
        *project["dependencies"],
        *project["optional-dependencies"]["dev"],
        *declared["build-system"]["requires"],
    ]
    names = {match[0].lower() for line in wanted if (match := NAME.match(line))}
    assert names - set(locked(root)) == set()


def test_the_changelog_knows_this_version(root: Path) -> None:
    changelog = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## \[(?:{re.escape(__version__)}|Unreleased)\]", changelog, re.MULTILINE)


def test_the_guide_names_every_command_and_option(root: Path) -> None:
    guide = (root / "docs" / "guide.md").read_text(encoding="utf-8")
    group = typer.main.get_command(app)
    commands = getattr(group, "commands", {})
    assert set(commands) == {"run", "parse", "check", "explain", "sql", "export", "evaluate"}
    missing = [f"gouji {name}" for name in commands if f"gouji {name}" not in guide]
    for command in (group, *commands.values()):
        options = {option for parameter in command.params for option in parameter.opts if option.startswith("--")}
        missing += [option for option in sorted(options) if f"`{option}" not in guide and f" {option}" not in guide]
    assert missing == []


def test_the_guide_names_every_variable(root: Path) -> None:
    guide = (root / "docs" / "guide.md").read_text(encoding="utf-8")
    sources = [*(root / "pipeline").rglob("*.py"), *(root / "assets").rglob("*.py"), root / "tests" / "conftest.py"]
    read = {name for path in sources for name in re.findall(r"\bGOUJI_[A-Z_]+\b", path.read_text(encoding="utf-8"))}
    assert {"GOUJI_RAW", "GOUJI_WAREHOUSE", "GOUJI_REPORTS"} <= read
    assert [name for name in sorted(read) if f"`{name}`" not in guide] == []


def test_links_between_documents_lead_somewhere(root: Path) -> None:
    documents = [*root.glob("*.md"), *(root / "docs").rglob("*.md")]
    broken = [
        f"{document.name}: {link}"
        for document in documents
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8"))
        if not (document.parent / link).exists()
    ]
    assert broken == []


def packages(root: Path) -> list[Path]:
    return sorted(path.parent for path in (root / "pipeline").rglob("__init__.py") if path.parent.name != "pipeline")


def test_every_folder_says_what_belongs_there(root: Path) -> None:
    folders = packages(root)
    assert len(folders) >= 8
    silent = [
        folder.name
        for folder in folders
        if not {"Belongs here", "not belong here"}
        <= {
            phrase
            for phrase in ("Belongs here", "not belong here")
            if phrase in re.sub(r"\s+", " ", ast.get_docstring(ast.parse((folder / "__init__.py").read_text())) or "")
        }
    ]
    assert silent == []


def strings(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of every string in a module that is not a docstring."""
    tree = ast.parse(source)
    loose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in loose:
            yield node.lineno, node.value


def test_statutory_labels_stand_in_the_forms_only(root: Path) -> None:
    rows = {row.label for table in FORMS.table_keys for row in FORMS.rows(table)}
    columns = {column.label for table in FORMS.table_keys for column in FORMS.columns(table)}
    labels = {label for label in rows | columns if len(label) > 4}
    assert len(labels) > 30
    found = [
        f"{path.relative_to(root)}:{line}: {label}"
        for path in sorted((root / "pipeline").rglob("*.py"))
        if path.parent.name != "forms"
        for line, text in strings(path.read_text(encoding="utf-8"))
        for label in labels
        if label in text
    ]
    assert found == []


def test_the_wheel_holds_code_and_models(root: Path, tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path],
        cwd=root,
        check=True,
        capture_output=True,
    )
    [wheel] = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {"pipeline/forms/declared.py", "assets/__init__.py", "sql/facts/fact_cell.sql"} <= names
    # Of the data only the lists that runs read, not what they are built from.
    lists = {path.relative_to(root).as_posix() for path in (root / "data/reference").glob("*.csv")}
    assert "data/reference/regions.csv" in lists
    assert {name for name in names if name.startswith(("data/", "tests/"))} == lists
