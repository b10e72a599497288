"""Reports of which PRISMA's evidence says the same, each kind by one of them."""

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from pipeline.decisions import Stage
from pipeline.prisma.ledger import signs_of
from pipeline.records import RecordId
from pipeline.review.library import Library
from pipeline.review.prisma_evidence import Links, found_by, removed_by


@dataclass(frozen=True, slots=True, kw_only=True)
class AlikeReports:
    """One report of each kind, and how many reports each id stands for.

    `times` has the ids of all records of these reports: a report's id is that of a record.
    """

    reports: tuple[RecordId, ...]
    times: Mapping[str, int]


def alike_reports(library: Library, linked: Links, unread: frozenset[RecordId]) -> AlikeReports:
    """The kinds of reports in a library: a large one has few.

    Reports of one kind have records of the same searches, linked and removed by the same, and the
    same outcome at each stage: each box of the flow has all of them, or none. A report of a study
    is a kind of its own, since studies are counted by their names.
    """
    found_in, decided, automated = library.found_in, library.decided, library.automated
    kinds: list[Hashable] = [
        (found_in[report], report in unread)
        if len(ids) == 1 and report not in decided and report not in automated
        else _kind(library, report, linked, unread)
        for report, ids in library.members.items()
    ]
    count = Counter(kinds)
    # Of the reports of a kind, the first one is entered last.
    first = dict(zip(reversed(kinds), reversed([*library.members]), strict=True))
    return AlikeReports(
        reports=tuple(sorted(first.values())),
        times={
            record: count[kind]
            for kind, report in first.items()
            for record in library.members[report]
        },
    )


def _kind(
    library: Library, report: RecordId, linked: Links, unread: frozenset[RecordId]
) -> Hashable:
    ids, removed = library.members[report], removed_by(library, report, unread)
    searches = library.found_in
    found: Hashable = searches[ids[0]]
    if len(ids) > 1:
        found = tuple((searches[one], by) for one, by in found_by(library, report, linked).items())
    if report not in library.decided:
        return found, removed
    if report in library.groups.of:
        return report
    said = library.decided[report]
    signs = tuple(
        (stage, signs_of(library.outcome(report, stage))) for stage in Stage if stage in said
    )
    return found, removed, signs
