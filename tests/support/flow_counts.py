"""Counts a flow from evidence in one call, for tests."""

from collections.abc import Sequence

from pipeline.prisma.evidence import PreviousReview, RecordEvidence, ReportEvidence
from pipeline.prisma.flow import Flow, Terms
from pipeline.prisma.flow_counts import AS_GIVEN, check_evidence, count_flow


def count(
    records: Sequence[RecordEvidence],
    reports: Sequence[ReportEvidence],
    *,
    previous: PreviousReview | None = None,
    rounds: Sequence[str] | None = None,
    terms: Terms = AS_GIVEN,
) -> Flow:
    """Check evidence and count one flow from it."""
    evidence = check_evidence(records, reports, terms)
    return count_flow(evidence, previous=previous, rounds=rounds, terms=terms)
