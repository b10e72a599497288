"""The studies behind each cell of the appendices and each number of the text, by the cell's name.

Names are such that people can type them: countries/Norway/during, outcomes/f/total,
text/by_publication_year/2023.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pipeline.studies.counts import CountRow, CountTable, appendix4, appendix5
from pipeline.studies.scheme import TableScheme
from pipeline.studies.study import Study
from pipeline.studies.text_counts import text_counts

ALL, TOTAL = "all", "total"
"""The row of all studies, and the column of all contexts."""

NOT_COUNTED = "printed_in_report"
"""A number that review.toml gives, so that no studies are behind it."""


def study_cells(studies: Iterable[Study], scheme: TableScheme) -> dict[str, tuple[str, ...]]:
    """Names of cells with the ids of their studies, in the order of the sheet.

    The functions that count the tables count each study alone, so a cell has exactly the studies
    that it counts.
    """
    cells: dict[str, list[str]] = {}
    for study in studies:
        for name in dict.fromkeys(_names(study, scheme)):
            cells.setdefault(name, []).append(study.study_id)
    return {name: tuple(ids) for name, ids in cells.items()}


def country_cell(row: CountRow, column: str = TOTAL) -> str:
    """The name of a cell of appendix 4; a row without a name is the row of all studies."""
    return f"countries/{row.code or ALL}/{column}"


def outcome_cell(row: CountRow, column: str = TOTAL) -> str:
    """The name of a cell of appendix 5."""
    return f"outcomes/{row.code or ALL}/{column}"


def text_cell(path: str) -> str:
    """The name of a number of the text, from the path that templates use."""
    return f"text/{path.replace('.', '/')}"


def land_cell(land: str) -> str:
    """The name of the number of a country, as the text names it; that may be several countries."""
    return f"text/countries/{land}"


def _names(study: Study, scheme: TableScheme) -> Iterator[str]:
    """The cells that count a study."""
    countries, outcomes = appendix4([study], scheme), appendix5([study], scheme)
    for counted, name in ((countries, country_cell), (outcomes, outcome_cell)):
        for row in (*counted.rows, *([counted.sums] if counted is countries else [])):
            yield from _of_row(row, counted, name)
    for path, count in flat(text_counts([study], scheme)):
        if count and not path.endswith(NOT_COUNTED):
            yield text_cell(path)


def _of_row(row: CountRow, counted: CountTable, name: Any) -> Iterator[str]:
    for column, count in zip(counted.columns, row.counts, strict=True):
        if count:
            yield name(row, column)
    if row.total:
        yield name(row)


def flat(counts: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """The numbers of the text by path, such as by_context.before."""
    for name, value in counts.items():
        for part, count in value.items() if isinstance(value, dict) else [("", value)]:
            yield f"{name}.{part}" if part else name, count
