"""A review at work: what its files say, and its open store."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from flows.library import Library, read_library
from flows.review import Review
from flows.review_file import read_review
from flows.run_folders import run_names
from pipeline.errors import Refused
from pipeline.store import Database, moment, opened
from screening_rules import Criteria, read_criteria


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A review with its criteria and its open store."""

    review: Review
    criteria: Criteria
    db: Database
    kept: dict[tuple[int, int], Library] = field(default_factory=dict, repr=False, compare=False)

    def library(self) -> Library:
        """Everything in the store now; read anew only where the store has changed since."""
        now = moment(self.db)
        if now in self.kept:
            return self.kept[now]
        found = read_library(self.db, self.review)
        self.kept.clear()
        if now is not None and now == moment(self.db):
            self.kept[now] = found
        return found


@contextmanager
def at_work(folder: Path) -> Iterator[Session]:
    """Open a review; Refused where review.toml or criteria.toml has faults, before the store is.

    A store that is gone is not made anew in silence: the decisions would be gone with it.
    """
    review = read_review(folder)
    criteria = _criteria(review.criteria)
    if not review.store.exists() and run_names(review.output / "runs"):
        raise Refused(
            f"{review.store}: is missing, though output/ has runs that were made from it. Nothing "
            "was done. Bring a copy back with: ajour backup --restore FILE. To begin anew, without "
            "any decision, move output/ away first."
        )
    with opened(review.store) as db:
        yield Session(review=review, criteria=criteria, db=db)


def _criteria(path: Path) -> Criteria:
    """The criteria in a file; parsing its 250 lines is dear, so the same bytes are parsed once."""
    if not path.is_file():
        return read_criteria(path)
    return _parsed(path, sha256(path.read_bytes()).hexdigest())


@lru_cache(maxsize=2)
def _parsed(path: Path, _digest: str) -> Criteria:
    return read_criteria(path)
