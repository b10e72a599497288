"""Opening a store, upgrading it, and the one transaction that every stage uses."""

import errno
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import fields
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import Any

from sqlite_utils import Database as Database  # the handle that other rooms pass on

from pipeline.errors import Busy, Refused
from pipeline.files import free_name
from pipeline.store.file_system import not_local
from pipeline.store.identity import give_id
from pipeline.store.logs import logs_of, put_logs_aside, remove_store
from pipeline.store.schema import MIGRATIONS
from pipeline.store.table_checksums import ORDER, made_tables, seal_tables, whole

WAIT_SECONDS = 60.0
"""How long a process waits for another one's transaction before it reports that."""

UNSOUND = ("not a database", "malformed", "Could not decode")
"""SQLite's messages for bytes that are not a store, or not an intact one."""

REASONS = {
    "readonly": "the folder or file cannot be written",
    "full": "the disk is full",
    "unable to open": "the file cannot be opened",
    "disk I/O": "the disk reports an error",
}

RESTORE = "Restore a copy of the review's database with: ajour backup --restore FILE"
"""What to do about a file that is not a store."""

NEWER = "a newer version of ajour wrote this database"
"""Begins the sentence about a store that only a newer program can read; nothing is to restore."""

ROOM = 256 * 1024
"""Bytes of free space needed beside a store; with less, a disk error is reported as a full disk.

With a log of changes SQLite reports an I/O error if there is no room for the log's index.
"""


@contextmanager
def opened(path: Path, *, backup: bool = True, review: str = "") -> Iterator[Database]:
    """The store at a path, created if there is none, and upgraded after a backup.

    Without `backup` an older store is upgraded at once; this is for copies. A new store gets the id
    `review`, or a random one. Raises Refused if the file is not a store, was written by a newer
    program, or cannot be written; it is then unchanged.
    """
    _ready_place(path)
    _look_at_log(path)
    try:
        connection = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)
    except sqlite3.OperationalError as fault:
        raise Refused(f"{path}: the database cannot be opened: {fault}.") from fault
    with closing(connection):
        db = Database(connection, execute_plugins=False)
        with told(path):
            try:
                _prepare(db, path, backup=backup, review=review)
            except UnicodeDecodeError as fault:
                # A name in the schema table: SQLite's own message could not be decoded either.
                raise sqlite3.DatabaseError(f"{UNSOUND[1]}: {fault}") from fault
            yield db


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turns SQLite's errors into sentences for the reader."""
    try:
        yield
    except sqlite3.DatabaseError as fault:
        text = str(fault)
        if any(sign in text for sign in UNSOUND):
            raise Refused(
                f"{path}: this is not an ajour database, or it is damaged ({text}). Restore a "
                "copy with: ajour backup --restore FILE"
            ) from fault
        if not isinstance(fault, sqlite3.OperationalError):
            raise
        if "locked" in text or "busy" in text:
            raise Busy(
                f"{path}: another process is writing to this file, and ajour waited "
                f"{WAIT_SECONDS:.0f} seconds. Nothing was changed. Try again when the other "
                f"process has finished."
            ) from fault
        for sign, reason in REASONS.items():
            if sign in text:
                reason = REASONS["full"] if _no_room(path.parent) else reason
                raise Refused(f"{path}: {reason} ({text}). Nothing was changed.") from fault
        raise


def _no_room(folder: Path) -> bool:
    """Whether the disk or a quota is full; found by trying, since free space hides quotas."""
    try:
        with tempfile.TemporaryFile(dir=folder) as stream:
            stream.write(bytes(ROOM))
            stream.flush()
    except OSError as fault:
        return fault.errno in (errno.ENOSPC, errno.EDQUOT)
    return False


def _ready_place(path: Path) -> None:
    """Refuse a file that cannot be a store; if none exists, move stray logs out of SQLite's way."""
    if path.is_dir():
        raise Refused(f"{path}: this is a folder; expected the database file. Nothing was changed.")
    # Checked first: if another process is just creating the store, its logs come after the store.
    logs = logs_of(path)
    if not path.exists():
        if path.is_symlink():
            raise Refused(
                f"{path}: this link leads to {path.readlink()}, which does not exist. Nothing was "
                "changed. Connect the disk that the file is on, or remove the link to start again."
            )
        if logs:
            put_logs_aside(path)


