"""Cells of a workbook that hold an error, or a formula that nobody has reckoned.

calamine gives both as empty text, so that "#N/A" in a verdict would read as nothing said.
"""

import re
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from zipfile import ZipFile

from exports.returned.bounds_ods import repeats_of
from exports.returned.bounds_xlsx import column_of
from exports.returned.limits import CHUNK

XLSX_CELL = re.compile(
    rb"<(?:\w+:)?c\b(?=[^>]*\br=\"([A-Z]{1,3})(\d{1,9})\")([^>]*)(?<!/)>"
    rb"((?:[^<]++|<(?!/?(?:\w+:)?c[\s/>]))*+)</(?:\w+:)?c>"
)
"""A cell with something in it; no other cell begins before its end."""

FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
SUSPECT = re.compile(rb't="e"|<(?:\w+:)?f[\s/>]')
"""What a stretch of a sheet has when one of its cells may be faulty; most have none."""

VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]+)</(?:\w+:)?v>")
SHEET = re.compile(rb"<(?:\w+:)?sheet\b([^>]*)/?>")
RELATION = re.compile(rb"<(?:\w+:)?Relationship\b([^>]*)/?>")
ATTRIBUTE = re.compile(rb"([\w:]+)=[\"']([^\"']*)[\"']")

ODS_TABLE = re.compile(rb"<table:table\b[^>]*\btable:name=\"([^\"]*)\"")
ODS_PART = re.compile(
    rb"<table:(table-row|table-cell|covered-table-cell)\b([^>]*?)(/?)>|</table:(table|table-cell)>"
)
ODS_TEXT = re.compile(rb"<text:p>([^<]*)</text:p>")

Places = dict[tuple[int, int], str]
"""What stands in a cell, by row from 1 and column from 0."""


def faulty_cells(archive: ZipFile, sheet: str) -> Places:
    """The cells of a sheet that hold an error value or an unreckoned formula."""
    names = set(archive.namelist())
    if "content.xml" in names:
        return _ods(archive.read("content.xml")).get(sheet, {})
    member = _xlsx_members(archive, names).get(sheet)
    return dict(_xlsx(archive, member)) if member in names and member else {}


def members_of_sheets(data: bytes) -> dict[str, str]:
    """The part of an xlsx that each sheet stands in, by the sheet's name; of an ods nothing."""
    with ZipFile(BytesIO(data)) as archive:
        return _xlsx_members(archive, set(archive.namelist()))


def _attributes(text: bytes) -> dict[str, str]:
    return {
        name.decode("utf-8", "replace").rpartition(":")[2]: unescape(
            value.decode("utf-8", "replace")
        )
        for name, value in ATTRIBUTE.findall(text)
    }


def _xlsx_members(archive: ZipFile, names: set[str]) -> dict[str, str]:
    """The file of each sheet, by the sheet's name."""
    relations = "xl/_rels/workbook.xml.rels"
    if not {"xl/workbook.xml", relations} <= names:
        return {}
    targets = {}
    for found in RELATION.findall(archive.read(relations)):
        relation = _attributes(found)
        target = relation.get("Target", "")
        targets[relation.get("Id", "")] = (
            target.lstrip("/") if target[:1] == "/" else f"xl/{target}"
        )
    members = {}
    for found in SHEET.findall(archive.read("xl/workbook.xml")):
        sheet = {
            name.decode("utf-8", "replace"): value.decode("utf-8", "replace")
            for name, value in ATTRIBUTE.findall(found)
        }
        target = next((value for name, value in sheet.items() if name.endswith(":id")), "")
        members[unescape(sheet.get("name", ""))] = targets.get(target, "")
    return members


def _xlsx(archive: ZipFile, member: str) -> Iterator[tuple[tuple[int, int], str]]:
    """Errors (t="e") and formulas without a value, read in chunks that end with a row."""
    rest = b""
    with archive.open(member) as stream:
        while chunk := stream.read(CHUNK):
            rest += chunk
            cut = rest.rfind(b"row>") + 4
            if cut > 4:
                yield from _xlsx_cells(rest[:cut])
                rest = rest[cut:]
    yield from _xlsx_cells(rest)


def _xlsx_cells(text: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    if not SUSPECT.search(text):
        return
    for column, row, attributes, content in XLSX_CELL.findall(text):
        value = VALUE.search(content)
        place = (int(row), column_of(column) - 1)
        if b't="e"' in attributes:
            yield place, unescape(value[1].decode("utf-8", "replace")) if value else "#?"
        elif FORMULA.search(content) and not value and b't="str"' not in attributes:
            yield place, "a formula without a value"


def _ods(text: bytes) -> dict[str, Places]:
    """The same for an ods, whose cells have no addresses but repeat counts."""
    found: dict[str, Places] = {}
    if b'calcext:value-type="error"' not in text:
        return found
    tables = list(ODS_TABLE.finditer(text))
    ends = [table.start() for table in tables[1:]] + [len(text)]
    for table, end in zip(tables, ends, strict=True):
        name = unescape(table[1].decode("utf-8", "replace"))
        found[name] = dict(_ods_cells(text, table.end(), end))
    return found


def _ods_cells(text: bytes, start: int, end: int) -> Iterator[tuple[tuple[int, int], str]]:
    row, next_row, column = 0, 1, 0
    for part in ODS_PART.finditer(text, start, end):
        kind, attributes = part[1], part[2] or b""
        count = repeats_of(attributes)
        if kind == b"table-row":
            row, next_row, column = next_row, next_row + count, 0
        elif kind:
            if b'calcext:value-type="error"' in attributes:
                shown = ODS_TEXT.search(text, part.end(), part.end() + 200)
                words = unescape(shown[1].decode("utf-8", "replace")) if shown else "#?"
                yield from (((row, column + at), words) for at in range(count))
            column += count
