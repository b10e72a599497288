"""The table of related reports that are not duplicates."""

from collections.abc import Sequence
from dataclasses import dataclass

from exports.language.catalogue import Language, Words, number
from exports.tables.table import Row, Table, numbered_columns

WIDTHS = (4, 1, 4)
"""Widths of report, relation and reference: references are long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedRow:
    """A report, another report's relation to it in words, and that other report."""

    report: str
    relation: str
    other: str


def related_table(related: Sequence[RelatedRow], language: Language) -> Table:
    """Corrections, protocols, preprints and the like, in the order given."""
    words = Words(language, "tables")
    return Table(
        key=words["related_key"],
        title=words("related_title", count=number(len(related), language)),
        columns=numbered_columns("related", words.each("related_columns"), WIDTHS),
        rows=tuple(Row(cells=(one.report, one.relation, one.other)) for one in related),
        language=language,
        empty=words["nothing"],
    )
