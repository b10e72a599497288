"""The flows of a review: one per round and one over all; each checked by the pipeline."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from flows.review.session import Session
from flows.review.steps import step
from pipeline.errors import Refused
from pipeline.prisma.flow import Flow, Terms
from pipeline.prisma.flow_counts import CheckedEvidence, check_evidence, count_flow
from pipeline.prisma.summary import prisma_json
from pipeline.records import RecordId
from pipeline.review.alike_reports import alike_reports
from pipeline.review.library import Library
from pipeline.review.prisma_evidence import (
    left_unread,
    links_of_reports,
    previous_review,
    record_evidence,
    report_evidence,
)
from pipeline.store.duplicates import software_links
from pipeline.store.intake import StoredFile, files


@dataclass(frozen=True, slots=True, kw_only=True)
class Flows:
    """The flow of each round with records, in the order of review.toml, and of all rounds.

    `searches` has the flow of each search, if requested.
    """

    rounds: Mapping[str, Flow]
    total: Flow
    searches: Mapping[str, Flow] = field(default_factory=dict)


def flows_of(session: Session, library: Library, *, by_search: bool = False) -> Flows:
    """Count every flow from the evidence in the store; Refused if one does not balance."""
    step("count the flow chart")
    unread = left_unread(library)
    linked = links_of_reports(library, software_links(session.db))
    records = record_evidence(library, linked, unread)
    reports = report_evidence(library)
    terms = counting_terms(session)
    evidence = check_evidence(records, reports, terms)
    return _flows(session, evidence, terms, by_search=by_search)


def _flows(
    session: Session, evidence: CheckedEvidence, terms: Terms, *, by_search: bool = False
) -> Flows:
    previous = previous_review(session.review)
    searches = tuple(sorted(evidence.searches)) if by_search else ()
    return Flows(
        rounds={
            name: count_flow(evidence, previous=previous, rounds=[name], terms=terms)
            for name, _ in session.review.rounds
            if name in evidence.searches.values()
        },
        total=count_flow(evidence, previous=previous, terms=terms),
        searches={
            name: count_flow(evidence, previous=previous, terms=replace(terms, searches=(name,)))
            for name in searches
        },
    )


def numbers_of(session: Session, library: Library) -> dict[str, object]:
    """The numbers of `flows_of` as prisma_json has them, counted kind by kind.

    One report of each kind goes through the same rules and the same proof; its boxes then count as
    many reports as are like it.
    """
    step("count the flow chart")
    unread, terms = left_unread(library), counting_terms(session)
    linked = links_of_reports(library, software_links(session.db))
    alike = alike_reports(library, linked, unread)
    if terms.imported and Counter(terms.imported) != Counter(library.found_in.values()):
        return _plain_numbers(session, library)
    try:
        evidence = check_evidence(
            record_evidence(library, linked, unread, alike.reports),
            report_evidence(library, alike.reports),
            replace(terms, imported={}),
        )
        flows = _flows(session, evidence, terms)
    except Refused:
        return _plain_numbers(session, library)
    return prisma_json(
        {name: flow.times(alike.times) for name, flow in flows.rounds.items()},
        flows.total.times(alike.times),
    )


def flow_of_report(session: Session, library: Library, report: RecordId) -> Flow:
    """The flow of all rounds from one report and the other reports of its study alone.

    The boxes of a report do not depend on other reports, and counting all takes seconds in a large
    library. Raises Refused if the report's boxes contradict each other.
    """
    unread, study = left_unread(library), library.groups.of.get(report)
    reports = library.studies.get(study, (report,)) if study else (report,)
    linked = links_of_reports(library, software_links(session.db))
    terms = replace(counting_terms(session), imported={})
    evidence = check_evidence(
        record_evidence(library, linked, unread, reports), report_evidence(library, reports), terms
    )
    return count_flow(evidence, previous=previous_review(session.review), terms=terms)


def _plain_numbers(session: Session, library: Library) -> dict[str, object]:
    """The numbers from every record; a flow that does not balance is refused, and names them."""
    flows = flows_of(session, library)
    return prisma_json(flows.rounds, flows.total)


def counting_terms(session: Session) -> Terms:
    """The terms for counting the flow, from the review's settings and imports."""
    return Terms(
        reasons=session.in_use.reasons,
        order=tuple(name for name, _ in session.review.rounds),
        # The counts read from the files, so that the ledger notices a lost record.
        imported=_sums(session, lambda file: file.held),
        rejected_rows={name: rows for name, rows in _sums(session, _rejected).items() if rows},
    )


def _sums(session: Session, number: Callable[[StoredFile], int]) -> dict[str, int]:
    """The sum of a number of each search's files; withdrawn ones do not count."""
    sums: dict[str, int] = {}
    for file in files(session.db):
        if not file.withdrawn:
            sums[file.search] = sums.get(file.search, 0) + number(file)
    return sums


def _rejected(file: StoredFile) -> int:
    """How many faulty records were left out with --accept-faults."""
    return sum(receipt.accepted_faults for receipt in file.receipts)
