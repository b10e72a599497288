"""Compares the rules of a review's criteria with people's decisions."""

import json

from pipeline.decisions import Stage, Verdict
from pipeline.records import RecordId
from pipeline.review.library import Library
from pipeline.text.amounts import amount
from screening_rules.assessment import Assessment, from_json
from screening_rules.criteria import Criteria
from screening_rules.rule_counts import (
    AutomationError,
    PersonsWord,
    RuleCount,
    automation_errors,
    rule_counts,
)


def counts_of(library: Library, criteria: Criteria) -> list[RuleCount]:
    """How often each rule applied in this review, and how often people decided otherwise."""
    return rule_counts(_assessments(library), words_of(library), criteria)


def errors_of(library: Library) -> list[AutomationError]:
    """The error, by people's decisions, of each element that decides automatically here."""
    names = library.review.automation.criteria
    if not names:
        return []
    return automation_errors(_assessments(library), words_of(library), names)


def words_of(library: Library) -> dict[RecordId, PersonsWord]:
    """People's decision on each report that they judged, with their reasons."""
    return {
        report: PersonsWord(included=included, reasons=_reasons(library, report))
        for report, included in library.labelled().items()
    }


def _reasons(library: Library, report: RecordId) -> tuple[str, ...]:
    given = [
        reason
        for stage in (Stage.SCREENING, Stage.ELIGIBILITY)
        for one in library.decisions_on(report, stage)
        if one.verdict is Verdict.EXCLUDE
        for reason in (one.reason, *one.other_reasons)
    ]
    return tuple(sorted({reason for reason in given if reason}))


def _assessments(library: Library) -> list[Assessment]:
    return [
        from_json(json.loads(stored.body))
        for report, stored in library.assessments.items()
        if report in library.members
    ]


def automation_sentence(error: AutomationError) -> str:
    """The error of an element that decides automatically, compared with people's decisions."""
    marked = amount(error.marked, "report")
    told = (
        f"The criterion {error.element} excludes reports automatically, and has marked {marked} "
        f"as ineligible"
    )
    if not error.judged:
        return f"{told}. People have not decided on any of these reports."
    return (
        f"{told}. People have also decided on {error.judged:,} of these reports, and included "
        f"{error.otherwise:,} ({error.otherwise / error.judged:.0%})."
    )
