"""Backs up the store and restores a copy."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from flows.review.clock import now
from flows.review.identity import refuse_other_copy, remember
from flows.review.lock import only_update
from flows.review.session import open_store
from flows.review.settings_file import read_review
from flows.review.steps import step
from flows.review.target_file import free_place
from pipeline.errors import SHOWN, Busy, Fault, Refused
from pipeline.files import free_name
from pipeline.review.settings import Review
from pipeline.store.checksums import broken_seals
from pipeline.store.connection import Database, back_up, opened, place_before, writing
from pipeline.store.decisions import decision_files
from pipeline.store.identity import Identity, give_id, identity
from pipeline.store.logs import in_use, move_store, put_logs_aside, remove_store
from pipeline.store.restore import Extent, copy_store, extent, one_file, overwrite, standing
from pipeline.store.runs import faults
from pipeline.store.table_checksums import NAMES, damaged_results, damaged_tables, forget_results
from pipeline.text.amounts import amount

DATABASES = ("db", "sqlite", "sqlite3", "bak", "backup")
"""Allowed endings of a copy of the store."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """The contents of a store: records, valid decisions, and sheets by hash."""

    records: int
    decisions: int
    sheets: dict[str, str]

    def __str__(self) -> str:
        return f"{amount(self.records, 'record')} and {amount(self.decisions, 'decision')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ready:
    """An inspected copy: its contents, its review, and which results it lacks."""

    held: _Held
    extent: Extent
    review: str
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    """What to report about the previous store, and how to restore it."""

    told: str
    undo: Callable[[], object]


def back_up_review(folder: Path, to: Path | None) -> str:
    """Copy the store to a temporary file, verify it and rename it; others may work meanwhile."""
    review = read_review(folder)
    if to is None:
        (folder / "backups").mkdir(exist_ok=True)
        to = free_name(folder / "backups" / f"ajour-{now()[:10]}.db")
    else:
        free_place(to, DATABASES, "a backup")
    step("copy the store")
    with open_store(review) as db:
        back_up(db, to)
        held = _held(db)
        wrong = next(_unsound(db), None)
    told = f"{to}: this new file is a verified copy of {review.store}, with {held}."
    if wrong:
        told += f" The database itself is damaged ({wrong}). To check it: ajour check"
    return told


def restore_review(folder: Path, copy: Path) -> str:
    """Replace the store with a verified copy; the previous store is kept beside it.

    The copy itself is only read. A damaged store is kept as it is. The reported counts are taken
    from the restored store; if they differ from the copy's contents, the previous store is put
    back.
    """
    review = read_review(folder)
    copy = _found(folder, copy)
    if copy.resolve() == review.store.resolve():
        raise Refused(
            f"{copy}: this is the review's database, not a copy of it. Nothing was changed."
        )
    with only_update(review.state):
        fresh = review.store.with_name("ajour.restored.db")
        remove_store(fresh)
        try:
            ready = _verified(review, copy, fresh)
            placed = _put_in_place(review, fresh, ready.held)
        finally:
            remove_store(fresh)
        held = _counted(review, copy, ready, placed)
        remember(review, ready.review)
    lost = ", ".join(NAMES[one] for one in ready.lost)
    damaged = (
        f" The copy has damaged data: {lost}. The next update computes these data again."
        if lost
        else ""
    )
    return (
        f"{copy}: this copy was restored, with {held}.{placed.told}{damaged} To write output/ "
        f"again: ajour report"
    )


def _found(folder: Path, copy: Path) -> Path:
    """The copy as named, or the backup of this name in backups/; Refused if there is neither."""
    kept = folder / "backups"
    for place in (copy, kept / copy):
        if place.is_file():
            return place
    names = sorted((one.name for one in kept.glob("*.db")), reverse=True)
    known = [Fault(f"the backups in {kept}", ", ".join(names[:SHOWN]))] if names else []
    raise Refused(f"{copy}: there is no such file. Nothing was changed.", known)


def _verified(review: Review, copy: Path, fresh: Path) -> _Ready:
    """Duplicate the copy, migrate it and inspect it; Refused if it is damaged or not ours."""
    copy_store(copy, fresh)
    with opened(fresh, backup=False) as db:
        found = identity(db)
        ours = refuse_other_copy(review, copy, found, _there(review))
        lost = damaged_results(db)
        with writing(db):
            forget_results(db, lost)
            if ours != found.id:
                give_id(db, ours)
        wrong = next(_unsound(db), None)
        if wrong:
            raise Refused(
                f"{copy}: this copy is damaged ({wrong}). Nothing was changed. Try an earlier copy."
            )
        ready = _Ready(held=_held(db), extent=extent(db), review=ours, lost=tuple(lost))
        one_file(db)
    return ready


def _unsound(db: Database) -> Iterator[str]:
    """The faults of a store, apart from computed rows."""
    yield from faults(db)
    yield from broken_seals(db)
    yield from (
        f"rows of the table {one} have changed since ajour wrote them" for one in damaged_tables(db)
    )


def _there(review: Review) -> Identity | None:
    """The review that the existing store belongs to; None if there is no readable store."""
    if _stands(review.store):
        with suppress(Refused), opened(review.store) as db:
            return identity(db)
    return None


def _stands(store: Path) -> bool:
    """Whether a store's path has something to keep: a file that is not empty."""
    return store.is_symlink() or store.is_dir() or (store.exists() and store.stat().st_size > 0)


