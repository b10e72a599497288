"""The store's evidence on each record and report, the only basis of the ledger's counts."""

from dataclasses import dataclass
from typing import Literal

from pipeline.decisions import Outcome
from pipeline.records import RecordId

Way = Literal["database", "register", "website", "organisation", "citations"]
"""How a record was found; the first two are PRISMA's left column, the others its right column."""

DATABASES_AND_REGISTERS: tuple[Way, ...] = ("database", "register")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordEvidence:
    """One identified record: where it was found, and what removed it before screening.

    `linked_by` is None for the primary record of a report, the one found first.
    `removed_by` is "automation:<criterion>", "stopping" or "other:<text>".
    """

    record: RecordId
    report: RecordId
    search: str
    round: str
    source: str
    way: Way = "database"
    linked_by: Literal["software", "people"] | None = None
    removed_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportEvidence:
    """One report: the round and way it was first found by, and its outcome at each stage.

    `study` is None if nobody has grouped the report: it then counts as a separate study.
    `more_studies` are further studies described in the same report. `records` are all records of
    the report in the store, sorted; if they are given, the ledger refuses evidence in which one of
    them is missing.
    """

    report: RecordId
    round: str
    way: Way = "database"
    screening: Outcome | None = None
    retrieval: Outcome | None = None
    eligibility: Outcome | None = None
    screened_by: Literal["people", "automation"] = "people"
    study: str | None = None
    study_is_previous: bool = False
    assumed_retrieved: bool = False
    more_studies: tuple[str, ...] = ()
    records: tuple[RecordId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviousReview:
    """Studies of an earlier version of the review; a dropped one no longer meets the criteria."""

    studies: int
    reports: int
    name: str = ""
    dropped_studies: int = 0
    dropped_reports: int = 0
