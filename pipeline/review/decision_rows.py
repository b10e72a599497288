"""A returned file as values: its rows, the list it belongs to, and its faults."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pipeline.decisions import Origin, PairVerdict, Stage, Verdict
from pipeline.errors import Fault
from pipeline.languages import PROGRAM_LANGUAGE, catalogue
from pipeline.records import RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedReport:
    """A report as another program names it.

    `id` is our own record id if the file kept it, `foreign` the other program's number.
    """

    id: str = ""
    foreign: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    year: int | None = None
    journal: str = ""
    doi: str = ""
    pmid: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedCells:
    """Cells of a row that are not to be filled in and differ from the text sent.

    `cells` has the texts by column; `columns` the letter and heading of each.
    """

    place: str
    record: RecordId
    cells: Mapping[str, str]
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownChange:
    """A title or abstract as a row shows it, and as stored now.

    `before` is None if the row was sent with another text and does not contain it.
    """

    column: str
    before: str | None
    after: str


NONE = RecordId("")
"""The record of a row whose report has not been looked up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRow:
    """One non-empty row.

    A row of another program names its `report`, and has no `record` until one is found. Its
    `reason` is a code; `reason_text` is a reason without a known code. `anonymous` means that the
    file names no person: `reviewer` is then the program.

    `columns` are letter and heading of its columns by key. `shown` are the texts in the columns
    that show the record, and `sent` the digests of what was sent there ({} if the row has lost its
    key). `differs` has title or abstract if what the row shows is not what is stored now. `review`
    is the id of the list's review.
    """

    origin: Origin
    record: RecordId = NONE
    report: NamedReport | None = None
    verdict: Verdict | None = None
    reason: str | None = None
    other_reasons: tuple[str, ...] = ()
    reason_text: str = ""
    note: str | None = None
    retrieval: Verdict | None = None
    location: str | None = None
    stage: Stage | None = None
    reviewer: str = ""
    anonymous: bool = False
    resolves: bool = False
    review: str = ""
    shown: Mapping[str, str] = field(default_factory=dict)
    sent: Mapping[str, str] = field(default_factory=dict)
    differs: tuple[ShownChange, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)

    def place(self, key: str | None = None) -> str:
        """File, sheet, row and column, as a person would find them."""
        place = self.origin.place()
        column = self.columns.get(key or "")
        return f"{place}, column {column}" if column else place

    def says(self) -> tuple[object, ...]:
        """Everything the row says, for comparison with another row on the same record."""
        said = (self.verdict, self.reason, self.other_reasons, self.note)
        return (*said, self.retrieval, self.location, self.stage, self.reviewer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmatched:
    """A decision of another program that matches no report of this review, and why."""

    row: int
    title: str
    authors: str
    year: int | None
    doi: str
    pmid: str
    reviewer: str
    verdict: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedAbstract:
    """An abstract that a reviewer pasted into a list that had none."""

    record: RecordId
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedFile:
    """A file as read: its list, the content of its rows or pairs, and its faults.

    `conflicts` says that it is a sheet of conflicts, whatever rows could be read. `review`, `stage`
    and `reviewer` are "" or None if the file does not say, or is contradictory;
    `review_id` identifies the review whatever its title. `faults` hold back their rows, `structure`
    blocks the whole file, and `in_order` blocks it unless confirmed as intended. `form` names the
    other program that a file is from. `empty` counts the empty rows. `pair_titles` are the titles
    beside each pair. `changes` are cells that are not to be filled in and differ from the text
    sent. `matched` counts the reports of another program by how they were recognised, once looked
    up; `unmatched` are the rows without a match. `language` is that of the words that the file
    offers, and `reason_words` are its words for reasons, by code.
    """

    path: Path
    kind: Literal["decisions", "pairs", "elsewhere"] = "decisions"
    conflicts: bool = False
    form: str = ""
    review: str = ""
    review_id: str = ""
    stage: Stage | None = None
    reviewer: str = ""
    rows: tuple[DecisionRow, ...] = ()
    pairs: tuple[PairVerdict, ...] = ()
    pair_titles: tuple[tuple[str, ...], ...] = ()
    empty: int = 0
    matched: Mapping[str, int] = field(default_factory=dict)
    unmatched: tuple[Unmatched, ...] = ()
    faults: tuple[Fault, ...] = ()
    structure: tuple[Fault, ...] = ()
    in_order: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()
    changes: tuple[ChangedCells, ...] = ()
    abstracts: tuple[AddedAbstract, ...] = ()
    language: str = PROGRAM_LANGUAGE
    reason_words: Mapping[str, str] = field(default_factory=dict)

    def offered(self, verdict: Verdict) -> str:
        """A verdict in the file's own word, for a message."""
        return str(catalogue(self.language)["verdicts"][verdict])

    def shown(self, verdict: Verdict | None) -> str:
        """A verdict in quotation marks, as the file shows it.

        >>> reading = ReturnedFile(path=Path("a.xlsx"), language="nb")
        >>> reading.shown(Verdict.NOT_RETRIEVED), reading.shown(None)
        ('“ikke innhentet”', 'nothing')
        """
        return f"“{self.offered(verdict)}”" if verdict else "nothing"

    def shown_reason(self, code: str) -> str:
        """A reason in quotation marks, as the file shows it."""
        return f"“{self.reason_words.get(code, code)}”"

    @property
    def settles(self) -> bool:
        """Whether it settles disagreements, which anyone may do."""
        return self.conflicts or any(row.resolves for row in self.rows)
