"""The ledger: rules place records, reports and studies in boxes, none by subtraction."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from operator import attrgetter

from pipeline.decisions import Outcome
from pipeline.prisma.box_rules import (
    RECORD_RULES,
    REPORT_RULES,
    Case,
    decided,
    included,
    reached_full_text,
)
from pipeline.prisma.boxes import COLUMN, OTHER, STUDIES, SUMS, WAYS
from pipeline.prisma.evidence import DATABASES_AND_REGISTERS, RecordEvidence, ReportEvidence
from pipeline.records import RecordId

Members = dict[str, list[str]]

_STAGES = ("screening", "retrieval", "eligibility")
_OF_RECORD = attrgetter(
    *(one.name for one in fields(RecordEvidence) if one.name not in {"record", "report"})
)
_OF_REPORT = attrgetter(
    *(
        one.name
        for one in fields(ReportEvidence)
        if one.name not in {"report", "records", "study", "more_studies", *_STAGES}
    )
)
_OUTCOMES = attrgetter(*_STAGES)
"""The fields that the rules of the boxes use: all of the evidence except names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The rounds and searches that a flow covers; `earlier` are rounds before all of them."""

    rounds: tuple[str, ...]
    searches: frozenset[str] | None
    earlier: frozenset[str]

    def has(self, record: RecordEvidence) -> bool:
        """Whether a record is in the flow."""
        return record.round in self.rounds and (
            self.searches is None or record.search in self.searches
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The evidence, indexed.

    Has the reports, and the primary record of each. `alike` groups the records for which all rules
    give the same result, each group with one of its records: a large library has few groups. `cut`
    are reports whose full-text evidence does not count because their record was removed before
    screening. `begun` are those with evidence beyond screening, `included` those in the review, in
    the order of `counted`.
    """

    records: Sequence[RecordEvidence]
    reports: Mapping[RecordId, ReportEvidence]
    counted: Mapping[RecordId, RecordEvidence]
    alike: Sequence[tuple[RecordEvidence, Sequence[RecordId]]]
    cut: frozenset[RecordId]
    begun: tuple[RecordId, ...]
    included: tuple[RecordId, ...]


def index(records: Sequence[RecordEvidence], reports: Iterable[ReportEvidence]) -> Ledger:
    """The ledger of evidence that has already been checked for faults."""
    counted = {record.report: record for record in records if record.linked_by is None}
    given = {one.report: one for one in reports}
    valid = {name: _as_it_counts(one, counted[name]) for name, one in given.items()}
    return Ledger(
        records=records,
        reports=valid,
        counted=counted,
        alike=_alike(records, valid, counted),
        cut=frozenset(name for name, one in valid.items() if one is not given[name]),
        begun=tuple(name for name in counted if name in valid and reached_full_text(valid[name])),
        included=tuple(name for name in counted if name in valid and included(valid[name])),
    )


def _alike(
    records: Iterable[RecordEvidence],
    reports: Mapping[RecordId, ReportEvidence],
    counted: Mapping[RecordId, RecordEvidence],
) -> Sequence[tuple[RecordEvidence, Sequence[RecordId]]]:
    """Groups of records for which all rules give the same result, each with its first record."""
    found: dict[object, tuple[RecordEvidence, list[RecordId]]] = {}
    for record in records:
        state = _state(record, reports[record.report], counted[record.report])
        if state not in found:
            found[state] = (record, [])
        found[state][1].append(record.record)
    return tuple(found.values())


def _as_it_counts(report: ReportEvidence, first: RecordEvidence) -> ReportEvidence:
    """The report, without full-text evidence if its record was removed before screening.

    Nothing after a removal counts, unless somebody has screened the record anyway: the two
    contradict each other, and the proof then names the record.
    """
    if first.removed_by is None or decided(report.screening):
        return report
    cut = replace(report, retrieval=None, eligibility=None, assumed_retrieved=False)
    return report if cut == report else cut


