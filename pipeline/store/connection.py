"""Opening a store, bringing it up to date, and the one transaction that every stage uses."""

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

from sqlite_utils import Database as Database  # the handle that other rooms carry

from pipeline.errors import Busy, Refused
from pipeline.files import free_name
from pipeline.store.file_system import not_local
from pipeline.store.identity import give_id
from pipeline.store.logs import logs_of, put_logs_aside, remove_store
from pipeline.store.schema import MIGRATIONS
from pipeline.store.table_checksums import ORDER, made_tables, seal_tables, whole

WAIT_SECONDS = 60.0
"""How long a process waits for another one's transaction before it says so."""

UNSOUND = ("not a database", "malformed", "Could not decode")
"""What SQLite says of bytes that are no store, or no sound one."""

REASONS = {
    "readonly": "the folder or file can not be written",
    "full": "the disk is full",
    "unable to open": "the file can not be opened",
    "disk I/O": "the disk reports an error",
}

MEND = "Bring a copy of the review's store back with: ajour backup --restore FILE"
"""What to do about a file that is no store."""

ROOM = 256 * 1024
"""Bytes that must find room beside a store, or a fault of the disk is told as a full one.

With a log of changes SQLite speaks of an I/O error where there is no room for the log's index.
"""


@contextmanager
def opened(path: Path, *, backup: bool = True, review: str = "") -> Iterator[Database]:
    """The store at a path, made where there is none, and brought up to date after a backup.

    Without `backup` an older store is brought up to date at once, for one that is a copy. A new
    store gets the id `review`, or one of its own. Raises Refused where the file is no store, was
    written by a newer program, or can not be written; it is then as it was.
    """
    _ready_place(path)
    _look_at_log(path)
    try:
        connection = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)
    except sqlite3.OperationalError as fault:
        raise Refused(f"{path}: the store can not be opened: {fault}.") from fault
    with closing(connection):
        db = Database(connection, execute_plugins=False)
        with told(path):
            try:
                _prepare(db, path, backup=backup, review=review)
            except UnicodeDecodeError as fault:
                # A name in the table of tables: SQLite's own message could not be decoded either.
                raise sqlite3.DatabaseError(f"{UNSOUND[1]}: {fault}") from fault
            yield db


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turns what SQLite says into sentences for the reader."""
    try:
        yield
    except sqlite3.DatabaseError as fault:
        text = str(fault)
        if any(sign in text for sign in UNSOUND):
            raise Refused(
                f"{path}: this is not a sound ajour store ({text}). "
                "Bring a backup back with: ajour backup --restore FILE"
            ) from fault
        if not isinstance(fault, sqlite3.OperationalError):
            raise
        if "locked" in text or "busy" in text:
            raise Busy(
                f"{path}: another process is writing; waited {WAIT_SECONDS:.0f} seconds. "
                "Nothing was changed; try again when it is done."
            ) from fault
        for sign, reason in REASONS.items():
            if sign in text:
                reason = REASONS["full"] if _no_room(path.parent) else reason
                raise Refused(f"{path}: {reason} ({text}). Nothing was changed.") from fault
        raise


def _no_room(folder: Path) -> bool:
    """Whether a disk, or one's share of it, is full; tried out, for free space does not tell it."""
    try:
        with tempfile.TemporaryFile(dir=folder) as stream:
            stream.write(bytes(ROOM))
            stream.flush()
    except OSError as fault:
        return fault.errno in (errno.ENOSPC, errno.EDQUOT)
    return False


def _ready_place(path: Path) -> None:
    """Refuse what can be no store; where none is yet, put aside what SQLite would play into it."""
    if path.is_dir():
        raise Refused(f"{path}: is a folder, and the store is a file. Nothing was changed.")
    # Looked for first: what a process leaves that makes the store just now comes after the store.
    logs = logs_of(path)
    if not path.exists():
        if path.is_symlink():
            raise Refused(
                f"{path}: is a link to {path.readlink()}, where no file is. Nothing was changed. "
                "Connect the disk that it lies on, or remove the link to begin anew."
            )
        if logs:
            put_logs_aside(path)


def _look_at_log(path: Path) -> None:
    """Look at a store that has a log without closing it, which would write the log into it."""
    log = path.with_name(f"{path.name}-wal")
    if not log.exists() or not log.stat().st_size:
        return
    with told(path), suppress(sqlite3.OperationalError):
        uri = f"{path.resolve().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True, timeout=WAIT_SECONDS)) as connection:
            _look(Database(connection, execute_plugins=False), path)


def _prepare(db: Database, path: Path, *, backup: bool, review: str) -> None:
    """Settings of the connection; migrations that are due, in an older store after a backup."""
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
    """Refuses what is no store of ours before anything is written, not even a setting.

    A file with no table at all is a store that is just being made.
    """
    if reason := not_ours(db):
        raise Refused(f"{path}: {reason}. Nothing was changed. {MEND}")


