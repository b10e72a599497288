"""Tables (csv, tsv) of every vendor: rows become entries whose tags are the column names."""

import ast
import csv
import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from warnings import catch_warnings

from pipeline.errors import Refused, shortened
from pipeline.readers.dialects import column_key, format_of
from pipeline.readers.entries import LONGEST_VALUE, Entry
from pipeline.readers.ledger import ReceiptDraft
from pipeline.readers.lines import UNREADABLE, unreadable
from pipeline.readers.other_formats import other_format
from pipeline.readers.survey import LONGEST_LINE, Survey
from pipeline.readers.workbook import LINE
from pipeline.receipts import BETWEEN
from pipeline.text.csv_cells import unguarded

DELIMITERS = ",;\t|"
OWN = frozenset({"titletranslated", "journalabbreviation"})
"""Columns that only a csv of ajour convert has; such files guard text within cells too."""

SHORT = "internalid"
"""A column of Abstrackr, whose rows have only as many cells as they have values."""

HEAD = 40
"""Lines within which the column names must come; Embase.com has three before them."""

LONGEST_LIST = 1 << 20
"""Characters of a cell up to which it is read as a Python list; the authors of the largest
collaborations come to 100,000."""

LINE_END = re.compile(r"\r\n|\r|\n")
GUARD = re.compile(r'="([^"]*)"')
CITED = re.compile(r"\d{4}[^;]*;\s*([\w.-]+)?(?:\(([^)]*)\))?(?::\s*([^.;\s]+))?")
EMBASE_SOURCE = re.compile(
    r"(?P<journal>.+?) \((?P<year>\d{4})\) (?P<volume>[^\s:(]+)?(?::(?P<issue>[^\s(]+))?"
    r"(?: ?\((?P<pages>[\w-]+)\))?"
)
"""Embase.com's Source column: Journal (2014) 3:3 (152-160). Date of Publication: ..."""


class _Tape:
    """Lines on their way to the csv module, kept until their row is complete."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self.kept: list[str] = []
        self.number = 0
        self._size = 0

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.number += 1
            self._size += len(line)
            if self._size > LONGEST_LINE:
                raise csv.Error("a quotation mark is not closed")
            self.kept.append(line)
            yield line

    def cut(self) -> list[str]:
        """The lines since the last cut."""
        kept, self.kept, self._size = self.kept, [], 0
        return kept


def columns_of(head: str, name: str) -> tuple[str, int]:
    """The delimiter, and the number of lines before the names of the columns.

    Refused if none of the first lines names at least a title and one other column.
    """
    best = _named_at(head)
    if best is None:
        first = shortened(LINE_END.split(head.lstrip(), 1)[0], 80)
        unknown = (
            f"ajour does not know this kind of export. The file has no tags and no line with "
            f"column names (title and at least one more). The file begins with: {first}. Export "
            f"the records as RIS, or as csv with the column names in the first line"
        )
        raise Refused(f"{name}: {other_format(head) or unknown}.")
    return best


def columns_named(head: str) -> bool:
    """Whether one of the first lines names a title and one other column."""
    return _named_at(head) is not None


def _named_at(head: str) -> tuple[str, int] | None:
    best = (0, ",", 0)
    for at, line in enumerate(islice(LINE_END.split(head), HEAD)):
        for delimiter in DELIMITERS:
            names = _names(line, delimiter)
            hits = len(_known() & names)
            if hits > 1 and _titles() & names and hits > best[0]:
                best = (hits, delimiter, at)
    return (best[1], best[2]) if best[0] else None


def names_columns(line: str) -> bool:
    """Whether a line names a title and at least two further known columns.

    >>> names_columns('"Title","Authors","Year"'), names_columns("Title, authors and a year")
    (True, False)
    """
    for delimiter in DELIMITERS:
        names = _names(line, delimiter)
        if len(_known() & names) > 2 and _titles() & names:
            return True
    return False


def _names(line: str, delimiter: str) -> set[str]:
    try:
        return {column(one) for one in next(csv.reader([line], delimiter=delimiter), [])}
    except csv.Error:
        return set()


@cache
def _known() -> frozenset[str]:
    dialects = format_of("table").dialects
    return frozenset(tag for one in dialects for tags in one.fields.values() for tag in tags)


@cache
def _titles() -> frozenset[str]:
    return frozenset(tag for one in format_of("table").dialects for tag in one.fields["title"])


def column(name: str) -> str:
    r"""A column's name as the table of dialects has it; an unknown one is unchanged.

    >>> column('\ufeff"Covidence #"'), column(" Art._No."), column("Sleep (hours)")
    ('covidence', 'artno', 'sleep (hours)')
    """
    key = column_key(name)
    if key in format_of("table").known:
        return key
    return spelt(name)


def spelt(name: str) -> str:
    """A column's name as written, in lower case."""
    return name.strip('\ufeff" \t\r\n').lower().strip(" .#:")


def rows(text: Iterable[str], found: Survey, delimiter: str, skipped: int) -> int:
    """Rows below the column names, counted by their quotation marks alone."""
    count, open_, at = 0, False, -1
    plain = _plain(found.head, delimiter, skipped)
    for line in text:
        at += 1
        if at < skipped:
            continue
        count += not open_ and bool(line.strip(" \r\n" + delimiter)) and not aside(line, delimiter)
        if not plain and line.count('"') % 2:
            open_ = not open_
    return max(0, count - 1)


