"""How far reviewers agree, and how far databases overlap."""

from pipeline.agreement.kappa import (
    Agreement,
    agreement,
    agreement_by,
    both_decided,
    both_reasoned,
)
from pipeline.agreement.overlap import Overlap, overlap

__all__ = [
    "Agreement",
    "Overlap",
    "agreement",
    "agreement_by",
    "both_decided",
    "both_reasoned",
    "overlap",
]
