"""The table of notices on reports: retractions, concerns, corrections and the like."""

from collections.abc import Sequence
from dataclasses import dataclass

from exports.language.catalogue import Language, Words
from exports.tables.table import Row, Table, numbered_columns

WIDTHS = (4, 1.2, 3, 2)
"""Widths of reference, state, notices, and who was asked when."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRow:
    """A report, its state, its notices, and who answered on which day."""

    reference: str
    state: str
    noticed: str
    asked: str


def notices_table(rows: Sequence[NoticeRow], counts: str, language: Language) -> Table:
    """The flagged reports and those that could not be checked; `counts` has how many were clear."""
    words = Words(language, "notices")
    return Table(
        key=words["key"],
        title=words("title", counts=counts),
        columns=numbered_columns("notice", words.each("columns"), WIDTHS),
        rows=tuple(Row(cells=(one.reference, one.state, one.noticed, one.asked)) for one in rows),
        language=language,
        empty=words["none"],
    )
