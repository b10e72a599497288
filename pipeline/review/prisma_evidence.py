"""The store's data as the evidence that PRISMA counts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from pipeline.decisions import Stage
from pipeline.prisma.duplicate_finder import Linked, linked_by
from pipeline.prisma.evidence import PreviousReview, RecordEvidence, ReportEvidence, Way
from pipeline.records import RecordId
from pipeline.review.library import Library
from pipeline.review.settings import Review

Links = Mapping[RecordId, Sequence[tuple[RecordId, RecordId]]]
"""The pairs that software linked, by report."""


def links_of_reports(library: Library, linked: Iterable[tuple[RecordId, RecordId]]) -> Links:
    """The pairs that software linked, by the report of the first of the two."""
    found: dict[RecordId, list[tuple[RecordId, RecordId]]] = defaultdict(list)
    for one, other in linked:
        found[library.report_of(one)].append((one, other))
    return found


def record_evidence(
    library: Library,
    linked: Links,
    unread: frozenset[RecordId],
    reports: Iterable[RecordId] | None = None,
) -> list[RecordEvidence]:
    """One line per record of these reports, or of all.

    `unread` are the reports that a stopping rule leaves unread.
    """
    return [
        RecordEvidence(
            record=record,
            report=report,
            search=library.found_in[record],
            round=library.round_of(record),
            source=library.source_of(record),
            way=_way(library, record),
            linked_by=by,
            removed_by=removed_by(library, report, unread),
        )
        for report in (library.members if reports is None else reports)
        for record, by in found_by(library, report, linked).items()
    ]


def found_by(library: Library, report: RecordId, linked: Links) -> dict[RecordId, Linked | None]:
    """Who found each record of a report to be a duplicate; None for its first record."""
    return linked_by(library.in_order_found(report), linked.get(report, ()))


def report_evidence(
    library: Library, reports: Iterable[RecordId] | None = None
) -> list[ReportEvidence]:
    """One line per report of these, or of all: its state at each stage, and its study."""
    every = library.members if reports is None else reports
    return [_report(library, report) for report in every]


def previous_review(review: Review) -> PreviousReview | None:
    """The earlier review's studies, if review.toml wants them in the figure."""
    said = review.previous
    if said is None or not said.in_figure:
        return None
    return PreviousReview(
        studies=said.studies,
        reports=said.reports,
        name=said.name,
        dropped_studies=said.dropped_studies,
        dropped_reports=said.dropped_reports,
    )


def left_unread(library: Library) -> frozenset[RecordId]:
    """The reports that the reviewers let the stopping rule leave unread: they have no decisions.

    None unless review.toml says so and the named rule has reached its target.
    """
    if not library.review.automation.stopping.exclude_unread:
        return frozenset()
    from pipeline.review.progress import may_stop  # imports numpy, which few reviews need here

    if not may_stop(library):
        return frozenset()
    return frozenset(
        one for one in library.awaiting(Stage.SCREENING) if not library.decided.get(one)
    )


def _way(library: Library, record: RecordId) -> Way:
    return cast("Way", library.searches[library.found_in[record]].way)


def removed_by(library: Library, report: RecordId, unread: frozenset[RecordId]) -> str | None:
    """What removed a report before screening, as the evidence names it."""
    criterion = library.removed(report)
    if criterion:
        return f"automation:{criterion}"
    return "stopping" if report in unread else None


def _report(library: Library, report: RecordId) -> ReportEvidence:
    ids = library.members[report]
    first = library.counted_on(report)
    study = library.groups.of.get(report)
    screening = library.outcome(report, Stage.SCREENING)
    eligibility = library.outcome(report, Stage.ELIGIBILITY)
    retrieval = library.outcome(report, Stage.RETRIEVAL)
    return ReportEvidence(
        report=report,
        round=library.round_of(first),
        way=_way(library, first),
        screening=screening,
        retrieval=retrieval,
        eligibility=eligibility,
        screened_by="people",
        study=study,
        study_is_previous=study in library.groups.previous,
        assumed_retrieved=retrieval is None and eligibility is not None,
        records=tuple(sorted(ids)),
    )
