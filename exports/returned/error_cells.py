"""Finds cells of a workbook with an error, or with a formula that was never calculated.

calamine returns both as empty text, so "#N/A" in a verdict would read as no answer.
"""

from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from defusedxml.ElementTree import ParseError, iterparse

from exports.returned.bounds_xlsx import column_of

Places = dict[tuple[int, int], str]
"""The content of cells, by row from 1 and column from 0."""

ODS_PART = "content.xml"
"""The part of an ods that contains all its sheets."""

NO_VALUE = "a formula without a value"


def faulty_cells(archive: ZipFile, sheet: str, member: str) -> Places:
    """The cells of a sheet in a part of the archive with an error, or a formula without value."""
    if member not in archive.namelist():
        return {}
    return dict(_ods(archive, sheet) if member == ODS_PART else _xlsx(archive, member))


def members_of_sheets(data: bytes) -> dict[str, str]:
    """The part of an xlsx that contains each sheet, by the sheet's name; nothing for an ods."""
    relations = "xl/_rels/workbook.xml.rels"
    with ZipFile(BytesIO(data)) as archive:
        if not {"xl/workbook.xml", relations} <= set(archive.namelist()):
            return {}
        targets = {}
        for relation in _as_far(_elements(archive, relations, "Relationship")):
            target = relation.get("Target", "")
            targets[relation.get("Id")] = (
                target.lstrip("/") if target[:1] == "/" else f"xl/{target}"
            )
        return {
            sheet.get("name", ""): targets.get(_attribute(sheet, "id"), "")
            for sheet in _as_far(_elements(archive, "xl/workbook.xml", "sheet"))
        }


def _xlsx(archive: ZipFile, member: str) -> Iterator[tuple[tuple[int, int], str]]:
    for row in _elements(archive, member, "row"):
        for cell in row:
            column = cell.get("r", "").rstrip("0123456789")
            if not column or _name(cell) != "c":
                continue
            parts = {_name(part): part.text for part in cell}
            place = (int(cell.get("r")[len(column) :]), column_of(column.encode()) - 1)
            if cell.get("t") == "e":
                yield place, parts.get("v") or "#?"
            elif "f" in parts and not parts.get("v") and cell.get("t") != "str":
                yield place, NO_VALUE


def _ods(archive: ZipFile, sheet: str) -> Iterator[tuple[tuple[int, int], str]]:
    """The same for an ods, whose cells have no addresses but repeat counts."""
    for table in _elements(archive, ODS_PART, "table"):
        if _attribute(table, "name") != sheet:
            continue
        after = 1
        for row in table.iter():
            if _name(row) == "table-row":
                yield from _ods_row(row, after)
                after += _repeats(row, "number-rows-repeated")


def _ods_row(row: Any, number: int) -> Iterator[tuple[tuple[int, int], str]]:
    column = 0
    for cell in row:
        repeats = _repeats(cell, "number-columns-repeated")
        # The attribute of this name that marks an error is calcext's; office has another.
        if "error" in (value for key, value in cell.items() if key.endswith("}value-type")):
            shown = "".join(cell.itertext()) or "#?"
            yield from (((number, column + at), shown) for at in range(repeats))
        column += repeats


def _elements(archive: ZipFile, member: str, name: str) -> Iterator[Any]:
    """The elements of a name in a part of the archive, each emptied after use."""
    with archive.open(member) as stream:
        for _, element in iterparse(stream):
            if _name(element) == name:
                yield element
                element.clear()


def _as_far(elements: Iterator[Any]) -> Iterator[Any]:
    """The elements up to where the XML breaks off, as calamine also reads a workbook's index."""
    with suppress(ParseError):
        yield from elements


def _name(element: Any) -> str:
    """The name of an element without its namespace, which differs between programs."""
    return str(element.tag).rpartition("}")[2]


def _attribute(element: Any, name: str) -> str:
    """An attribute by its name without its namespace; "" if there is none."""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), "")


def _repeats(element: Any, name: str) -> int:
    repeats = _attribute(element, name)
    return int(repeats) if repeats.isdecimal() else 1
