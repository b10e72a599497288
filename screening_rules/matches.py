"""Matches of a query in many texts: the first and last word of each match as one number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.int64]
"""Matches in order, without repeats: the number of the first word in the upper half of each key,
that of the last in the lower."""

HALF = 32
"""Bits of a key that hold the number of the last word."""

LOWER = (1 << HALF) - 1


@dataclass(frozen=True, slots=True)
class Matches:
    """The matches of a query; `bare` are the texts that it matches without words, such as years."""

    keys: Keys
    bare: frozenset[int] = frozenset()


NOTHING = Matches(np.empty(0, dtype=np.int64))
"""No matches."""


def keys_of(first: Keys, last: Keys) -> Keys:
    """The keys of matches from some words up to others."""
    return (first << HALF) | last


def firsts(keys: Keys) -> Keys:
    """The first word of each match."""
    return keys >> HALF


def lasts(keys: Keys) -> Keys:
    """The last word of each match."""
    return keys & LOWER


def distinct(several: Iterable[Keys]) -> Keys:
    """Some keys together, in order and each once.

    >>> distinct([np.array([4, 2]), np.array([2, 1])]).tolist()
    [1, 2, 4]
    """
    keys = np.concatenate([*several])
    keys.sort()
    if len(keys) < 2:
        return keys
    new = np.empty(len(keys), dtype=np.bool_)
    new[0] = True
    np.not_equal(keys[1:], keys[:-1], out=new[1:])
    return keys[new]


def united(several: Sequence[Matches]) -> Matches:
    """The matches of any of several queries."""
    some = [one for one in several if one.keys.size or one.bare]
    if len(some) < 2:
        return some[0] if some else NOTHING
    return Matches(
        distinct(one.keys for one in some), frozenset().union(*(one.bare for one in some))
    )
