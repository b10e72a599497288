"""Writes a workbook for people: the guide first, then the list, and a hidden sheet about both."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import ceil
from pathlib import Path
from typing import Any

from exports.cells import cleaned, letter, write_text
from exports.language.catalogue import Words
from exports.lists.candidates import ListHead
from exports.lists.layout import ListColumn, ListForm
from pipeline.errors import Fault

MOST_LINKS = 65_530
"""Maximum number of links in a sheet; with more, Excel repairs the file. The rest is plain text."""

POINTS_A_LINE = 13.0
"""Height of a line of the list's text."""

LETTERS_A_UNIT = 1.15
"""Letters of running text per unit of column width, the width of an 11-point digit."""

TALLEST = 400.0
"""Points; Excel's limit for a row is 409."""

INK = {"met": "#1B6B3A", "not met": "#A1341F", "unclear": "#8A5A00", "term": "#1F4E79"}
"""Colour of highlighted words by what they support. All are also bold; at least 5:1 on white."""

BASE = {"font_name": "Calibri", "font_size": 10, "valign": "top"}

GUIDE = {"guide head": (56, 21.0), "guide small": (96, 14.0), "guide": (78, 17.0)}
"""Letters of each kind per line of the guide, and the line height in points."""

Parts = Sequence[tuple[int, int, str]]
"""Highlighted segments of a text: start, end and look, ascending, none overlapping."""

FORMATS: dict[str, dict[str, Any]] = {
    "text": {**BASE, "text_wrap": True},
    "number": {**BASE, "align": "center"},
    "probability": {**BASE, "align": "center", "num_format": "0.00"},
    "input": {**BASE, "text_wrap": True, "bg_color": "#FFFAEB", "num_format": "@"},
    "link": {**BASE, "font_color": "#1F4E79", "underline": 1, "text_wrap": True},
    "head": {**BASE, "bold": True, "text_wrap": True, "bg_color": "#E4EAF0", "bottom": 2},
    "input head": {**BASE, "bold": True, "text_wrap": True, "bg_color": "#FCE9B2", "bottom": 2},
    "guide": {**BASE, "font_size": 12, "text_wrap": True},
    "guide head": {**BASE, "font_size": 16, "bold": True, "text_wrap": True},
    "guide small": {**BASE, "font_color": "#5F6B76", "text_wrap": True},
    "include": {"bg_color": "#D9EBDD"},
    "exclude": {"bg_color": "#E6E3E0"},
    "maybe": {"bg_color": "#FBE6B5"},
    **{kind: {"bold": True, "font_color": ink, **BASE} for kind, ink in INK.items()},
    "plain": BASE,
    "line": {"bottom": 1, "bottom_color": "#D9DEE3"},
}


@dataclass(slots=True, kw_only=True)
class Book:
    """A workbook being written, what it could not hold, and the links used so far."""

    workbook: Any
    formats: dict[str, Any]
    head: ListHead
    mark: str
    losses: list[Fault] = field(default_factory=list)
    links: int = 0


def opened(path: Path, head: ListHead) -> Book:
    """An empty workbook without timestamps, in which no text becomes a formula."""
    import xlsxwriter

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    workbook = xlsxwriter.Workbook(str(path), options)
    created = datetime.fromisoformat(head.when) if head.when else datetime(2000, 1, 1, tzinfo=UTC)
    stamp = head.stamp.line() if head.stamp else "ajour"
    title, comments = cleaned(head.review, "")[0], cleaned(stamp, "")[0]
    workbook.set_properties({"title": title, "comments": comments, "created": created})
    formats = {name: workbook.add_format(look) for name, look in FORMATS.items()}
    mark = Words(head.language, "sheets")["cut"]
    return Book(workbook=workbook, formats=formats, head=head, mark=mark)


def write_guide(book: Book, lines: Sequence[str]) -> None:
    """The first sheet: a heading, whom it is for, and how to fill the list in."""
    sheet = book.workbook.add_worksheet(Words(book.head.language, "sheets")["guide"])
    sheet.hide_gridlines(2)
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 100)
    sheet.set_landscape()
    sheet.set_paper(9)
    small = book.head.stamp.line() if book.head.stamp else ""
    looks = ["guide head", "guide small"] + ["guide"] * (len(lines) - 2)
    for row, (line, look) in enumerate(zip(lines, looks, strict=True)):
        sheet.set_row(row, _guide_height(line, look))
        write_text(sheet, (row, 0), line, book.formats[look], mark=book.mark)
    if small:
        sheet.set_row(len(lines) + 1, _guide_height(small, "guide small"))
        write_text(sheet, (len(lines) + 1, 0), small, book.formats["guide small"])


