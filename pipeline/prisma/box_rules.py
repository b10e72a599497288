"""The box of a record or report: one rule per box, each from its own evidence.

No rule depends on another. So if exactly one rule matches each record, that is a finding of
`pipeline.prisma.balance`, and not a consequence of how the rules are written.
"""

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.decisions import Outcome, Verdict
from pipeline.prisma.evidence import DATABASES_AND_REGISTERS, RecordEvidence, ReportEvidence


@dataclass(frozen=True, slots=True)
class Case:
    """A record with its report.

    `again` says that the report was first found in an earlier round outside the figure, `settled`
    that it was decided or removed in that round.
    """

    record: RecordEvidence
    report: ReportEvidence
    again: bool = False
    settled: bool = False

    @property
    def counted(self) -> bool:
        """Whether the record is the primary record of its report."""
        return self.record.linked_by is None


def decided(outcome: Outcome | None, *verdicts: Verdict) -> bool:
    """Whether a stage is decided, and with one of the verdicts if any are named."""
    if outcome is None or outcome.state != "decided":
        return False
    return not verdicts or outcome.verdict in verdicts


def begun(outcome: Outcome | None) -> bool:
    """Whether anybody has decided anything at a stage."""
    return outcome is not None and (outcome.state != "pending" or bool(outcome.by))


def conflicting(outcome: Outcome | None) -> bool:
    """Whether reviewers disagree at a stage."""
    return outcome is not None and outcome.state == "conflict"


def removed(case: Case, kind: str) -> bool:
    """Whether the record was removed before screening in this way.

    A duplicate is removed as a duplicate only: duplicates are removed before all else.
    """
    return case.counted and (case.record.removed_by or "").partition(":")[0] == kind


def straight_to_full_text(report: ReportEvidence) -> bool:
    """Whether a report of other methods went to retrieval without screening.

    PRISMA's right column has no screening: reports from a website or a reference list may be sought
    at once. In the left column full-text evidence never replaces screening.
    """
    return (
        report.way not in DATABASES_AND_REGISTERS
        and not begun(report.screening)
        and _full_text_begun(report)
    )


def _full_text_begun(report: ReportEvidence) -> bool:
    return begun(report.retrieval) or begun(report.eligibility) or report.assumed_retrieved


def passed(report: ReportEvidence) -> bool:
    """Whether a report is to be sought in full text."""
    return decided(report.screening, Verdict.INCLUDE) or straight_to_full_text(report)


def reached_full_text(report: ReportEvidence) -> bool:
    """Whether a report has any evidence that a rule of `REPORT_RULES` could ask for.

    Nineteen of twenty reports are excluded at screening and can skip those rules.
    """
    return passed(report) or _full_text_begun(report)


def retrieved(report: ReportEvidence) -> bool:
    """Whether the full text was retrieved: somebody says so, or has started to assess it."""
    if not passed(report):
        return False
    if begun(report.retrieval):
        return decided(report.retrieval, Verdict.RETRIEVED)
    return report.assumed_retrieved or begun(report.eligibility)


def assessed_as(report: ReportEvidence, *verdicts: Verdict) -> bool:
    """Whether a retrieved report was assessed, with one of the verdicts if any are named."""
    return retrieved(report) and decided(report.eligibility, *verdicts)


def included(report: ReportEvidence) -> bool:
    """Whether a report is in the review."""
    return assessed_as(report, Verdict.INCLUDE)


def set_aside(report: ReportEvidence) -> bool:
    """Whether a later stage was started although an earlier one does not allow it now."""
    if not passed(report):
        return _full_text_begun(report)
    return not retrieved(report) and begun(report.eligibility)


RECORD_RULES: dict[str, Callable[[Case], bool]] = {
    "duplicates_software_records": lambda case: (
        case.record.linked_by == "software" and not (case.again and case.settled)
    ),
    "duplicates_people_records": lambda case: (
        case.record.linked_by == "people" and not (case.again and case.settled)
    ),
    "found_again_decided_records": lambda case: not case.counted and case.again and case.settled,
    "found_again_undecided_records": lambda case: (
        not case.counted and case.again and not case.settled
    ),
    "automation_criteria_records": lambda case: removed(case, "automation"),
    "automation_stopping_records": lambda case: removed(case, "stopping"),
    "removed_other_records": lambda case: removed(case, "other"),
    "screened_records": lambda case: (
        case.counted and (decided(case.report.screening) or straight_to_full_text(case.report))
    ),
    "not_yet_screened_records": lambda case: (
        case.counted
        and case.record.removed_by is None
        and not decided(case.report.screening)
        and not straight_to_full_text(case.report)
    ),
    "screening_conflict_records": lambda case: (
        case.counted and case.record.removed_by is None and conflicting(case.report.screening)
    ),
    "excluded_people_records": lambda case: (
        case.counted
        and case.report.screened_by == "people"
        and decided(case.report.screening, Verdict.EXCLUDE)
    ),
    "excluded_automation_records": lambda case: (
        case.counted
        and case.report.screened_by == "automation"
        and decided(case.report.screening, Verdict.EXCLUDE)
    ),
    "passed_screening_records": lambda case: case.counted and passed(case.report),
}
"""The condition for a record to be counted in a box."""

REPORT_RULES: dict[str, Callable[[ReportEvidence], bool]] = {
    "sought_reports": lambda report: (
        passed(report) and (decided(report.retrieval) or retrieved(report))
    ),
    "not_yet_sought_reports": lambda report: (
        passed(report) and not decided(report.retrieval) and not retrieved(report)
    ),
    "retrieval_conflict_reports": lambda report: passed(report) and conflicting(report.retrieval),
    "not_retrieved_reports": lambda report: (
        passed(report) and decided(report.retrieval, Verdict.NOT_RETRIEVED)
    ),
    "retrieved_reports": retrieved,
    "assessed_reports": assessed_as,
    "not_yet_assessed_reports": lambda report: (
        retrieved(report) and not decided(report.eligibility)
    ),
    "assessment_conflict_reports": lambda report: (
        retrieved(report) and conflicting(report.eligibility)
    ),
    "excluded_reports": lambda report: assessed_as(report, Verdict.EXCLUDE),
    "ongoing_reports": lambda report: assessed_as(report, Verdict.ONGOING),
    "awaiting_reports": lambda report: assessed_as(report, Verdict.AWAITING),
    "included_reports": included,
    "decisions_set_aside_reports": set_aside,
}
"""The condition for a report to be counted in a box."""
