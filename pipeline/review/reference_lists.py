"""Collects what the reports of a review cite, for the ranking."""

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from pipeline.records import RecordId
from pipeline.review.filled import filled_references
from pipeline.review.library import Library
from pipeline.store.connection import Database
from pipeline.store.intake import cited_works
from pipeline.text.cited_works import names_of

if TYPE_CHECKING:
    from pipeline.ranking.citations import CitingRecord


def citing_reports(db: Database, library: Library) -> "dict[RecordId, CitingRecord]":
    """The works that the records of each report cite; empty if no source gives reference lists."""
    cited = _cited(db, library)
    first = next(cited, None)
    if first is None:
        return {}
    from pipeline.ranking.citations import citing_records  # imports scikit-learn

    names = {
        report: [name for one in records for name in names_of(library.records[one])]
        for report, records in library.members.items()
    }
    return citing_records(names, chain([first], cited))


def _cited(db: Database, library: Library) -> Iterator[tuple[RecordId, tuple[str, ...]]]:
    """The works that each record cites, under the report that it belongs to."""
    filled = filled_references(library.supplements)
    for record, works in cited_works(db):
        filled.pop(record, None)
        if (report := library.report_of(record)) in library.members:
            yield report, works
    for record, works in filled.items():
        if record in library.records:
            yield library.report_of(record), works
