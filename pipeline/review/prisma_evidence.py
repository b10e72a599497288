"""The store's data as the evidence that PRISMA counts."""

from collections import defaultdict
from collections.abc import Iterable
from typing import cast

from pipeline.decisions import Stage
from pipeline.prisma.duplicate_finder import linked_by
from pipeline.prisma.evidence import PreviousReview, RecordEvidence, ReportEvidence, Way
from pipeline.records import RecordId
from pipeline.review.library import Library
from pipeline.review.settings import Review
from pipeline.store.duplicates import StoredLink


def record_evidence(
    library: Library, links: Iterable[StoredLink], unread: frozenset[RecordId]
) -> list[RecordEvidence]:
    """One line per record; `unread` are the reports that a stopping rule leaves unread."""
    software_links: dict[RecordId, list[tuple[RecordId, RecordId]]] = defaultdict(list)
    for link in links:
        if link.decided_by == "software":
            software_links[library.report_of(link.one)].append((link.one, link.other))
    return [
        RecordEvidence(
            record=record,
            report=report,
            search=library.records[record].search,
            round=library.round_of(record),
            source=library.source_of(record),
            way=_way(library, record),
            linked_by=by,
            removed_by=_removed_by(library, report, unread),
        )
        for report in library.members
        for record, by in linked_by(
            library.in_order_found(report), software_links.get(report, ())
        ).items()
    ]


def report_evidence(library: Library) -> list[ReportEvidence]:
    """One line per report: its state at each stage, and its study."""
    return [_report(library, report) for report in library.members]


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
    return cast("Way", library.searches[library.records[record].search].way)


def _removed_by(library: Library, report: RecordId, unread: frozenset[RecordId]) -> str | None:
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
