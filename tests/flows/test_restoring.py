"""Bringing a copy of the store back: over a sound store, a harmed one, and beside other people."""

import os
import shutil
import signal
import sqlite3
from contextlib import closing
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from flows.orchestration.update import update
from pipeline.store import connection
from pipeline.store.connection import opened
from pipeline.store.logs import logs_of
from pipeline.store.restore import standing
from pipeline.store.runs import note_event
from tests.support.filled_lists import filled, listed
from tests.support.killed_updates import CONTEXT
from tests.support.reviews import ajour, rows_of, small_review

EVERY = {"*": {"Decision": "exclude"}}
STORES = Path(__file__).parents[1] / "store/data"


@pytest.fixture
def copied(tmp_path: Path) -> tuple[Path, Path]:
    """A review of which one of two has decided, and a copy of its store that cannot be written."""
    review = small_review(tmp_path, screening="double")
    update(review)
    blank = listed(review, "--reviewer", "ann", "--all")
    assert ajour("decide", filled(blank, review / "decisions/ann.xlsx", EVERY)).code == 0
    copy = review / "backups" / "copy.db"
    copy.parent.mkdir()
    assert ajour("backup", review, "--to", copy).code == 0
    copy.chmod(0o444)
    return review, copy


def _restored(review: Path, copy: Path) -> str:
    said = ajour("backup", review, "--restore", copy)
    assert said.code == 0, said.err
    assert ajour("check", review).code == 0
    assert not list(review.glob("ajour.restored*"))
    return said.out


