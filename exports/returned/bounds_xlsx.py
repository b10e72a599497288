"""How far the cells of an xlsx sheet reach, and the sheet without those far out."""

import re
from collections.abc import Iterator
from html import unescape

from exports.returned.limits import (
    LIST_COLUMNS,
    LIST_ROWS,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_STRAYS,
    ROWS_ONLY,
    Stray,
)
from pipeline.errors import Refused

PLAIN = re.compile(rb'<c r="([A-Z]{1,9})([1-9]\d{0,19})"(?: s="\d+")?(?: t="\w+")?/?>')
"""A cell as all known programs write it; found five times faster than cells in general. The whole
tag is matched: if a cell names two places, calamine uses the last.
"""

REFERENCE = re.compile(rb"\br\s*+=\s*+[\"']\s*+([A-Za-z]{1,9})0*(\d{1,20})")
"""A cell's place, in either kind of quotation marks."""

CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\br\s*+=\s*+[\"']\s*+0*(\d{1,20})")
ROW_TAG = re.compile(rb"<(?:\w+:)?row[\s/>]")
INDEX = re.compile(rb"<(?:\w+:)?v\b[^>]*>\s*(\d{1,9})\s*<")
SHARED = re.compile(rb"<(?:\w+:)?sst\b[^>]*>")
PROMISED = re.compile(rb"\b(?:uniqueCount|count)\s*+=\s*+[\"']\s*+0*(\d{1,20})")

WHOLE = re.compile(
    rb"<(?:\w+:)?c(?=[\s/>])(?P<attributes>(?:\"[^\"]*+\"|'[^']*+'|[^'\"/>]|/(?!>))*+)"
    rb"(?:/>|>(?P<content>(?:[^<]++|<(?!/?(?:\w+:)?c[\s/>]))*+)</(?:\w+:)?c\s*+>)"
)
"""A cell from its beginning to its end."""

SUSPECT = (b't="e"', b"<f>", b"<f ", b"<f/", b":f")
"""What a sheet contains if a cell may hold an error or a formula; most have none."""

SHARED_TEXT = re.compile(rb"\bt\s*=\s*[\"']s[\"']")
VALUE = re.compile(rb"<(?:\w+:)?(?:v|t)\b[^>]*>([^<]+)<")


class Reach:
    """The farthest row and column of a sheet, at most; its cells; the lengths of shared texts.

    `suspect` says that a cell may hold an error or a formula.
    """

    def __init__(self) -> None:
        self.row = self.column = self.cells = self.promised = 0
        self._unplaced = 0
        self._rows = 0
        self.texts: list[int] = []
        self.suspect = False

    @property
    def block(self) -> int:
        """The size of the block that spans all cells; those without a place follow the others."""
        rows = max(self.row, self._rows if self._unplaced else 0)
        columns = self.column + self._unplaced
        if rows > MOST_ROWS or columns > MOST_COLUMNS:
            return max(rows * columns, MOST_CELLS + 1)
        return rows * columns

    def add(self, piece: bytes) -> None:
        """Scan a piece of the member that ends with a row or a shared text."""
        if b"</si>" in piece or b"<sst" in piece:
            self._add_texts(piece)
        self.suspect = self.suspect or any(sign in piece for sign in SUSPECT)
        places = PLAIN.findall(piece)
        self._place(places)
        # <col> and <color> begin like cells.
        if piece.count(b"<c") == len(places) + piece.count(b"<col") and b":c" not in piece:
            self.cells += len(places)
        elif cells := len(CELL.findall(piece)):
            self.cells += cells
            self._add_odd(piece, cells)

    def _place(self, places: list[tuple[bytes, bytes]]) -> None:
        if places:
            letters, digits = zip(*places, strict=True)
            self.column = max(self.column, *map(column_of, set(letters)))
            self.row = max(self.row, *map(int, set(digits)))

    def _add_odd(self, piece: bytes, cells: int) -> None:
        """Scan cells that may be written in any way that XML allows."""
        places = REFERENCE.findall(piece)
        self._place(places)
        if cells != len(places):
            self._unplaced = max(self._unplaced, *map(_cells, piece.split(b"row>")))
        rows = [int(one) for one in ROW.findall(piece)]
        self._rows = max(self._rows, *rows, 0) + len(ROW_TAG.findall(piece)) - len(rows)

    def _add_texts(self, piece: bytes) -> None:
        for tag in SHARED.findall(piece):
            # calamine allocates as many texts as are announced.
            self.promised = max([self.promised, *map(int, PROMISED.findall(tag))])
        self.texts += [len(one) for one in piece.split(b"</si>")[:-1]]

    @staticmethod
    def indexes(piece: bytes) -> Iterator[int]:
        """The shared texts that cells refer to, and numbers that may be such references."""
        return map(int, INDEX.findall(piece))


def _cells(row: bytes) -> int:
    """Cells of a row, each of which may lack its place."""
    return len(CELL.findall(row))


def column_of(letters: bytes) -> int:
    """The number of a column, from 1.

    >>> column_of(b"A"), column_of(b"XFD")
    (1, 16384)
    """
    number = 0
    for one in letters.upper():
        number = number * 26 + one - 64
    return number


def without_far_cells(name: str, content: bytes) -> tuple[bytes, list[Stray]]:
    """The sheet without its far cells, and those of them that were not empty.

    Cells far to the right are removed first; those far down only if that was not enough.
    """
    for far_rows in (10**20, LIST_ROWS):
        strays: list[Stray] = []
        kept = WHOLE.sub(lambda cell: _kept(cell, far_rows, strays), content)  # noqa: B023
        reach = Reach()
        reach.add(kept)
        if reach.block <= MOST_CELLS:
            return kept, strays
    raise Refused(
        f"{name}: one sheet has {reach.block:,} cells, which is too many for a list. Nothing was "
        f"read. {ROWS_ONLY}"
    )


def _kept(cell: re.Match[bytes], far_rows: int, strays: list[Stray]) -> bytes:
    """The cell unchanged, or nothing if it is far out."""
    place = REFERENCE.search(cell["attributes"])
    if not place or (column_of(place[1]) <= LIST_COLUMNS and int(place[2]) <= far_rows):
        return cell[0]
    value = VALUE.search(cell["content"] or b"")
    if value and len(strays) <= MOST_STRAYS:
        text = unescape(value[1].decode("utf-8", "replace"))
        shared = SHARED_TEXT.search(cell["attributes"]) and text.isdecimal() and len(text) < 10
        strays.append(
            Stray(
                place=(place[1].upper() + place[2]).decode(),
                text=text,
                shared=int(text) if shared else None,
            )
        )
    return b""


def shared_text(content: bytes, index: int) -> str:
    """The text of that number among a workbook's shared texts; "" if there is none."""
    texts = content.split(b"</si>")[:-1]
    if index >= len(texts):
        return ""
    found = re.findall(rb"<(?:\w+:)?t\b[^>]*>([^<]*)<", texts[index])
    return unescape(b"".join(found).decode("utf-8", "replace"))
