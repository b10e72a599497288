"""Edits and saves lists as people do in a spreadsheet."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from openpyxl import load_workbook
from openpyxl.styles import PatternFill

VERDICTS = {
    "include": ("include", "Include", "INKLUDER", "ja", "inkluder "),
    "exclude": ("exclude", "EXCLUDE", "Ekskluder", "no", " exclude"),
    "maybe": ("maybe", "Kanskje", "usikker"),
    "ongoing": ("ongoing", "Pågående"),
    "awaiting classification": ("awaiting classification", "Awaiting classification"),
    "retrieved": ("retrieved", "Retrieved"),
    "not retrieved": ("not retrieved", "NOT RETRIEVED"),
    "": ("",),
}
REASONS = {"E": ("E", "Wrong exposure", "wrong EXPOSURE"), "P": ("P", "Wrong type"), "": ("",)}


@dataclass(kw_only=True)
class Sheet:
    """An open list: its workbook, its headings (in row `top`) and its rows."""

    book: Any
    page: Any
    top: int
    head: list[str]
    rows: list[list[Any]]

    def column(self, heading: str) -> int:
        """The position of a heading."""
        return self.head.index(heading)

    def cell(self, row: list[Any], heading: str) -> str:
        """The text in a row under a heading."""
        return str(row[self.column(heading)] or "")

    def write(self, row: list[Any], heading: str, value: str) -> None:
        """Write into a row under a heading."""
        row[self.column(heading)] = value or None


def opened(path: Path) -> list[Sheet]:
    """The lists of a workbook: every worksheet with titles and ids."""
    book = load_workbook(path)
    found = []
    for page in book.worksheets:
        rows = [list(row) for row in page.iter_rows(values_only=True)]
        heads = [at for at, row in enumerate(rows) if "id" in row and "Title" in row]
        if heads and page.sheet_state == "visible":
            head = [str(one or "") for one in rows[heads[0]]]
            body = [row for row in rows[heads[0] + 1 :] if any(row)]
            found.append(Sheet(book=book, page=page, top=heads[0] + 1, head=head, rows=body))
    return found


def saved(sheet: Sheet, path: Path, *, above: int = 0) -> None:
    """Save a workbook with the edited list."""
    page, top = sheet.page, sheet.top
    for row in page.iter_rows(min_row=top):
        for cell in row:
            cell.value = cell.hyperlink = None  # a remaining link would restore the text
    for at, row in enumerate([sheet.head, *sheet.rows], start=top + above):
        for column, value in enumerate(row, start=1):
            page.cell(at, column).value = value
    sheet.book.save(path)


def saved_csv(sheet: Sheet, path: Path, *, encoding: str, mark: str) -> None:
    """Save only the list as csv, as a spreadsheet does."""
    with path.open("w", encoding=encoding, errors="replace", newline="") as file:
        writer = csv.writer(file, delimiter=mark)
        writer.writerows([sheet.head, *sheet.rows])


Habit = Callable[[Sheet, Random], None]


def _sorted(sheet: Sheet, chance: Random) -> None:
    by = chance.randrange(len(sheet.head))
    sheet.rows.sort(key=lambda row: str(row[by] or ""), reverse=chance.random() < 0.5)


def _filtered(sheet: Sheet, chance: Random) -> None:
    for at in range(len(sheet.rows)):
        if chance.random() < 0.3:
            sheet.page.row_dimensions[sheet.top + 1 + at].hidden = True


def _own_column(sheet: Sheet, chance: Random) -> None:
    at = chance.randrange(len(sheet.head) + 1)
    sheet.head.insert(at, "My own")
    for row in sheet.rows:
        row.insert(at, chance.choice(("see p. 3", None, 7)))


def _moved_column(sheet: Sheet, chance: Random) -> None:
    here, there = chance.sample(range(len(sheet.head)), 2)
    for row in [sheet.head, *sheet.rows]:
        row.insert(there, row.pop(here))


def _blank_rows(sheet: Sheet, chance: Random) -> None:
    for _ in range(2):
        sheet.rows.insert(chance.randrange(len(sheet.rows) + 1), [None] * len(sheet.head))


def _coloured(sheet: Sheet, chance: Random) -> None:
    for row in sheet.page.iter_rows(min_row=2):
        chance.choice(row).fill = PatternFill("solid", fgColor="FFFF00")


def _loud_headings(sheet: Sheet, chance: Random) -> None:
    sheet.head = [f" {one.upper()} " if chance.random() < 0.5 else one for one in sheet.head]


def _trailing(sheet: Sheet, chance: Random) -> None:
    for row in sheet.rows:
        for at, value in enumerate(row):
            if isinstance(value, str) and value and chance.random() < 0.2:
                row[at] = f"{value}  "


HABITS: dict[str, Habit] = {
    "sorted": _sorted,
    "filtered": _filtered,
    "a column of one's own": _own_column,
    "a column moved": _moved_column,
    "blank rows": _blank_rows,
    "coloured": _coloured,
    "headings in capitals": _loud_headings,
    "blanks behind words": _trailing,
}
"""Ways to save a list that do not change its decisions, which must all be imported the same."""

FORMS = ("xlsx", "xlsx", "xlsx", "csv", "csv-1252", "xlsx with lines above")


def save_as(sheet: Sheet, path: Path, form: str) -> Path:
    """Save in one of FORMS; return the file."""
    if form == "csv":
        path = path.with_suffix(".csv")
        saved_csv(sheet, path, encoding="utf-8-sig", mark=",")
    elif form == "csv-1252":
        path = path.with_suffix(".csv")
        saved_csv(sheet, path, encoding="cp1252", mark=";")
    else:
        saved(sheet, path, above=2 * form.endswith("above"))
    return path
