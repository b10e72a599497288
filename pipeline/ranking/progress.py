"""Progress of the reading: how much was found, how much is left, and how certain that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import NDArray

from pipeline.ranking.hypergeometric import at_most
from pipeline.ranking.reading import Reading, Sample, by_rank
from pipeline.ranking.stopping_rule import left_or_more


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """The curve at a number of records read: relevant ones found, with bounds."""

    read: int
    found: float
    low: float
    high: float


class Curve(Sequence[Point]):
    """The points of the curve, each made when it is asked for: few of a long one are drawn.

    `found` has the number found after each record read, from 0 on; `expected` how many more are
    expected after each unread one, and `left` the bounds of all that is left.
    """

    def __init__(
        self, found: NDArray[np.int64], expected: NDArray[np.float64], left: tuple[int, int]
    ) -> None:
        self._found, self._expected, self._left = found, expected, left

    def __len__(self) -> int:
        return len(self._found) + len(self._expected)

    @overload
    def __getitem__(self, place: int) -> Point: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Point, ...]: ...
    def __getitem__(self, place: int | slice) -> Point | tuple[Point, ...]:
        if isinstance(place, slice):
            return tuple(self._point(one) for one in range(len(self))[place])
        return self._point(range(len(self))[place])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def _point(self, place: int) -> Point:
        read = len(self._found) - 1
        if place <= read:
            one = float(self._found[place])
            return Point(read=place, found=one, low=one, high=one)
        now, more = float(self._found[-1]), place - read
        low, high = self._left
        return Point(
            read=place,
            found=now + float(min(self._expected[more - 1], high)),
            low=now + max(0, low - (len(self._expected) - more)),
            high=now + min(more, high),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The state of the reading.

    `left` is how many relevant records are expected among the unread (None without
    probabilities), `left_low` and `left_high` bound it at the given confidence; `recall` and its
    bounds are found / (found + left). `curve` continues from what was read to what is expected.
    """

    read: int
    found: int
    unread: int
    left: float | None
    left_low: int
    left_high: int
    confidence: float
    curve: Sequence[Point]

    @property
    def recall(self) -> float | None:
        """The expected share of all relevant records that is found; None if unknown."""
        if self.left is None or not self.found + self.left:
            return None
        return self.found / (self.found + self.left)

    @property
    def recall_low(self) -> float:
        """The lowest recall that the decisions allow."""
        total = self.found + self.left_high
        return self.found / total if total else 1.0

    @property
    def recall_high(self) -> float:
        """The highest recall that the decisions allow."""
        total = self.found + self.left_low
        return self.found / total if total else 1.0


def progress(
    reading: Sequence[bool],
    probabilities: Sequence[float | None],
    *,
    sample: Sample | None = None,
    confidence: float = 0.95,
) -> Progress:
    """The state of the reading of reports by rank, with bounds from the stopping test alone."""
    plain = by_rank(reading, len(probabilities))
    return progress_by(plain, probabilities, sample=sample, confidence=confidence)


def progress_by(
    reading: Reading,
    probabilities: Sequence[float | None],
    *,
    sample: Sample | None = None,
    confidence: float = 0.95,
    odds: float = 1.0,
) -> Progress:
    """The state of the reading, from what was read and the probabilities of the unread.

    The probabilities are in the order in which the unread should be read. The upper bound of
    what is left inverts the stopping test, at the odds of the certificate or at 1; random checks
    give a separate bound, and then each of the two uses half of the allowed error.
    """
    unread = len(probabilities)
    error = (1 - confidence) / (1 if sample is None else 2)
    low, high = 0, most_left(reading, error, odds)
    if sample is not None:
        low, checked = left_by_sample(sample, error)
        # Nothing was drawn from outside the pool: all of these may be relevant.
        high = max(low, min(high, checked + sample.outside))
    low, high = min(low, unread), min(high, unread)
    known = [one for one in probabilities if one is not None]
    left = min(max(sum(known), low), high) if len(known) == unread else None
    return Progress(
        read=reading.read,
        found=reading.found,
        unread=unread,
        left=left,
        left_low=low,
        left_high=high,
        confidence=confidence,
        curve=_curve(reading.verdicts, known if left is not None else [0.0] * unread, (low, high)),
    )


def left_at_most(reading: Sequence[bool], unread: int, error: float) -> int:
    """The largest number of relevant unread reports that the stopping test does not reject."""
    return most_left(by_rank(reading, unread), error)


def most_left(reading: Reading, error: float, odds: float = 1.0) -> int:
    """The same for any reading, with the odds of a certificate."""
    low, high = 0, reading.unread
    while low < high:
        middle = (low + high + 1) // 2
        if not reading.found or left_or_more(reading, middle, odds) >= error:
            low = middle
        else:
            high = middle - 1
    return low


def left_by_sample(sample: Sample, error: float) -> tuple[int, int]:
    """The fewest and the most relevant records left in the pool, each bound with half the error."""
    least = sample.found
    most = sample.found + sample.pool - sample.drawn
    totals = np.arange(least, most + 1)
    seen, pool, drawn = sample.relevant, sample.pool, sample.drawn
    more = 1.0 - at_most(seen - 1, pool, totals, drawn)
    fewer = at_most(seen, pool, totals, drawn)
    possible = totals[(more >= error / 2) & (fewer >= error / 2)]
    if not len(possible):
        return 0, 0
    return int(possible[0]) - sample.found, int(possible[-1]) - sample.found


def _curve(reading: Sequence[bool], probabilities: Sequence[float], left: tuple[int, int]) -> Curve:
    """The number found after each record read, then the number expected after each unread one.

    The bounds of the future are those of what is left, never more than the number of records.
    """
    found = np.concatenate([[0], np.cumsum(np.array(reading, dtype=np.int64))])
    return Curve(found, np.cumsum(np.array(probabilities, dtype=np.float64)), left)
