"""How far the cells of an ods reach, and its content without those far out."""

import re
from collections.abc import Iterator
from html import unescape
from xml.parsers.expat import (  # nosec B407 - only whether it is whole; no handler is given
    ExpatError,
    ParserCreate,
)

from exports.cells import letter
from exports.returned.limits import (
    AS_XLSX,
    LIST_COLUMNS,
    LIST_ROWS,
    LONGEST_ROW,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_STRAYS,
    MOST_TEXT,
    ROWS_ONLY,
    Stray,
)
from pipeline.errors import Refused

ROW_END = b"</table:table-row>"
REPEATED = re.compile(rb"number-(?:rows|columns)-repeated\s*=\s*[\"']\s*0*(\d{1,20})")
CELL = re.compile(rb"<table:(?:covered-)?table-cell\b([^>]*)>")
WHOLE = re.compile(
    rb"<table:(?:covered-)?table-cell\b(?P<attributes>[^>]*?)"
    rb"(?:/>|>(?P<content>.*?)</table:(?:covered-)?table-cell>)",
    re.DOTALL,
)
SAYS = re.compile(rb"office:(?:string-|date-|time-|boolean-)?value\s*=")
TEXT = re.compile(rb"<text:p[^>]*>([^<]*)")
ROW = re.compile(rb"<table:table-row\b([^>]*)>")
TABLE = re.compile(rb"<table:table[\s>]")


class _Reach:
    """The farthest row and column of one table, and the length of its texts, counting repeats."""

    def __init__(self) -> None:
        self.at = self.row = self.column = self.text = 0

    @property
    def block(self) -> int:
        """The number of cells in the block that spans them all."""
        if self.row > MOST_ROWS or self.column > MOST_COLUMNS:
            return max(self.row * self.column, MOST_CELLS + 1)
        return self.row * self.column


def ods_within_bounds(name: str, content: bytes) -> tuple[bytes | None, list[Stray]]:
    """The content without its far cells, and what those held; None if it may stay unchanged.

    Raises Refused if even then it is larger than a list can be.
    """
    check_whole(name, content)
    if _most(name, content) <= MOST_CELLS:
        return None, []
    strays: list[Stray] = []
    kept = b"".join(_kept_pieces(content, strays))
    if (most := _most(name, kept)) > MOST_CELLS:
        raise Refused(
            f"{name}: one sheet has {most:,} cells, which is too many for a list. Nothing was "
            f"read. {ROWS_ONLY}"
        )
    return kept, strays


def check_whole(name: str, content: bytes) -> None:
    """Refuse XML that breaks off or is not well-formed: calamine would wait forever for its end."""
    try:
        ParserCreate().Parse(content, True)
    except ExpatError as fault:
        raise Refused(f"{name}: this workbook cannot be read ({fault}). {AS_XLSX}") from None


def _most(name: str, content: bytes) -> int:
    """Cells of the largest block that calamine would load for a table."""
    reach, most, text = _Reach(), 0, 0
    for piece in content.split(ROW_END):
        if len(piece) > LONGEST_ROW and CELL.search(piece):
            raise Refused(
                f"{name}: one row has more than {LONGEST_ROW >> 20} MB, which is too much for a "
                f"list. The file was not read. {ROWS_ONLY}"
            )
        if TABLE.search(piece):
            most, text, reach = max(most, reach.block), text + reach.text, _Reach()
        _add(reach, piece)
    if text + reach.text > MOST_TEXT:
        raise Refused(
            f"{name}: the texts in this file have more than {MOST_TEXT:,} bytes in total, which "
            f"is too much for a list. The file was not read. {ROWS_ONLY}"
        )
    return max(most, reach.block)


def _add(reach: _Reach, piece: bytes) -> None:
    """Add a row to the extent of its table; repeats count each time."""
    repeats = sum(repeats_of(one[1]) for one in ROW.finditer(piece)) or 1
    reach.at += repeats
    column, said = 0, 0
    for cell in CELL.findall(piece):
        times = repeats_of(cell)
        column += times
        # Empty cells at the end of a row do not extend it.
        if not cell.endswith(b"/") or b"office:" in cell or b"formula" in cell:
            reach.column = max(reach.column, column)
            said = max(said, times)
    if said:
        reach.row = reach.at
        reach.text += repeats * len(piece) * said


def repeats_of(attributes: bytes) -> int:
    """How often a row or cell is repeated, by its attributes."""
    found = REPEATED.search(attributes)
    return int(found[1]) if found else 1


def _kept_pieces(content: bytes, strays: list[Stray]) -> Iterator[bytes]:
    """Rows without the cells far to the right; rows far down are dropped."""
    at = 0
    pieces = content.split(ROW_END)
    for number, piece in enumerate(pieces):
        if TABLE.search(piece):
            at = 0
        repeats = sum(repeats_of(one[1]) for one in ROW.finditer(piece)) or 1
        at += repeats
        begins = ROW.search(piece)
        ends = ROW_END if number < len(pieces) - 1 else b""
        if begins and at > LIST_ROWS:
            _cut(piece[begins.start() :], at, strays, 0)
            yield piece[: begins.start()]
        else:
            yield _cut(piece, at, strays, LIST_COLUMNS) + ends


def _cut(piece: bytes, row: int, strays: list[Stray], most: int) -> bytes:
    """A row up to the column `most`; non-empty cells beyond are noted."""
    column = 0
    kept = []
    last = 0
    for cell in WHOLE.finditer(piece):
        column += repeats_of(cell["attributes"])
        if column <= most:
            continue
        kept.append(piece[last : cell.start()])
        last = cell.end()
        text = TEXT.search(cell["content"] or b"")
        if (text or SAYS.search(cell["attributes"])) and len(strays) <= MOST_STRAYS:
            told = unescape(text[1].decode("utf-8", "replace")) if text else "a value"
            strays.append(Stray(place=f"{letter(column - 1)}{row}", text=told))
    return b"".join(kept) + piece[last:]
