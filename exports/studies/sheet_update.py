"""Adds to a studies sheet that its authors work in, without changing what they wrote."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from exports.language.catalogue import Language, Words
from exports.returned.error_cells import members_of_sheets
from exports.returned.workbooks import incoming
from exports.studies.returned_sheet import STATE, SheetLayout, sheet_layout
from exports.studies.sheet import Prefilled, heading
from exports.studies.xlsx_cells import with_cells
from pipeline.errors import Fault, Refused
from pipeline.studies.scheme import TableScheme
from pipeline.text.csv_cells import guarded
from pipeline.text.delimited import MARKS, decoded

ADDED = ("study_id", "reports", "title", "first_author", "year")
"""The content of a new row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetChanges:
    """What to add: rows for new studies, ids in empty cells, and marks.

    `ids` and `marks` are by row number, from 1; a mark of "" removes an earlier one.
    """

    rows: Sequence[Prefilled] = ()
    ids: Mapping[int, str] = field(default_factory=dict)
    marks: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetUpdate:
    """The sheet's new bytes; None if nothing changes. `added` are the numbers of new rows."""

    content: bytes | None
    added: tuple[int, ...] = ()
    marked: int = 0
    named: int = 0


def updated_sheet(
    path: Path, scheme: TableScheme, language: Language, changes: SheetChanges
) -> SheetUpdate:
    """The sheet with the additions; every other cell, column and format is unchanged.

    Rows are added below the last that holds anything. A missing column of ours is added after the
    last one.
    """
    layout = sheet_layout(path, scheme)
    cells, added = _cells(layout, scheme, language, changes)
    if not cells:
        return SheetUpdate(content=None)
    file = incoming(path)
    if layout.is_csv:
        content = _csv(file.content, decoded(file.name, file.content), layout, cells)
    else:
        member = members_of_sheets(file.content).get(layout.sheet, "")
        if not member:
            raise Refused(
                f"{path.name}: ajour can add rows only to an xlsx or csv file. Save the sheet "
                f"as xlsx."
            )
        content = with_cells(file.content, member, cells, like=max(layout.rows, default=0))
    return SheetUpdate(
        content=content,
        added=added,
        marked=sum(bool(text) for text in changes.marks.values()),
        named=len(changes.ids),
    )


def _cells(
    layout: SheetLayout, scheme: TableScheme, language: Language, changes: SheetChanges
) -> tuple[dict[tuple[int, int], str], tuple[int, ...]]:
    """The texts to write, by place, and the numbers of the new rows."""
    columns = dict(layout.columns)
    width = layout.width
    cells: dict[tuple[int, int], str] = {}
    marks = {row: text for row, text in changes.marks.items() if layout.marks.get(row, "") != text}
    for name, needed in (("study_id", changes.ids or changes.rows), (STATE, marks)):
        if needed and name not in columns:
            columns[name] = width
            words = Words(language, "studies")
            head = words["state"] if name == STATE else heading(name, scheme, language)
            cells[layout.heading, width] = head
            width += 1
    first = max((*layout.rows, layout.heading)) + 1
    added = tuple(range(first, first + len(changes.rows)))
    for row, study in zip(added, changes.rows, strict=True):
        wanted = {name: study.cell(name) for name in ADDED if name in columns}
        cells |= {(row, columns[name]): text for name, text in wanted.items() if text}
    cells |= {(row, columns["study_id"]): text for row, text in changes.ids.items()}
    cells |= {(row, columns[STATE]): text for row, text in marks.items()}
    return cells, added


def _csv(
    data: bytes, text: str, layout: SheetLayout, cells: Mapping[tuple[int, int], str]
) -> bytes:
    """The csv with these cells; the other rows keep their bytes."""
    mark = next((encoding for start, encoding in MARKS if data.startswith(start)), "")
    encoding = mark or ("utf-8" if _is_utf8(data) else "cp1252")
    lines = list(_lines(text))
    end = next((one for one in ("\r\n", "\n", "\r") if one in text), "\n")
    last = max(row for row, _ in cells)
    for row in range(1, last + 1):
        own = {column: one for (at, column), one in cells.items() if at == row}
        if row > len(lines):
            if lines and not lines[-1].endswith(("\r", "\n")):
                lines[-1] += end
            lines.append(end)
        if own:
            lines[row - 1] = _line(lines[row - 1], layout.delimiter, own, end)
    try:
        return "".join(lines).encode(encoding)
    except UnicodeEncodeError as fault:
        letter = fault.object[fault.start]
        raise Refused(
            "studies.csv: nothing was written.",
            [
                Fault(
                    "studies.csv",
                    f"the encoding Windows-1252 has no “{letter}”. Save the sheet as csv in UTF-8",
                )
            ],
        ) from None


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _lines(text: str) -> Iterator[str]:
    """The rows with their line ends; a newline within quotation marks does not end a row."""
    held = ""
    for line in text.splitlines(keepends=True):
        held += line
        if held.count('"') % 2 == 0 and line.endswith(("\r", "\n")):
            yield held
            held = ""
    if held:
        yield held


def _line(line: str, delimiter: str, own: Mapping[int, str], end: str) -> str:
    """A row with some cells set; its other cells keep their spelling if possible."""
    bare = line.rstrip("\r\n")
    kept = next(csv.reader([bare], delimiter=delimiter), []) if bare else []
    beyond = all(column >= len(kept) for column in own)
    width = max(own) + 1
    added = [guarded(own.get(at, "")) for at in range(len(kept), width)]
    if beyond and kept:
        return bare + "".join(delimiter + _quoted(one, delimiter) for one in added) + end
    cells = [own.get(at) for at in range(len(kept))]
    made = [kept[at] if text is None else guarded(text) for at, text in enumerate(cells)]
    out = StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerow([*made, *added])
    return out.getvalue()


def _quoted(text: str, delimiter: str) -> str:
    out = StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="").writerow([text])
    return "" if not text else out.getvalue()
