"""Counts the flow of a review, of some of its rounds, or of some of its searches."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.errors import Fault, Refused
from pipeline.prisma.balance import NO_FLOW, faults_of_places, prove
from pipeline.prisma.boxes import WAYS
from pipeline.prisma.evidence import PreviousReview, RecordEvidence, ReportEvidence
from pipeline.prisma.evidence_checks import faults_of_evidence
from pipeline.prisma.flow import BoxEntry, Flow, Terms
from pipeline.prisma.ledger import Ledger, Scope, index, place, reports_by_study

REASONED = ("excluded_reports", "other_excluded_reports", "all_excluded_reports")

AS_GIVEN = Terms()


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedEvidence:
    """The complete evidence of a whole review, with what every flow of it needs.

    `order` has all rounds, first to last; `searches` the round of each; `misplaced` faults that
    make any flow impossible.
    """

    ledger: Ledger
    order: tuple[str, ...]
    searches: Mapping[str, str]
    reports_of: Mapping[str, str]
    misplaced: tuple[Fault, ...]


def check_evidence(
    records: Sequence[RecordEvidence], reports: Sequence[ReportEvidence], terms: Terms = AS_GIVEN
) -> CheckedEvidence:
    """Checked and indexed evidence, from which any number of flows is counted.

    Uses only the order of the rounds and the counts of the receipts from the terms. Raises Refused,
    naming the records, if evidence is missing or doubled.
    """
    if faults := faults_of_evidence(records, reports, terms.imported):
        raise Refused(NO_FLOW, faults)
    ledger, order = index(records, reports), _order(records, terms)
    return CheckedEvidence(
        ledger=ledger,
        order=order,
        searches={record.search: record.round for record in records},
        reports_of={one.record: one.report for one in records},
        misplaced=tuple(_faults_of_order(ledger, order)),
    )


def count_flow(
    evidence: CheckedEvidence,
    *,
    previous: PreviousReview | None = None,
    rounds: Sequence[str] | None = None,
    terms: Terms = AS_GIVEN,
) -> Flow:
    """The flow of some rounds or searches, or of all, from the evidence of a whole review.

    A record of a later round can belong to a report first found in an earlier one. Such a record
    counts as removed for other reasons in a flow without the earlier round, and as a duplicate in
    one with it. Raises Refused, naming the records, if evidence contradicts itself or a sum fails,
    and for unknown rounds or searches.
    """
    scope = _scope(evidence, rounds, terms)
    members = place(evidence.ledger, scope)
    faults = [*evidence.misplaced, *faults_of_places(members, evidence.reports_of)]
    if faults:
        raise Refused(NO_FLOW, faults)
    flow = _flow(members, scope, previous, terms)
    return prove(replace(flow, study_reports=reports_by_study(evidence.ledger, scope)))


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts names by the value of the numbers in them.

    >>> sorted(["10", "2", "1b", "1a"], key=natural)
    ['1a', '1b', '2', '10']
    """
    parts = re.findall(r"\d+|\D+", name)
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)


def _order(records: Sequence[RecordEvidence], terms: Terms) -> tuple[str, ...]:
    """All rounds, first to last: those named in the terms, then others in natural order."""
    found = sorted({record.round for record in records}, key=natural)
    return (*terms.order, *(name for name in found if name not in terms.order))


def _scope(evidence: CheckedEvidence, rounds: Sequence[str] | None, terms: Terms) -> Scope:
    """What the flow covers; if only searches are chosen, their rounds."""
    order, known = evidence.order, evidence.searches
    searches = None if terms.searches is None else frozenset(terms.searches)
    chosen = set(order) if rounds is None else set(rounds)
    faults = [
        Fault(name, "the review has no round of this name") for name in sorted(chosen - set(order))
    ]
    if searches is not None:
        faults += [
            Fault(one, "no search of this name has records")
            for one in sorted(searches - set(known))
        ]
        if rounds is None:
            chosen = {known[search] for search in searches if search in known}
    if faults:
        raise Refused("The numbers of this flow chart cannot be counted.", faults)
    within = tuple(name for name in order if name in chosen)
    first = order.index(within[0]) if within else 0
    earlier = frozenset(order[:first]) if terms.earlier_as_previous else frozenset()
    return Scope(rounds=within, searches=searches, earlier=earlier)


def _faults_of_order(ledger: Ledger, order: Sequence[str]) -> list[Fault]:
    """Records found before the primary record of their report."""
    rank = {name: position for position, name in enumerate(order)}
    return [
        Fault(
            record.record,
            f"this record is from round {record.round}, but its primary record is from a "
            f"later round",
        )
        for record in ledger.records
        if rank[record.round] < rank[ledger.counted[record.report].round]
    ]


def _flow(
    members: Mapping[str, tuple[str, ...]],
    scope: Scope,
    previous: PreviousReview | None,
    terms: Terms,
) -> Flow:
    """The flow of placed members; totals follow C3 and C4."""
    numbers = {box: len(ids) for box, ids in members.items() if "/" not in box}
    numbers |= _totals(numbers, previous)
    numbers["rejected_rows_records"] = sum(
        rows
        for search, rows in terms.rejected_rows.items()
        if scope.searches is None or search in scope.searches
    )
    name = None if previous is None else previous.name
    if previous is None and numbers["earlier_rounds_reports"]:
        name = ""
    return Flow(
        numbers=numbers,
        members=members,
        sources={way: _lines(members, way) for way in WAYS},
        reasons={box: _by_priority(_lines(members, box), terms.reasons) for box in REASONED},
        removed_other=_lines(members, "removed_other_records"),
        rounds=scope.rounds,
        searches=tuple(sorted(scope.searches or ())),
        previous=name,
        warnings=_warnings(numbers),
    )


def _totals(numbers: Mapping[str, int], previous: PreviousReview | None) -> dict[str, int]:
    """The totals of the earlier version and the new studies (C3, C4)."""
    old = previous or PreviousReview(studies=0, reports=0)
    studies = old.studies + numbers["earlier_rounds_studies"]
    reports = old.reports + numbers["earlier_rounds_reports"]
    found = numbers["new_reports"] + numbers["known_study_reports"]
    return {
        "previous_studies": studies,
        "previous_reports": reports,
        "dropped_studies": old.dropped_studies,
        "dropped_reports": old.dropped_reports,
        "total_studies": studies + numbers["new_studies"] - old.dropped_studies,
        "total_reports": reports + found - old.dropped_reports,
    }


def _lines(members: Mapping[str, tuple[str, ...]], box: str) -> tuple[BoxEntry, ...]:
    """The lines of a box, the largest first; equal ones by name."""
    before = f"{box}/"
    lines = [
        BoxEntry(name=key.removeprefix(before), number=len(ids))
        for key, ids in members.items()
        if key.startswith(before)
    ]
    return tuple(sorted(lines, key=lambda line: (-line.number, line.name)))


def _by_priority(lines: tuple[BoxEntry, ...], reasons: Sequence[str]) -> tuple[BoxEntry, ...]:
    """The lines in the order of the criteria; other codes last, sorted."""
    rank = {code: position for position, code in enumerate(reasons)}
    return tuple(sorted(lines, key=lambda line: (rank.get(line.name, len(rank)), line.name)))


def _warnings(numbers: Mapping[str, int]) -> tuple[str, ...]:
    """Names of results that balance but deserve a second look (C2); exports put them into words."""
    more = numbers["new_studies"] > numbers["new_reports"]
    return ("more_studies_than_reports",) if more else ()
