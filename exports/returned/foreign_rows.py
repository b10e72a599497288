"""Rows of another program's file, and how they name their reports."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from exports.cells import found_id
from exports.returned.formats import ReadOptions
from exports.returned.vocabulary import Reasons
from exports.returned.workbooks import IncomingFile
from pipeline.decisions import Origin, Stage
from pipeline.errors import Fault
from pipeline.languages import PROGRAM_LANGUAGE
from pipeline.readers.dialects import dialect_of, format_of
from pipeline.readers.entries import Entry
from pipeline.readers.read_file import check_values
from pipeline.readers.record_builder import record_of
from pipeline.readers.tables import column, odd_width, spelt, values_of, width_of
from pipeline.records import Record
from pipeline.review.decision_rows import DecisionRow, NamedReport, ReturnedFile
from pipeline.text.delimited import decoded, headed_rows

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]+(\.[\w-]+)+")
OWN_ID = re.compile(r"ajour:\s*([a-z]{12})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignRow:
    """One row of a csv: its number from 1, the first cell of each column, and its report."""

    number: int
    cells: Mapping[str, str]
    report: NamedReport


class ForeignRows:
    """Collects the rows and the faults of another program's file.

    A name that is an e-mail address becomes "person 1", "person 2", in order of appearance;
    addresses are never collected.
    """

    def __init__(self, file: IncomingFile, options: ReadOptions) -> None:
        self.file = file
        self.stage = options.stage or Stage.SCREENING
        self.rows: list[DecisionRow] = []
        self.faults: list[Fault] = []
        self.undecided = 0
        self._reasons = Reasons(options.reasons)
        self._addresses: dict[str, str] = {}

    def fault(self, row: int, sentence: str) -> None:
        """Note what is wrong in a row."""
        self.faults.append(Fault(self.origin(row).place(), sentence))

    def origin(self, row: int) -> Origin:
        """A row of this file as the place of a statement."""
        return Origin(name=self.file.name, row=row)

    def add(self, program: str, row: DecisionRow) -> None:
        """Keep a row; if it names no person, `program` is used instead.

        Its `reason_text` is the program's wording; one that names a reason of this review becomes a
        code.
        """
        codes, unknown = self._reasons.codes(row.reason_text)
        name = " ".join(row.reviewer.split())
        if "@" in name:
            nameless = f"person {len(self._addresses) + 1}"
            name = self._addresses.setdefault(name.casefold(), nameless)
        kept = replace(
            row,
            reviewer=name or program,
            anonymous=not name,
            stage=row.stage or self.stage,
            reason=codes[0] if codes else None,
            other_reasons=codes[1:],
            reason_text=without_addresses("; ".join(unknown)),
            note=without_addresses(row.note or "") or None,
        )
        self.rows.append(kept)

    def of_csv(self) -> Iterator[ForeignRow]:
        """The rows of the csv by its columns, read as an import reads them."""
        file = self.file
        headings, rows = headed_rows(file.name, decoded(file.name, file.content))
        names = [column(heading) for heading in headings]
        spelling = {column(heading): spelt(heading) for heading in reversed(headings)}
        table = format_of("table")
        for number, cells in rows:
            entry = Entry(line=number, values=values_of(names, cells))
            dialect = dialect_of(entry, table)
            first = {spelling.get(name, name): one[0] for name, one in entry.values.items()}
            check_values(entry, dialect)
            if odd := odd_width(cells, width_of(names)):
                entry.fault(number, f"{odd}. Find the cell that moved, and export the list again")
            for fault in entry.faults:
                self.fault(number, fault.sentence)
            record = record_of(entry, dialect) if not entry.faults else Record()
            yield ForeignRow(number=number, cells=first, report=named_report(record, first))

    def reading(self, form: str) -> ReturnedFile:
        """Everything that was read."""
        return ReturnedFile(
            path=self.file.path,
            kind="elsewhere",
            form=form,
            rows=tuple(self.rows),
            empty=self.undecided,
            faults=tuple(self.faults),
            reason_words=self._reasons.in_language(PROGRAM_LANGUAGE),
        )


def is_ris(file: IncomingFile) -> bool:
    """Whether a file begins with a RIS entry."""
    head = file.content[:4000].decode("utf-8-sig", "replace")
    return any(line.startswith("TY  -") for line in head.splitlines())


def headings_of(file: IncomingFile) -> list[str]:
    """The headings of a csv, unchanged; none if the file is RIS."""
    return [] if is_ris(file) else headed_rows(file.name, decoded(file.name, file.content))[0]


def columns_of(file: IncomingFile) -> dict[str, str]:
    """The headings of a csv, by themselves in lower case."""
    return {spelt(heading): heading for heading in reversed(headings_of(file))}


def without_addresses(text: str) -> str:
    """The text with every e-mail address taken out.

    >>> without_addresses("ask a.b@c.no first")
    'ask (address left out) first'
    """
    return EMAIL.sub("(address left out)", text)


def named_report(record: Record, cells: Mapping[str, str]) -> NamedReport:
    """How a record names its report; our own id is in a column, or in the label of a list.

    >>> named_report(Record(title="One"), {"tags": "seen; ajour:btkwqnrvzqvs"}).id
    'btkwqnrvzqvs'
    """
    label = OWN_ID.search(" ".join(cells.get(key, "") for key in ("notes", "keywords", "tags")))
    return NamedReport(
        id=found_id(cells.get("ajour_id", "")) or (found_id(label[1]) if label else None) or "",
        title=record.title or "",
        authors=record.authors,
        year=record.year,
        journal=record.journal or "",
        doi=record.doi or "",
        pmid=record.pmid or "",
    )
