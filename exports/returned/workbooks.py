"""Any spreadsheet that came back, as sheets of rows: xlsx, ods, or csv of any dialect."""

import csv
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from io import BytesIO, StringIO
from itertools import chain
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook

from exports.cells import Value
from exports.returned.bounds import within_bounds
from exports.returned.error_cells import Places, faulty_cells, members_of_sheets
from exports.returned.limits import FILE_BYTES
from pipeline.errors import Fault, Refused
from pipeline.files import bytes_of
from pipeline.languages import catalogue, languages
from pipeline.text.encodings import broken_line

HIDDEN = {str(catalogue(language)["sheets"]["hidden"]) for language in languages()}
"""The names of the hidden sheet that knows the list, in all languages."""

DELIMITERS = ";,\t"

SPOILT = (CalamineError, BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
"""What the libraries raise on a workbook that was cut short or changed on its way."""

LINES_LOOKED_AT = 25
LONGEST_HEADING = 80
"""Characters; a reviewer's name may be part of a heading."""

RUST_PANIC = "PanicException"
"""The name of what a library written in Rust raises where it fails; it is no Exception."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet. `rows` are (row number from 1, cells from column A on).

    `broken` looks for cells (row from 1, column from 0) that hold an error value or a formula
    that was never reckoned, and says what they hold. `is_csv`: a leading apostrophe may guard a
    text. `strays` are cells far outside of the list, which were left out: to be told.
    """

    name: str
    rows: Iterator[tuple[int, list[Value]]]
    broken: Callable[[], Places] = dict
    is_csv: bool = False
    strays: tuple[Fault, ...] = ()


def sheets(path: Path) -> Iterator[Sheet]:
    """The sheets of a file, in order, the one that knows the list first.

    A csv has one for each delimiter that may divide its lines, the likeliest first.
    Raises Refused where the file can not be read at all.
    """
    data = file_bytes(path)
    if data.startswith(b"PK"):
        yield from _workbook(path, data)
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(
            f"{path.name}: this is an old xls file, or one with a password; save as xlsx."
        )
    else:
        yield from _texts(path, data)


def file_bytes(path: Path) -> bytes:
    """The file's bytes; Refused where there are none."""
    try:
        data = bytes_of(path, FILE_BYTES)
    except OSError as fault:
        raise Refused(f"{path.name}: the file can not be read ({fault.strerror}).") from fault
    if not data.strip():
        raise Refused(f"{path.name}: the file is empty.")
    return data


def is_workbook(path: Path) -> bool:
    """Whether a file begins as workbooks do, new ones and old ones."""
    return file_bytes(path).startswith((b"PK", b"\xd0\xcf\x11\xe0"))


def _workbook(path: Path, data: bytes) -> Iterator[Sheet]:
    """Sheets of an xlsx or ods; hidden ones too, since one of them knows the list."""
    bounded = within_bounds(path.name, data)
    with _spoilt(path):
        book = CalamineWorkbook.from_filelike(BytesIO(bounded.data))
        names = book.sheet_names
    members = members_of_sheets(bounded.data)
    # The hidden sheet is small and says what the others are: it comes first.
    for name in sorted(names, key=lambda name: name not in HIDDEN):
        with _spoilt(path):
            sheet = book.get_sheet_by_name(name)
            left: list[Value] = [""] * (sheet.start[1] if sheet.start else 0)
            lines = iter(sheet.iter_rows())
        member = members.get(name, "content.xml")
        strays = bounded.strays.get(member, ())
        yield Sheet(
            name=name,
            rows=_numbered(path, lines, left),
            broken=dict if member in bounded.sound else partial(_broken, path, bounded.data, name),
            strays=tuple(
                Fault(f"{path.name}, sheet {name}, cell {one.place}", one.sentence())
                for one in strays
            ),
        )


def _numbered(
    path: Path, lines: Iterator[list[Value]], left: list[Value]
) -> Iterator[tuple[int, list[Value]]]:
    """Rows by their number; `left` are the empty columns before the first that is filled."""
    with _spoilt(path):
        for at, cells in enumerate(lines, start=1):
            yield at, [*left, *cells]


@contextmanager
def _spoilt(path: Path) -> Iterator[None]:
    """What calamine says of a workbook that it can not read, as a refusal."""
    try:
        yield
    except SPOILT as fault:
        raise Refused(f"{path.name}: this is no workbook that can be read ({fault}).") from fault
    except BaseException as fault:
        if type(fault).__name__ != RUST_PANIC:
            raise
        raise Refused(f"{path.name}: this is no workbook that can be read.") from None


def _broken(path: Path, data: bytes, name: str) -> Places:
    try:
        with ZipFile(BytesIO(data)) as archive:
            return faulty_cells(archive, name)
    except SPOILT as fault:
        raise Refused(f"{path.name}: this is no workbook that can be read ({fault}).") from fault


def decoded(path: Path, data: bytes) -> str:
    """The text of a csv: UTF-16 and UTF-8 by their marks, else UTF-8, else cp1252."""
    marks = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
    marked = [encoding for mark, encoding in marks if data.startswith(mark)]
    if not marked and (line := broken_line(data)):
        sentence = "these bytes are no UTF-8, though the rest of the file is; save it as xlsx"
        raise Refused(f"{path.name}: nothing was read.", [Fault(f"line {line}", sentence)])
    for encoding in marked or ("utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(
        f"{path.name}: the text is neither UTF-8 nor Windows-1252; save the list as xlsx, or as "
        "csv in UTF-8."
    )


def _texts(path: Path, data: bytes) -> Iterator[Sheet]:
    """The csv as each delimiter divides it, the likeliest first; the caller knows its headings."""
    text = decoded(path, data)
    if "\x00" in text:
        raise Refused(f"{path.name}: this is neither a workbook nor a csv.")
    directive = re.match(r"sep=([;,\t|:])\r?\n", text)
    first = directive[1] if directive else _divider(text)
    for delimiter in dict.fromkeys(chain(first, DELIMITERS)):
        rows = _csv_rows(path, text, delimiter)
        yield Sheet(name="", rows=rows if delimiter == first else _as_far(rows), is_csv=True)


def _divider(text: str) -> str:
    """The delimiter of the line that looks most like headings: short cells, and many of them.

    Counting in the whole text would take the commas of an abstract for delimiters.
    """
    best = (0, DELIMITERS[0])
    for line in text[:20_000].splitlines()[:LINES_LOOKED_AT]:
        for delimiter in DELIMITERS:
            cells = line.split(delimiter)
            if max(map(len, cells)) <= LONGEST_HEADING and len(cells) > best[0]:
                best = (len(cells), delimiter)
    return best[1]


def _as_far(rows: Iterator[tuple[int, list[Value]]]) -> Iterator[tuple[int, list[Value]]]:
    """The rows up to the first that can not be read so: the delimiter is likely another."""
    with suppress(Refused):
        yield from rows


def _csv_rows(path: Path, text: str, delimiter: str) -> Iterator[tuple[int, list[Value]]]:
    """Rows numbered as a spreadsheet shows them, a cell with newlines being one row."""
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    row = 0
    try:
        for row, cells in enumerate(reader, start=1):
            yield row, list(cells)
    except csv.Error as fault:
        place = f"line {reader.line_num}"
        sentence = f"the quotation marks do not close as they should ({fault}), after row {row}"
        raise Refused(f"{path.name}: nothing was read.", [Fault(place, sentence)]) from fault
