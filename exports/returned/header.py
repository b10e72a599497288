"""Rows of a sheet by column name, and what the hidden sheet says about the list."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from exports.cells import Value, folded, is_error, letter, text_of
from exports.returned.workbooks import Rows, Sheet
from pipeline.decisions import Origin
from pipeline.errors import Fault
from pipeline.languages import catalogue, languages
from pipeline.readers.tables import odd_width, width_of
from pipeline.text.csv_cells import unguarded
from pipeline.text.delimited import HEADINGS_WITHIN

NO_ERRORS = "expected text. Clear the cell or type the text again"

FACTS = ("form", "review", "review_id", "stage", "reviewer", "when", "language")
"""What the hidden sheet says about a list."""

HIDDEN_ROWS = 500
"""Rows of the hidden sheet that hold facts and reasons."""

OFFERED = (4, 6)
"""The columns of the hidden sheet, from 0, with the wordings of reasons and with their codes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """A non-empty row: its number from 1, the texts of its columns by key, and raw values that are
    not text.
    """

    row: int
    texts: dict[str, str]
    values: dict[str, Value]


@dataclass(slots=True, kw_only=True)
class ReturnedTable:
    """A sheet with a known header: the place and the heading of each known column.

    `width` is how many columns a csv has; 0 if rows may have any number of cells. `faults` concern
    rows; `twice` are headings that occur twice, so that no row can be read.
    """

    file: str
    sheet: Sheet
    columns: dict[str, int]
    headings: dict[str, str]
    faults: list[Fault] = field(default_factory=list)
    twice: list[Fault] = field(default_factory=list)
    named: dict[str, str] = field(default_factory=dict)
    width: int = 0

    def __post_init__(self) -> None:
        """Name each column by letter and heading, once per sheet."""
        self.named = {
            key: f"{letter(at)} ({self.headings[key]})" for key, at in self.columns.items()
        }

    def origin(self, row: int) -> Origin:
        """A row of this sheet as the place of a statement."""
        return Origin(name=self.file, sheet=self.sheet.name, row=row)

    def place(self, row: int, key: str | None = None) -> str:
        """File, sheet, row and column, as a person would find them."""
        place = self.origin(row).place()
        return f"{place}, column {self.named[key]}" if key in self.columns else place

    def fault(self, row: int, key: str | None, sentence: str) -> None:
        """Note what is wrong in a row."""
        self.faults.append(Fault(self.place(row, key), sentence))


def headings(section: str, keys: Iterable[str]) -> dict[str, str]:
    """The possible headings of each column, in any language or by key, mapped to its key.

    Lists sent by an earlier version return with its headings, which the catalogue keeps under the
    key plus "_earlier".
    """
    known = {}
    for key in keys:
        known[folded(key)] = key
        known[folded(key.replace("_", " "))] = key
        for language in languages():
            words = catalogue(language)[section]
            for heading in filter(None, (words.get(key), words.get(f"{key}_earlier"))):
                known[folded(heading)] = key
    return known


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenSheet:
    """The content of the hidden sheet: facts by name, and the offered reasons by wording.

    A list of an earlier version has only the wordings: the codes are then "".
    """

    facts: Mapping[str, str] = field(default_factory=dict)
    reasons: tuple[tuple[str, str], ...] = ()


def hidden_sheet(sheet: Sheet) -> HiddenSheet:
    """The hidden sheet: names in A, values in B, reasons in E and their codes in G."""
    rows = [[text_of(cell) for cell in cells] for _, cells in islice(sheet.rows, HIDDEN_ROWS)]
    wide = [row + [""] * (OFFERED[1] + 1 - len(row)) for row in rows]
    offered = ((row[OFFERED[0]], row[OFFERED[1]]) for row in wide)
    return HiddenSheet(
        facts={row[0]: row[1] for row in wide if row[0] in FACTS},
        reasons=tuple((wording, code) for wording, code in offered if wording),
    )


def headed(section: str, key: str, language: str) -> str:
    """The possible headings of a column, for a message; that of the review's language first.

    >>> headed("candidates", "verdict", "nb"), headed("candidates", "verdict", "en")
    ('Avgjørelse or Decision', 'Decision or Avgjørelse')
    """
    every = dict.fromkeys((language, *languages()))
    return " or ".join(dict.fromkeys(catalogue(one)[section][key] for one in every))


def table(
    file: str, sheet: Sheet, known: Mapping[str, str], needed: Sequence[frozenset[str]]
) -> tuple[ReturnedTable, Rows] | None:
    """The sheet with its header, and the rows under it; None if no row has all columns of a needed
    set.

    A heading that occurs twice is a fault, except for columns that are not read.
    """
    for row, cells in sheet.rows:
        found = [known.get(folded(text_of(cell))) for cell in cells]
        if any(wanted.issubset(found) for wanted in needed):
            columns = {key: at for at, key in reversed(list(enumerate(found))) if key}
            names = {key: text_of(cells[at]) for key, at in columns.items()}
            made = ReturnedTable(file=file, sheet=sheet, columns=columns, headings=names)
            counted = Counter(found)
            for key in sorted(key for key in counted if key and counted[key] > 1):
                sentence = "two columns have this heading. Keep only one of these columns"
                made.twice.append(Fault(made.place(row, key), sentence))
            if sheet.is_csv and not made.twice:
                made.width = width_of([text_of(cell) for cell in cells])
            return made, sheet.rows
        if row >= HEADINGS_WITHIN:
            return None
    return None


def lines(made: ReturnedTable, rows: Rows, read: Sequence[str]) -> Iterator[SheetLine]:
    """The rows with something in a known column; an error value in a `read` column is a fault."""
    all_broken = made.sheet.broken()
    for row, cells in rows:
        texts = {}
        values: dict[str, Value] = {}
        filled = [text_of(cell) for cell in cells] if made.width else []
        if any(filled) and (odd := odd_width(filled, made.width)):
            made.fault(row, None, f"{odd}. A cell was added or left out, so the other cells moved")
        for key, at in made.columns.items():
            value = cells[at] if at < len(cells) else ""
            broken = all_broken.get((row, at))
            if broken and key in read:
                made.fault(row, key, f"found {broken}; {NO_ERRORS}")
                continue
            text = text_of(value)
            if made.sheet.is_csv:
                text = unguarded(text)
            if key in read and is_error(text):
                made.fault(row, key, f"found {text}; {NO_ERRORS}")
                continue
            texts[key] = text
            if not isinstance(value, str):
                values[key] = value
        if any(texts.values()) or len(texts) < len(made.columns):
            yield SheetLine(row=row, texts=texts, values=values)
