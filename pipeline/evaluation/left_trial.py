"""What would have been said to be left in finished reviews, beside what was."""

from collections.abc import Sequence
from statistics import mean
from typing import Any

from pipeline.evaluation.finished_reviews import ReplayedReview
from pipeline.evaluation.stopping_trial import others
from pipeline.ranking.certificate import learned_odds
from pipeline.ranking.finished_reviews import FinishedReplay
from pipeline.ranking.left import expected_left
from pipeline.ranking.progress import most_left
from pipeline.ranking.reading import by_rank

LOOKS = tuple(part / 10 for part in range(1, 10))
"""Shares of the records read at which it is asked what is left."""

FEW, NEAR = 6, 3
"""Where fewer than FEW are left, an expectation within NEAR of that is as good as within two."""


def left_figures(
    reviews: Sequence[ReplayedReview],
    finished: Sequence[FinishedReplay],
    *,
    confidence: float = 0.95,
) -> dict[str, Any]:
    """How often the expected number is within a factor of two, and the interval holds the truth.

    Of a few that are left, 3 more or less count as within a factor of two.
    """
    each = {one.name: _looks(one, finished, confidence) for one in reviews}
    every = [look for looks in each.values() for look in looks]
    return {
        "reviews": len(each),
        "within_factor_two": mean(near(one["expected"], one["true"]) for one in every),
        "covered": mean(one["low"] <= one["true"] <= one["high"] for one in every),
        "each": each,
    }


def near(expected: float | None, true: int) -> bool:
    """Whether an expectation is as good as one can ask for.

    >>> near(12.0, 23), near(2.9, 0), near(12.0, 25), near(None, 0)
    (True, True, False, False)
    """
    if expected is None:
        return False
    if true < FEW:
        return abs(expected - true) <= NEAR
    return true / 2 <= expected <= 2 * true


def _looks(
    review: ReplayedReview, finished: Sequence[FinishedReplay], confidence: float
) -> list[dict[str, Any]]:
    """What is said at each look, and what is true."""
    found = review.found
    odds = learned_odds(others(finished, review), confidence=confidence)
    looks = []
    for share in LOOKS:
        at = int(share * len(found))
        reading = by_rank(found[:at], len(found) - at)
        high = most_left(reading, 1 - confidence, odds)
        expected = expected_left(reading)
        looks.append(
            {
                "read": share,
                "expected": None if expected is None else min(expected, float(high)),
                "low": 0,
                "high": high,
                "true": sum(found[at:]),
            }
        )
    return looks
