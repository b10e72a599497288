"""The table of full texts that are still sought: where each can be found."""

from collections.abc import Sequence
from dataclasses import dataclass

from exports.language.catalogue import Language, Words
from exports.tables.table import Column, Row, Table

COLUMNS = (
    ("report", 4.0),
    ("link_free", 2.4),
    ("link_library", 2.4),
    ("link_doi", 1.8),
    ("pdf", 2.4),
)
"""Names of the columns, and their shares of the width."""

LINKS = frozenset({"link_free", "link_library", "link_doi"})
"""Columns with addresses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FullTextRow:
    """A sought report, and where its full text can be found; "" if nowhere."""

    reference: str
    free: str
    library: str
    doi: str
    pdf: str


def full_texts_table(rows: Sequence[FullTextRow], counts: str, language: Language) -> Table:
    """The reports whose full text is still sought; `counts` has how many have which link."""
    words = Words(language, "full_texts")
    headings = zip(words.each("columns"), COLUMNS, strict=True)
    return Table(
        key=words["key"],
        title=words("title", counts=counts),
        columns=tuple(
            Column(name=name, heading=heading, width=width, link=name in LINKS)
            for heading, (name, width) in headings
        ),
        rows=tuple(
            Row(cells=(one.reference, one.free, one.library, one.doi, one.pdf)) for one in rows
        ),
        language=language,
        empty=words["none"],
    )
