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
from pipeline.errors import Busy, Refused
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

DATABASES = ("db", "sqlite", "sqlite3", "bak", "backup")
"""Allowed endings of a copy of the store."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """The contents of a store: records, valid decisions, and sheets by hash."""

    records: int
    decisions: int
    sheets: dict[str, str]

    def __str__(self) -> str:
        return f"{self.records} records and {self.decisions} decisions"


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
    """Copy the store while others may work; the copy is written beside, verified and renamed."""
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
    told = f"{to}: a verified copy of {review.store} with {held}."
    return f"{told} The store itself is not sound ({wrong}): ajour check." if wrong else told


def restore_review(folder: Path, copy: Path) -> str:
    """Replace the store with a verified copy; the previous store is kept beside it.

    The copy itself is only read. A damaged store is kept as it is. The reported counts are taken
    from the restored store; if they differ from the copy's contents, the previous store is put
    back.
    """
    review = read_review(folder)
    if not copy.is_file():
        raise Refused(f"{copy}: there is no such file; nothing was changed.")
    if copy.resolve() == review.store.resolve():
        raise Refused(f"{copy}: this is the store itself; nothing was changed.")
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
    anew = f" Of it {lost} had been damaged; ajour update computes it again." if lost else ""
    return (
        f"{copy}: brought back with {held}.{placed.told}{anew} ajour report writes output/ again."
    )


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
            raise Refused(f"{copy}: this copy is not sound ({wrong}); nothing was changed.")
        ready = _Ready(held=_held(db), extent=extent(db), review=ours, lost=tuple(lost))
        one_file(db)
    return ready


def _unsound(db: Database) -> Iterator[str]:
    """The faults of a store, apart from computed rows."""
    yield from faults(db)
    yield from broken_seals(db)
    yield from (f"{one}: its rows are not those that were written" for one in damaged_tables(db))


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
        told = f" What lay there without its store is kept in {names}." if names else ""
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
    told = f" What was there, {before}, is kept in {kept.name}."
    since = sorted({name for hash_, name in before.sheets.items() if hash_ not in held.sheets})
    if since:
        told += f" Imported since this copy was made, and to be imported again: {', '.join(since)}."
    return _Placed(told=told, undo=lambda: _overwrite_back(store, kept))


def _replaced(store: Path, fresh: Path, kept: Path) -> _Placed:
    """Move an unreadable store and its logs away, and put the new one there."""
    if in_use(store):
        raise Busy(f"{store}: another process has it open. Nothing was changed; end it first.")
    kept.unlink(missing_ok=True)
    move_store(store, kept)
    fresh.replace(store)

    def undo() -> None:
        remove_store(store)
        move_store(kept, store)

    told = f" What was there could not be read; it is kept as it was in {kept.name}."
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
    there = wrong or f"{found.records} records and {found.decisions} decisions"
    wanted = f"{ready.extent.records} records and {ready.extent.decisions} decisions"
    raise Refused(
        f"{copy}: could not be brought back. The copy holds {wanted}, counted with what was "
        f"withdrawn; read again in its place the store did not ({there}). What was there before "
        "is back."
    )


def _held(db: Database) -> _Held:
    records, decisions = standing(db)
    return _Held(
        records=records,
        decisions=decisions,
        sheets={one.sha256: one.name for one in decision_files(db) if not one.withdrawn},
    )
