"""Copies of the store, and bringing one back."""

from dataclasses import dataclass
from pathlib import Path

from flows.clock import now
from flows.lock import only_update
from flows.review import Review
from flows.review_file import read_review
from flows.whole_files import free_name
from pipeline.errors import Busy, Refused
from pipeline.store import Database, back_up, opened
from pipeline.store.copying import copy_store, overwrite, standing
from pipeline.store.deciding import decision_files
from pipeline.store.running import faults
from pipeline.store.sealing import broken_seals


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """What a store holds: records and decisions that stand, and the sheets by their hash."""

    records: int
    decisions: int
    sheets: dict[str, str]

    def __str__(self) -> str:
        return f"{self.records} records and {self.decisions} decisions"


def back_up_review(folder: Path, to: Path | None) -> str:
    """Copy the store while others may work; the copy is verified, written beside and renamed."""
    review = read_review(folder)
    if to is None:
        (folder / "backups").mkdir(exist_ok=True)
        to = free_name(folder / "backups" / f"ajour-{now()[:10]}.db")
    elif to.exists():
        raise Refused(f"{to}: there is such a file; a backup never overwrites one.")
    elif not to.parent.is_dir():
        raise Refused(f"{to}: there is no folder {to.parent}.")
    with opened(review.store) as db:
        back_up(db, to)
        held = _held(db)
    return f"{to}: a verified copy of {review.store} with {held}."


def restore_review(folder: Path, copy: Path) -> str:
    """Put a verified copy in the store's place; the store that was there is kept beside it.

    The copy itself is only read. A store that is not sound is kept as it is.
    """
    review = read_review(folder)
    if not copy.is_file():
        raise Refused(f"{copy}: there is no such file; nothing was changed.")
    if copy.resolve() == review.store.resolve():
        raise Refused(f"{copy}: this is the store itself; nothing was changed.")
    with only_update(review.state):
        fresh = review.store.with_name("ajour.restored.db")
        fresh.unlink(missing_ok=True)
        try:
            held = _verified(copy, fresh)
            told = _put_in_place(review, fresh, held)
        finally:
            for name in review.folder.glob(f"{fresh.name}*"):
                name.unlink()
    return f"{copy}: brought back with {held}.{told} ajour report makes output/ anew."


def _verified(copy: Path, fresh: Path) -> _Held:
    """Copy the copy, bring it up to date, and look at it; Refused where it is not sound."""
    copy_store(copy, fresh)
    with opened(fresh, backup=False) as db:
        wrong = [*faults(db), *broken_seals(db)]
        if wrong:
            raise Refused(f"{copy}: this copy is not sound ({wrong[0]}); nothing was changed.")
        return _held(db)


def _put_in_place(review: Review, fresh: Path, held: _Held) -> str:
    """Put the new store where the old one is; tells where that is kept, and what it had more."""
    store = review.store
    if not store.exists():
        fresh.replace(store)
        return ""
    kept = free_name(review.folder / f"ajour.before-restore-{now()[:10]}.db")
    try:
        with opened(store) as db:
            before = _held(db)
            back_up(db, kept)
            overwrite(db, store, fresh)
    except Busy:
        kept.unlink(missing_ok=True)
        raise
    except Refused:
        for ending in ("", "-wal", "-shm"):
            part = store.with_name(store.name + ending)
            if part.exists():
                part.replace(kept.with_name(kept.name + ending))
        fresh.replace(store)
        return f" What was there could not be read; it is kept as it was in {kept.name}."
    told = f" What was there, {before}, is kept in {kept.name}."
    since = sorted({name for hash_, name in before.sheets.items() if hash_ not in held.sheets})
    if since:
        told += f" Taken in since this copy was made, and to be taken in again: {', '.join(since)}."
    return told


def _held(db: Database) -> _Held:
    records, decisions = standing(db)
    return _Held(
        records=records,
        decisions=decisions,
        sheets={one.sha256: one.name for one in decision_files(db) if not one.withdrawn},
    )
