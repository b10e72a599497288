"""The reports that a reviewer has in hand for one part of the page, in order."""

import asyncio
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from pipeline.records import RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportInHand:
    """A report in hand, and its place among all reports given to the reviewer.

    With `as_written`, it is on a list written for somebody to fill in, and keeps its place.
    """

    report: RecordId
    check: bool
    place: int
    as_written: bool = False


@dataclass(slots=True, kw_only=True)
class Hand:
    """The rows in order; a skipped report goes to the end.

    `seen` has the reports already sent to a page; one of them may be on the screen. `ahead` is true
    if the latest search for more began before anybody needed it. `order` is the number of the
    reading order that the rows are in.
    """

    rows: list[ReportInHand] = field(default_factory=list)
    seen: set[RecordId] = field(default_factory=set)
    given: int = 0
    order: int = 0
    ended: bool = False
    filling: asyncio.Task[None] | None = None
    waited: bool = False
    ahead: bool = False

    def add(self, reports: Iterable[tuple[RecordId, bool]], *, as_written: bool) -> None:
        """Add reports behind those in hand; a newer order may move them forward."""
        for report, check in reports:
            self.given += 1
            row = ReportInHand(report=report, check=check, place=self.given, as_written=as_written)
            self.rows.append(row)
        self.order = -1

    def drop(self, report: RecordId) -> None:
        """Remove a report from those in hand."""
        self.rows = [row for row in self.rows if row.report != report]

    def put_last(self, report: RecordId) -> None:
        """Put a report behind all others."""
        rows = [row for row in self.rows if row.report == report]
        self.drop(report)
        self.rows += rows

    def put_first(self, report: RecordId) -> None:
        """Put a report before all others."""
        self.drop(report)
        self.seen.add(report)
        self.rows.insert(0, ReportInHand(report=report, check=False, place=self.given))


def by_rank(
    rows: Iterable[ReportInHand], seen: Collection[RecordId], positions: Mapping[RecordId, int]
) -> list[ReportInHand]:
    """The same rows, with those that nobody has seen yet in the order of reading.

    Random checks, reports already sent to a page, and rows of written lists keep their places.

    >>> ids = [RecordId(one) for one in "bcdf"]
    >>> rows = [ReportInHand(report=one, check=one == "c", place=at) for at, one in enumerate(ids)]
    >>> found = by_rank(rows, {ids[0]}, {ids[3]: 1, ids[2]: 2, ids[0]: 3})
    >>> [(row.report, row.place) for row in found]
    [('b', 0), ('c', 1), ('f', 2), ('d', 3)]
    """
    found, last = list(rows), len(positions) + 1
    free = [
        at
        for at, row in enumerate(found)
        if not (row.check or row.as_written or row.report in seen)
    ]
    ranked = sorted((found[at] for at in free), key=lambda row: positions.get(row.report, last))
    places = [found[at].place for at in free]
    for at, row, place in zip(free, ranked, places, strict=True):
        found[at] = replace(row, place=place)
    return found
