"""What a filled-in file says, as values: the rows, the list it was, and what is wrong."""

from dataclasses import dataclass, field

from pipeline.decisions import Stage, Verdict
from pipeline.errors import Fault
from pipeline.records import RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadHead:
    """What a file says of the list it was; "" or None where it does not say, or says two things."""

    review: str = ""
    stage: Stage | None = None
    reviewer: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRow:
    """One row that says something.

    `columns` are letter and heading of its columns by key; `hash` is that of the record as it was
    sent ("" where the row has lost its key); `changed` are the headings of columns that were
    changed though they are not to be filled in; `moved` says that both title and authors were, so
    that the row may have slid beside another's id.
    """

    file: str
    sheet: str
    row: int
    record: RecordId
    verdict: Verdict | None = None
    reason: str | None = None
    other_reasons: tuple[str, ...] = ()
    note: str | None = None
    retrieval: Verdict | None = None
    location: str | None = None
    stage: Stage | None = None
    reviewer: str = ""
    resolves: bool = False
    hash: str = ""
    changed: tuple[str, ...] = ()
    moved: bool = False
    title: str = ""
    columns: dict[str, str] = field(default_factory=dict)

    def place(self, key: str | None = None) -> str:
        """File, sheet, row and column as a reader finds them."""
        parts = [self.file] + ([f"sheet {self.sheet}"] if self.sheet else []) + [f"row {self.row}"]
        if key in self.columns:
            parts.append(f"column {self.columns[key]}")
        return ", ".join(parts)

    def says(self) -> tuple[object, ...]:
        """All that the row says, for comparison with another row on the same record."""
        said = (self.verdict, self.reason, self.other_reasons, self.note)
        return (*said, self.retrieval, self.location, self.stage, self.reviewer)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetReading:
    """A file of decisions as read. `empty` counts the rows that say nothing."""

    file: str
    head: ReadHead
    rows: tuple[DecisionRow, ...] = ()
    empty: int = 0
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignDecision:
    """One verdict of one person in another program, and the report as that program names it.

    `id` is our own record id where the file kept it. `foreign` is the other program's number.
    `reason` is a code; `reason_text` is what no code is known for.
    """

    file: str
    row: int
    stage: Stage
    verdict: Verdict
    reviewer: str
    id: str = ""
    foreign: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    year: int | None = None
    journal: str = ""
    doi: str = ""
    pmid: str = ""
    reason: str | None = None
    other_reasons: tuple[str, ...] = ()
    reason_text: str = ""
    note: str | None = None
    when: str = ""
