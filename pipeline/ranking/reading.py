"""What was read in the order of a ranking, and what it says of the reports that are unread."""

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Unread reports that competed with those read by rank from the place `start` on.

    A report that came in later, or that ranked higher than what was read and was passed over, was
    not in that competition: nothing that was read says how many such reports are relevant.
    """

    start: int
    unread: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The reports read in the order of the ranking, and all that is known besides.

    `verdicts` says of every decided report, in the order of the decisions, whether it is relevant;
    `hits` says it of those read by rank, first to last. `unread` counts the undecided reports,
    `passed_over` those of them that ranked above a report that was read. `pools` is empty where
    nothing was read by rank.
    """

    verdicts: tuple[bool, ...]
    hits: tuple[bool, ...]
    pools: tuple[Pool, ...]
    unread: int
    passed_over: int = 0

    @property
    def read(self) -> int:
        """Reports that are decided."""
        return len(self.verdicts)

    @property
    def found(self) -> int:
        """Reports that are relevant, in whatever order they were read."""
        return sum(self.verdicts)

    @property
    def apart(self) -> int:
        """Reports that were decided out of the order of the ranking."""
        return self.read - len(self.hits)

    @property
    def total(self) -> int:
        """All reports that were to be screened."""
        return self.read + self.unread

    def further(self, excluded: int) -> "Reading":
        """The same after so many more reports by rank, none of them relevant."""
        pools = (
            Pool(start=pool.start, unread=max(pool.unread - excluded, 0)) for pool in self.pools
        )
        return replace(
            self,
            verdicts=(*self.verdicts, *[False] * excluded),
            hits=(*self.hits, *[False] * excluded),
            pools=tuple(pools),
            unread=self.unread - excluded,
        )


def by_rank(hits: Sequence[bool], unread: int) -> Reading:
    """Everything read in the order of one ranking, the unread reports behind it.

    >>> by_rank([True, False], 3).pools
    (Pool(start=0, unread=3),)
    """
    verdicts, pool = tuple(hits), Pool(start=0, unread=unread)
    return Reading(verdicts=verdicts, hits=verdicts, pools=(pool,), unread=unread)
