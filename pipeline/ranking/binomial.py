"""The binomial distribution and Student's t, without the slow import of scipy.

Importing scipy takes more processor time than all the rest of `ajour status`; the tests compare
these numbers with scipy's.
"""

from math import lgamma, pi, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

NEGLIGIBLE = 1e-17
"""A term of a sum, as a share of the sum, that no longer changes it."""

FARTHEST, STEPS = 12.0, 60_000
"""Upper end of the sum over the tail of t, as the inverse hyperbolic sine, and its steps."""

Floats = NDArray[np.float64]


def binomial_at_most(seen: ArrayLike, trials: ArrayLike, chance: ArrayLike) -> Floats:
    """The probability of at most `seen` successes in independent trials with equal chances.

    `seen` is 0 or more and no more than `trials`. The arguments are broadcast.

    >>> round(binomial_at_most(1, 3, 0.5).item(), 9)
    0.5
    """
    k, n, p = np.broadcast_arrays(
        np.asarray(seen, float), np.asarray(trials, float), np.asarray(chance, float)
    )
    inside = (k < n) & (p > 0) & (p < 1)
    k, n, p = np.where(inside, k, 0.0), np.where(inside, n, 1.0), np.where(inside, p, 0.5)
    # Far from the mean the terms shrink fast, so the tail on the side of `seen` is summed.
    below = k < n * p
    place = np.where(below, k, k + 1)
    term = np.exp(_logarithm(place, n, p))
    total = term.copy()
    while np.any(term > NEGLIGIBLE * total):
        down = place * (1 - p) / (np.maximum(n - place + 1, 1.0) * p)
        up = (n - place) * p / ((place + 1) * (1 - p))
        term = term * np.where(below, down, up)
        place = place + np.where(below & (place > 0), -1.0, 1.0)
        total = total + term
    certain = np.where(
        (np.asarray(chance) <= 0) | (np.asarray(seen) >= np.asarray(trials)), 1.0, 0.0
    )
    return np.where(inside, np.where(below, total, 1.0 - total), certain)


def _logarithm(k: Floats, n: Floats, p: Floats) -> Floats:
    """The logarithm of the probability of exactly k successes."""
    last = int(n.max(initial=0))
    factorial = np.fromiter(map(lgamma, range(1, last + 2)), dtype=np.float64, count=last + 1)
    ways = factorial[n.astype(int)] - factorial[k.astype(int)] - factorial[(n - k).astype(int)]
    return np.asarray(ways + k * np.log(p) + (n - k) * np.log1p(-p))


def t_quantile(share: float, freedom: int) -> float:
    """The value that Student's t stays below with a probability of at most a half.

    >>> round(t_quantile(0.05, 7), 3)
    -1.895
    """
    log = lgamma((freedom + 1) / 2) - lgamma(freedom / 2)
    steps = np.linspace(FARTHEST, 0.0, STEPS + 1)
    density = np.exp(log - (freedom + 1) / 2 * np.log1p(np.sinh(steps) ** 2 / freedom))
    heights = density / sqrt(freedom * pi) * np.cosh(steps)
    areas = (heights[1:] + heights[:-1]) / 2 * (FARTHEST / STEPS)
    below = np.concatenate([[0.0], np.cumsum(areas)])
    return -float(np.sinh(np.interp(share, below, steps)))
