"""Opens a review: its settings and its store."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.review.criteria_in_use import CriteriaInUse, criteria_in_use
from flows.review.identity import refuse_other_store, remember, remembered_id
from flows.review.output_runs import run_names
from flows.review.settings_file import read_review
from flows.review.steps import step
from pipeline.decisions import Decision
from pipeline.errors import Refused
from pipeline.review.library import Library
from pipeline.review.library_again import read_again, what_stays
from pipeline.review.settings import Review
from pipeline.review.stored_library import read_library, read_outline
from pipeline.store.connection import Database, moment, one_moment, opened, writing
from pipeline.store.decisions import decisions
from pipeline.store.identity import give_id, identity
from pipeline.store.logs import logs_of

if TYPE_CHECKING:
    from screening_rules.criteria import Criteria


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A review with its criteria and its open store.

    `worked_out` caches slow results by name, each with the state it was computed from. With
    `again`, records stay in memory while this and other processes record decisions; with
    `outline`, the library reads each record only when it is asked for.
    """

    review: Review
    in_use: CriteriaInUse
    db: Database
    kept: dict[tuple[int, int], Library] = field(default_factory=dict, repr=False, compare=False)
    worked_out: dict[object, tuple[object, Any]] = field(
        default_factory=dict, repr=False, compare=False
    )
    again: bool = False
    outline: bool = False

    @property
    def criteria(self) -> "Criteria":
        """The criteria as of when the review was opened; they are parsed on first use."""
        return self.in_use.parsed()

    def library(self) -> Library:
        """The current content of the store; it is read again only if the store has changed."""
        now = moment(self.db)
        if now in self.kept:
            return self.kept[now]
        step("read the library")
        with one_moment(self.db) as then:
            found = self._read(again=self.again and then is not None)
        self.kept.clear()
        if then is not None:
            self.kept[then] = found
        return found

    def decisions(self) -> Sequence[Decision]:
        """All decisions that are not withdrawn; the rest of the library is not read for them."""
        now = moment(self.db)
        if now is None:  # a transaction may have written some
            return decisions(self.db)
        if now in self.kept:
            return self.kept[now].decisions
        seen, known = self.worked_out.get("decisions", (None, ()))
        found: Sequence[Decision] = known if seen == now else decisions(self.db)
        self.worked_out["decisions"] = (now, found)
        return found

    def _read(self, *, again: bool) -> Library:
        """Read the library; if only decisions are new, the records read earlier are reused."""
        if self.outline:
            return read_outline(self.db, self.review)
        if not again:
            return read_library(self.db, self.review)
        stays = what_stays(self.db)
        seen, known = self.worked_out.get("library", (None, None))
        same = known is not None and seen == stays
        found = read_again(self.db, known) if same else read_library(self.db, self.review)
        self.worked_out["library"] = (stays, found)
        return found


@contextmanager
def at_work(folder: Path, *, again: bool = False, outline: bool = False) -> Iterator[Session]:
    """Open a review; Refused if review.toml or criteria.toml has faults, before opening the store.

    `again` is for a process that answers many requests while people decide, `outline` for one that
    counts and needs hardly any texts.
    """
    review = read_review(folder)
    criteria = criteria_in_use(review)
    with open_store(review) as db:
        yield Session(review=review, in_use=criteria, db=db, again=again, outline=outline)


@contextmanager
def open_store(review: Review) -> Iterator[Database]:
    """Open a review's store; Refused if it is missing, empty, or another review's.

    A missing store is never silently replaced by a new one, since its decisions would be lost.
    """
    _refuse_gone(review)
    with opened(review.store, review=remembered_id(review)) as db:
        found = identity(db)
        ours = refuse_other_store(review, found)
        if ours != found.id:
            with writing(db):
                give_id(db, ours)
        remember(review, ours)
        yield db


def _refuse_gone(review: Review) -> None:
    """Refuse to create a store if there was one before; a full disk can leave an empty file."""
    store, runs = review.store, bool(run_names(review.output / "runs"))
    gone = not store.exists() and not store.is_symlink()
    empty = store.is_file() and not store.stat().st_size
    log = any(one.stat().st_size for one in logs_of(store)) if empty else False
    if gone and runs:
        what = "the database is missing, but output/ has runs that were made from it"
    elif empty and runs:
        what = "the database is empty (0 bytes), but output/ has runs that were made from it"
    elif empty and (log or remembered_id(review)):
        what = "the database is empty (0 bytes), but this review had a database with data"
    else:
        return
    first = " and ".join(
        [*([f"remove {store.name}"] if empty else []), *(["move output/ away"] * runs)]
    )
    raise Refused(
        f"{store}: {what}. Nothing was done. Restore a copy with: ajour backup --restore FILE. To "
        f"start again without any decisions: {first}, and run the command again."
    )
