"""Records become duplicates with reasons, and a short band for people; nothing is deleted."""

from pipeline.dedupe.find import Known, find_duplicates, remember
from pipeline.dedupe.links import Cluster, Doubt, Duplicates, Link
from pipeline.dedupe.measure import Measures, measure
from pipeline.dedupe.represent import Merged, merge, representative
from pipeline.dedupe.vetoes import Policy

__all__ = [
    "Cluster",
    "Doubt",
    "Duplicates",
    "Known",
    "Link",
    "Measures",
    "Merged",
    "Policy",
    "find_duplicates",
    "measure",
    "merge",
    "remember",
    "representative",
]
