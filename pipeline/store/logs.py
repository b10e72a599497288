"""The files that SQLite keeps beside a store: its log of changes, or its way back.

SQLite finds them by their names alone, and what it finds it writes into the store (a log of
another file as well: https://sqlite.org/howtocorrupt.html, 1.4). So none may lie where a store is
put.
"""

from pathlib import Path

from pipeline.errors import Busy
from pipeline.file_lock import byte_is_held
from pipeline.files import free_name

LOGS = ("-wal", "-shm", "-journal")
"""Endings of the log of changes, its index, and the way back of a transaction."""

ATTACHED = 128
"""The byte of the index that whoever has the store open keeps locked.

It is UNIX_SHM_DMS in SQLite's os_unix.c, part of its file format (https://sqlite.org/walformat.html,
2.3.1).
"""


def logs_of(store: Path) -> list[Path]:
    """What lies beside a store's path under the names of its logs."""
    places = [store.with_name(store.name + ending) for ending in LOGS]
    return [one for one in places if one.is_symlink() or one.exists()]


def put_logs_aside(store: Path) -> list[Path]:
    """Rename the logs that lie where a store is to be put; returns where they are kept.

    No name of a kept log ends as SQLite's do, so that none is ever played into another file. Raises
    Busy where a process still has the store open that they belong to: when it ends it would delete
    the new store's log by its name.
    """
    found = logs_of(store)
    if in_use(store):
        raise Busy(
            f"{store}: another process still has the store open that was here. Nothing was "
            "changed; end it (ajour, or a program that looks into ajour.db) and try again."
        )
    kept = []
    for log in found:
        place = free_name(store.with_name(f"{store.stem}.left{log.name[len(store.name) :]}.kept"))
        kept.append(log.replace(place))
    return kept


def move_store(store: Path, to: Path) -> None:
    """Move a store with its logs, which keep the names that SQLite finds them by.

    The store goes first: without it nothing is made of the logs.
    """
    put_logs_aside(to)
    found = logs_of(store)
    store.replace(to)
    for log in found:
        log.replace(to.with_name(to.name + log.name[len(store.name) :]))


def remove_store(store: Path) -> None:
    """Remove a file that was made for a moment, with what SQLite left beside it."""
    for one in (store, *logs_of(store)):
        one.unlink(missing_ok=True)


def in_use(store: Path) -> bool:
    """Whether another process has a store with a log of changes open, also one that was deleted.

    Asked of the index's lock, which the kernel frees when its holder dies.
    """
    index = store.with_name(f"{store.name}-shm")
    if not index.is_file():
        return False
    with index.open("r+b") as handle:
        return byte_is_held(handle, ATTACHED)
