"""Run by the system's own Python, which has LibreOffice's bridge: edit a list as people do.


Arguments: the pipe's name, the list's address, the folder's address. No test itself.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from office_fill import connected, save, value

LAST = 22
"""The last column of the list, counted from 0."""


def opened(desktop, source):
    book = desktop.loadComponentFromURL(source, "_blank", 0, (value("Hidden", True),))
    sheet = book.Sheets.getByName("Kandidater")
    book.CurrentController.setActiveSheet(sheet)
    for row, (verdict, reason) in enumerate(
        (("inkluder", ""), ("Ekskluder", "Feil design"), ("kanskje", ""), ("", ""), ("NEI", "")),
        start=1,
    ):
        sheet.getCellByPosition(1, row).String = verdict
        sheet.getCellByPosition(2, row).String = reason
    return book, sheet


def sorted_by(column, *, ascending):
    def edit(sheet):
        import uno
        from com.sun.star.table import TableSortField

        field = TableSortField()
        field.Field, field.IsAscending = column, ascending
        fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
        rows = sheet.getCellRangeByName("A1:W7")
        how = (value("SortFields", fields), value("ContainsHeader", True))
        uno.invoke(rows, "sort", (how,))

    return edit


def filtered(sheet):
    for row in (2, 3, 5):
        sheet.Rows.getByIndex(row).IsVisible = False


def coloured(sheet):
    for place, colour in (("A2:V2", 0xFFFF00), ("E4", 0xFF0000), ("B2:B7", 0x00FF00)):
        sheet.getCellRangeByName(place).CellBackColor = colour


def rows_deleted(sheet):
    sheet.Rows.removeByIndex(6, 1)
    sheet.Rows.removeByIndex(4, 1)


def columns_added(sheet):
    sheet.Columns.insertByIndex(2, 1)
    sheet.getCellByPosition(2, 0).String = "Min egen"
    sheet.getCellByPosition(2, 2).String = "se s. 3; «ja»"
    sheet.getCellByPosition(LAST + 2, 0).String = "Sum"
    sheet.getCellByPosition(LAST + 2, 1).Formula = "=1+1"


def columns_moved(sheet):
    # The titles go before everything else.
    sheet.Columns.insertByIndex(0, 1)
    place = sheet.getCellByPosition(0, 0).CellAddress
    titles = sheet.getCellRangeByName("F1:F7").RangeAddress
    sheet.moveRange(place, titles)
    sheet.Columns.removeByIndex(5, 1)


def columns_hidden(sheet):
    for column in (4, 5, 20):
        sheet.Columns.getByIndex(column).IsVisible = False


def lines_above(sheet):
    sheet.Rows.insertByIndex(0, 2)
    sheet.getCellByPosition(0, 0).String = "Karis liste"
    sheet.getCellRangeByName("A1:D1").merge(True)


EDITS = {
    **{f"by-{at}": sorted_by(at, ascending=at % 2 == 0) for at in range(LAST + 1)},
    "filtered": filtered,
    "coloured": coloured,
    "deleted": rows_deleted,
    "added": columns_added,
    "moved": columns_moved,
    "hidden": columns_hidden,
    "above": lines_above,
}


def main(pipe, source, folder):
    desktop = connected(pipe)
    for name, edit in EDITS.items():
        book, sheet = opened(desktop, source)
        edit(sheet)
        save(book, f"{folder}/{name}")
        book.close(True)
    desktop.terminate()


if __name__ == "__main__":
    main(*sys.argv[1:])
