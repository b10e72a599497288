"""When reading may stop: a test of missed recall, and what rules of thumb are worth."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

import numpy as np
from numpy.typing import NDArray

from pipeline.ranking.hypergeometric import at_most

LOOKS = 1000
"""Most points of the past from which the test looks; fewer looks make it more cautious."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleOfThumb:
    """Stop after so many irrelevant records in a row: what that did in finished reviews.

    In `reviews` replayed reviews it read `share_read` of the records, and `reached` of them had
    found 95 per cent of their includes.
    """

    in_a_row: int
    share_read: float
    reached: int
    reviews: int


RULES_OF_THUMB = (
    RuleOfThumb(in_a_row=50, share_read=0.35, reached=15, reviews=33),
    RuleOfThumb(in_a_row=100, share_read=0.48, reached=24, reviews=33),
)
"""Measured on 33 finished reviews, ranked by ASReview's model: they miss the target in up to
half of the reviews, and nobody should stop by them alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopping:
    """Where one stands: how likely it is that so little was found though the target is missed.

    `p` is the probability, under the hypothesis that recall is below `target`, of finding no
    more than was found; the target counts as `reached` where p < 1 - `confidence`.
    """

    p: float
    reached: bool
    target: float
    confidence: float
    read: int
    found: int
    unread: int
    in_a_row: int


def stopping(
    reading: Sequence[bool], unread: int, *, target: float = 0.95, confidence: float = 0.95
) -> Stopping:
    """The test of Callaghan and Müller-Hansen 2020 (Systematic Reviews 9:273), exact.

    `reading` says of each record, in the order they were read, whether it was relevant. The
    records read since any point of the past are taken for a random sample of what was unread
    then, which is cautious where they were read by rank; the smallest p over all such points
    counts. With nothing found p is 1, and with nothing left to read it is 0.
    """
    hits = np.array(reading, dtype=np.int64)
    p = missed(hits, unread, target) if unread else 0.0
    found = int(hits.sum())
    last = int(np.flatnonzero(hits)[-1]) + 1 if found else 0
    return Stopping(
        p=p,
        reached=p < 1 - confidence,
        target=target,
        confidence=confidence,
        read=len(hits),
        found=found,
        unread=unread,
        in_a_row=len(hits) - last,
    )


def missed(hits: NDArray[np.int64], unread: int, target: float) -> float:
    """The smallest p of the hypothesis that recall is below the target."""
    found = int(hits.sum())
    # The least number of unread includes that leaves recall below the target; the small number
    # is against rounding: 19 / 0.95 is 20, not 19.999.
    return missed_more(hits, unread, floor(found / target + 1e-9) - found + 1) if found else 1.0


def missed_more(hits: NDArray[np.int64], unread: int, left: int) -> float:
    """The smallest p of the hypothesis that `left` includes or more are among the unread.

    Only points right after an include matter: a sample that begins later in the same run of
    excludes holds fewer excludes and as many includes, so that its p is larger.
    """
    if left > unread:
        return 0.0
    starts = np.concatenate([[0], np.flatnonzero(hits) + 1])
    starts = starts[:: len(starts) // LOOKS + 1]
    within = hits.sum() - np.concatenate([[0], np.cumsum(hits)])[starts]
    sample = len(hits) - starts
    p = at_most(within, sample + unread, within + left, sample)
    return float(np.min(p))
