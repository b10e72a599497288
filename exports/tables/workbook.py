"""Tables as one Excel workbook, one sheet per table."""

import re
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from math import ceil
from typing import Any

from exports.cells import cleaned, write_text
from exports.language.catalogue import Words
from exports.office_files import repack
from exports.stamp import Stamp
from exports.tables.table import Row, Table
from pipeline.text.signs import one_line

FULL_WIDTH = 130
"""Width of a sheet's columns together, in characters: a landscape page at 9 points."""

POINTS_A_LINE = 13.5
"""Height of a line of 10-point type."""

MOST_LINES = 30
"""Excel's tallest row, 409 points, in lines."""

NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")
TAKEN_SHEET_NAMES = {"history", "historikk"}
"""Names that Excel reserves for its own sheets."""

LONGEST_SHEET_NAME = 31
"""Excel refuses longer names."""


def tables_xlsx(tables: Sequence[Table], stamp: Stamp) -> bytes:
    """The tables as a workbook for reading and printing; the same tables give the same bytes.

    A sheet holds the title, an empty line, frozen headings with filters, the rows (groups as a
    separate column, counts as numbers), the footnotes and the stamp.
    """
    import xlsxwriter

    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        title = cleaned(stamp.review, "")[0]
        book.set_properties({"title": title, "created": datetime(1980, 1, 1)})  # noqa: DTZ001
        formats = _Formats(book)
        names: set[str] = set()
        for table in tables:
            sheet = book.add_worksheet(_sheet_name(table.key, names))
            _Sheet(sheet, table, formats).write(stamp)
    return repack(out.getvalue(), evidence=stamp.evidence)


def lines_of(texts: Sequence[str], widths: Sequence[float]) -> int:
    """The number of lines of a row's longest cell, limited to what Excel can show.

    >>> lines_of(["a", "five words in two lines"], [10, 12])
    2
    """
    wrapped = (
        sum(max(1, ceil(len(line) / width)) for line in text.split("\n"))
        for text, width in zip(texts, widths, strict=True)
    )
    return min(max(wrapped, default=1), MOST_LINES)


class _Sheet:
    """One table on its way into one sheet."""

    HEADINGS = 2
    """The row of the headings, counted from 0: the title and an empty line are above."""

    def __init__(self, sheet: Any, table: Table, formats: dict[str, Any]) -> None:
        self.sheet, self.table, self.formats = sheet, table, formats
        share = sum(column.width for column in table.columns) or 1
        self.widths = [max(8, one.width / share * FULL_WIDTH) for one in table.columns]
        self.cut = f" […{Words(table.language, 'tables')['cut']}]"

    def write(self, stamp: Stamp) -> None:
        """Everything of the sheet, from the title to the stamp."""
        self.text(0, 0, self.table.title, "title")
        for place, column in enumerate(self.table.columns):
            self.text(self.HEADINGS, place, column.heading, f"heading {column.align}")
        for place, row in enumerate(self.table.rows, self.HEADINGS + 1):
            self.row(place, row)
        last = self.HEADINGS + max(1, len(self.table.rows))
        if not self.table.rows:
            self.text(last, 0, self.table.empty, "body left")
        notes = [f"{mark} {text}".strip() for mark, text in self.table.footnotes]
        for place, note in enumerate([*notes, stamp.line()], last + 2):
            self.note(place, note)
        self.set_up(last)

    def note(self, place: int, text: str) -> None:
        """A line below the table across its whole width: a long one would widen the page."""
        across = len(self.table.columns) - 1
        if across > 0:
            self.sheet.merge_range(place, 0, place, across, "", self.formats["note"])
            self.sheet.set_row(place, POINTS_A_LINE * lines_of([text], [sum(self.widths)]))
        self.text(place, 0, text, "note")

    def row(self, place: int, row: Row) -> None:
        """Write one row; a count stays a number, shown as the table shows it.

        The height is calculated here, since not every program adapts it to wrapped text.
        """
        self.sheet.set_row(
            place, POINTS_A_LINE * lines_of([str(one) for one in row.cells], self.widths)
        )
        for at, (cell, column) in enumerate(zip(row.cells, self.table.columns, strict=True)):
            if isinstance(cell, str):
                self.text(place, at, cell, f"{row.kind} {column.align}")
            else:
                self.sheet.write_number(place, at, cell, self.counts(row.kind))

    def counts(self, kind: str) -> Any:
        """The format of counts, which writes them as the language does, and zero as the table."""
        return self.formats[f"{kind} count {self.table.language} {self.table.zero}"]

    def text(self, row: int, column: int, text: str, name: str) -> None:
        write_text(self.sheet, (row, column), text, self.formats[name], mark=self.cut)

    def set_up(self, last: int) -> None:
        """Column widths, frozen headings, filter, and print settings."""
        for place, width in enumerate(self.widths):
            self.sheet.set_column(place, place, width)
        headings = [column.heading for column in self.table.columns]
        self.sheet.set_row(self.HEADINGS, POINTS_A_LINE * lines_of(headings, self.widths) + 4)
        self.sheet.freeze_panes(self.HEADINGS + 1, 1)
        if self.table.columns:
            self.sheet.autofilter(self.HEADINGS, 0, last, len(self.table.columns) - 1)
        self.sheet.repeat_rows(self.HEADINGS)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer("&L&8&A&R&8&P / &N")
        self.sheet.hide_gridlines(2)


class _Formats(dict[str, Any]):
    """Formats by name, each made on first use."""

    def __init__(self, book: Any) -> None:
        super().__init__()
        self.book = book

    def __missing__(self, name: str) -> Any:
        self[name] = self.book.add_format(_look(name))
        return self[name]


def _look(name: str) -> dict[str, Any]:
    """The properties of a format, derived from the words of its name."""
    kind, _, rest = name.partition(" ")
    if kind == "title":
        return {"bold": True, "font_size": 13, "font_name": "Calibri"}
    if kind == "note":
        note = {"font_size": 9, "font_color": "#444444", "font_name": "Calibri"}
        return note | {"text_wrap": True, "valign": "top"}
    look: dict[str, Any] = {
        "font_name": "Calibri",
        "font_size": 10,
        "valign": "top",
        "text_wrap": True,
        "bottom": 1,
        "bottom_color": "#BFBFBF",
        "align": "right" if rest.startswith(("right", "count")) else "left",
    }
    if kind == "heading":
        look |= {"bold": True, "valign": "bottom", "top": 2, "bottom": 1, "bottom_color": "black"}
        look |= {"bg_color": "#E8EEF2"}
    if kind == "total":
        look |= {"bold": True, "top": 1}
    if rest.startswith("count"):
        _, language, zero = rest.split(" ", 2)
        counts = Words(language, "language")("counts", zero=zero.replace('"', ""))
        look |= {"num_format": counts}
    return look


def _sheet_name(key: str, names: set[str]) -> str:
    """A name that Excel accepts and that no sheet has yet."""
    plain = NOT_IN_SHEET_NAMES.sub(" ", one_line(key)).strip("' ")
    stem = plain[:LONGEST_SHEET_NAME].rstrip("' ") or "1"
    if stem.casefold() in TAKEN_SHEET_NAMES:
        stem = f"{stem} 1"
    name, number = stem, 1
    while name.casefold() in names:
        number += 1
        name = f"{stem[: LONGEST_SHEET_NAME - 5].rstrip()} {number}"
    names.add(name.casefold())
    return name
