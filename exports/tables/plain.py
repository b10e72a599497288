"""Tables as csv and as Markdown."""

from collections.abc import Mapping, Sequence
from io import StringIO

from exports.language.catalogue import Words
from exports.markdown import escaped
from exports.stamp import Stamp
from exports.tables.table import Table, drawn_columns, drawn_lines
from pipeline.text.csv_cells import write_rows


def table_csv(table: Table) -> bytes:
    """The table as csv and nothing else: one heading per column, counts as digits (zero as 0).

    UTF-8 with a byte-order mark and the language's own delimiter, so that Excel in that language
    shows columns. A text that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    out = StringIO(newline="")
    delimiter = Words(table.language, "language")["delimiter"]
    write_rows(out, [[column.heading for column in table.columns]], delimiter=delimiter)
    write_rows(out, (row.cells for row in table.rows), delimiter=delimiter)
    return out.getvalue().encode("utf-8-sig")


def about_tables(files: Mapping[str, Table], stamp: Stamp) -> bytes:
    """The contents of each csv: its title and notes, and the stamp of all; plain text in UTF-8."""
    parts = [
        "\n".join([name, *(f"  {_one_line(text)}" for text in _told(table))])
        for name, table in files.items()
    ]
    return "\n\n".join([*parts, stamp.line(), ""]).encode("utf-8-sig")


def _told(table: Table) -> list[str]:
    return [table.title, *(f"{mark} {text}".strip() for mark, text in table.footnotes)]


def tables_markdown(tables: Sequence[Table], stamp: Stamp) -> str:
    """The tables in Markdown's pipe notation, one after the other, and the stamp."""
    parts = [table_markdown(table) for table in tables]
    return "\n".join([*parts, f"*{escaped(stamp.line())}*", ""])


def table_markdown(table: Table) -> str:
    """One table in Markdown: title, pipes, footnotes. The content of cells is shown as text."""
    columns = drawn_columns(table)
    marks = {"left": ":---", "right": "---:"}
    lines = [
        f"**{escaped(table.title)}**",
        "",
        _piped([column.heading for column in columns]),
        f"| {' | '.join(marks[one.align] for one in columns)} |",
    ]
    for line in drawn_lines(table):
        texts = [*line.texts, *[""] * (len(columns) - len(line.texts))]
        lines.append(_piped(texts, strong=line.kind in {"group", "total"}))
    for mark, text in table.footnotes:
        lines += ["", f"{escaped(mark)} {escaped(text)}".strip()]
    return "\n".join([*lines, ""])


def _piped(texts: Sequence[str], *, strong: bool = False) -> str:
    cells = [f"**{escaped(text)}**" if strong and text else escaped(text) for text in texts]
    return f"| {' | '.join(cells)} |"


def _one_line(text: str) -> str:
    return " ".join(text.split())
