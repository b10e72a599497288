"""Records become duplicates with reasons, and a short band for people; nothing is deleted."""

from pipeline.dedupe.evidence import Policy
from pipeline.dedupe.find import Known, answer, find_duplicates, remember
from pipeline.dedupe.links import Answer, Cluster, Doubt, Duplicates, Link
from pipeline.dedupe.measure import Measures, measure
from pipeline.dedupe.represent import Merged, merge, representative

__all__ = [
    "Answer",
    "Cluster",
    "Doubt",
    "Duplicates",
    "Known",
    "Link",
    "Measures",
    "Merged",
    "Policy",
    "answer",
    "find_duplicates",
    "measure",
    "merge",
    "remember",
    "representative",
]
