"""Bad input ends in a sentence and exit code 2, and leaves the store as it was."""

import shutil
import subprocess
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from openpyxl import load_workbook

Ajour = Callable[..., subprocess.CompletedProcess[str]]

RECORD = """TY  - JOUR
TI  - Days at home and the sleep of clerks
AU  - Balaksvik, Ada
PY  - 2022
JO  - Example Journal of Work and Health
AB  - Clerks who worked at home slept as they did before.
ER  -
"""

REVIEW = """[review]
title = "A review of the tests"
language = "en"

[[round]]
name = "1"

[[search]]
name = "medline"
round = "1"
source = "MEDLINE"
kind = "database"
run_on = 2024-01-01

[reviewers]
names = ["reader"]
"""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, ajour: Ajour, criteria: Path) -> Path:
    """A review with one record in it, and beside it the list that waits for a verdict."""
    base = tmp_path_factory.mktemp("template")
    folder = base / "review"
    home = folder / "searches" / "1" / "medline"
    home.mkdir(parents=True)
    (folder / "review.toml").write_text(REVIEW, encoding="utf-8")
    (folder / "criteria.toml").write_bytes(criteria.read_bytes())
    (home / "good.ris").write_text(RECORD, encoding="utf-8")
    words = ("import", str(home / "good.ris"), "--search", "medline", "--review", str(folder))
    for done in (
        ajour(*words),
        ajour("candidates", str(folder), "--all", "--output", str(base / "list.xlsx")),
    ):
        assert done.returncode == 0, done.stderr
    return base


@pytest.fixture
def review(template: Path, tmp_path: Path) -> Path:
    shutil.copytree(template, tmp_path / "copy")
    return tmp_path / "copy" / "review"


def state(review: Path) -> dict[str, str]:
    """Hashes of what a refused command must leave as it is."""
    return {
        path.relative_to(review).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(review.rglob("*"))
        if path.is_file()
        and ".ajour" not in path.parts
        and not path.name.endswith(("-wal", "-shm"))
    }


def refused(done: subprocess.CompletedProcess[str], *expected: str) -> None:
    """Exit code 2, what was wrong in words, and no traceback."""
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    for part in expected:
        assert part in done.stderr, done.stderr


def write_export(folder: Path, name: str) -> Path:
    path = folder / name
    contents = {
        "empty.ris": b"",
        "truncated.ris": RECORD.encode().partition(b" before.")[0],  # within a line
        "unreadable.ris": bytes(range(256)) * 40,
        "prose.txt": b"Dear colleague, the export follows tomorrow.\n",
    }
    path.write_bytes(contents[name])
    return path


@pytest.mark.parametrize("name", ["empty.ris", "truncated.ris", "unreadable.ris", "prose.txt"])
def test_a_bad_export_is_refused_whole(
    review: Path, tmp_path: Path, ajour: Ajour, name: str
) -> None:
    path = write_export(tmp_path, name)
    before = state(review)
    refused(ajour("import", str(path), "--search", "medline", "--review", str(review)), name)
    assert state(review) == before


def test_a_file_that_is_not_there_is_refused(review: Path, ajour: Ajour) -> None:
    before = state(review)
    refused(
        ajour("import", "nowhere.ris", "--search", "medline", "--review", str(review)),
        "nowhere.ris",
    )
    assert state(review) == before


def test_an_unknown_key_of_review_toml_is_refused_by_name(review: Path, ajour: Ajour) -> None:
    path = review / "review.toml"
    path.write_text(path.read_text("utf-8").replace("language", "langauge"), encoding="utf-8")
    before = state(review)
    refused(ajour("candidates", str(review)), "langauge", "language")
    refused(ajour("update", str(review)), "langauge")
    assert state(review) == before


def filled(review: Path, heading: str, value: str) -> Path:
    """A candidate list in which one cell of the only row was changed."""
    book = load_workbook(review.parent / "list.xlsx")
    sheet = book[book.sheetnames[1]]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(place for place, row in enumerate(rows) if {"id", "Decision"} <= set(row))
    sheet.cell(head + 2, rows[head].index("Decision") + 1).value = "include"
    sheet.cell(head + 2, rows[head].index(heading) + 1).value = value
    path = review.parent / "filled.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("heading", "value"), [("Decision", "perhaps not"), ("id", "bcdfghjkmnpq")]
)
def test_a_spreadsheet_with_a_wrong_cell_is_refused_whole(
    review: Path, ajour: Ajour, heading: str, value: str
) -> None:
    path = filled(review, heading, value)
    before = state(review)
    refused(ajour("decide", str(path), "--review", str(review)), "filled.xlsx", value)
    assert state(review) == before


def test_the_same_spreadsheet_without_the_fault_is_taken(review: Path, ajour: Ajour) -> None:
    path = filled(review, "Decision", "include")
    done = ajour("decide", str(path), "--review", str(review))
    assert done.returncode == 0, done.stderr
