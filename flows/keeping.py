"""Copies of the store, and bringing one back."""

from pathlib import Path

from flows.clock import now
from flows.importing import free_name
from flows.lock import only_update
from flows.review_file import read_review
from pipeline.errors import Refused
from pipeline.store import back_up, opened
from pipeline.store.intake import files
from pipeline.store.running import faults


def back_up_review(folder: Path, to: Path | None) -> str:
    """Copy the store while others may work; the copy is verified, written beside and renamed."""
    review = read_review(folder)
    if to is None:
        (folder / "backups").mkdir(exist_ok=True)
        to = free_name(folder / "backups" / f"ajour-{now()[:10]}.db")
    elif to.exists():
        raise Refused(f"{to}: there is such a file; a backup never overwrites one.")
    with opened(review.store) as db:
        back_up(db, to)
    return f"{to}: a verified copy of {review.store}."


def restore_review(folder: Path, copy: Path) -> str:
    """Put a verified copy in the store's place; the store that was there is kept beside it."""
    review = read_review(folder)
    if not copy.is_file():
        raise Refused(f"{copy}: there is no such file; nothing was changed.")
    with only_update(review.state):
        fresh = review.store.with_name("ajour.restored.db")
        fresh.unlink(missing_ok=True)
        with opened(copy) as db:
            wrong = faults(db)
            if wrong:
                raise Refused(f"{copy}: this copy is not sound ({wrong[0]}); nothing was changed.")
            count = sum(one.records for one in files(db))
            back_up(db, fresh)
        kept = free_name(review.folder / f"ajour.before-restore-{now()[:10]}.db")
        if review.store.exists():
            with opened(review.store) as db:
                back_up(db, kept)
            for name in (review.store, *review.store.parent.glob("ajour.db-*")):
                name.unlink()
        fresh.replace(review.store)
    return f"{copy}: brought back with {count} records; what was there is kept in {kept.name}."
