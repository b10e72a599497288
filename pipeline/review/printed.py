"""The parts of a review that are decided or printed, which new rules must not change unasked."""

from collections.abc import Collection

from pipeline.decisions import Stage
from pipeline.records import RecordId
from pipeline.review.library import Library


def printed_records(library: Library, rounds: Collection[str]) -> frozenset[RecordId]:
    """The records of these rounds whose reports are decided, or counted in a finished flow.

    A round's flow is finished when a later round has started, or when none of its reports is
    pending.
    """
    done = {name for name in rounds if _done(library, name)}
    return frozenset(
        record
        for report, ids in library.members.items()
        for record in ids
        if (round_ := library.round_of(record)) in rounds
        and (round_ in done or report in library.decided)
    )


def _done(library: Library, name: str) -> bool:
    """Whether a later round has records, or each report of this one has its last verdict."""
    place = library.round_order.get(name, -1)
    begun = {library.round_order.get(library.round_of(one), -1) for one in library.records}
    if any(one > place for one in begun):
        return True
    waiting = {report for stage in Stage for report in library.awaiting(stage)}
    return not any(library.round_of(library.counted_on(report)) == name for report in waiting)
