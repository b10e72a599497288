"""The studies sheet and the earlier review's studies, read back as rows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from exports.cells import folded, is_error, text_of
from exports.language.catalogue import Words
from exports.returned.workbooks import Sheet, incoming, sheets
from exports.studies.sheet import columns_of, heading
from pipeline.errors import Fault, Refused
from pipeline.languages import languages
from pipeline.studies.scheme import COLUMNS, TEXT_COLUMNS, TableScheme
from pipeline.studies.study import StudyRow
from pipeline.text.csv_cells import unguarded

HEADINGS_WITHIN = 20
"""Number of rows from the top that may hold the headings."""

NEEDED = ("first_author", "year")
STATE = "ajour_state"
"""The program's own column, which marks rows of studies that are not included."""

RENAMED = ("outcomes", "sector", "countries")
"""Columns with other headings in version 0.1."""

PREVIOUS = ("reference", "data_set", "country", "years")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLayout:
    """The layout of a studies sheet: rows from 1, columns from 0.

    `rows` are the numbers of the rows below the headings that hold anything, `marks` the content of
    the program's own column. `width` is the first column empty in all of them.
    """

    sheet: str
    is_csv: bool
    delimiter: str
    heading: int
    columns: Mapping[str, int]
    width: int
    rows: tuple[int, ...]
    marks: Mapping[int, str]


def sheet_layout(path: Path, scheme: TableScheme) -> SheetLayout:
    """The layout of a studies sheet; raises Refused as `read_studies` does."""
    names = study_headings(scheme)
    for sheet in sheets(incoming(path)):
        heading, columns, width = 0, dict[str, int](), 0
        rows: list[int] = []
        marks: dict[int, str] = {}
        for number, cells in sheet.rows:
            texts = [text_of(cell) for cell in cells]
            filled = [at for at, text in enumerate(texts) if text]
            width = max(width, *(at + 1 for at in filled), 0) if filled else width
            found = [names.get(folded(text), text) for text in texts]
            if not heading and set(NEEDED) <= set(found) and number <= HEADINGS_WITHIN:
                heading = number
                columns = {name: at for at, name in reversed([*enumerate(found)]) if name}
            elif heading and filled:
                rows.append(number)
                if STATE in columns and columns[STATE] < len(texts):
                    marks[number] = texts[columns[STATE]]
        if heading:
            return SheetLayout(
                sheet=sheet.name,
                is_csv=sheet.is_csv,
                delimiter=sheet.delimiter,
                heading=heading,
                columns=columns,
                width=width,
                rows=tuple(rows),
                marks=marks,
            )
    raise Refused(f"{path.name}: nothing was read.", [Fault("headings", "none were found")])


def read_studies(path: Path, scheme: TableScheme) -> tuple[StudyRow, ...]:
    """The rows of a studies sheet (xlsx, ods, csv); columns by heading or name, in any order.

    An unknown column is kept under its heading. Raises Refused if no sheet has the required
    headings, a heading occurs twice or a cell holds an error value.
    """
    return _rows(path, study_headings(scheme), NEEDED)


def read_previous(path: Path) -> tuple[StudyRow, ...]:
    """The rows of the earlier review's studies: reference, data_set, country, years."""
    names = {folded(name): name for name in PREVIOUS}
    for language in languages():
        words = Words(language, "studies")
        names |= {folded(words[f"previous_{name}"]): name for name in PREVIOUS}
    return _rows(path, names, PREVIOUS[:1])


def study_headings(scheme: TableScheme) -> dict[str, str]:
    """Every possible heading of a studies sheet, folded, and the column it means."""
    names = {folded(column): column for column in (*COLUMNS, *columns_of(scheme))}
    for language in languages():
        words = Words(language, "studies")
        names[folded(words["state"])] = STATE
        # Whatever this review calls the column, sheets of other versions must be readable as well.
        names |= {folded(words[f"{column}_before"]): column for column in RENAMED}
        names |= {folded(words[column]): column for column in COLUMNS}
        names |= {
            folded(heading(column, scheme, language)): column
            for column in (*columns_of(scheme), *COLUMNS)
        }
        names |= {f"{column}_{language}": f"{column}_{language}" for column in TEXT_COLUMNS}
    return names


def _rows(path: Path, names: Mapping[str, str], needed: Sequence[str]) -> tuple[StudyRow, ...]:
    faults: list[Fault] = []
    seen: list[str] = []
    for sheet in sheets(incoming(path)):
        columns: dict[int, str] = {}
        rows: list[StudyRow] = []
        width = 0
        for number, cells in sheet.rows:
            texts = [text_of(cell) for cell in cells]
            if not columns and number <= HEADINGS_WITHIN:
                found = [names.get(folded(text), text) for text in texts]
                seen = max(seen, [text for text in found if text in needed], key=len)
                if set(needed) <= set(found):
                    columns = {at: name for at, name in enumerate(found) if name}
                    width = len(found)
                    faults += _twice(path, sheet, number, found)
            elif columns:
                rows.append(_row(path, sheet, (number, texts), columns))
                if sheet.is_csv and any(texts[width:]):
                    faults.append(_too_many(rows[-1], width))
        if columns:
            return _told(
                path, rows, [*sheet.strays, *faults, *_broken(rows, sheet.broken(), columns)]
            )
    missing = ", ".join(name for name in needed if name not in seen)
    sentence = (
        f"no sheet has all the headings that ajour needs. These headings are missing: {missing}"
    )
    raise Refused(f"{path.name}: nothing was read.", [Fault("headings", sentence)])


def _told(path: Path, rows: Sequence[StudyRow], faults: Sequence[Fault]) -> tuple[StudyRow, ...]:
    if faults:
        raise Refused(f"{path.name}: nothing was read.", faults)
    return tuple(rows)


def _row(
    path: Path, sheet: Sheet, row: tuple[int, list[str]], columns: Mapping[int, str]
) -> StudyRow:
    number, texts = row
    given = {name: texts[at] for at, name in columns.items() if at < len(texts)}
    if sheet.is_csv:
        given = {name: unguarded(text, within=False) for name, text in given.items()}
    return StudyRow(file=path.name, sheet=sheet.name, row=number, values=given)


def _twice(path: Path, sheet: Sheet, number: int, found: Sequence[str]) -> list[Fault]:
    counted = Counter(found)
    twice = sorted(name for name in counted if name and counted[name] > 1)
    place = StudyRow(file=path.name, sheet=sheet.name, row=number, values={}).place()
    return [
        Fault(place, f'two columns have the heading "{name}". Keep only one of these columns')
        for name in twice
    ]


def _too_many(row: StudyRow, width: int) -> Fault:
    """A row of a csv in which a comma in the text was read as a delimiter."""
    sentence = (
        f"this row has more cells than the header, which has {width}. Put quotation marks around "
        f"each text that contains a comma or semicolon"
    )
    return Fault(row.place(), sentence)


def _broken(
    rows: Sequence[StudyRow], broken: Mapping[tuple[int, int], str], columns: Mapping[int, str]
) -> list[Fault]:
    """Cells with an error value, or a formula that was never calculated."""
    faults = []
    for row in rows:
        for at, name in columns.items():
            found = broken.get((row.row, at)) or row.values.get(name, "")
            if (row.row, at) in broken or is_error(found):
                sentence = f"found {found}; expected text, or an empty cell"
                faults.append(Fault(row.place(name), sentence))
    return faults
