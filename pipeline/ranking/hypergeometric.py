"""The hypergeometric distribution, without the slow import of scipy.stats.

Importing scipy.stats takes more processor time than all the rest of `ajour status`; the tests
compare these numbers with scipy's.
"""

from math import lgamma

import numpy as np
from numpy.typing import ArrayLike, NDArray

NEGLIGIBLE = 1e-17
"""A term of a sum, as a share of the sum, that no longer changes it."""

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def at_most(seen: ArrayLike, urn: ArrayLike, hits: ArrayLike, drawn: ArrayLike) -> Floats:
    """The probability of at most `seen` hits in a draw from an urn without replacement.

    The urn has `urn` items, of which `hits` are hits. The arguments are broadcast; nan if there
    would be more hits than items. Exact to about nine digits.

    >>> at_most(1, 10, 4, 3).round(6).item()  # (C(6,3) + 4 * C(6,2)) / C(10,3)
    0.666667
    """
    given = (np.asarray(value, dtype=np.int64) for value in (seen, urn, hits, drawn))
    k, size, good, taken = np.broadcast_arrays(*given)
    possible = (good >= 0) & (good <= size)
    good = np.where(possible, good, 0)
    least, most = np.maximum(0, good + taken - size), np.minimum(good, taken)
    # Far from the mean the terms shrink fast, so the tail on the side of `seen` is summed.
    below = k * size < good * taken
    start = np.where(below, k, k + 1)
    inside = (start >= least) & (start <= most)
    place = np.clip(start, least, most)
    first = np.where(inside, np.exp(_logarithm(place, size, good, taken)), 0.0)
    tail = _sum_outward(first, place, below, (size, good, taken))
    return np.where(possible, np.where(below, tail, 1.0 - tail), np.nan)


def exactly(seen: int, urn: int, hits: Integers, drawn: int) -> Floats:
    """The probability of exactly `seen` hits in a draw, for each number of hits in the urn.

    >>> exactly(1, 10, np.array([0, 4, 9]), 3).round(3).tolist()  # C(4,1) C(6,2) / C(10,3) = 0.5
    [0.0, 0.5, 0.0]
    """
    k, size, good, taken = np.broadcast_arrays(*map(np.asarray, (seen, urn, hits, drawn)))
    possible = (good >= k) & (size - good >= taken - k)
    chances = np.zeros(len(good))
    chances[possible] = np.exp(
        _logarithm(k[possible], size[possible], good[possible], taken[possible])
    )
    return chances


def _logarithm(k: Integers, size: Integers, good: Integers, taken: Integers) -> Floats:
    """The logarithm of the probability of exactly k hits."""
    last = int(size.max(initial=0))
    factorial = np.fromiter(map(lgamma, range(1, last + 2)), dtype=np.float64, count=last + 1)
    bad = size - good
    log: Floats = (
        (factorial[good] - factorial[k] - factorial[good - k])
        + (factorial[bad] - factorial[taken - k] - factorial[bad - taken + k])
        - (factorial[size] - factorial[taken] - factorial[size - taken])
    )
    return log


def _sum_outward(
    term: Floats, k: Integers, below: NDArray[np.bool_], urn: tuple[Integers, ...]
) -> Floats:
    """The term at k and all those farther from the mean, each computed from the one before."""
    size, good, taken = (part.astype(np.float64) for part in urn)
    rest, place, total = size - good - taken, k.astype(np.float64), term.copy()
    while np.any(term > NEGLIGIBLE * total):
        over = np.where(below, place * (rest + place), (good - place) * (taken - place))
        under = np.where(
            below, (good - place + 1) * (taken - place + 1), (place + 1) * (rest + place + 1)
        )
        # Beyond the last possible number `over` has been 0, so the term is 0 whatever `over` is
        # now.
        term = term * over / np.maximum(under, 1.0)
        place = place + np.where(below, -1.0, 1.0)
        total = total + term
    return total
