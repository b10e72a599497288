"""Any returned spreadsheet as sheets of rows: xlsx, ods, or csv of any dialect."""

import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from io import BytesIO
from itertools import chain
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError
from python_calamine import CalamineError, CalamineWorkbook

from exports.cells import Value
from exports.returned.bounds import within_bounds
from exports.returned.error_cells import ODS_PART, Places, faulty_cells, members_of_sheets
from exports.returned.limits import AS_XLSX, FILE_BYTES
from pipeline.errors import Fault, Refused
from pipeline.files import bytes_of
from pipeline.languages import catalogue, languages
from pipeline.text.delimited import (
    DELIMITERS,
    decoded,
    delimiter_of,
    numbered_rows,
)

HIDDEN = {str(catalogue(language)["sheets"]["hidden"]) for language in languages()}
"""The names of the hidden sheet that describes the list, in all languages."""

SPOILT = (
    *(CalamineError, ParseError, DefusedXmlException),
    *(BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError),
)
"""What the libraries raise for a truncated or corrupted workbook."""

RUST_PANIC = "PanicException"
"""The name of what a library written in Rust raises on failure; it is not an Exception."""


ZIP, OLD_OFFICE = b"PK", b"\xd0\xcf\x11\xe0"
"""How workbooks begin."""

Rows = Iterator[tuple[int, Sequence[Value]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet. `rows` are (row number from 1, cells from column A on).

    `broken` finds cells (row from 1, column from 0) with an error value or a formula that was never
    calculated, and their content. `is_csv`: a leading apostrophe may guard a text, and `delimiter`
    separates its cells. `strays` are cells far outside the list, left out and to be reported.
    """

    name: str
    rows: Rows
    broken: Callable[[], Places] = dict
    is_csv: bool = False
    delimiter: str = ""
    strays: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingFile:
    """A returned file, read once."""

    path: Path
    content: bytes
    sha256: str

    @property
    def name(self) -> str:
        """The file's name, for messages."""
        return self.path.name

    @property
    def is_workbook(self) -> bool:
        """Whether it begins as workbooks do, in new or old formats."""
        return self.content.startswith((ZIP, OLD_OFFICE))


def incoming(path: Path) -> IncomingFile:
    """The file at a path; Refused if it cannot be read or is empty."""
    try:
        content = bytes_of(path, FILE_BYTES)
    except OSError as fault:
        raise Refused(
            f"{path}: this file cannot be read ({fault.strerror}). Nothing was done."
        ) from fault
    if not content.strip():
        raise Refused(f"{path.name}: the file is empty.")
    return IncomingFile(path=path, content=content, sha256=sha256(content).hexdigest())


def sheets(file: IncomingFile) -> Iterator[Sheet]:
    """The sheets of a file, in order, the one that describes the list first.

    A csv has one for each possible delimiter, the likeliest first. Raises Refused if the file
    cannot be read at all.
    """
    if file.content.startswith(ZIP):
        yield from _workbook(file)
    elif file.content.startswith(OLD_OFFICE):
        raise Refused(
            f"{file.name}: this is an old xls file, or the file has a password. Save the list "
            f"as xlsx without a password."
        )
    else:
        yield from _texts(file)


def _workbook(file: IncomingFile) -> Iterator[Sheet]:
    """Sheets of an xlsx or ods; hidden ones too, since one of them describes the list."""
    bounded = within_bounds(file.name, file.content)
    with _spoilt(file.name):
        book = CalamineWorkbook.from_filelike(BytesIO(bounded.data))
        names = book.sheet_names
        members = members_of_sheets(bounded.data)
    # The hidden sheet is small and describes the others, so it comes first.
    for name in sorted(names, key=lambda name: name not in HIDDEN):
        with _spoilt(file.name):
            sheet = book.get_sheet_by_name(name)
            left: list[Value] = [""] * (sheet.start[1] if sheet.start else 0)
            lines = iter(sheet.iter_rows())
        member = members.get(name, ODS_PART)
        strays = bounded.strays.get(member, ())
        yield Sheet(
            name=name,
            rows=_numbered(file.name, lines, left),
            broken=dict
            if member in bounded.sound
            else partial(_broken, file.name, bounded.data, name, member),
            strays=tuple(
                Fault(f"{file.name}, sheet {name}, cell {stray.place}", stray.sentence())
                for stray in strays
            ),
        )


def _numbered(file: str, lines: Iterator[list[Value]], left: list[Value]) -> Rows:
    """Rows by number; `left` counts the empty columns before the first filled one."""
    with _spoilt(file):
        for at, cells in enumerate(lines, start=1):
            yield at, [*left, *cells]


@contextmanager
def _spoilt(file: str) -> Iterator[None]:
    """What calamine says about a workbook that it cannot read, as a refusal."""
    try:
        yield
    except SPOILT as fault:
        raise Refused(f"{file}: this workbook cannot be read ({fault}). {AS_XLSX}") from fault
    except BaseException as fault:
        if type(fault).__name__ != RUST_PANIC:
            raise
        raise Refused(f"{file}: this workbook cannot be read. {AS_XLSX}") from None


def _broken(file: str, data: bytes, name: str, member: str) -> Places:
    try:
        with ZipFile(BytesIO(data)) as archive:
            return faulty_cells(archive, name, member)
    except SPOILT as fault:
        raise Refused(f"{file}: this workbook cannot be read ({fault}). {AS_XLSX}") from fault


def _texts(file: IncomingFile) -> Iterator[Sheet]:
    """The csv as split by each delimiter, the likeliest first; the caller knows its headings."""
    text = decoded(file.name, file.content)
    if "\x00" in text:
        raise Refused(
            f"{file.name}: this file is neither a workbook nor a csv file. Save the list as xlsx "
            f"or csv."
        )
    directive = re.match(r"sep=([;,\t|:])\r?\n", text)
    first = directive[1] if directive else delimiter_of(text)
    for delimiter in dict.fromkeys(chain(first, DELIMITERS)):
        rows: Rows = numbered_rows(file.name, text, delimiter)
        yield Sheet(
            name="",
            rows=rows if delimiter == first else _as_far(rows),
            is_csv=True,
            delimiter=delimiter,
        )


def _as_far(rows: Rows) -> Rows:
    """The rows up to the first unreadable one: the delimiter is probably another."""
    with suppress(Refused):
        yield from rows
