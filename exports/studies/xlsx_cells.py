"""Writes cells into a sheet of an xlsx that people work in, keeping every other byte.

A library that reads a workbook and writes it again drops what it does not know: comments, pictures,
conditional formatting. Here only the changed rows are rewritten, with their other cells as they
were.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from zipfile import ZipFile

from exports.cells import cleaned, escaped, letter

DATA = re.compile(rb"<((?:\w+:)?)sheetData\s*(?:/>|>(.*?)</\1sheetData>)", re.DOTALL)
ROW = re.compile(rb"<((?:\w+:)?)row\b([^>]*?)(?:/>|>(.*?)</\1row>)", re.DOTALL)
CELL = re.compile(rb"<((?:\w+:)?)c\b([^>]*?)(?:/>|>.*?</\1c>)", re.DOTALL)
NUMBER = re.compile(rb'\br="[A-Z]*(\d+)"')
PLACE = re.compile(rb'\br="([A-Z]+)\d+"')
STYLE = re.compile(rb'\bs="\d+"')
SPANS = re.compile(rb'\s*\bspans="[^"]*"')
DIMENSION = re.compile(rb'(<(?:\w+:)?dimension\s+ref=")([A-Z]+\d+)(?::([A-Z]+)(\d+))?(")')

Cells = Mapping[tuple[int, int], str]
"""Texts by row from 1 and column from 0."""


@dataclass(slots=True)
class _Row:
    """An existing row: its attributes, its cells by column, and where its bytes are."""

    attributes: bytes = b""
    cells: dict[int, bytes] = field(default_factory=dict)
    start: int = -1
    end: int = -1


def with_cells(data: bytes, member: str, cells: Cells, *, like: int) -> bytes:
    """The workbook with these texts in a sheet, the part `member` of its archive.

    A new cell is formatted like the cell of its column in the row `like`, or as plain text if there
    is none.
    """
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w") as new:
        new.comment = old.comment
        for info in old.infolist():
            content = old.read(info)
            new.writestr(
                info, _written(content, cells, like) if info.filename == member else content
            )
    return out.getvalue()


def _written(xml: bytes, cells: Cells, like: int) -> bytes:
    found = DATA.search(xml)
    if found is None:
        raise ValueError("a sheet without sheetData")
    prefix, body = found[1], found[2] or b""
    rows = dict(_rows(body))
    model = rows.get(like, _Row())
    wanted: dict[int, dict[int, str]] = {}
    for (row, column), text in cells.items():
        wanted.setdefault(row, {})[column] = text
    made = b"".join(_body(body, rows, {row: (prefix, model, wanted[row]) for row in wanted}))
    content = b"<%bsheetData>%b</%bsheetData>" % (prefix, made, prefix)
    last, width = max(wanted), max(column for _, column in cells)
    before = _dimension(xml[: found.start()], last, width)
    return before + content + xml[found.end() :]


def _rows(body: bytes) -> Iterator[tuple[int, _Row]]:
    """The rows by number; a row without a number follows the previous one."""
    at = 0
    for found in ROW.finditer(body):
        number = NUMBER.search(found[2])
        at = int(number[1]) if number else at + 1
        yield at, _Row(found[2], dict(_cells(found[3] or b"")), found.start(), found.end())


def _cells(content: bytes) -> Iterator[tuple[int, bytes]]:
    at = -1
    for found in CELL.finditer(content):
        place = PLACE.search(found[2])
        at = _column(place[1]) if place else at + 1
        yield at, found[0]


def _column(letters: bytes) -> int:
    """A column's number from 0.

    >>> _column(b"A"), _column(b"AA")
    (0, 26)
    """
    number = 0
    for one in letters:
        number = number * 26 + one - 64
    return number - 1


def _body(
    body: bytes,
    rows: Mapping[int, _Row],
    wanted: Mapping[int, tuple[bytes, _Row, Mapping[int, str]]],
) -> Iterator[bytes]:
    """The bytes of all rows in order, with the changed ones rewritten."""
    at = 0
    waiting = sorted(wanted)
    for number in sorted(rows):
        row = rows[number]
        while waiting and waiting[0] < number:
            first = waiting.pop(0)
            yield body[at : row.start]
            at = row.start
            yield _row(first, _Row(), *wanted[first])
        if waiting and waiting[0] == number:
            waiting.pop(0)
            yield body[at : row.start]
            yield _row(number, row, *wanted[number])
            at = row.end
    yield body[at:]
    for number in waiting:
        yield _row(number, _Row(), *wanted[number])


def _row(number: int, row: _Row, prefix: bytes, model: _Row, texts: Mapping[int, str]) -> bytes:
    """A row with its own cells and these texts; a text of "" empties its cell."""
    cells = dict(row.cells)
    for column, text in texts.items():
        looks = STYLE.search(cells.get(column) or model.cells.get(column, b""))
        place = f"{letter(column)}{number}".encode()
        style = b" " + looks[0] if looks else b""
        cells[column] = _cell(prefix, place, style, text)
    attributes = SPANS.sub(b"", row.attributes) or b' r="%d"' % number
    inside = b"".join(cells[column] for column in sorted(cells))
    return b"<%brow%b>%b</%brow>" % (prefix, attributes, inside, prefix)


def _cell(prefix: bytes, place: bytes, style: bytes, text: str) -> bytes:
    if not text:
        return b'<%bc r="%b"%b/>' % (prefix, place, style)
    content = escaped(cleaned(text, "")[0]).encode()
    start = b'<%bc r="%b"%b t="inlineStr"><%bis><%bt xml:space="preserve">' % (
        *(prefix, place, style, prefix, prefix),
    )
    return start + content + b"</%bt></%bis></%bc>" % (prefix, prefix, prefix)


def _dimension(head: bytes, row: int, column: int) -> bytes:
    """The head of a sheet with its stated size extended to this cell."""

    def grown(found: re.Match[bytes]) -> bytes:
        first = found[2]
        width, height = found[3] or re.match(rb"[A-Z]+", first)[0], int(found[4] or 1)  # type: ignore[index]
        right = letter(max(_column(width), column)).encode()
        return b"%b%b:%b%d%b" % (found[1], first, right, max(height, row), found[5])

    return DIMENSION.sub(grown, head, count=1)
