"""How many relevant reports are expected among the unread, and the probability of each of them."""

import numpy as np
from numpy.typing import NDArray

from pipeline.ranking.hypergeometric import exactly
from pipeline.ranking.reading import Pool, Reading, Sample

FALL, BEND = 0.235, 0.75
"""Expected relevant reports among the unread, as a multiple of those found in the later half of the
reading, at a share x of all reports read: FALL * (1 - x) / x ** BEND. Fitted on replays of finished
reviews and tested on reviews left out; docs/ranking.md has the figures."""

STEEP, STEEP_READ = 0.9, 0.6
"""How steeply the odds of an include fall with the place in the order: as its power STEEP, less
STEEP_READ times the share read; includes left late in a review may be anywhere."""

SPREAD = 0.8
"""Error of that estimate in finished reviews at a tenth read: the standard deviation of the natural
logarithm of truth over estimate, each with 1 added. With 0.5 or 1.2 the estimate is met in as
many reviews."""

FEWEST = 10
"""Fewest reports read by rank from which an estimate is made."""

NOTHING = 1e-6
"""An expected number that counts as zero."""

LEVELS, HALVINGS = 60.0, 50
"""The largest logarithm of odds that is tried, and how often the range is halved."""

LEAST_POOL = 0.5
"""Least share of the unread, 0 to 1, that reports read by rank must have competed with."""


def expected_left(reading: Reading, sample: Sample | None = None) -> float | None:
    """The relevant reports expected among the unread; None if too few were read by rank.

    Includes become rarer as the reading goes down the ranking. How fast was learned from finished
    reviews, from the share read alone; how many remain follows from the later half of the reading.
    Random checks, if there are any, estimate the number whatever the quality of the ranking: the
    result is then the median of the distribution that both together give.
    """
    by_reading = _by_reading(reading)
    if by_reading is None or sample is None or not reading.unread:
        return by_reading
    return _with_checks(by_reading, reading.unread, sample)


def _with_checks(expected: float, unread: int, sample: Sample) -> float:
    """The median number left, from the estimate by rank and the random checks."""
    inside = max(unread - sample.outside, 0)
    if not inside:
        return expected
    left = np.arange(inside + 1)
    away = np.log((left + 1) / (expected * inside / unread + 1)) / SPREAD
    before = np.exp(-(away**2) / 2) / (left + 1)
    seen, pool = sample.relevant, sample.pool
    likely = before * exactly(seen, pool, sample.found + left, sample.drawn)
    if not likely.any():
        return expected
    median = int(np.searchsorted(np.cumsum(likely), likely.sum() / 2))
    return median * unread / inside


def _by_reading(reading: Reading) -> float | None:
    """The number expected from the reading by rank alone."""
    pool = _main_pool(reading)
    if pool is None:
        return None
    hits = reading.hits[pool.start :]
    later = hits[len(hits) // 2 :]
    share = len(hits) / (len(hits) + reading.unread)
    found = FALL * sum(later) * (1 - share) / share**BEND
    return float(min(found, reading.unread * sum(later) / len(later)))


def probabilities(expected: float, unread: int, share_read: float) -> NDArray[np.float64]:
    """The probability of each unread report, by its place in the order; they add up to `expected`.

    Scores show which report comes before which. Their sigmoid gives the probability only for
    reports like those already read, among which includes are dense, and not for those further down.

    >>> probabilities(1.0, 4, 0.5).round(2)
    array([0.34, 0.26, 0.21, 0.19])
    """
    if not unread or expected < NOTHING:
        return np.zeros(unread)

    steep = max(STEEP - STEEP_READ * share_read, 0.0)
    fall = -steep * np.log(np.arange(1, unread + 1) / unread)
    total = min(expected, unread * 0.999)
    low, high = -LEVELS, LEVELS
    for _ in range(HALVINGS):
        level = (low + high) / 2
        low, high = (level, high) if _odds_to_chance(level + fall).sum() < total else (low, level)
    return _odds_to_chance(low + fall)


def _odds_to_chance(log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities from the logarithms of odds."""
    return np.asarray(1 / (1 + np.exp(-np.clip(log_odds, -500, 500))))


def _main_pool(reading: Reading) -> Pool | None:
    """The longest reading that competed with most of the unread, if it is long enough."""
    wide = [one for one in reading.pools if one.unread >= LEAST_POOL * reading.unread]
    first = min(wide, key=lambda one: one.start, default=None)
    enough = first is not None and len(reading.hits) - first.start >= FEWEST
    return first if enough else None
