"""Bringing a copy of a store back: the copy is only read, a store in use is overwritten whole."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlite_utils import Database

from pipeline.errors import Busy, Refused
from pipeline.store import opening
from pipeline.store.opening import UNSOUND, told


def copy_store(source: Path, to: Path) -> None:
    """Copy a store as it stands to a place; raises Refused where it can not be read whole.

    Nothing is written beside the source, which may lie where nothing can be written. Where there
    is a log of changes beside it, as beside a store in use, its changes come along.
    """
    uri = f"{source.resolve().as_uri()}?mode=ro"
    if not source.with_name(f"{source.name}-wal").exists():
        uri += "&immutable=1"
    with told(to), _of_a_copy(source):
        with closing(sqlite3.connect(uri, uri=True)) as db, closing(sqlite3.connect(to)) as copy:
            db.backup(copy)
            (answer,) = copy.execute("PRAGMA integrity_check").fetchone()
        if answer != "ok":
            raise sqlite3.DatabaseError(f"{UNSOUND[1]}: {answer.splitlines()[-1]}")


@contextmanager
def _of_a_copy(source: Path) -> Iterator[None]:
    """Says of what is not sound that it is the copy."""
    try:
        yield
    except sqlite3.DatabaseError as fault:
        if not any(sign in str(fault) for sign in UNSOUND):
            raise
        raise Refused(
            f"{source}: this is no sound copy of a store ({fault}); nothing was changed. "
            "Try an earlier one."
        ) from fault


def overwrite(db: Database, path: Path, copy: Path) -> None:
    """Put all of a copy into an open store at a path, in one step that others wait for.

    Raises Busy where another process writes for longer than one waits.
    """
    begun = time.monotonic()

    def in_time(status: int, _left: int, _pages: int) -> None:
        waits = status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
        if waits and time.monotonic() - begun > opening.WAIT_SECONDS:
            raise Busy(f"{path}: another process is writing. Nothing was changed; try again later.")

    with closing(sqlite3.connect(copy)) as fresh:
        fresh.backup(db.conn, progress=in_time)


def standing(db: Database) -> tuple[int, int]:
    """How many records and decisions a store has that were not withdrawn."""
    counts = [
        db.execute(f"SELECT COUNT(*) FROM {view}").fetchone()[0]  # noqa: S608 - our own names
        for view in ("live_record", "live_decision")
    ]
    return counts[0], counts[1]
