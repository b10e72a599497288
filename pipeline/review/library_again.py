"""A library read again after decisions: records and reports are reused, decisions are new."""

from dataclasses import replace

from pipeline.review.library import Library
from pipeline.review.stored_library import decided_on
from pipeline.store.connection import Database
from pipeline.store.decisions import decisions, ranked_lists
from pipeline.store.table_checksums import seals

STAY = (
    *("search", "file", "cluster", "assessment", "stand_in", "supplement", "withdrawn_removal"),
    *("study", "study_record", "study_link"),
)
"""The tables that a library holds besides decisions and lists; `file` covers its records."""


def what_stays(db: Database) -> dict[str, str]:
    """The seals of all that a library holds besides decisions and lists."""
    return seals(db, STAY)


def read_again(db: Database, library: Library) -> Library:
    """The present library, if `what_stays` is as it was when this one was read."""
    said = decisions(db)
    decided = decided_on(said, library.records, library.memberships, library.stand_ins)
    made = replace(library, decided=decided, decisions=said, lists=ranked_lists(db))
    made.__dict__["reports"] = library.reports  # made from records alone, and slow
    return made