def _look_at_log(path: Path) -> None:
    """Look at a store with a log without closing it, since closing would write the log into it."""
    log = path.with_name(f"{path.name}-wal")
    if not log.exists() or not log.stat().st_size:
        return
    with told(path), suppress(sqlite3.OperationalError):
        uri = f"{path.resolve().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True, timeout=WAIT_SECONDS)) as connection:
            _look(Database(connection, execute_plugins=False), path)


def _prepare(db: Database, path: Path, *, backup: bool, review: str) -> None:
    """Settings of the connection; pending migrations, in an older store after a backup."""
    _look(db, path)
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA synchronous = FULL")
    _set_journal(db, path)
    if not MIGRATIONS.pending(db):
        return
    if backup and db["file"].exists():
        copy_before(db, path, "migration")
    with writing(db):
        _bring_up_to_date(db, review)


def _look(db: Database, path: Path) -> None:
    """Refuses a file that is not one of our stores before anything is written, even a setting.

    A file without any table is a store that is just being created.
    """
    if reason := not_ours(db):
        advice = "" if reason.startswith(NEWER) else f" {RESTORE}"
        raise Refused(f"{path}: {reason}. Nothing was changed.{advice}")


def not_ours(db: Database) -> str | None:
    """Why a file is not a store that this program can read; its migrations identify a store."""
    tables = [one for one in db.table_names() if not one.startswith("sqlite_")]
    try:
        applied = [one.name for one in MIGRATIONS.applied(db)]
    except sqlite3.OperationalError as fault:
        if "no such column" in str(fault):
            raise sqlite3.DatabaseError(f"{UNSOUND[1]}: {fault}") from fault
        raise
    if not applied and set(tables) - {MIGRATIONS.migrations_table}:
        named = ", ".join(tables[:5]) + (" ..." if len(tables) > 5 else "")
        return f"this is the database of another program (its tables are {named})"
    known = [one.name for one in MIGRATIONS.pending(Database(memory=True, execute_plugins=False))]
    if newer := [one for one in applied if one not in known]:
        return f"{NEWER} (with the migration {newer[-1]}). Use that version of ajour or a later one"
    if applied != known[: len(applied)]:
        raise sqlite3.DatabaseError(f"{UNSOUND[1]}: its list of migrations has a gap")
    return None


def _bring_up_to_date(db: Database, review: str) -> None:
    """Run the pending migrations, and seal what they made or changed.

    A table whose seal was already broken stays that way.
    """
    new = not db["file"].exists()
    before = made_tables(db) if db["table_seal"].exists() else set()
    damaged = {one for one in before if not whole(db, one)}
    try:
        MIGRATIONS.apply(db)
    except sqlite3.OperationalError as fault:
        if "already exists" in str(fault) or "duplicate column" in str(fault):
            raise sqlite3.DatabaseError(f"{UNSOUND[1]}: {fault}") from fault
        raise
    seal_tables(db, *(one for one in ORDER if one not in damaged))
    if new and review:
        give_id(db, review)


def other_shape(db: Database) -> list[str]:
    """The tables, indexes and views that differ from this program's schema; empty if none do.

    SQLite itself accepts any name as the intended one.
    """
    new = Database(memory=True, execute_plugins=False)
    MIGRATIONS.apply(new)
    made, found = _shape(new), _shape(db)
    return sorted(name for name in {*made, *found} if made.get(name) != found.get(name))


