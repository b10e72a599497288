"""What was found in reading order, by round: passed at screening, and included."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil

from pipeline.decisions import Stage, Verdict
from pipeline.review.library import Library
from pipeline.review.reading_order import read_so_far

NEARLY_ALL = 0.95
"""The share found at which reading is measured, as in WSS@95 (Cohen et al. 2006)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundReading:
    """What was found in one round after each report read at screening.

    `passed` and `included` begin with 0 and increase by one when the report read is to be read in
    full, and when it is finally included; both are one longer than the number of reports read.
    `unread` counts those awaiting a decision at screening.
    """

    round: str
    passed: tuple[int, ...]
    included: tuple[int, ...]
    unread: int

    @property
    def read(self) -> int:
        """How many reports were read."""
        return len(self.passed) - 1

    @property
    def nearly_all_after(self) -> int | None:
        """The reports read when 95 per cent of those included were found; None without any.

        >>> RoundReading(round="1", passed=(0, 1), included=(0, 1), unread=0).nearly_all_after
        1
        """
        wanted = ceil(NEARLY_ALL * self.included[-1] - 1e-9)
        return self.included.index(wanted) if wanted else None


def reading_by_round(library: Library) -> tuple[RoundReading, ...]:
    """The reading of each round in which any report is read, in the order of review.toml."""
    included = {*library.included}
    order = read_so_far(library)
    rounds = {one: library.round_of(library.counted_on(one)) for one in library.members}
    unread = [rounds[one] for one in library.awaiting(Stage.SCREENING)]
    made = []
    for name, _ in library.review.rounds:
        read = [one for one in order if rounds[one] == name]
        passed = [library.verdict(one, Stage.SCREENING) is Verdict.INCLUDE for one in read]
        made.append(
            RoundReading(
                round=name,
                passed=_found(passed),
                included=_found([one in included for one in read]),
                unread=unread.count(name),
            )
        )
    return tuple(one for one in made if one.read)


def _found(hits: Sequence[bool]) -> tuple[int, ...]:
    """The number of hits after each report, beginning with 0."""
    return (0, *accumulate(int(hit) for hit in hits))
