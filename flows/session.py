"""A review at work: what its files say, and its open store."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from flows.library import Library, read_library
from flows.review import Review
from flows.review_file import read_review
from pipeline.store import opened
from screening_rules import Criteria, read_criteria


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