def place(ledger: Ledger, scope: Scope) -> dict[str, tuple[str, ...]]:
    """The members of every box of a scope, sorted; lines of lists under "box/name"."""
    members: Members = defaultdict(list)
    for record, ids in ledger.alike:
        if scope.has(record):
            report, first = ledger.reports[record.report], ledger.counted[record.report]
            for box in _boxes(record, report, first, scope):
                members[box] += ids
    for report_id in ledger.begun:
        if scope.has(ledger.counted[report_id]):
            _place_report(members, ledger.reports[report_id])
    for report_id in ledger.cut:
        if scope.has(record := ledger.counted[report_id]):
            members[f"{_before(record)}decisions_set_aside_reports"].append(report_id)
    _place_studies(members, ledger, scope)
    for box in (*WAYS, *COLUMN, *OTHER, *STUDIES):
        members.setdefault(box, [])
    for box, parts in SUMS.items():
        members[box] = [one for part in parts for one in members[part]]
    return {box: tuple(sorted(members[box])) for box in sorted(members)}


def _before(one: RecordEvidence | ReportEvidence) -> str:
    """The prefix of the names of the boxes of a column."""
    return "" if one.way in DATABASES_AND_REGISTERS else "other_"


def _state(record: RecordEvidence, report: ReportEvidence, first: RecordEvidence) -> object:
    """All values that determine a record's boxes; most of a large library has the same ones."""
    outcomes = tuple(signs_of(one) for one in _OUTCOMES(report))
    return _OF_RECORD(record), _OF_REPORT(report), outcomes, first.removed_by


def signs_of(outcome: Outcome | None) -> object:
    """All that the rules of the boxes can ask of an outcome."""
    if outcome is None:
        return None
    return outcome.state, outcome.verdict, outcome.reason, outcome.missing, bool(outcome.by)


def _boxes(
    record: RecordEvidence, report: ReportEvidence, first: RecordEvidence, scope: Scope
) -> Iterator[str]:
    """Every box whose rule a record meets, and its source's line."""
    found = f"{record.way}_records"
    yield from (found, f"{found}/{record.source}")
    case = Case(
        record,
        report,
        again=report.round not in scope.rounds,
        settled=decided(report.screening) or first.removed_by is not None,
    )
    before = _before(record)
    yield from (before + box for box, holds in RECORD_RULES.items() if holds(case))
    if case.counted and (record.removed_by or "").startswith("other:"):
        text = (record.removed_by or "").partition(":")[2].strip()
        yield f"{before}removed_other_records/{text}"


def _place_report(members: Members, report: ReportEvidence) -> None:
    """Puts a report in every box whose rule it meets, and in its reason's line."""
    before = _before(report)
    for box, holds in REPORT_RULES.items():
        if holds(report):
            members[before + box].append(report.report)
            if box == "excluded_reports" and report.eligibility:
                reason = report.eligibility.reason or ""
                members[f"{before}{box}/{reason}"].append(report.report)
                members[f"all_{box}/{reason}"].append(report.report)


def studies_of(report: ReportEvidence) -> tuple[str, ...]:
    """The studies that a report describes; a separate one if nobody has grouped it."""
    return (report.study or report.report, *report.more_studies)


def reports_by_study(ledger: Ledger, scope: Scope) -> dict[str, tuple[str, ...]]:
    """The included reports of each study, sorted, of the flow and of earlier rounds."""
    found: dict[str, list[str]] = defaultdict(list)
    for report_id in ledger.included:
        report, first = ledger.reports[report_id], ledger.counted[report_id]
        if scope.has(first) or first.round in scope.earlier:
            for study in studies_of(report):
                found[study].append(report.report)
    return {study: tuple(sorted(found[study])) for study in sorted(found)}


def _place_studies(members: Members, ledger: Ledger, scope: Scope) -> None:
    """Counts studies once, however many reports describe them.

    A study is known if an earlier review or an earlier round already has it; a report belongs to
    known studies if all its studies are known.
    """
    previous = {
        studies_of(report)[0] for report in ledger.reports.values() if report.study_is_previous
    }
    earlier: set[str] = set()
    for report_id in ledger.included:
        report, record = ledger.reports[report_id], ledger.counted[report_id]
        if record.round in scope.earlier:
            earlier.update(studies_of(report))
            members["earlier_rounds_reports"].append(report_id)
    new: set[str] = set()
    for report_id in ledger.included:
        report, record = ledger.reports[report_id], ledger.counted[report_id]
        if scope.has(record):
            fresh = set(studies_of(report)) - previous - earlier
            new |= fresh
            members["new_reports" if fresh else "known_study_reports"].append(report_id)
    members["new_studies"] = list(new)
    members["earlier_rounds_studies"] = list(earlier - previous)