@pytest.mark.parametrize("harm", ["half", "head", "empty", "text", "gone"])
def test_a_copy_comes_back_over_a_harmed_store_and_what_was_there_is_kept(
    copied: tuple[Path, Path], harm: str
) -> None:
    review, copy = copied
    store = review / "ajour.db"
    before, whole = rows_of(store), store.read_bytes()
    harmed = {
        "half": whole[: len(whole) // 2],
        "head": b"x" * 100 + whole[100:],
        "empty": b"",
        "text": b"no store" * 1000,
    }.get(harm)
    store.unlink()
    if harmed is not None:
        store.write_bytes(harmed)
    told = _restored(review, copy)
    assert rows_of(store) == before
    assert "with 6 records and 5 decisions" in told
    if harmed:
        (kept,) = review.glob("ajour.before-restore-*.db")
        assert kept.name in told
        assert kept.read_bytes() == harmed


def test_the_copy_itself_is_only_read(copied: tuple[Path, Path], tmp_path: Path) -> None:
    review, copy = copied
    older = review / "backups" / "older.db"
    shutil.copy(STORES / "0002.db", older)
    for one in (copy, older):
        whole = one.read_bytes()
        assert ajour("backup", review, "--restore", one).code == 0
        assert one.read_bytes() == whole
    assert sorted(one.name for one in copy.parent.iterdir()) == ["copy.db", "older.db"]


def test_the_log_of_changes_beside_a_store_comes_along(copied: tuple[Path, Path]) -> None:
    review, _ = copied
    other = review.parent / "other"
    shutil.copytree(review, other)
    with opened(other / "ajour.db") as db:
        note_event(db, "2024", "late")
        assert (other / "ajour.db-wal").stat().st_size
        _restored(review, other / "ajour.db")
    assert ("late",) in [one[-1:] for one in rows_of(review / "ajour.db")["event"]]


def test_sheets_that_came_after_the_copy_are_named(copied: tuple[Path, Path]) -> None:
    review, copy = copied
    blank = listed(review, "--reviewer", "bo", "--all")
    assert ajour("decide", filled(blank, review / "decisions/bo.xlsx", EVERY)).code == 0
    told = _restored(review, copy)
    assert "The previous database (6 records and 10 decisions) is kept as" in told
    again = "This file was imported after the copy was made: bo.xlsx. Import it again."
    assert again in told
    assert ajour("decide", review / "decisions/bo.xlsx").code == 0


def test_somebody_who_has_the_store_open_writes_into_the_one_that_came_back(
    copied: tuple[Path, Path],
) -> None:
    review, copy = copied
    with closing(sqlite3.connect(review / "ajour.db", isolation_level=None)) as other:
        other.execute("SELECT COUNT(*) FROM event").fetchone()
        _restored(review, copy)
        other.execute("INSERT INTO event (at, what) VALUES ('2024', 'after')")
    assert ("after",) in [one[-1:] for one in rows_of(review / "ajour.db")["event"]]


def test_a_store_that_somebody_is_writing_is_left_as_it_is(
    copied: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    review, copy = copied
    monkeypatch.setattr(connection, "WAIT_SECONDS", 0.2)
    with closing(sqlite3.connect(review / "ajour.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        said = ajour("backup", review, "--restore", copy)
        other.execute("ROLLBACK")
    assert said.code == 2
    assert "another process is writing" in said.err
    assert not list(review.glob("ajour.before-restore*"))
    assert not list(review.glob("ajour.restored*"))


@pytest.mark.parametrize("harm", ["half", "flipped", "text", "changed"])
def test_a_copy_that_is_not_sound_is_refused_and_nothing_is_changed(
    copied: tuple[Path, Path], harm: str
) -> None:
    review, copy = copied
    before = rows_of(review / "ajour.db")
    copy.chmod(0o644)
    whole = bytearray(copy.read_bytes())
    if harm == "changed":
        with closing(sqlite3.connect(copy)) as db, db:
            db.execute("UPDATE decision SET verdict = 'include' WHERE number = 1")
    elif harm == "flipped":
        whole[100] ^= 0xFF
        copy.write_bytes(whole)
    else:
        copy.write_bytes(whole[: len(whole) // 2] if harm == "half" else b"text" * 2000)
    said = ajour("backup", review, "--restore", copy)
    assert said.code == 2
    assert "Nothing was changed" in said.err
    assert "sound" in said.err
    assert rows_of(review / "ajour.db") == before
    assert not list(review.glob("ajour.restored*"))


def test_the_store_itself_and_a_folder_that_is_not_there_are_refused(
    copied: tuple[Path, Path],
) -> None:
    review, _ = copied
    said = ajour("backup", review, "--restore", review / "ajour.db")
    assert "this is the review's database, not a copy of it" in said.err
    said = ajour("backup", review, "--to", review / "no" / "x.db")
    assert "there is no folder" in said.err
    assert not list(review.glob("*.part"))


def _die_with_log(store: str, mode: str) -> None:
    """Delete every decision, alter every title, and die with the log of it beside the store."""
    db = sqlite3.connect(store, isolation_level=None)
    db.execute(f"PRAGMA journal_mode = {mode}")
    db.execute("PRAGMA cache_size = 1")
    db.execute("BEGIN IMMEDIATE")
    db.execute("DELETE FROM decision")
    db.execute("UPDATE record SET title = 'altered', raw = ?", ["x" * 20_000])
    if mode == "wal":
        db.execute("COMMIT")
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("mode", ["wal", "delete"])
@pytest.mark.parametrize("there", ["gone", "empty", "harmed"])
def test_a_log_that_lies_there_is_not_played_into_what_comes_back(
    copied: tuple[Path, Path], there: str, mode: str
) -> None:
    review, copy = copied
    store = review / "ajour.db"
    before = rows_of(store)
    process = CONTEXT.Process(target=_die_with_log, args=(str(store), mode))
    process.start()
    process.join()
    (log,) = [one for one in logs_of(store) if one.suffix != ".db-shm"]
    lost = log.read_bytes()
    assert lost
    if there == "harmed":
        store.write_bytes(b"no store" * 10_000)
    else:
        store.unlink()
    if there == "empty":
        store.touch()
    told = _restored(review, copy)
    assert "with 6 records and 5 decisions" in told
    assert rows_of(store) == before
    assert logs_of(store) == []
    if there == "harmed":
        (kept,) = review.glob("ajour.before-restore-*.db")
    else:
        (kept,) = [one for one in review.glob("ajour.*.kept") if one.read_bytes() == lost]
    assert kept.name in told


def test_what_a_restoring_that_died_left_does_no_harm(copied: tuple[Path, Path]) -> None:
    review, copy = copied
    before = rows_of(review / "ajour.db")
    for ending in ("", "-wal", "-shm", "-journal"):
        (review / f"ajour.restored.db{ending}").write_bytes(b"of a dead process")
    _restored(review, copy)
    assert rows_of(review / "ajour.db") == before


@pytest.mark.parametrize(
    ("there", "told"),
    [
        ("gone", "another process still has the previous database open"),
        ("harmed", "another program has this file open"),
    ],
)
def test_a_store_that_somebody_has_open_though_it_is_gone_stays_his_own(
    copied: tuple[Path, Path], there: str, told: str
) -> None:
    review, copy = copied
    store = review / "ajour.db"
    whole = store.read_bytes()
    ready, done = CONTEXT.Event(), CONTEXT.Event()
    process = CONTEXT.Process(target=_hold_open, args=(str(store), ready, done))
    process.start()
    ready.wait(60)
    store.unlink()
    if there == "harmed":
        store.write_bytes(b"x" * 100 + whole[100:])
    said = ajour("backup", review, "--restore", copy)
    assert said.code == 2
    assert told in said.err
    done.set()
    process.join()
    _restored(review, copy)


def _hold_open(store: str, ready: Event, done: Event) -> None:
    with opened(Path(store)) as db:
        standing(db)
        ready.set()
        done.wait(60)


def test_a_copy_whose_results_alone_are_harmed_comes_back_without_them(
    copied: tuple[Path, Path],
) -> None:
    review, copy = copied
    before = rows_of(review / "ajour.db")
    copy.chmod(0o644)
    with closing(sqlite3.connect(copy)) as db, db:
        db.execute("UPDATE assessment SET suggestion = 'exclude'")
    said = ajour("backup", review, "--restore", copy)
    assert "The copy has damaged data: the assessments by the criteria. The next update" in said.out
    update(review)
    assert rows_of(review / "ajour.db")["assessment"] == before["assessment"]
    assert ajour("check", review).code == 0
