"""What the store says of each record and report; the ledger counts from nothing else."""

from dataclasses import dataclass
from typing import Literal

from pipeline.decisions import Outcome
from pipeline.records import RecordId

Way = Literal["database", "register", "website", "organisation", "citations"]
"""How a record was found; the first two are PRISMA's left column, the others its right one."""

DATABASES_AND_REGISTERS: tuple[Way, ...] = ("database", "register")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordEvidence:
    """One identified record: where it was found, and what took it away before screening.

    `linked_by` is None for the record of a report that was there first: the one that is counted
    on. `removed_by` is "automation:<criterion>", "stopping" or "other:<text>".
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
    """One report: the round and way it was first found by, and where it stands at each stage.

    `study` is None where nobody has grouped the report: it then is a study of its own.
    `more_studies` are further studies that the same report tells of. `records` are all records
    of the report as the store holds them, sorted; where given, the ledger refuses evidence in
    which one of them is missing.
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
    """What an earlier version of the review included; dropped no longer meets the criteria."""

    studies: int
    reports: int
    name: str = ""
    dropped_studies: int = 0
    dropped_reports: int = 0
