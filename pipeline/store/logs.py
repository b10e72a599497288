"""The files that SQLite keeps beside a store: its log of changes, or its rollback journal.

SQLite finds them by their names alone, and writes what it finds into the store (even a log of
another file: https://sqlite.org/howtocorrupt.html, 1.4). So no such file may be beside the path of
a new store.
"""

from pathlib import Path

from pipeline.errors import Busy
from pipeline.file_lock import byte_is_held
from pipeline.files import free_name

LOGS = ("-wal", "-shm", "-journal")
"""Suffixes of the log of changes, its index, and the rollback journal of a transaction."""

ATTACHED = 128
"""The byte of the index that every process with the store open keeps locked.

It is UNIX_SHM_DMS in SQLite's os_unix.c, part of its file format (https://sqlite.org/walformat.html,
2.3.1).
"""


def logs_of(store: Path) -> list[Path]:
    """The files beside a store's path that have the names of its logs."""
    places = [store.with_name(store.name + ending) for ending in LOGS]
    return [one for one in places if one.is_symlink() or one.exists()]


def put_logs_aside(store: Path) -> list[Path]:
    """Rename the logs at the path of a new store; returns their new paths.

    No name of a kept log ends as SQLite's do, so none is ever played into another file. Raises
    Busy if a process still has their store open: when it ends it would delete the new store's log
    by its name.
    """
    found = logs_of(store)
    if in_use(store):
        raise Busy(
            f"{store}: another process still has the previous database open. Nothing was changed. "
            "End that process (ajour, or a program that has ajour.db open) and try again."
        )
    kept = []
    for log in found:
        place = free_name(store.with_name(f"{store.stem}.left{log.name[len(store.name) :]}.kept"))
        kept.append(log.replace(place))
    return kept


def move_store(store: Path, to: Path) -> None:
    """Move a store with its logs, which keep the names that SQLite finds them by.

    The store goes first: without a store, SQLite ignores the logs.
    """
    put_logs_aside(to)
    found = logs_of(store)
    store.replace(to)
    for log in found:
        log.replace(to.with_name(to.name + log.name[len(store.name) :]))


def remove_store(store: Path) -> None:
    """Remove a temporary file, and the files that SQLite left beside it."""
    for one in (store, *logs_of(store)):
        one.unlink(missing_ok=True)


def in_use(store: Path) -> bool:
    """Whether another process has a store with a log of changes open, even a deleted one.

    Tests the index's lock, which the kernel frees when its holder dies.
    """
    index = store.with_name(f"{store.name}-shm")
    if not index.is_file():
        return False
    with index.open("r+b") as handle:
        return byte_is_held(handle, ATTACHED)
