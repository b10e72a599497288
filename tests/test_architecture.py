"""What the design asks of the code and no tool checks: who imports what, and what grows."""

import ast
import sys
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("pipeline", "exports", "screening_rules", "flows")
MODULES = sorted(path for name in PACKAGES for path in (ROOT / name).rglob("*.py"))

SHARED = {"bibtexparser", "defusedxml", "numpy", "pydantic", "rispy", "sqlite_utils", "tomli"}
"""The store's handle travels through flows as a value; only pipeline/store says SQL to it. The
schema of a file of TOML lies in the package that reads the file, and so does the reading of XML.
RIS and BibTeX are read in pipeline and written in exports. Arrays of numbers serve whoever computes
with many of them: ranking and duplicates in pipeline, the words of many abstracts in
screening_rules (decision 0163)."""


def imported(path: Path) -> set[str]:
    """The top-level names of the libraries that a module imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names - set(PACKAGES) - set(sys.stdlib_module_names)


def test_each_library_is_imported_in_one_package_only() -> None:
    users: dict[str, set[str]] = defaultdict(set)
    for path in MODULES:
        for library in imported(path):
            users[library].add(path.relative_to(ROOT).parts[0])
    several = {library: packages for library, packages in users.items() if len(packages) > 1}
    assert {name: users for name, users in several.items() if name not in SHARED} == {}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_outgrows_a_screenful_of_functions(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.count("\n") <= 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 45, node.name


def test_no_module_is_called_utils() -> None:
    vague = {"utils", "helpers", "common", "misc", "util"}
    assert [path for path in MODULES if path.stem in vague] == []


def test_sql_stands_in_the_store_only() -> None:
    said = ("SELECT ", "INSERT INTO", "UPDATE ", "DELETE FROM", "CREATE TABLE")
    outside = [
        f"{path.relative_to(ROOT)}: {node.value[:40]}"
        for path in MODULES
        if "store" not in path.parts
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.lstrip().startswith(said)
    ]
    assert outside == []


def test_requirements_hold_exact_versions_and_no_addresses() -> None:
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    assert lines == sorted(lines, key=str.casefold)
    assert [line for line in lines if line.count("==") != 1 or "/" in line or " " in line] == []


def test_a_class_name_means_one_thing() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(str(path.relative_to(ROOT)))
    assert {name: found for name, found in places.items() if len(found) > 1} == {}
