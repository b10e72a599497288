"""Logs of SQLite's that lie where a store is put are kept, and never played into it."""

import os
import shutil
import signal
import sqlite3
from contextlib import closing
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from pipeline.errors import Busy, Refused
from pipeline.store.connection import back_up, opened, writing
from pipeline.store.logs import in_use, logs_of, move_store, put_logs_aside
from pipeline.store.restore import copy_store
from pipeline.store.runs import events, note_event

CONTEXT = get_context("forkserver")


def die_with_log(store: str, mode: str) -> None:
    """Change a store and die with its log, or its way back, beside it."""
    db = sqlite3.connect(store, isolation_level=None)
    db.execute(f"PRAGMA journal_mode = {mode}")
    db.execute("PRAGMA cache_size = 1")
    db.execute("BEGIN IMMEDIATE")
    db.execute("UPDATE event SET what = 'altered'")
    db.executemany(
        "INSERT INTO event (at, what) VALUES ('2024', ?)", [(f"{n}" * 900,) for n in range(90)]
    )
    if mode == "wal":
        db.execute("COMMIT")
    os.kill(os.getpid(), signal.SIGKILL)


def hold_open(store: str, ready: Event, done: Event) -> None:
    """Have a store open until told to go."""
    with opened(Path(store)) as db:
        events(db)
        ready.set()
        done.wait(60)


def _made(store: Path, what: str = "first") -> Path:
    with opened(store) as db, writing(db):
        note_event(db, "2024", what)
    return store


def _told(store: Path) -> list[str]:
    with opened(store) as db:
        return [what for _, what in events(db)]


def _killed(store: Path, mode: str) -> None:
    process = CONTEXT.Process(target=die_with_log, args=(str(store), mode))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert any(one.stat().st_size for one in logs_of(store))


@pytest.mark.parametrize("mode", ["wal", "delete"])
def test_a_new_store_gets_nothing_of_the_log_of_one_that_is_gone(tmp_path: Path, mode: str) -> None:
    store = _made(tmp_path / "ajour.db")
    _killed(store, mode)
    logs = {one.name: one.read_bytes() for one in logs_of(store)}
    store.unlink()
    assert _told(store) == []
    kept = {one.name: one.read_bytes() for one in tmp_path.glob("*.kept")}
    assert kept == {f"ajour.left{name[8:]}.kept": content for name, content in logs.items()}


@pytest.mark.parametrize("mode", ["wal", "delete"])
def test_a_backup_gets_nothing_of_a_log_that_lies_under_its_name(tmp_path: Path, mode: str) -> None:
    other = _made(tmp_path / "copy.db", "of another")
    _killed(other, mode)
    other.unlink()
    store = _made(tmp_path / "ajour.db")
    with opened(store) as db:
        back_up(db, other)
    assert _told(other) == ["first"]


def test_kept_logs_have_names_of_their_own_and_are_not_overwritten(tmp_path: Path) -> None:
    for content in (b"one", b"two"):
        (tmp_path / "ajour.db-wal").write_bytes(content)
        put_logs_aside(tmp_path / "ajour.db")
    kept = sorted(tmp_path.iterdir())
    assert [one.name for one in kept] == ["ajour.left-wal-2.kept", "ajour.left-wal.kept"]
    assert [one.read_bytes() for one in kept] == [b"two", b"one"]


@pytest.mark.parametrize("mode", ["wal", "delete"])
def test_a_store_that_is_moved_takes_its_log_along(tmp_path: Path, mode: str) -> None:
    store, kept = _made(tmp_path / "ajour.db"), tmp_path / "kept.db"
    (tmp_path / "kept.db-wal").write_bytes(b"of another")
    _killed(store, mode)
    move_store(store, kept)
    assert logs_of(store) == []
    told = _told(kept)
    assert told[0] == ("altered" if mode == "wal" else "first")
    assert len(told) == (91 if mode == "wal" else 1)


@pytest.mark.parametrize("mode", ["wal", "delete"])
def test_a_copy_has_what_was_committed_and_nothing_else(tmp_path: Path, mode: str) -> None:
    store = _made(tmp_path / "ajour.db")
    _killed(store, mode)
    before = {one.name: one.read_bytes() for one in (store, *logs_of(store))}
    copy_store(store, tmp_path / "copy.db")
    told = _told(tmp_path / "copy.db")
    assert (told[0], len(told)) == (("altered", 91) if mode == "wal" else ("first", 1))
    after = {one.name: one.read_bytes() for one in (store, *logs_of(store))}
    del before["ajour.db-shm" if mode == "wal" else "ajour.db-journal"]
    assert before.items() <= after.items()


def test_a_store_that_somebody_has_open_though_it_is_gone_is_told(tmp_path: Path) -> None:
    store = _made(tmp_path / "ajour.db")
    ready, done = CONTEXT.Event(), CONTEXT.Event()
    process = CONTEXT.Process(target=hold_open, args=(str(store), ready, done))
    process.start()
    ready.wait(60)
    assert in_use(store)
    store.unlink()
    with pytest.raises(Busy, match="still has the previous database open"), opened(store):
        pass
    assert not store.exists()
    done.set()
    process.join()
    assert _told(store) == []


@pytest.mark.parametrize("mode", ["delete", "wal"])
@pytest.mark.parametrize("tables", [("foo",), ("record", "run"), ("_sqlite_migrations", "x")])
def test_a_file_of_another_program_is_refused_and_left_byte_for_byte(
    tmp_path: Path, mode: str, tables: tuple[str, ...]
) -> None:
    store = tmp_path / "ajour.db"
    with closing(sqlite3.connect(store)) as db:
        db.execute(f"PRAGMA journal_mode = {mode}")
        for table in tables:
            db.execute(f"CREATE TABLE {table} (id, migration_set, name, applied_at)")
        db.commit()
    whole = store.read_bytes()
    with pytest.raises(Refused, match="the database of another program"), opened(store):
        pass
    assert store.read_bytes() == whole
    assert list(tmp_path.iterdir()) == [store]


def test_the_log_of_another_programs_file_stays_in_its_log(tmp_path: Path) -> None:
    store = tmp_path / "ajour.db"
    with closing(sqlite3.connect(tmp_path / "made.db")) as db:
        db.execute("PRAGMA journal_mode = wal")
        db.execute("CREATE TABLE foo (a)")
        db.commit()
        for part in tmp_path.glob("made.db*"):
            shutil.copy(part, tmp_path / part.name.replace("made", "ajour"))
    whole = {one: (tmp_path / one).read_bytes() for one in ("ajour.db", "ajour.db-wal")}
    assert whole["ajour.db-wal"]
    with pytest.raises(Refused, match="the database of another program"), opened(store):
        pass
    assert whole.items() <= {one.name: one.read_bytes() for one in tmp_path.iterdir()}.items()


def test_a_folder_and_a_link_to_nothing_are_no_place_for_a_store(tmp_path: Path) -> None:
    (tmp_path / "folder.db").mkdir()
    (tmp_path / "link.db").symlink_to(tmp_path / "nowhere.db")
    with pytest.raises(Refused, match="is a folder"), opened(tmp_path / "folder.db"):
        pass
    with pytest.raises(Refused, match="this link leads to"), opened(tmp_path / "link.db"):
        pass
    assert not (tmp_path / "nowhere.db").exists()