def _guide_height(line: str, look: str) -> float:
    """Points for a line of the guide at its font size, with some space below."""
    letters, points = GUIDE[look]
    return points * ceil(len(line) / letters) + 8


def write_head(
    book: Book, sheet: Any, columns: Sequence[ListColumn], headings: Sequence[str]
) -> None:
    """Column widths, the header row, the frozen header; hidden columns are hidden."""
    for index, (column, heading) in enumerate(zip(columns, headings, strict=True)):
        hidden = {"hidden": True} if column.kind == "hidden" else {}
        # Empty cells take the column's look, so none of them need be written.
        sheet.set_column(index, index, column.width, book.formats[column.look], hidden)
        look = "input head" if column.kind == "input" else "head"
        write_text(sheet, (0, index), heading, book.formats[look])
    sheet.set_row(0, 30)


def finish_sheet(book: Book, sheet: Any, *, rows: int, form: ListForm) -> None:
    """Freeze, filter, a line under each row; prints the first columns, one page wide."""
    width = len(form.columns)
    sheet.freeze_panes(1, form.frozen)
    sheet.print_area(0, 0, max(rows, 1), min(width, form.printed) - 1)
    sheet.autofilter(0, 0, max(rows, 1), width - 1)
    line = {"type": "formula", "criteria": "=TRUE", "format": book.formats["line"]}
    sheet.conditional_format(1, 0, max(rows, 1), width - 1, line)
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)


def write_hidden(
    book: Book, facts: Sequence[tuple[str, str]], lists: Sequence[Sequence[str]], rows: Any
) -> None:
    """The hidden sheet: facts in A and B, a list per column from D, then from I a line per row."""
    sheet = book.workbook.add_worksheet(Words(book.head.language, "sheets")["hidden"])
    sheet.hide()
    last = max(len(facts), *(len(words) for words in lists), 0)
    lines = iter(rows)
    index = 0
    while True:
        line = next(lines, None)
        if line is None and index >= last:
            return
        cells = dict(enumerate(facts[index])) if index < len(facts) else {}
        cells |= {3 + at: words[index] for at, words in enumerate(lists) if index < len(words)}
        cells |= {8 + at: text for at, text in enumerate(line or ())}
        for column, text in cells.items():
            write_text(sheet, (index, column), text, mark=book.mark)
        index += 1


def list_source(book: Book, at: int, words: Sequence[str]) -> str:
    """The range of the hidden sheet that holds list number `at`."""
    name = Words(book.head.language, "sheets")["hidden"]
    column = letter(3 + at)
    return f"={name}!${column}$1:${column}${max(len(words), 1)}"


def offer(sheet: Any, place: tuple[int, int, str], *, title: str, help_text: str) -> None:
    """A dropdown on all rows of a column: (column, last row, source). Other words give a warning
    and are allowed, since both languages are read.
    """
    column, last, source = place
    rule = {
        "validate": "list",
        "source": source,
        "error_type": "warning",
        "error_title": title[:32],
        "error_message": help_text[:255],
    }
    sheet.data_validation(1, column, max(last, 1), column, rule)


def tint(book: Book, sheet: Any, place: tuple[int, int], words: Sequence[str]) -> None:
    """Colour a column's verdicts as they are chosen: the first word, the second, the others."""
    column, rows = place
    for text, look in zip(words, ("include", "exclude", "maybe", "maybe"), strict=False):
        rule = {
            "type": "cell",
            "criteria": "==",
            "value": f'"{text}"',
            "format": book.formats[look],
        }
        sheet.conditional_format(1, column, max(rows, 1), column, rule)


def height(texts: Sequence[tuple[str, float]]) -> float:
    """Row height in points at which each text fits its column's width."""
    most = 1
    for text, width in texts:
        lines = sum(ceil(max(len(line), 1) / (width * LETTERS_A_UNIT)) for line in text.split("\n"))
        most = max(most, lines)
    return min(TALLEST, most * POINTS_A_LINE + 4)
