"""Tables of the yield of each search and of each line of a strategy."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from exports.language.catalogue import Language, Words, number
from exports.tables.table import Cell, Column, Row, Table

Untried = Literal["", "unread", "database", "field", "named", "other"]
"""Why a line was not tested on the records: it cannot be read, only its database can apply it, no
record has the field, it names such a line, or something else; "" if it was tested."""


@dataclass(frozen=True, slots=True, kw_only=True)
class YieldRow:
    """A search or a line: what it found, and how much of that nothing else found.

    `hits` is the number that the database reported. Counts are None if unknown.
    """

    name: str
    what: str
    hits: int | None
    found: int | None
    alone: int | None
    includes: int | None
    includes_alone: int | None
    per_include: float | None
    untried: Untried = ""


def search_yields_table(rows: Sequence[YieldRow], language: Language) -> Table:
    """The yield of each search: records, those no other search found, and includes."""
    words = Words(language, "yields")
    made = [(row, [f"yields/{row.name}/{count}" for count in COUNTS]) for row in rows]
    return _table("searches", words["searches_key"], words["searches_title"], made, words)


def line_yields_table(name: str, rows: Sequence[YieldRow], language: Language) -> Table:
    """The yield of each line of a search's strategy, among the records of that search."""
    words = Words(language, "yields")
    made = [(row, [line_cell(name, row.name, count) for count in COUNTS]) for row in rows]
    return _table(
        "lines", words("lines_key", name=name), words("lines_title", name=name), made, words
    )


COUNTS = ("found", "alone", "includes", "includes_alone")
"""The columns of records and reports, by the names that cells use."""


def line_cell(search: str, line: str | int, count: str) -> str:
    """The name of the list of what a line of a search's strategy found."""
    return f"lines/{search}/{line}/{count}"


def _table(
    kind: str,
    key: str,
    title: str,
    rows: Sequence[tuple[YieldRow, Sequence[str]]],
    words: Words,
) -> Table:
    headings = [*words.each(f"{kind}_columns"), *words.each("columns")]
    widths = (1.2, 5.0) if kind == "lines" else (2.0, 2.0)
    columns = [
        Column(
            name=f"yield_{place}",
            heading=heading,
            width=widths[place] if place < 2 else 1.1,
            align="left" if place < 2 else "right",
        )
        for place, heading in enumerate(headings)
    ]
    return Table(
        key=key,
        title=title,
        columns=tuple(columns),
        rows=tuple(Row(cells=_cells(row, words), opens=_opens(row, names)) for row, names in rows),
        language=words.language,
        footnotes=tuple(("", text) for text in words.each(f"{kind}_explained")),
        empty=words["nothing"],
    )


def _cells(row: YieldRow, words: Words) -> tuple[Cell, ...]:
    counts = (row.found, row.alone, row.includes, row.includes_alone)
    ratio = words["none"] if row.per_include is None else _one_decimal(row.per_include, words)
    found: list[Cell] = [words["none"] if one is None else one for one in counts]
    if row.untried:
        found[0] = words[f"untried_{row.untried}"]
    hits: Cell = words["none"] if row.hits is None else row.hits
    return (row.name, row.what, hits, *found, ratio)


def _opens(row: YieldRow, names: Sequence[str]) -> tuple[str, ...]:
    """The lists of what a search or line found, in the order of the cells."""
    counts = (row.found, row.alone, row.includes, row.includes_alone)
    found = [name if n else "" for name, n in zip(names, counts, strict=True)]
    return ("", "", "", *([""] * len(found) if row.untried else found), "")


def _one_decimal(value: float, words: Words) -> str:
    """A number with one decimal, as the language writes it."""
    tenths = round(value * 10)
    return f"{number(tenths // 10, words.language)}{words['decimal']}{tenths % 10}"