def _put_in_place(review: Review, fresh: Path, held: _Held) -> _Placed:
    """Replace the old store; return where it is kept and what it had more than the new one."""
    store = review.store
    if not _stands(store):
        left = put_logs_aside(store)
        fresh.replace(store)
        names = ", ".join(one.name for one in left)
        told = f" Files left over from the lost database are kept as {names}." if names else ""
        return _Placed(told=told, undo=lambda: remove_store(store))
    kept = place_before(store, "restore", now()[:10])
    try:
        with opened(store) as db:
            before = _held(db)
            back_up(db, kept)
            overwrite(db, store, fresh)
    except Busy:
        kept.unlink(missing_ok=True)
        raise
    except Refused:
        return _replaced(store, fresh, kept)
    told = f" The previous database ({before}) is kept as {kept.name}."
    since = sorted({name for hash_, name in before.sheets.items() if hash_ not in held.sheets})
    if since:
        these, them = ("This file was", "it") if len(since) == 1 else ("These files were", "them")
        told += (
            f" {these} imported after the copy was made: {', '.join(since)}. Import {them} again."
        )
    return _Placed(told=told, undo=lambda: _overwrite_back(store, kept))


def _replaced(store: Path, fresh: Path, kept: Path) -> _Placed:
    """Move an unreadable store and its logs away, and put the new one there."""
    if in_use(store):
        raise Busy(
            f"{store}: another program has this file open. Nothing was changed. Close that "
            "program first."
        )
    kept.unlink(missing_ok=True)
    move_store(store, kept)
    fresh.replace(store)

    def undo() -> None:
        remove_store(store)
        move_store(kept, store)

    told = f" The previous database could not be read. It is kept unchanged as {kept.name}."
    return _Placed(told=told, undo=undo)


def _overwrite_back(store: Path, kept: Path) -> None:
    with opened(store, backup=False) as db:
        overwrite(db, store, kept)


def _counted(review: Review, copy: Path, ready: _Ready, placed: _Placed) -> _Held:
    """The contents of the store in its place; Refused if they differ from the copy's."""
    try:
        with opened(review.store, backup=False) as db:
            found, held = extent(db, ready.extent), _held(db)
            wrong = next(_unsound(db), None)
    except Busy:
        raise
    except Refused as fault:
        wrong = str(fault)
    if not wrong and found == ready.extent:
        return held
    placed.undo()
    has = f"{amount(found.records, 'record')} and {amount(found.decisions, 'decision')}"
    there = f"is damaged ({wrong})" if wrong else f"has {has}"
    wanted = (
        f"{amount(ready.extent.records, 'record')} and {amount(ready.extent.decisions, 'decision')}"
    )
    raise Refused(
        f"{copy}: this copy could not be restored. The copy has {wanted} (including withdrawn "
        f"data), but the restored database {there}. The previous database is in place again."
    )


def _held(db: Database) -> _Held:
    records, decisions = standing(db)
    return _Held(
        records=records,
        decisions=decisions,
        sheets={one.sha256: one.name for one in decision_files(db) if not one.withdrawn},
    )
