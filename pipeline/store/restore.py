"""Restores a copy of a store: the copy is only read, and a store in use is overwritten whole."""

import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from pipeline.errors import Busy, Refused
from pipeline.store import connection
from pipeline.store.connection import UNSOUND, not_ours, told
from pipeline.store.decisions import decisions


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """The extent of a store: its last file and decision, and the number of rows up to them.

    Rows are only ever added, so anything written to a copy later leaves these unchanged.
    """

    last_file: int
    last_decision: int
    records: int
    decisions: int


def copy_store(source: Path, to: Path) -> None:
    """Copy a store as it is to a path; Refused if it is not a store, or cannot be read completely.

    Nothing is written beside the source, which may be on a read-only disk. If there is a log of
    changes beside it, as beside a store in use, its changes are copied too; an interrupted
    transaction is rolled back in the copy.
    """
    if not source.stat().st_size:
        raise Refused(
            f"{source}: this file is empty (0 bytes), so it is not a copy of a database.{TRY}"
        )
    way_back = source.with_name(f"{source.name}-journal")
    with told(to), _of_a_copy(source):
        if way_back.exists() and way_back.stat().st_size:
            shutil.copyfile(source, to)
            shutil.copyfile(way_back, to.with_name(f"{to.name}-journal"))
        else:
            _read_into(source, to)
        with closing(sqlite3.connect(to)) as copy:
            (answer,) = copy.execute("PRAGMA integrity_check").fetchone()
            if answer != "ok":
                raise sqlite3.DatabaseError(f"{UNSOUND[1]}: {answer.splitlines()[-1]}")
            db = Database(copy, execute_plugins=False)
            reason = not_ours(db)
            if reason is None and not db.table_names():
                reason = "this file has no table, so it is not a copy of an ajour database"
    if reason:
        raise Refused(f"{source}: {reason}. Nothing was changed.")


TRY = " Nothing was changed. Try an earlier copy."


def _read_into(source: Path, to: Path) -> None:
    uri = f"{source.resolve().as_uri()}?mode=ro"
    if not source.with_name(f"{source.name}-wal").exists():
        uri += "&immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as db, closing(sqlite3.connect(to)) as copy:
        db.backup(copy)


@contextmanager
def _of_a_copy(source: Path) -> Iterator[None]:
    """Adds to errors that it is the copy that is damaged."""
    try:
        yield
    except sqlite3.DatabaseError as fault:
        if not any(sign in str(fault) for sign in UNSOUND):
            raise
        raise Refused(
            f"{source}: this is not a copy of a database, or it is damaged ({fault}). Nothing "
            f"was changed. Try an earlier copy."
        ) from fault


def one_file(db: Database) -> None:
    """Bring all of a store into one file, so that the file can be renamed; it has no log then.

    Raises Refused through `opened` if the disk has no room for it.
    """
    db.execute("PRAGMA journal_mode = DELETE")


def overwrite(db: Database, path: Path, copy: Path) -> None:
    """Put all of a copy into an open store at a path, in one step that others wait for.

    Raises Busy if another process writes for longer than the time limit.
    """
    begun = time.monotonic()

    def in_time(status: int, _left: int, _pages: int) -> None:
        waits = status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
        if waits and time.monotonic() - begun > connection.WAIT_SECONDS:
            raise Busy(
                f"{path}: another process is writing to this file. Nothing was "
                f"changed. Try again later."
            )

    with closing(sqlite3.connect(copy)) as fresh:
        fresh.backup(db.conn, progress=in_time)


def standing(db: Database) -> tuple[int, int]:
    """The number of records and decisions in a store that were not withdrawn."""
    return _number(db, "live_record"), len(decisions(db))


def extent(db: Database, known: Extent | None = None) -> Extent:
    """The extent of a store, or how much of another's extent it has."""
    files = known.last_file if known else _last(db, "file", "id")
    said = known.last_decision if known else _last(db, "decision", "number")
    return Extent(
        last_file=files,
        last_decision=said,
        records=_number(db, f"record WHERE file <= {files}"),
        decisions=_number(db, f"decision WHERE number <= {said}"),
    )


def _number(db: Database, of: str) -> int:
    (found,) = db.execute(f"SELECT COUNT(*) FROM {of}").fetchone()  # noqa: S608 - our own names
    return int(found)


def _last(db: Database, table: str, column: str) -> int:
    (found,) = db.execute(f"SELECT MAX({column}) FROM {table}").fetchone()  # noqa: S608
    return int(found or 0)
