"""Run by the system's own Python, which has LibreOffice's bridge: fill a list, sort it, save it.

Arguments: the pipe's name, the list's address, the folder's address. No test itself.
"""

import sys
import time


def connected(pipe):
    import uno

    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    address = f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"
    for _ in range(150):
        try:
            context = resolver.resolve(address)
            break
        except Exception:  # noqa: BLE001 - the bridge has its own kinds, known only in it
            time.sleep(0.2)
    return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)


def value(name, content):
    from com.sun.star.beans import PropertyValue

    made = PropertyValue()
    made.Name, made.Value = name, content
    return made


def save(book, base):
    # 59 is a semicolon, 76 UTF-8, 1 Windows-1252, 1044 Norwegian bokmål, 2 the second sheet,
    # whose name is added to the file's.
    csv = "Text - txt - csv (StarCalc)"
    for ending, form, options in (
        (".xlsx", "Calc MS Excel 2007 XML", ""),
        (".ods", "calc8", ""),
        (".csv", csv, "59,34,76,1,,1044,false,true,false,false,false,2"),
        ("-1252.csv", csv, "59,34,1,1,,1044,false,true,false,false,false,2"),
    ):
        how = (value("FilterName", form), value("FilterOptions", options))
        book.storeToURL(base + ending, how)


def main(pipe, source, folder):
    import uno
    from com.sun.star.table import TableSortField

    desktop = connected(pipe)
    book = desktop.loadComponentFromURL(source, "_blank", 0, (value("Hidden", True),))
    sheet = book.Sheets.getByName("Kandidater")
    book.CurrentController.setActiveSheet(sheet)
    for place, text in {
        "B2": "inkluder",
        "B3": "Ekskluder",
        "C3": "Feil design",
        "D3": "=1+1 er ikke en formel\nny linje; «å»",
        "B4": "kanskje",
        "B6": "NEI",
    }.items():
        sheet.getCellRangeByName(place).String = text
    save(book, f"{folder}/filled")
    field = TableSortField()
    field.Field, field.IsAscending = 4, False
    fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
    rows = sheet.getCellRangeByName("A1:W7")
    uno.invoke(rows, "sort", ((value("SortFields", fields), value("ContainsHeader", True)),))
    for row in range(6, 0, -1):
        if sheet.getCellByPosition(4, row).String == "Study 5":
            sheet.Rows.removeByIndex(row, 1)
    save(book, f"{folder}/sorted")
    sheet.getCellRangeByName("B2").Formula = "=NA()"
    sheet.getCellRangeByName("D4").Formula = "=nosuchname()"
    save(book, f"{folder}/broken")
    book.close(True)
    desktop.terminate()


if __name__ == "__main__":
    main(*sys.argv[1:])
