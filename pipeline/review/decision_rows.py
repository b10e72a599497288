"""What a returned file says, as values: the rows, the list it was, and what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pipeline.decisions import Origin, PairVerdict, Stage, Verdict
from pipeline.errors import Fault
from pipeline.records import RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedReport:
    """A report as another program names it.

    `id` is our own record id where the file kept it, `foreign` the other program's number.
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
    """Cells of a row that are not to be filled in and hold another text than was sent.

    `cells` has the texts by column; `columns` letter and heading of each.
    """

    place: str
    record: RecordId
    cells: Mapping[str, str]
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownChange:
    """A title or an abstract that a row shows, and what is stored now.

    `before` is None where the row was sent with another text and does not hold it.
    """

    column: str
    before: str | None
    after: str


NONE = RecordId("")
"""The record of a row whose report was not looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRow:
    """One row that says something.

    A row of another program names its `report`, and has no `record` until one is found for it. Its
    `reason` is a code; `reason_text` is what no code is known for. `anonymous` says that the file
    names no person: `reviewer` is then the program.

    `columns` are letter and heading of its columns by key. `shown` are the texts that stand in the
    columns which show the record, and `sent` the digests of what was sent there ({} where the row
    has lost its key). `differs` are title or abstract where what the row shows is not what is
    stored now. `review` is the id of the list's review.
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
        """File, sheet, row and column as a reader finds them."""
        place = self.origin.place()
        column = self.columns.get(key or "")
        return f"{place}, column {column}" if column else place

    def says(self) -> tuple[object, ...]:
        """All that the row says, for comparison with another row on the same record."""
        said = (self.verdict, self.reason, self.other_reasons, self.note)
        return (*said, self.retrieval, self.location, self.stage, self.reviewer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmatched:
    """A decision of another program that no report of this review is known for, and why not."""

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
    """An abstract that a reviewer pasted in where a list had none."""

    record: RecordId
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedFile:
    """A file as read: the list it was, what its rows or pairs say, and what is wrong with it.

    `review`, `stage` and `reviewer` are "" or None where the file does not say it, or says two
    things; `review_id` tells the review whatever it is called. `faults` hold back their rows,
    `structure` bars the whole file, and `in_order` does where nobody says that it is meant so.
    `form` names the other program that a file is of. `empty` counts the rows that say nothing.
    `pair_titles` are the titles that stand beside each pair. `changes` are cells that nobody is to
    fill in and that hold another text than was sent. `matched` counts the reports of another
    program by how they were recognised, once they were looked for; `unmatched` are the rows of the
    others.
    """

    path: Path
    kind: Literal["decisions", "pairs", "elsewhere"] = "decisions"
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

    @property
    def settles(self) -> bool:
        """Whether it settles disagreements, which anybody may do."""
        return any(row.resolves for row in self.rows)