def _shape(db: Database) -> dict[str, str]:
    made = db.query("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return {row["name"]: row["sql"] for row in made if not row["name"].startswith("_sqlite")}


def _set_journal(db: Database, path: Path) -> None:
    """Turns on a log of changes (WAL), so readers do not wait; if it cannot work, a rollback file.

    The mode is stored in the file: a store that was moved or restored is changed when it is opened,
    or later if others have it open. The file is never opened except through SQLite: closing it
    would drop the locks that this process has (sqlite.org/howtocorrupt.html, 2.2).
    """
    wanted = "delete" if not_local(path) else "wal"
    if wanted == "delete":
        # Without shared memory a log can be read only by a single process.
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
    if db.execute("PRAGMA journal_mode").fetchone() != (wanted,):
        with suppress(sqlite3.OperationalError):
            db.execute(f"PRAGMA journal_mode = {wanted}")
    db.execute("PRAGMA locking_mode = NORMAL")


def copy_before(db: Database, store: Path, deed: str, day: str = "") -> Path:
    """A verified copy beside the store, before an action that changes much of it; returns its path.

    Made before migrations, restores, withdrawals and applied rereadings.
    """
    copy = place_before(store, deed, day)
    back_up(db, copy)
    return copy


def place_before(store: Path, deed: str, day: str = "") -> Path:
    """The path of the copy before an action: a name that is free."""
    named = "-".join(one for one in (f".before-{deed}", day) if one)
    return free_name(store.with_suffix(f"{named}.db"))


def back_up(db: Database, to: Path) -> None:
    """A verified copy of the store, written beside it and renamed; raises Refused if it fails."""
    beside = to.with_name(to.name + ".part")
    remove_store(beside)
    try:
        with closing(sqlite3.connect(beside)) as copy:
            db.conn.backup(copy)
            (answer,) = copy.execute("PRAGMA integrity_check").fetchone()
            copy.execute("PRAGMA journal_mode = DELETE")
        if answer != "ok":
            raise Refused(f"{to}: the copy is damaged ({answer}). The database was not changed.")
        put_logs_aside(to)
        beside.replace(to)
    except sqlite3.OperationalError:
        # Reported for the copy, which may be on another disk than the store.
        with told(to):
            raise
    finally:
        remove_store(beside)


@contextmanager
def writing(db: Database) -> Iterator[Database]:
    """One transaction that takes the write lock at once, so that two writers wait for each other.

    A plain BEGIN that reads before it writes fails with "database is locked" if two do it at
    the same time. Afterwards all of the block is in the store, or none of it.
    """
    db.execute("BEGIN IMMEDIATE")
    try:
        yield db
    except BaseException:
        db.conn.rollback()
        raise
    db.conn.commit()


def wait_at_most(db: Database, seconds: float) -> None:
    """Wait no longer than this for another process's transaction, if a person is waiting."""
    db.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")


def moment(db: Database) -> tuple[int, int] | None:
    """A value that changes whenever the store is changed, by this or another process.

    None inside a transaction, which may still be rolled back.
    """
    if db.conn.in_transaction:
        return None
    (version,) = db.conn.execute("PRAGMA data_version").fetchone()
    return int(db.conn.total_changes), int(version)


@contextmanager
def one_moment(db: Database) -> Iterator[tuple[int, int] | None]:
    """Read everything within the block as it is at one moment, whatever others write meanwhile.

    Gives that `moment`; None inside a transaction, which sees a single moment anyway.
    """
    if db.conn.in_transaction:
        yield None
        return
    db.execute("BEGIN")
    try:
        db.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()  # the moment begins here
        (version,) = db.conn.execute("PRAGMA data_version").fetchone()
        yield int(db.conn.total_changes), int(version)
    finally:
        db.conn.rollback()


def put(
    db: Database,
    table: str,
    kind: type,
    values: Iterable[Any],
    *,
    replace: bool = False,
    **every: object,
) -> None:
    """Insert values of a dataclass whose fields are columns of the table; tuples become JSON.

    `every` are columns with the same value in every row. With `replace` a row replaces the one with
    the same key.
    """
    names = [field.name for field in fields(kind)]
    same, cells = tuple(every.values()), attrgetter(*names)
    rows = ((*same, *cells(value)) for value in values)
    # The names go first: plain rows of values are written faster than one dict per row.
    db.table(table).insert_all(chain([(*every, *names)], rows), replace=replace)
