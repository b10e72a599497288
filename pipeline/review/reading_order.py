"""Compares the order in which reports were read with the ranks on the lists sent out."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from pipeline.decisions import Stage, Verdict
from pipeline.ranking.reading import Pool, Reading, Sample
from pipeline.records import RecordId
from pipeline.review.library import Library
from pipeline.store.decisions import RankedList

SKIPPED = 0.1
"""Largest share, 0 to 1, of the reports ranked above a report that may be undecided while it still
counts as read by rank. Any of them may then be relevant, so allowing a few costs little.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A report read by rank, and when its list was written."""

    report: RecordId
    at: str


def read_so_far(library: Library) -> list[RecordId]:
    """The reports decided at screening, in the order of the decisions."""
    decided = [one for one in library.judged if library.verdict(one, Stage.SCREENING)]
    return sorted(decided, key=lambda report: (_last(library, report), report))


def reading_of(library: Library) -> Reading:
    """What was read in ranking order, and what is unread.

    A report was read by rank if nearly all that ranked above it, on its list and on earlier ones,
    is decided too. Sorting or filtering a list, or reading it from the bottom, breaks that order;
    so do random checks, pilots and decisions made without a list. An undecided report that ranked
    above one that was read counts as passed over, even if in conflict.
    """
    awaiting = set(library.awaiting(Stage.SCREENING))
    read, passed_over = _by_rank(library, awaiting)
    return Reading(
        verdicts=tuple(_relevant(library, one) for one in read_so_far(library)),
        hits=tuple(_relevant(library, one.report) for one in read),
        pools=tuple(_pools(library, read, awaiting - passed_over)),
        unread=len(awaiting),
        passed_over=len(passed_over),
        checks=checks_of(library, awaiting),
    )


def checks_of(library: Library, awaiting: AbstractSet[RecordId]) -> Sample | None:
    """The random checks of the latest lists with any that are decided, and what they represent.

    They were drawn from all reports then undecided and not on those lists by rank.
    """
    with_checks = [one for one in library.lists if any(_decided(library, one.checks))]
    lists = [one for one in with_checks if one.at == with_checks[-1].at]
    if not lists:
        return None
    drawn = {report for one in lists for report in _decided(library, one.checks)}
    ranked = {library.report_of(record) for one in lists for record, _ in one.ranks} - drawn
    known = {one for one in awaiting if library.known_since[one] <= lists[0].at} - ranked
    later = set(_decided_since(library, lists[0].at)) - ranked - drawn
    return Sample(
        pool=len(known | later | drawn),
        drawn=len(drawn),
        relevant=sum(_relevant(library, one) for one in drawn),
        found=sum(_relevant(library, one) for one in later | drawn),
        outside=len(awaiting - known),
    )


def _by_rank(
    library: Library, awaiting: AbstractSet[RecordId]
) -> tuple[list[_Read], set[RecordId]]:
    """The reports read by rank, list by list, and the undecided ones that they passed over."""
    lists = _in_order(library)
    own = _lists_read(library, lists, awaiting)
    read: list[_Read] = []
    passed_over: set[RecordId] = set()
    waiting: dict[RecordId, int] = {}
    for place, (at, ranks) in enumerate(lists):
        # A report listed again waits at its latest rank.
        waiting |= {report: rank for report, rank in ranks.items() if report in awaiting}
        decided = [(report, ranks[report]) for report in own.get(place, ())]
        followed = _followed(decided, waiting)
        read += [_Read(report=report, at=at) for report, _ in followed]
        last = max((rank for _, rank in followed), default=0)
        passed_over |= {report for report, rank in waiting.items() if rank < last}
    return read, passed_over


def _in_order(library: Library) -> list[tuple[str, dict[RecordId, int]]]:
    """When each list was written, and the ranks of its reports; random checks have none.

    Lists of an earlier version have no order; of two with the same time the shorter counts as
    later, since it has what was left.
    """
    checks = {library.report_of(record) for one in library.lists for record in one.checks}
    lists = [one for one in library.lists if not one.pilot]
    lists.sort(key=lambda one: (one.at, one.number, -len(one.ranks), one.id))
    return [(one.at, _ranked(library, one, checks)) for one in lists]


def _lists_read(
    library: Library,
    lists: Sequence[tuple[str, dict[RecordId, int]]],
    awaiting: AbstractSet[RecordId],
) -> dict[int, list[RecordId]]:
    """The decided reports that were read from each list, by the list's position.

    A report belongs to the latest completely returned list with it or, if there is none, to the
    latest list written before the decision.
    """
    own: dict[RecordId, tuple[bool, int]] = {}
    for place, (at, ranks) in enumerate(lists):
        whole = awaiting.isdisjoint(ranks)
        for report in ranks.keys() - awaiting:
            said = library.decisions_on(report, Stage.SCREENING)
            written = any(at <= word.when for word in said)
            if written and (whole or not own.get(report, (False, 0))[0]):
                own[report] = (whole, place)
    found: dict[int, list[RecordId]] = {}
    for report, (_, place) in own.items():
        found.setdefault(place, []).append(report)
    return found


def _followed(
    decided: Sequence[tuple[RecordId, int]], waiting: dict[RecordId, int]
) -> list[tuple[RecordId, int]]:
    """The decided reports with few undecided ones above them, by rank."""
    above = sorted(waiting.values())
    return [
        (report, rank)
        for report, rank in sorted(decided, key=lambda one: (one[1], one[0]))
        if bisect_left(above, rank) <= SKIPPED * (rank - 1)
    ]


def _ranked(
    library: Library, listed: RankedList, checks: AbstractSet[RecordId]
) -> dict[RecordId, int]:
    """The reports of a list with the best rank that any of their records had on it."""
    best: dict[RecordId, int] = {}
    for record, rank in listed.ranks:
        report = library.report_of(record)
        if rank is not None and report in library.members and report not in checks:
            best[report] = min(rank, best.get(report, rank))
    return best


def _pools(
    library: Library, read: Sequence[_Read], unread: AbstractSet[RecordId]
) -> Iterator[Pool]:
    """One pool for each arrival time of unread reports: what was read since, and their number.

    A report competes only with those present when the list was written.
    """
    if not read:
        return
    times = [one.at for one in read]
    arrivals = Counter(map(library.known_since.__getitem__, unread))
    if not unread:
        yield Pool(start=0, unread=0)
    starts: dict[int, int] = {}
    there = 0
    for at in sorted(arrivals):
        there += arrivals[at]
        starts[bisect_left(times, at)] = there
    yield from (
        Pool(start=start, unread=there)
        for start, there in sorted(starts.items())
        if start < len(read)
    )


def _decided(library: Library, records: Iterable[RecordId]) -> Iterator[RecordId]:
    """The reports of these records that are decided."""
    for record in records:
        report = library.report_of(record)
        if report in library.members and library.verdict(report, Stage.SCREENING):
            yield report


def _decided_since(library: Library, at: str) -> Iterator[RecordId]:
    """The reports whose last screening decision came after a given time."""
    for report in library.judged:
        said = library.decisions_on(report, Stage.SCREENING)
        if (
            said
            and library.verdict(report, Stage.SCREENING)
            and min(word.when for word in said) > at
        ):
            yield report


def _relevant(library: Library, report: RecordId) -> bool:
    """Whether a report is to be read in full."""
    return library.verdict(report, Stage.SCREENING) is Verdict.INCLUDE


def _last(library: Library, report: RecordId) -> int:
    return max(one.number for one in library.decided[report][Stage.SCREENING])
