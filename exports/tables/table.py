"""A table as a value: its content, before it is written in any file format."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from exports.language.catalogue import Language, number

Cell = str | int
"""A text, in which a newline separates the lines of the cell, or a count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its heading, its share of the width, and its name in a csv.

    The cells of a `link` column are addresses, which become links if the file format has links.
    """

    name: str
    heading: str
    width: float = 1.0
    align: Literal["left", "right"] = "left"
    link: bool = False


def numbered_columns(
    name: str, headings: Sequence[str], widths: Sequence[float]
) -> tuple[Column, ...]:
    """Columns named by their number, with these headings and shares of the width."""
    given = enumerate(zip(headings, widths, strict=True), 1)
    return tuple(
        Column(name=f"{name}_{place}", heading=heading, width=width)
        for place, (heading, width) in given
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of cells; "total" rows are set off from the others.

    `opens` has, for each cell, the name of the list that is counted there; "" if there is none.
    """

    cells: tuple[Cell, ...]
    kind: Literal["body", "total"] = "body"
    opens: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with its title, its notes and its language.

    `key` names its file and sheet. `zero` is shown for a count of 0. `grouped` says that the first
    column names groups, which are drawn as a line across the table. Footnotes are pairs of mark and
    text. `empty` is shown in a table without rows.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    language: Language
    footnotes: tuple[tuple[str, str], ...] = ()
    zero: str = "0"
    grouped: bool = False
    empty: str = ""

    def shown(self, cell: Cell) -> str:
        r"""The cell's text; a count as the language writes it.

        >>> table = Table(key="k", title="", columns=(), rows=(), language="nb", zero="·")
        >>> table.shown(0), table.shown(12345), table.shown("2023")
        ('·', '12\xa0345', '2023')
        """
        if isinstance(cell, str):
            return cell
        return number(cell, self.language) if cell else self.zero


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnRow:
    """One line of a table as it is drawn: the texts of its cells, or only the name of a group."""

    texts: tuple[str, ...]
    kind: Literal["body", "total", "group", "empty"]
    opens: tuple[str, ...] = ()


def drawn_columns(table: Table) -> tuple[Column, ...]:
    """The columns that are drawn: all except that of the groups."""
    return table.columns[1:] if table.grouped else table.columns


def drawn_lines(table: Table) -> Iterator[DrawnRow]:
    """The lines below the headings, with a line for each group before its first row."""
    group: Cell = ""
    for row in table.rows:
        cells, opens = row.cells, row.opens
        if table.grouped:
            if cells[0] and cells[0] != group:
                yield DrawnRow(texts=(table.shown(cells[0]),), kind="group")
            group, cells, opens = cells[0], cells[1:], opens[1:]
        texts = tuple(table.shown(cell) for cell in cells)
        yield DrawnRow(texts=texts, kind=row.kind, opens=opens)
    if not table.rows and table.empty:
        yield DrawnRow(texts=(table.empty,), kind="empty")
