"""The ledger of evidence becomes counts, refused unless they balance."""

from pipeline.prisma.balance import prove
from pipeline.prisma.boxes import box_names, resolve, unit
from pipeline.prisma.counting import checked, count, count_checked
from pipeline.prisma.evidence import PreviousReview, RecordEvidence, ReportEvidence, Way
from pipeline.prisma.flow import Flow, Line, Terms
from pipeline.prisma.summary import prisma_json, round_numbers

__all__ = [
    "Flow",
    "Line",
    "PreviousReview",
    "RecordEvidence",
    "ReportEvidence",
    "Terms",
    "Way",
    "box_names",
    "checked",
    "count",
    "count_checked",
    "prisma_json",
    "prove",
    "resolve",
    "round_numbers",
    "unit",
]
