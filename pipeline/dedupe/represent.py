"""Which record represents a report, and the best value of each field from all its records."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from pipeline.dedupe.merit import merit
from pipeline.records import Record, RecordId

if TYPE_CHECKING:
    from pipeline.dedupe.prepare import Columns


def standing_for(columns: "Columns", rows: Sequence[int]) -> int:
    """The row that represents a report: the one of greatest merit; among equals, the lowest id."""
    return min(rows, key=lambda row: (-int(columns.merit[row]), columns.ids[row]))


def representative(records: Sequence[Record]) -> Record:
    """The record that represents a report: the one of greatest merit; among equals, the lowest id.

    >>> bare = Record(id=RecordId("b"), title="T")
    >>> representative([bare, Record(id=RecordId("c"), title="T", abstract="A")]).id
    'c'
    """
    return min(records, key=lambda record: (-merit(record), record.id))


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A report as one record: the best value of each field, and the record that it comes from.

    `origins` names fields with a value. `sources` are the searches' sources, sorted.
    """

    record: Record
    origins: dict[str, RecordId]
    sources: tuple[str, ...]


OWN = ("id", "search", "source", "place", "line", "raw")
"""Fields that belong to the record itself; the merged one keeps the representative's."""

TOGETHER = ("keywords", "issn", "urls", "ids", "notes", "cited_works")
"""Fields that collect the values of all records."""

FULLEST = ("authors", "abstract", "pages")
"""Fields for which the longest value is best: full names, whole abstracts, both pages."""

PLACE = ("year", "date", "volume", "issue", "pages")
"""Fields that must come from one record: print volume and online year together would mislead."""


def merge(records: Sequence[Record], *, report: RecordId | None = None) -> Merged:
    """The best value of each field from the records of one report.

    The result has the id of `report`, or else of the representative. A field comes from the
    representative or, if that has no value, from the next record by merit and id. For authors and
    abstract the longest value is used. Year, volume, issue and pages come from one record, if any
    record has pages.
    """
    order = sorted(records, key=lambda record: (record.id != report, -merit(record), record.id))
    values: dict[str, object] = {}
    origins: dict[str, RecordId] = {}
    placed = next((record for record in order if record.volume and record.pages), order[0])
    for name in (field.name for field in fields(Record) if field.name not in OWN):
        best = _best(name, order, placed)
        if value := getattr(best, name):
            values[name] = _gathered(name, order) if name in TOGETHER else value
            origins[name] = best.id
    return Merged(
        record=replace(order[0], **values),  # type: ignore[arg-type]
        origins=origins,
        sources=tuple(sorted({record.source for record in order if record.source})),
    )


def _best(name: str, order: Sequence[Record], placed: Record) -> Record:
    """The record with the best value of a field; `order` is by merit."""
    if name in PLACE and getattr(placed, name):
        return placed
    if name in FULLEST:
        return max(order, key=lambda record: len("".join(getattr(record, name) or "")))
    return next((record for record in order if getattr(record, name)), order[0])


def _gathered(name: str, order: Sequence[Record]) -> tuple[object, ...]:
    """All records' values of a field, without repeats, in the order of the records."""
    return tuple(dict.fromkeys(value for record in order for value in getattr(record, name)))
