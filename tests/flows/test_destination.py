"""The ending of a file that is asked for, and what stands in it, agree; nothing is overwritten."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from flows.orchestration.update import update
from flows.review.session import at_work
from pipeline.store.connection import writing
from pipeline.store.table_checksums import sealed
from tests.support.filled_lists import records
from tests.support.killed_updates import few_outputs
from tests.support.reviews import ajour, small_review

ASKED: dict[str, tuple[object, ...]] = {
    "candidates": ("--reviewer", "ann"),
    "duplicates": ("--reviewer", "ann"),
    "conflicts": (),
    "export-audit": (),
    "backup": (),
    "trace": ("identified_records", "--review"),
}
WRITTEN = {
    "candidates": {"xlsx", "csv", "ris"},
    "duplicates": {"xlsx"},
    "conflicts": {"xlsx"},
    "export-audit": {"csv"},
    "backup": {"db", "sqlite"},
    "trace": {"csv", "ris"},
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A review in which two records may be duplicates."""
    review = small_review(tmp_path_factory.mktemp("made"), screening="double")
    with few_outputs():
        update(review)
    one, other = list(records(review).values())[:2]
    with at_work(review) as session, writing(session.db), sealed(session.db, "doubt"):
        session.db.execute("INSERT INTO doubt VALUES (?, ?, 1, 'alike', '', 80.0)", (one, other))
    return review


@pytest.fixture
def pairs(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "review", symlinks=True))


def asked(command: str, review: Path, output: Path) -> tuple[int, str]:
    words = ASKED[command]
    option = "--to" if command == "backup" else "-o"
    place = (*words, review) if command == "trace" else (review, *words)
    said = ajour(command, *place, option, output)
    return said.code, said.err + said.out


def kind_of(path: Path) -> str:
    content = path.read_bytes()
    if content.startswith(b"PK"):
        return "xlsx"
    if content.startswith(b"SQLite"):
        return "db"
    return "ris" if b"TY  - " in content[:40] else "csv"


@pytest.mark.parametrize("ending", ["xlsx", "csv", "ris", "db", "sqlite", "docx", "XLSX", "ods"])
@pytest.mark.parametrize("command", ASKED)
def test_an_ending_says_what_is_written_or_is_refused(
    pairs: Path, command: str, ending: str
) -> None:
    output = pairs / f"out.{ending}"
    code, told = asked(command, pairs, output)
    if ending.lower() in WRITTEN[command]:
        assert code == 0, told
        if command != "conflicts":
            assert kind_of(output) == {"sqlite": "db"}.get(ending.lower(), ending.lower())
    else:
        assert code == 2
        assert "othing was written" in told
        assert not output.exists()


@pytest.mark.parametrize("command", ASKED)
def test_a_name_that_no_file_can_bear_is_a_sentence(pairs: Path, command: str) -> None:
    for name in ("x" * 300, "nowhere/x"):
        code, told = asked(command, pairs, pairs / name)
        assert "fault of ajour" not in told
        assert code == 2, told


@pytest.mark.parametrize("command", ASKED)
def test_what_was_there_stays(pairs: Path, command: str) -> None:
    output = pairs / f"out.{sorted(WRITTEN[command])[0]}"
    output.write_text("mine")
    asked(command, pairs, output)
    assert output.read_text() == "mine"


def test_a_format_that_was_named_needs_its_ending(pairs: Path) -> None:
    said = ajour("candidates", pairs, "--reviewer", "ann", "--format", "csv", "-o", pairs / "x.ris")
    assert said.code == 2
    assert ".csv" in said.err
    rayyan = ("--reviewer", "ann", "--format", "rayyan", "-o", pairs / "x.csv")
    assert ajour("candidates", pairs, *rayyan).code == 0
    assert b"key" in (pairs / "x.csv").read_bytes()[:20]


def test_a_refused_place_notes_no_list_in_the_store(pairs: Path) -> None:
    def lists() -> int:
        with closing(sqlite3.connect(pairs / "ajour.db")) as db:
            return int(db.execute("SELECT COUNT(*) FROM list").fetchone()[0])

    before = lists()
    assert asked("candidates", pairs, pairs / "x.docx")[0] == 2
    assert lists() == before
