"""The yield of each search or source: its records, and the included reports among them."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from pipeline.records import RecordId
from pipeline.review.library import Library
from pipeline.strategy.yields import Yield


def yields_by(library: Library, name_of: Callable[[RecordId], str]) -> dict[str, Yield]:
    """The yield of each search or source that has records, in the order of their records.

    `name_of` says which of them listed a record. A record counts as found elsewhere if another
    lists a record of its report; `found` and `alone` count records, `includes` reports.
    """
    reports: defaultdict[str, list[RecordId]] = defaultdict(list)
    found_by: defaultdict[RecordId, set[str]] = defaultdict(set)
    for record in library.records:
        name, report = name_of(record), library.report_of(record)
        reports[name].append(report)
        found_by[report].add(name)
    alone = {report for report, names in found_by.items() if len(names) == 1}
    included = {*library.included}
    return {name: _earned(ones, alone, included) for name, ones in reports.items()}


def _earned(reports: Sequence[RecordId], alone: set[RecordId], included: set[RecordId]) -> Yield:
    """The yield of one of them, from the report of each of its records."""
    includes = included.intersection(reports)
    return Yield(
        found=len(reports),
        alone=sum(report in alone for report in reports),
        includes=len(includes),
        includes_alone=len(includes & alone),
    )
