"""When reading may stop: a test of missed recall, and the performance of rules of thumb."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

import numpy as np
from numpy.typing import NDArray

from pipeline.ranking.binomial import binomial_at_most
from pipeline.ranking.hypergeometric import at_most
from pipeline.ranking.reading import Reading, by_rank

LOOKS = 1000
"""Most past points from which the test looks; fewer looks make it more cautious."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleOfThumb:
    """A rule to stop after so many irrelevant records in a row, and its results in finished
    reviews.

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
"""Measured on 33 finished reviews, ranked by ASReview's model: the rules miss the target in up to
half of the reviews, and nobody should stop on them alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopping:
    """The state of the test: how likely it is to find so little although the target is missed.

    `p` is the probability, under the hypothesis that recall is below `target`, of finding no more
    than was found; the target counts as `reached` if p < 1 - `confidence`. `apart` are the reports
    read outside the ranking order, which the test does not use, and `passed_over` the unread ones
    above what was read, any of which may be relevant.
    """

    p: float
    reached: bool
    target: float
    confidence: float
    read: int
    found: int
    unread: int
    in_a_row: int
    apart: int = 0
    passed_over: int = 0


def stopping(
    reading: Sequence[bool], unread: int, *, target: float = 0.95, confidence: float = 0.95
) -> Stopping:
    """The test for reports that were all read by rank, from their verdicts in that order."""
    return stopping_by(by_rank(reading, unread), target=target, confidence=confidence)


def stopping_by(reading: Reading, *, target: float = 0.95, confidence: float = 0.95) -> Stopping:
    """The test of Callaghan and Müller-Hansen 2020 (Systematic Reviews 9:273), exact.

    The reports read by rank since any past point are treated as a random sample of those unread at
    that point, which is cautious, since the ranking put includes first; the smallest p over all
    such points counts. With nothing found p is 1, and with nothing left to read it is 0.
    """
    p = missed_by(reading, target)
    last = max((place for place, hit in enumerate(reading.hits, start=1) if hit), default=0)
    return Stopping(
        p=p,
        reached=p < 1 - confidence,
        target=target,
        confidence=confidence,
        read=reading.read,
        found=reading.found,
        unread=reading.unread,
        in_a_row=len(reading.hits) - last,
        apart=reading.apart,
        passed_over=reading.passed_over,
    )


def missed(hits: Sequence[bool], unread: int, target: float) -> float:
    """The smallest p of the hypothesis that recall is below the target, of reports read by rank."""
    return missed_by(by_rank(hits, unread), target)


def missed_by(reading: Reading, target: float, odds: float = 1.0) -> float:
    """The smallest p of the hypothesis that recall is below the target.

    With nothing found it is 1. `odds` are those of `missed_more`.
    """
    if not reading.unread:
        return 0.0
    return (
        left_or_more(reading, least_missed(reading.found, target), odds) if reading.found else 1.0
    )


def least_missed(found: int, target: float) -> int:
    """The least number of unread includes that leaves recall below the target.

    The small number guards against rounding: 19 / 0.95 is 20, not 19.999.

    >>> least_missed(19, 0.95), least_missed(100, 0.95)
    (2, 6)
    """
    return floor(found / target + 1e-9) - found + 1


def left_or_more(reading: Reading, left: int, odds: float = 1.0) -> float:
    """The smallest p of the hypothesis that so many includes or more are unread.

    Reports outside a pool may all be relevant, so only the rest of `left` must be in it.
    """
    if left > reading.unread:
        return 0.0
    hits = np.array(reading.hits, dtype=np.int64)
    found = (
        missed_more(hits[pool.start :], pool.unread, left - (reading.unread - pool.unread), odds)
        for pool in reading.pools
    )
    return min(found, default=1.0)


def missed_more(hits: NDArray[np.int64], unread: int, left: int, odds: float = 1.0) -> float:
    """The smallest p of the hypothesis that `left` includes or more are among the unread.

    Only points right after an include matter: a sample that begins later in the same run of
    excludes has fewer excludes and as many includes, so its p is larger. With `odds` above
    1 an include is that much likelier than an exclude to have been read (Fisher's biased urn, in
    its binomial form).
    """
    if left > unread:
        return 0.0
    if left < 1 or not len(hits):
        return 1.0
    starts = np.concatenate([[0], np.flatnonzero(hits) + 1])
    starts = starts[:: len(starts) // LOOKS + 1]
    within = hits.sum() - np.concatenate([[0], np.cumsum(hits)])[starts]
    sample = len(hits) - starts
    if odds == 1:
        p = at_most(within, sample + unread, within + left, sample)
    else:
        read, kept = odds * (sample - within), unread - left
        seen = np.divide(read, read + kept, out=np.zeros(len(read)), where=read + kept > 0)
        p = binomial_at_most(within, within + left, seen)
    return float(np.min(p))
