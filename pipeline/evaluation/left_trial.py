"""The estimated number of relevant reports left in finished reviews, compared with the truth."""

from collections.abc import Sequence
from hashlib import sha256
from statistics import mean
from typing import Any

import numpy as np

from pipeline.evaluation.finished_reviews import ReplayedReview
from pipeline.evaluation.stopping_trial import others
from pipeline.ranking.certificate import learned_odds
from pipeline.ranking.finished_reviews import FinishedReplay
from pipeline.ranking.left import expected_left
from pipeline.ranking.progress import left_by_sample, most_left
from pipeline.ranking.reading import Pool, Reading, Sample, by_rank

LOOKS = tuple(part / 10 for part in range(1, 10))
"""Shares of the records read at which the number left is estimated."""

FEW, NEAR = 6, 3
"""If fewer than FEW are left, an estimate off by NEAR or less counts as within a factor of two."""


def left_figures(
    reviews: Sequence[ReplayedReview],
    finished: Sequence[FinishedReplay],
    *,
    confidence: float = 0.95,
    checks: float = 0.0,
) -> dict[str, Any]:
    """How often the estimate is within a factor of two, and the interval includes the truth.

    If only a few are left, 3 more or less count as within a factor of two. `checks` is the share of
    the unread, 0 to 1, that is read at random before each estimate.
    """
    each = {one.name: _looks(one, finished, confidence, checks) for one in reviews}
    every = [look for looks in each.values() for look in looks]
    return {
        "reviews": len(each),
        "within_factor_two": mean(near(one["expected"], one["true"]) for one in every),
        "covered": mean(one["low"] <= one["true"] <= one["high"] for one in every),
        "each": each,
    }


def near(expected: float | None, true: int) -> bool:
    """Whether an estimate is close enough to the truth.

    >>> near(12.0, 23), near(2.9, 0), near(12.0, 25), near(None, 0)
    (True, True, False, False)
    """
    if expected is None:
        return False
    if true < FEW:
        return abs(expected - true) <= NEAR
    return true / 2 <= expected <= 2 * true


def _looks(
    review: ReplayedReview, finished: Sequence[FinishedReplay], confidence: float, checks: float
) -> list[dict[str, Any]]:
    """The estimate at each look, and the truth."""
    found = review.found
    odds = learned_odds(others(finished, review), confidence=confidence)
    looks = []
    for share in LOOKS:
        at = int(share * len(found))
        reading, sample = _read_so_far(review, at, checks)
        error = (1 - confidence) / (1 if sample is None else 2)
        low, high = 0, most_left(reading, error, odds)
        if sample is not None:
            low, most = left_by_sample(sample, error)
            high = max(low, min(high, most))
        expected = expected_left(reading, sample)
        looks.append(
            {
                "read": share,
                "expected": None if expected is None else min(max(expected, low), float(high)),
                "low": low,
                "high": high,
                "true": sum(found) - reading.found,
            }
        )
    return looks


def _read_so_far(review: ReplayedReview, at: int, checks: float) -> tuple[Reading, Sample | None]:
    """The reading by rank, and at random from the rest if any of it is to be checked."""
    found, unread = review.found, len(review.found) - at
    drawn = int(checks * unread)
    if not drawn:
        return by_rank(found[:at], unread), None
    seed = int.from_bytes(sha256(f"{review.mark} {review.seed} {at}".encode()).digest()[:4])
    lot = np.random.default_rng(seed).choice(unread, size=drawn, replace=False)
    seen = [found[at + int(place)] for place in lot]
    reading = Reading(
        verdicts=(*found[:at], *seen),
        hits=found[:at],
        pools=(Pool(start=0, unread=unread - drawn),),
        unread=unread - drawn,
    )
    return reading, Sample(pool=unread, drawn=drawn, relevant=sum(seen), found=sum(seen))
