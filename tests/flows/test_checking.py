"""What `ajour check` proves, and what it says of a review that was harmed."""

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from flows.orchestration.update import update
from flows.reporting import letter
from pipeline.errors import Refused
from pipeline.store.checksums import broken_seals
from pipeline.store.connection import opened, other_shape
from pipeline.store.runs import faults
from pipeline.store.table_checksums import damaged_results, damaged_tables
from tests.support.filled_lists import filled, listed
from tests.support.reviews import ajour, rows_of

EVERY = {"*": {"Decision": "exclude"}}


@pytest.fixture
def decided(review: Path) -> Path:
    """A review with a sheet that came back in decisions/, and a report of all."""
    update(review)
    blank = listed(review, "--reviewer", "ann", "--all")
    sheet = filled(blank, review / "decisions" / "screening-ann.xlsx", EVERY)
    assert ajour("decide", sheet).code == 0
    assert ajour("report", review).code == 0
    assert ajour("check", review).code == 0
    return review


def _by_hand(review: Path, *changes: str) -> None:
    with closing(sqlite3.connect(review / "ajour.db")) as db, db:
        for change in changes:
            db.execute(change)


def _wrong(review: Path) -> str:
    said = ajour("check", review)
    assert said.code == 2
    assert "fault of ajour" not in said.err
    return said.err


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            "DELETE FROM record WHERE place = 4",
            "4 records were imported from the file export.ris of the search medline, but",
        ),
        ("DELETE FROM record WHERE place = 4", "refer to a missing record"),
        (
            "UPDATE record SET title = 'X' WHERE place = 3",
            "export.ris: the records of this file",
        ),
        ("UPDATE record SET raw = raw || ' '", "export.ris: the records of this file"),
        (
            "UPDATE decision SET verdict = 'include'",
            "screening-ann.xlsx: the decisions of this file",
        ),
        (
            "UPDATE decision SET verdict = 'inclule'",
            "screening-ann.xlsx: the decisions of this file",
        ),
        ("DELETE FROM decision WHERE number = 2", "screening-ann.xlsx: the decisions of this file"),
        (
            "UPDATE record SET doi = CAST(x'ff' AS TEXT)",
            "the records of this file",
        ),
    ],
)
def test_a_row_changed_or_lost_in_the_store_is_told_with_the_way_back(
    decided: Path, change: str, sentence: str
) -> None:
    _by_hand(decided, change)
    told = _wrong(decided)
    assert sentence in told
    assert "--restore FILE" in told


def test_a_table_with_another_column_is_told(decided: Path) -> None:
    _by_hand(decided, "ALTER TABLE record RENAME COLUMN title TO tltle")
    assert "the structure of the table record has changed since ajour created" in _wrong(decided)


def test_a_lost_record_stops_every_figure(decided: Path) -> None:
    _by_hand(
        decided,
        "INSERT INTO record SELECT id || 'x', file, search, 9, source, line, title, "
        "title_translated, authors, year, date, journal, journal_abbreviation, volume, issue, "
        "pages, doi, pmid, abstract, copyright, keywords, type, language, issn, urls, ids, notes, "
        "raw, cited_works FROM record WHERE place = 4",
    )
    said = ajour("status", decided)
    assert said.code == 2
    assert (
        "search medline: the import receipts have 4 records, but the flow chart counts 5"
        in said.err
    )


def test_a_sheet_that_was_changed_after_it_was_taken_in_is_told_and_a_moved_one_is_not(
    decided: Path,
) -> None:
    sheet = decided / "decisions" / "screening-ann.xlsx"
    kept = sheet.read_bytes()
    sheet.write_bytes(kept + b"x")
    assert "decisions/: screening-ann.xlsx has changed since it was imported" in _wrong(decided)
    (decided / "decisions" / "ann").mkdir()
    (decided / "decisions" / "ann" / "screening-ann.xlsx").write_bytes(kept)
    assert ajour("check", decided).code == 0
    shutil.rmtree(decided / "decisions")
    assert ajour("check", decided).code == 0


def test_a_search_file_that_is_gone_is_told(decided: Path) -> None:
    (decided / "searches/1/wos/export.ris").unlink()
    told = "export.ris of the search wos is missing. The database keeps the file's 2 records"
    assert told in _wrong(decided)


