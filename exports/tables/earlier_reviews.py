"""The table of earlier reviews: what they searched, read and included, and what they found."""

from collections.abc import Sequence

from exports.language.catalogue import Language, Words
from exports.tables.table import Cell, Column, Row, Table
from pipeline.studies.earlier_reviews import EarlierReview
from pipeline.studies.scheme import WORDED_TABLES

COUNTS = frozenset({"identified", "screened", "included"})


def earlier_table(reviews: Sequence[EarlierReview], language: Language) -> Table:
    """A row for each earlier review in review.toml; empty columns are left out."""
    words = Words(language, "earlier_reviews")
    given = [{name: _cell(review, name, language) for name in COLUMNS} for review in reviews]
    blank = words["unknown"]
    kept = [name for name in COLUMNS if any(row[name] not in {"", None} for row in given)]
    return Table(
        key=words["key"],
        title=words["title"],
        columns=tuple(
            Column(
                name=name,
                heading=words[name],
                width=WIDTHS.get(name, 1.0),
                align="right" if name in COUNTS else "left",
            )
            for name in kept
        ),
        rows=tuple(
            Row(cells=tuple(blank if (cell := row[name]) is None else cell for name in kept))
            for row in given
        ),
        language=language,
    )


COLUMNS = WORDED_TABLES["earlier"]
WIDTHS = {"reference": 2.2, "searched_to": 1.2, "conclusion": 4.5}


def _cell(review: EarlierReview, name: str, language: Language) -> Cell | None:
    if name == "conclusion":
        return review.conclusion[language]
    value: Cell | None = getattr(review, name)
    return value
