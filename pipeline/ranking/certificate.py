"""The stopping rule whose odds were learned from finished reviews, and how it performed there."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.ranking.binomial import t_quantile
from pipeline.ranking.finished_reviews import (
    CONFIDENCES,
    TARGETS,
    FinishedReplay,
    reviews,
)
from pipeline.ranking.hypergeometric import at_most
from pipeline.ranking.reading import Reading, Sample
from pipeline.ranking.stopping_rule import least_missed, missed_by

SMALL = 300
"""Reports below which a review gets no odds other than 1: little is saved in so few, and one late
include weighs heavily."""

FEWEST = 5
"""Finished reviews below which no odds are learned."""

MODEST, MANY, CEILING = 2.25, 20, 5.0
"""The largest odds while fewer than MANY finished reviews are known, and the largest at all: eight
reviews that all reached the target say little about the one in twenty that does not."""

SHARE_OF_CHECKS = 0.2
"""Share of the allowed error, 0 to 1, that the random checks use if there are any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """The result of the learned rule, and how it did in finished reviews.

    `p` is that of the stopping test if an include is `odds` times likelier than an exclude to have
    been read by now. Of `replays` of `reviews` finished reviews the rule, with odds learned from
    the others, had reached its target in `held` when it said stop. `further` is how many more
    reports would have to be read if none were relevant: 0 if it says stop, None if no number is
    enough. With odds of 1 it is the test itself, with its proof.
    """

    odds: float
    p: float
    reached: bool
    target: float
    confidence: float
    further: int | None
    held: int
    replays: int
    reviews: int


def certificate(
    reading: Reading,
    finished: Sequence[FinishedReplay],
    *,
    target: float = 0.95,
    confidence: float = 0.95,
    sample: Sample | None = None,
) -> Certificate:
    """The result of the rule for a reading, with odds learned from finished reviews."""
    odds = learned_odds(finished, reading.total, target=target, confidence=confidence)
    p = _joined(reading, target, odds, sample)
    held, replays = evidence(finished, target=target, confidence=confidence)
    return Certificate(
        odds=odds,
        p=p,
        reached=p < 1 - confidence,
        target=target,
        confidence=confidence,
        further=_further(reading, (target, odds, 1 - confidence), sample),
        held=held,
        replays=replays,
        reviews=reviews(finished),
    )


def learned_odds(
    finished: Sequence[FinishedReplay],
    total: int = SMALL,
    *,
    target: float = 0.95,
    confidence: float = 0.95,
) -> float:
    """The odds for a review of so many reports, chosen so that the next review reaches its target.

    They are a prediction bound (Student's t, on the logarithms) for the odds that the next review
    allows: at most the share 1 - `confidence` of reviews allows less. For a target or confidence
    between those of the table, the next stricter one is used. The odds are 1 if nothing is known,
    or if the review is small.
    """
    by_review = _by_review(finished, target, confidence)
    if total < SMALL or len(by_review) < FEWEST:
        return 1.0

    logs = [np.log(one) for one in by_review]
    means = np.array([one.mean() for one in logs])
    within = float(np.mean([one.var() for one in logs]))
    count = len(means)
    spread = np.sqrt((means.var(ddof=1) + within) * (1 + 1 / count))
    bound = float(np.exp(means.mean() + t_quantile(1 - confidence, count - 1) * spread))
    return float(round(min(max(bound, 1.0), MODEST if count < MANY else CEILING), 2))


def evidence(
    finished: Sequence[FinishedReplay], *, target: float, confidence: float
) -> tuple[int, int]:
    """The number of replays in which the rule had reached its target at stop, and of all replays.

    The odds of each review are those learned from the others.
    """
    column = _column(confidence)
    rows = [one for one in finished if one.target == _strict(TARGETS, target)]
    if column is None or not rows:
        return 0, 0
    own = {
        mark: learned_odds(
            [other for other in finished if other.mark != mark],
            next(one.records for one in rows if one.mark == mark),
            target=target,
            confidence=confidence,
        )
        for mark in {one.mark for one in rows}
    }
    return sum(one.odds[column] >= own[one.mark] for one in rows), len(rows)


def _by_review(
    finished: Sequence[FinishedReplay], target: float, confidence: float
) -> list[np.ndarray]:
    """The odds that each review allows, one for each of its replays."""
    strict, column = _strict(TARGETS, target), _column(confidence)
    found: dict[str, list[float]] = defaultdict(list)
    for one in finished:
        if column is not None and one.target == strict:
            found[one.mark].append(one.odds[column])
    return [np.array(found[mark]) for mark in sorted(found)]


def _strict(known: Sequence[float], asked: float) -> float | None:
    """The smallest known value that is at least the requested one; None if there is none."""
    return min((one for one in known if one >= asked - 1e-9), default=None)


def _column(confidence: float) -> int | None:
    """Which of the odds of a replay belong to a confidence."""
    strict = _strict(CONFIDENCES, confidence)
    return None if strict is None else CONFIDENCES.index(strict)


def _joined(reading: Reading, target: float, odds: float, sample: Sample | None) -> float:
    """The smaller p of the reading by rank and the checks, each divided by its share of error."""
    p = missed_by(reading, target, odds)
    if sample is None or not reading.found or not reading.unread:
        return p
    checked = _checked(reading, target, sample)
    return min(1.0, p / (1 - SHARE_OF_CHECKS), checked / SHARE_OF_CHECKS)


def _checked(reading: Reading, target: float, sample: Sample) -> float:
    """The p of the random checks alone: the chance of so few relevant draws below the target."""
    left = least_missed(reading.found, target) - sample.outside
    if left <= 0:
        return 1.0
    relevant = sample.found + left
    if relevant > sample.pool:
        return 0.0
    return float(at_most(sample.relevant, sample.pool, relevant, sample.drawn))


def _further(
    reading: Reading, asked: tuple[float, float, float], sample: Sample | None
) -> int | None:
    """The fewest further excludes in ranking order after which the rule says stop."""
    target, odds, error = asked

    def enough(more: int) -> bool:
        return _joined(reading.further(more), target, odds, sample) < error

    low, high = 0, max((pool.unread for pool in reading.pools), default=0)
    if enough(0):
        return 0
    if not enough(high):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high