def test_words_that_a_later_program_finds_for_the_log_are_no_damage(
    review: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    update(review)
    monkeypatch.setattr(letter, "changes", lambda *_: "# In other words")
    assert ajour("check", review).code == 0
    (review / "output/changes.md").write_text("cut", "utf-8")
    assert "output/: these files have changed or are missing: changes.md" in _wrong(review)
    assert ajour("report", review).code == 0
    assert ajour("check", review).code == 0


def test_a_store_that_is_gone_is_not_made_anew_in_silence(decided: Path) -> None:
    (decided / "ajour.db").unlink()
    for command in (("check", decided), ("status", decided), ("update", decided)):
        said = ajour(*command)
        assert said.code == 2
        assert "the database is missing, but output/ has runs that were made from it" in said.err
        assert not (decided / "ajour.db").exists()
    shutil.move(decided / "output", decided / "old")
    assert ajour("status", decided).code == 0


def test_an_empty_store_is_refused_as_one_that_is_gone_is(decided: Path) -> None:
    store = decided / "ajour.db"
    store.write_bytes(b"")
    for command in ("check", "status", "report", "backup", "export-audit"):
        said = ajour(command, decided)
        assert said.code == 2
        assert "the database is empty (0 bytes), but output/ has runs" in said.err
        assert "To start again without any decisions: remove ajour.db and move output/" in said.err
        assert store.stat().st_size == 0
    shutil.move(decided / "output", decided / "old")
    assert "but this review had a database" in _wrong(decided)
    store.unlink()
    assert ajour("status", decided).code == 0


def test_a_backup_of_a_store_that_is_gone_is_refused(decided: Path) -> None:
    (decided / "ajour.db").unlink()
    said = ajour("backup", decided)
    assert said.code == 2
    assert "the database is missing, but output/ has runs" in said.err


RESULTS = [
    ("UPDATE assessment SET suggestion = 'exclude'", "the assessments by the criteria"),
    ("UPDATE assessment SET automation = 'type'", "the assessments by the criteria"),
    ("DELETE FROM assessment WHERE record = (SELECT MIN(record) FROM assessment)", "assessments"),
    ("UPDATE rank SET position = position + 1", "the ranking"),
    ("UPDATE rank SET record = 'x' WHERE record = (SELECT MIN(record) FROM rank)", "the ranking"),
    ("UPDATE ranking SET model = x'00'", "the ranking"),
    ("DELETE FROM cluster", "the links between duplicates"),
    ("UPDATE duplicate_link SET because = 'x'", "the links between duplicates"),
    ("UPDATE stage_mark SET digest = 'x' WHERE stage = 'criteria'", "the stage marks"),
]


@pytest.mark.parametrize(("change", "what"), RESULTS, ids=[one for one, _ in RESULTS])
def test_damaged_results_are_told_with_the_command_that_makes_them_anew(
    decided: Path, change: str, what: str
) -> None:
    before = rows_of(decided / "ajour.db")
    _by_hand(decided, change)
    told = _wrong(decided)
    assert what in told
    assert "To compute the results again: ajour update" in told
    assert "backup --restore" not in told
    said = str(update(decided).resumed)
    assert what in said
    assert "computed again" in said
    assert ajour("check", decided).code == 0
    after = rows_of(decided / "ajour.db")
    for table in ("assessment", "cluster", "duplicate_link", "doubt", "record", "decision"):
        assert after[table] == before[table]
    assert "computed again" in ajour("export-audit", decided).out


def test_no_automation_reads_a_damaged_assessment(review: Path) -> None:
    settings = review / "review.toml"
    settings.write_text(settings.read_text("utf-8") + '\n[automation]\ncriteria = ["exposure"]\n')
    update(review)
    before = ajour("status", review, "--json").out
    _by_hand(review, "UPDATE assessment SET automation = 'exposure'")
    assert ajour("status", review, "--json").out == before
    _by_hand(review, "UPDATE assessment SET automation = NULL")
    update(review)
    assert ajour("status", review, "--json").out == before


OTHERS = [
    ("UPDATE search SET source = 'X'", "search"),
    ("UPDATE file SET receipts = '[]'", "file"),
    ("UPDATE file SET withdrawn = '2024'", "file"),
    ("UPDATE decision_file SET version = '9'", "decision_file"),
    ("UPDATE list SET reviewer = 'bo'", "list"),
    ("DELETE FROM list_record", "list_record"),
    ("UPDATE run SET summary = '{}x'", "run"),
    ("INSERT INTO event (at, what) VALUES ('2024', 'x')", "event"),
    ("INSERT INTO study SELECT 's', MIN(id), '2024' FROM record", "study"),
    ("INSERT INTO study_report SELECT MIN(id), 's', 0, '2024' FROM record", "study_report"),
    ("UPDATE review SET random = 0", "review"),
    ("DELETE FROM table_seal WHERE name = 'event'", "event"),
]


@pytest.mark.parametrize(("change", "table"), OTHERS, ids=[one for one, _ in OTHERS])
def test_what_can_not_be_made_anew_is_told_with_the_way_back(
    decided: Path, change: str, table: str
) -> None:
    _by_hand(decided, change)
    told = _wrong(decided)
    assert f"ajour.db: rows of the table {table} have changed since ajour wrote them" in told
    assert "--restore FILE" in told


def test_no_flipped_bit_in_a_row_of_any_table_stays_unseen(decided: Path, tmp_path: Path) -> None:
    store = decided / "ajour.db"
    with opened(store) as db:
        db.execute("PRAGMA journal_mode = DELETE")
    whole, before = store.read_bytes(), _rows(store)
    chance = random.Random(2024)
    unseen = 0
    for _ in range(150):
        harmed = bytearray(whole)
        harmed[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        copy = tmp_path / "harmed.db"
        for one in tmp_path.glob("harmed.db*"):
            one.unlink()
        copy.write_bytes(harmed)
        if not _seen(copy):
            unseen += 1
            assert _rows(copy) == before
    assert unseen < 150


def _seen(store: Path) -> bool:
    try:
        with opened(store) as db:
            told = other_shape(db) or faults(db) or list(broken_seals(db))
            return bool(told or damaged_tables(db) or damaged_results(db))
    except Refused:
        return True


def _rows(store: Path) -> list[object]:
    with closing(sqlite3.connect(store)) as db:
        db.text_factory = bytes
        named = db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        tables = sorted(name.decode() for (name,) in named if name != b"table_seal")
        return [row for one in tables for row in db.execute(f"SELECT * FROM {one}")]
