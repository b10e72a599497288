"""Workbooks (xlsx) as exports: each sheet with column names is read as a table."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import IO

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse, parse

from pipeline.errors import Refused

SPOILT = (
    *(DefusedXmlException, ParseError, zipfile.BadZipFile, zlib.error, EOFError, OSError),
    *(NotImplementedError, RuntimeError, KeyError, ValueError),
)
"""What the libraries raise on a workbook that was cut off or damaged in transit."""

MOST_TEXT = 256 << 20
"""Characters of a sheet as text; a million rows with abstracts would be four times that."""

LINE = "\u2028"
"""The replacement for a line end within a cell, so that each row stays one line."""

CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
DATES = frozenset([*range(14, 18), 22, *range(27, 37), *range(50, 59)])
"""Ids of the date formats that every workbook has (ECMA-376, 18.8.30)."""

DATED = re.compile(r"[yd]", re.IGNORECASE)
QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
WHOLE = re.compile(r"(-?\d+)\.0+")
POWER = re.compile(r"-?\d(?:\.\d+)?E\+?\d{1,2}", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSheet:
    """A sheet as the text of a csv, one line per row."""

    name: str
    text: bytes
    rows: int


@dataclass(slots=True)
class _Book:
    """What cells refer to: texts, which formats are dates, and the day that counts as 0."""

    texts: list[str] = field(default_factory=list)
    dated: list[bool] = field(default_factory=list)
    zero: date = date(1899, 12, 30)


def sheets(path: Path) -> list[TableSheet]:
    """The visible sheets that are not empty, in order.

    Raises Refused if the workbook is damaged or larger than a list of records can be.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            book = _Book(_texts(archive), _dated(archive), _zero(archive))
            found = []
            for name, member in _parts(archive):
                with archive.open(member) as stream:
                    sheet = _sheet(name, stream, book, path.name)
                if sheet.rows:
                    found.append(sheet)
            return found
    except SPOILT as fault:
        raise Refused(
            f"{path.name}: the workbook is damaged ({fault}). Save the workbook again."
        ) from None


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def _attribute(attributes: dict[str, str], name: str) -> str:
    return next((value for key, value in attributes.items() if _local(key) == name), "")


def _parts(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Names of the visible sheets, and the archive members of each."""
    relations = parse(archive.open("xl/_rels/workbook.xml.rels")).getroot()
    targets = {one.attrib["Id"]: one.attrib["Target"] for one in relations}
    found = []
    for one in parse(archive.open("xl/workbook.xml")).getroot().iter():
        if _local(one.tag) != "sheet" or one.attrib.get("state", "visible") != "visible":
            continue
        target = targets[_attribute(one.attrib, "id")]
        member = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if "/worksheets/" in f"/{member}":
            found.append((one.attrib.get("name", member), member))
    return found


def _texts(archive: zipfile.ZipFile) -> list[str]:
    """The texts that cells share, without the phonetic readings of East Asian characters."""
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    found = []
    with archive.open("xl/sharedStrings.xml") as stream:
        for _, element in iterparse(stream):
            if _local(element.tag) == "si":
                found.append(_text(element))
                element.clear()
    return found


def _text(element: object) -> str:
    parts: list[str] = []
    for one in element:  # type: ignore[attr-defined]  # defusedxml names no type of its elements
        if _local(one.tag) == "t":
            parts.append(one.text or "")
        elif _local(one.tag) == "r":
            parts.append(_text(one))
    return "".join(parts)


def _dated(archive: zipfile.ZipFile) -> list[bool]:
    """For each cell format, whether it shows a number as a date."""
    if "xl/styles.xml" not in archive.namelist():
        return []
    root = parse(archive.open("xl/styles.xml")).getroot()
    codes: dict[int, bool] = {}
    found: list[bool] = []
    for part in root:
        if _local(part.tag) == "numFmts":
            for one in part:
                code = QUOTED.sub("", one.attrib.get("formatCode", ""))
                codes[int(one.attrib["numFmtId"])] = bool(DATED.search(code))
        elif _local(part.tag) == "cellXfs":
            numbers = [int(one.attrib.get("numFmtId", "0")) for one in part]
            found = [codes.get(number, number in DATES) for number in numbers]
    return found


def _zero(archive: zipfile.ZipFile) -> date:
    """The day from which the workbook counts days; for old Mac workbooks it is in 1904."""
    for one in parse(archive.open("xl/workbook.xml")).getroot():
        if _local(one.tag) == "workbookPr" and one.attrib.get("date1904") in {"1", "true"}:
            return date(1904, 1, 1)
    return date(1899, 12, 30)


def _sheet(name: str, stream: IO[bytes], book: _Book, file: str) -> TableSheet:
    """A sheet's rows as lines of a csv, with as many lines before each as in the sheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    line = rows = 0
    for number, cells in _rows(stream, book):
        if not any(cell.strip() for cell in cells):
            continue
        at = number or line + 1
        if at <= line:
            raise ValueError(f"row {at} of the sheet {name} occurs twice")
        out.write("\n" * (at - line - 1))
        writer.writerow(cells)
        line, rows = at, rows + 1
        if out.tell() > MOST_TEXT:
            raise Refused(f"{file}: the sheet {name} is too large for a list of records.")
    return TableSheet(name=name, text=out.getvalue().encode("utf-8", "replace"), rows=rows)


def _rows(stream: IO[bytes], book: _Book) -> Iterator[tuple[int, list[str]]]:
    for _, element in iterparse(stream):
        if _local(element.tag) != "row":
            continue
        cells: list[str] = []
        for cell in element:
            place = CELL.fullmatch(cell.attrib.get("r", ""))
            at = _column(place[1]) if place else len(cells)
            cells += [""] * (at - len(cells))
            cells[at : at + 1] = [_value(cell, book)]
        yield int(element.attrib.get("r", "0")), cells
        element.clear()


def _column(letters: str) -> int:
    """The index of a column, counted from 0.

    >>> _column("A"), _column("AA")
    (0, 26)
    """
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1


def _value(cell: object, book: _Book) -> str:
    """The text of a cell; a date in ISO 8601, an error of the sheet as empty."""
    kind, style = cell.attrib.get("t", "n"), cell.attrib.get("s", "0")  # type: ignore[attr-defined]
    raw = ""
    for part in cell:  # type: ignore[attr-defined]
        if _local(part.tag) == "is":
            return _lined(_text(part))
        if _local(part.tag) == "v":
            raw = part.text or ""
    if kind == "s":
        return _lined(book.texts[int(raw)]) if raw else ""
    if kind in {"str", "d"}:
        return _lined(raw)
    if kind == "e":
        return ""
    if kind == "b":
        return "true" if raw == "1" else "false"
    return _number(raw, dated=int(style) < len(book.dated) and book.dated[int(style)], book=book)


def _number(raw: str, *, dated: bool, book: _Book) -> str:
    if raw and dated and 0 < float(raw) < 2_958_466:
        return (book.zero + timedelta(days=int(float(raw)))).isoformat()
    if POWER.fullmatch(raw):
        return str(int(float(raw)))
    whole = WHOLE.fullmatch(raw)
    return whole[1] if whole else raw


def _lined(text: str) -> str:
    return re.sub(r"_x000D_|\r\n|\r|\n", LINE, text.replace("_x000D_\n", "\n"))