def not_ours(db: Database) -> str | None:
    """Why a file is no store that this program can read; a store is known by its migrations."""
    tables = [one for one in db.table_names() if not one.startswith("sqlite_")]
    try:
        applied = [one.name for one in MIGRATIONS.applied(db)]
    except sqlite3.OperationalError as fault:
        if "no such column" in str(fault):
            raise sqlite3.DatabaseError(f"{UNSOUND[1]}: {fault}") from fault
        raise
    if not applied and set(tables) - {MIGRATIONS.migrations_table}:
        named = ", ".join(tables[:5]) + (" ..." if len(tables) > 5 else "")
        return f"this is no ajour store but a file of another program (its tables are {named})"
    known = [one.name for one in MIGRATIONS.pending(Database(memory=True))]
    if newer := [one for one in applied if one not in known]:
        return (
            f"this store was written by a newer ajour (it has {newer[-1]}), "
            "which reads it; so does any later one"
        )
    if applied != known[: len(applied)]:
        raise sqlite3.DatabaseError(f"{UNSOUND[1]}: its list of migrations has a gap")
    return None


def _bring_up_to_date(db: Database, review: str) -> None:
    """Do the migrations that are due, and seal what they made or changed.

    A table whose seal was broken before stays so.
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
    """The tables, indexes and views that are not as this program makes them; empty where all are.

    SQLite itself takes any name for one that was meant.
    """
    new = Database(memory=True)
    MIGRATIONS.apply(new)
    made, found = _shape(new), _shape(db)
    return sorted(name for name in {*made, *found} if made.get(name) != found.get(name))


def _shape(db: Database) -> dict[str, str]:
    made = db.query("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return {row["name"]: row["sql"] for row in made if not row["name"].startswith("_sqlite")}


def _set_journal(db: Database, path: Path) -> None:
    """A log of changes (WAL), so that readers do not wait; where it can not work, a rollback file.

    The mode stays with the file: a store that was moved or restored is changed when it is opened,
    or at a later time where others have it open. The file itself is never opened beside SQLite:
    closing it would drop the locks that this process holds (sqlite.org/howtocorrupt.html, 2.2).
    """
    wanted = "delete" if not_local(path) else "wal"
    if wanted == "delete":
        # Without shared memory a log can be read only by one process alone.
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
    if db.execute("PRAGMA journal_mode").fetchone() != (wanted,):
        with suppress(sqlite3.OperationalError):
            db.execute(f"PRAGMA journal_mode = {wanted}")
    db.execute("PRAGMA locking_mode = NORMAL")


def copy_before(db: Database, store: Path, deed: str, day: str = "") -> Path:
    """A verified copy beside the store, before a deed that changes much of it; returns its place.

    So it is done before migrations, restores, withdrawals and readings that are applied.
    """
    copy = place_before(store, deed, day)
    back_up(db, copy)
    return copy


def place_before(store: Path, deed: str, day: str = "") -> Path:
    """Where the copy before a deed goes: a name that is free."""
    named = "-".join(one for one in (f".before-{deed}", day) if one)
    return free_name(store.with_suffix(f"{named}.db"))


def back_up(db: Database, to: Path) -> None:
    """A verified copy of the store, written beside and renamed; raises Refused where it fails."""
    beside = to.with_name(to.name + ".part")
    remove_store(beside)
    try:
        with closing(sqlite3.connect(beside)) as copy:
            db.conn.backup(copy)
            (answer,) = copy.execute("PRAGMA integrity_check").fetchone()
            copy.execute("PRAGMA journal_mode = DELETE")
        if answer != "ok":
            raise Refused(f"{to}: the copy is not sound ({answer}); the store was not touched.")
        put_logs_aside(to)
        beside.replace(to)
    except sqlite3.OperationalError:
        # Told of the copy: its disk need not be the store's.
        with told(to):
            raise
    finally:
        remove_store(beside)


@contextmanager
def writing(db: Database) -> Iterator[Database]:
    """One transaction that takes the write lock at once, so that two writers wait in line.

    A plain BEGIN that reads before it writes fails with "database is locked" where two do it at
    the same time. All of the block is in the store afterwards, or nothing.
    """
    db.execute("BEGIN IMMEDIATE")
    try:
        yield db
    except BaseException:
        db.conn.rollback()
        raise
    db.conn.commit()


def wait_at_most(db: Database, seconds: float) -> None:
    """Wait no longer than this for another process's transaction, where a person waits."""
    db.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")


def moment(db: Database) -> tuple[int, int] | None:
    """What is another whenever the store was changed, by us or by another process.

    None inside a transaction, which may yet be taken back.
    """
    if db.conn.in_transaction:
        return None
    (version,) = db.conn.execute("PRAGMA data_version").fetchone()
    return int(db.conn.total_changes), int(version)


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

    `every` are columns that are the same in every row. With `replace` a row takes the place of the
    one with its key.
    """
    names = [field.name for field in fields(kind)]
    same, cells = tuple(every.values()), attrgetter(*names)
    rows = ((*same, *cells(value)) for value in values)
    # The names go first: rows of values are written faster than a dict a row.
    db.table(table).insert_all(chain([(*every, *names)], rows), replace=replace)
