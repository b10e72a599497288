"""Csv as people and programs save it: its encoding, its delimiter, and its rows by number."""

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from pipeline.errors import Fault, Refused
from pipeline.text.encodings import broken_line

DELIMITERS = ";,\t"

HEADINGS_WITHIN = 25
"""Lines within which headings are looked for: people write lines above them."""

LONGEST_HEADING = 80
"""Characters; a reviewer's name may be part of a heading."""

LONGEST_CELL = 10_000_000
"""Most characters of a cell of a labelled table; the longest abstracts have some ten thousand."""

MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
"""First bytes that show an encoding."""


def decoded(name: str, data: bytes) -> str:
    """The text of a csv: UTF-16 and UTF-8 by their byte-order marks, else UTF-8, else cp1252."""
    marked = [encoding for mark, encoding in MARKS if data.startswith(mark)]
    if not marked and (line := broken_line(data)):
        sentence = (
            "these bytes are not UTF-8, although the rest of the file is UTF-8. Save the file "
            "as xlsx"
        )
        raise Refused(f"{name}: nothing was read.", [Fault(f"line {line}", sentence)])
    for encoding in marked or ("utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(
        f"{name}: the text is neither UTF-8 nor Windows-1252. Save the list as xlsx, or as "
        f"csv in UTF-8."
    )


def delimiter_of(text: str) -> str:
    r"""The delimiter of the line that looks most like headings: many short cells.

    Counting in the whole text would mistake the commas of an abstract for delimiters.

    >>> delimiter_of("id,title\n"), delimiter_of("Kari, a note, for all\nid;title;year;note")
    (',', ';')
    """
    best = (0, DELIMITERS[0])
    for line in text[:20_000].splitlines()[:HEADINGS_WITHIN]:
        for delimiter in DELIMITERS:
            cells = line.split(delimiter)
            if max(map(len, cells)) <= LONGEST_HEADING and len(cells) > best[0]:
                best = (len(cells), delimiter)
    return best[1]


def numbered_rows(name: str, text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Rows numbered as in a spreadsheet, where a cell with newlines is one row.

    Raises Refused, with line and row, if quotation marks do not close.
    """
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    row = 0
    try:
        for row, cells in enumerate(reader, start=1):
            yield row, cells
    except csv.Error as fault:
        place = f"line {reader.line_num}"
        sentence = f"a quotation mark after row {row} is not closed ({fault})"
        raise Refused(f"{name}: nothing was read.", [Fault(place, sentence)]) from fault


def labelled_rows(path: Path) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    """The headings and rows of a UTF-8 table for measuring; missing cells are empty.

    Raises Refused if the file cannot be read, is not UTF-8 or has an unclosed cell.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as fault:
        raise Refused(f"{path}: this file cannot be read ({fault.strerror}).") from fault
    except UnicodeDecodeError as fault:
        sentence = f"byte {fault.start + 1} of this file is not UTF-8; expected a csv in UTF-8"
        raise Refused(f"{path}: {sentence}.") from fault
    headings, rows = headed_rows(path.name, text)
    return headings, (_whole(path, headings, row) for row in rows)


def _whole(path: Path, headings: list[str], row: tuple[int, list[str]]) -> tuple[int, list[str]]:
    number, cells = row
    if max(map(len, cells)) > LONGEST_CELL:
        sentence = f"this cell has more than {LONGEST_CELL:,} characters"
        raise Refused(f"{path}: this is not a csv.", [Fault(f"row {number}", sentence)])
    return number, [*cells, *[""] * (len(headings) - len(cells))]


def headed_rows(name: str, text: str) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    """The headings in the first row, and the rows below that are not empty."""
    line = text.split("\n", 1)[0]
    rows = numbered_rows(name, text, max(DELIMITERS, key=line.count))
    _, headings = next(rows, (0, []))
    return headings, (row for row in rows if any(cell.strip() for cell in row[1]))
