"""A review at work: what its files say, and its open store."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from flows.library import Library, read_library
from flows.review import Review
from flows.review_file import read_review
from flows.stages import Turn
from flows.stages.criteria import read_criteria_of_all
from flows.stages.duplicates import link_duplicates
from flows.stages.intake import put_plans
from flows.stages.ranking import rank_unread
from pipeline.store import opened
from screening_rules import Criteria, criteria_query, read_criteria


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A review with its criteria and its open store."""

    review: Review
    criteria: Criteria
    db: Database

    def library(self) -> Library:
        """Everything in the store now."""
        return read_library(self.db, self.review)


@contextmanager
def at_work(folder: Path) -> Iterator[Session]:
    """Open a review; Refused where review.toml or criteria.toml has faults, before the store is."""
    review = read_review(folder)
    criteria = read_criteria(review.criteria)
    with opened(review.store) as db:
        yield Session(review=review, criteria=criteria, db=db)


def refresh(session: Session, turn: Turn) -> tuple[str, ...]:
    """Do what files and decisions have made due: link, read the criteria, rank.

    Returns the names of the stages that did something; () where the store already says it all.
    """
    done = []
    db, review = session.db, session.review
    put_plans(db, review)
    if link_duplicates(db, review, turn):
        done.append("duplicates")
    library = session.library()
    if read_criteria_of_all(db, library, session.criteria, turn):
        done.append("criteria")
        library = session.library()
    if rank_unread(db, library, criteria_query(session.criteria), turn):
        done.append("ranking")
    return tuple(done)