def _plain(head: str, delimiter: str, skipped: int) -> bool:
    """Whether quotation marks mean nothing: with tabs, if the names of columns have none."""
    names = LINE_END.split(head, skipped + 1)[skipped]
    return delimiter == "\t" and not re.search(r'"\t|\t"', names)


def aside(line: str, delimiter: str) -> bool:
    """Whether a line is complete but not a row, since it has one cell.

    Abstrackr writes such lines above the records that nobody has labelled.
    """
    return delimiter not in line and '"' not in line and line.endswith(("\n", "\r"))


def entries(text: Iterable[str], found: Survey, ledger: ReceiptDraft) -> Iterator[Entry]:
    """Every row as an entry, by column name; repeated names keep all their cells."""
    delimiter, skipped = columns_of(found.head, "")
    tape = _Tape(text)
    plain = _plain(found.head, delimiter, skipped)
    csv.field_size_limit(LONGEST_LINE)
    lines = iter(tape)
    for _ in range(skipped):
        next(lines, "")
    reader = csv.reader(
        lines, delimiter=delimiter, quoting=csv.QUOTE_NONE if plain else csv.QUOTE_MINIMAL
    )
    written = next(reader, [])
    names = [column(name) for name in written]
    columns = {key: spelt(name) for key, name in zip(names, written, strict=True)}
    tape.cut()
    start = tape.number + 1
    try:
        for cells in reader:
            kept = tape.cut()
            if len(cells) == 1 and cells[0].strip() and aside(kept[0], delimiter):
                ledger.leave(BETWEEN, start)
            elif any(cell.strip() for cell in cells):
                entry = Entry(line=start, raw=kept, size=sum(map(len, kept)), columns=columns)
                width = 0 if SHORT in names else width_of(names)
                _check(entry, cells, width, plain=plain, found=found)
                entry.values = values_of(names, cells)
                yield entry
            start = tape.number + 1
    except csv.Error as fault:
        ledger.fault(start, f"this row cannot be read: {fault}")


def _check(entry: Entry, cells: list[str], width: int, *, plain: bool, found: Survey) -> None:
    """Faults of a row: an unclosed quotation, cells without a column, a cut end, bad bytes."""
    text = "".join(entry.raw)
    if not plain and text.count('"') % 2:
        entry.fault(entry.line, "a quotation mark in this row is not closed")
    elif len(cells) < width and not text.endswith(("\n", "\r")):
        entry.fault(entry.line, f"the last row breaks off after {len(cells)} of {width} cells")
    elif width and (odd := odd_width(cells, width)):
        entry.fault(entry.line, odd)
    if found.unreadable:
        for at, line in enumerate(entry.raw):
            if unreadable(line):
                entry.fault(entry.line + at, UNREADABLE)


def odd_width(cells: list[str], width: int) -> str:
    """The fault of a row with a cell too many or too few, "" if there is none.

    A missing or extra cell moves all following cells to other columns. Empty cells at the end
    belong to no column.

    >>> odd_width(["a", "b", "", ""], 2), odd_width(["a"], 2)
    ('', 'this row has 1 cell, but the file has 2 columns')
    """
    if len(cells) >= width and not any(cell.strip() for cell in cells[width:]):
        return ""
    count = f"{len(cells)} cell{'s' * (len(cells) != 1)}"
    return f"this row has {count}, but the file has {width} columns"


def width_of(names: list[str]) -> int:
    """The number of columns, without nameless ones at the end."""
    return max((at for at, name in enumerate(names, 1) if name.strip()), default=0)


def values_of(names: list[str], cells: list[str]) -> dict[str, list[str]]:
    """The cells of a row by column name; repeated names keep all their cells."""
    values: dict[str, list[str]] = {}
    ours = OWN.issubset(names)
    for name, cell in zip(names, cells, strict=False):
        if LINE in cell:
            cell = cell.replace(LINE, "\n")
        values.setdefault(name, []).append(listed(bare(cell, ours=ours)))
    citation = next(iter(values.get("citation", ())), "")[:LONGEST_VALUE]
    match = CITED.search(citation)
    if match and "volume" not in values:
        for name, value in zip(("volume", "issue", "pages"), match.groups(), strict=True):
            values[name] = [value or ""]
    source = EMBASE_SOURCE.match(next(iter(values.get("source", ())), "")[:LONGEST_VALUE])
    if source:
        for name, value in source.groupdict().items():
            values.setdefault(name, []).append(value or "")
    return values


def listed(cell: str) -> str:
    r"""A cell with a Python list, rewritten with semicolons.

    >>> listed("['Nordmann, Kari', \"O'Neil, N.\"]"), listed("[a] title")
    ("Nordmann, Kari; O'Neil, N.", '[a] title')
    """
    if cell[:2] not in {"['", '["'} or cell[-2:] not in {"']", '"]'} or len(cell) > LONGEST_LIST:
        return cell
    try:
        with catch_warnings(action="ignore"):
            read = ast.literal_eval(cell)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return cell
    return "; ".join(read) if all(isinstance(one, str) for one in read) else cell


def bare(cell: str, *, ours: bool = False) -> str:
    """A cell without the mark that keeps a spreadsheet from treating it as a formula.

    >>> [bare(one) for one in ('="19326203"', "'=1+1", "''=1", "'tis")]
    ['19326203', '=1+1', "'=1", "'tis"]
    """
    cell = cell.strip()
    guard = GUARD.fullmatch(cell)
    if guard:
        return guard[1]
    return unguarded(cell, within=ours)
