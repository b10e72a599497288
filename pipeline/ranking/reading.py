"""What was read in ranking order, and what this shows about the unread reports."""

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Unread reports that competed with the reports read by rank from the place `start` on.

    A report that arrived later, or that ranked higher than the reports read but was skipped, was
    not in that competition: the reports read do not show how many such reports are relevant.
    """

    start: int
    unread: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Random checks: of `pool` records `drawn` were drawn at random, and `relevant` are relevant.

    `found` is how many of the pool are known to be relevant by now, including drawn ones;
    `outside` how many of the unread were not in the pool, so none of them could be drawn.
    """

    pool: int
    drawn: int
    relevant: int
    found: int
    outside: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The reports read in ranking order, and the other known counts.

    `verdicts` has, for every decided report in the order of the decisions, whether it is relevant;
    `hits` the same for those read by rank, first to last. `unread` counts the undecided reports,
    `passed_over` those of them that ranked above a report that was read. `pools` is empty if
    nothing was read by rank. `checks` are the random checks of unread reports, if there were any.
    """

    verdicts: tuple[bool, ...]
    hits: tuple[bool, ...]
    pools: tuple[Pool, ...]
    unread: int
    passed_over: int = 0
    checks: Sample | None = None

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
        """Reports that were decided outside the ranking order."""
        return self.read - len(self.hits)

    @property
    def total(self) -> int:
        """All reports that were to be screened."""
        return self.read + self.unread

    def further(self, excluded: int) -> "Reading":
        """The same reading after so many more reports by rank, none of them relevant."""
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
    """Everything read in the order of one ranking, followed by the unread reports.

    >>> by_rank([True, False], 3).pools
    (Pool(start=0, unread=3),)
    """
    verdicts, pool = tuple(hits), Pool(start=0, unread=unread)
    return Reading(verdicts=verdicts, hits=verdicts, pools=(pool,), unread=unread)
