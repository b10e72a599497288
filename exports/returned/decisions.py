"""Reading what screeners filled in: every row that says something, and every fault at once."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from exports.cells import Value, letter
from exports.lists.layout import DIGESTED
from exports.returned.header import Line, Table, headed, headings, lines, table
from exports.returned.hidden_sheet import hidden_facts
from exports.returned.row import Key, Said, changed_columns, key_of, record_of, said
from exports.returned.vocabulary import Reasons
from exports.returned.workbooks import HIDDEN, sheets
from pipeline.decisions import Reason, Stage
from pipeline.errors import Fault, Refused
from pipeline.records import RecordId
from pipeline.review.decision_rows import DecisionRow, ReadHead, SheetReading

INPUT = ("verdict", "reason", "other_reasons", "note", "retrieval", "location", "consensus", "id")
STAGES = {stage.value: stage for stage in Stage}

NEEDED = tuple(
    frozenset({name, verdict})
    for name in ("id", "key")
    for verdict in ("consensus", "verdict", "retrieval")
)
"""A sheet is a list when it has one of these pairs of columns."""


def read_decisions(path: Path, *, reasons: Sequence[Reason]) -> SheetReading:
    """What a filled-in candidate list or list of disagreements says.

    Columns are known by their headings, in any language and any case, or by key. Rows without
    verdict and retrieval say nothing. Nothing is raised for what stands in cells: that is in
    `faults`, all at once. Raises Refused where the file can not be read or is no such list.
    """
    known = headings("candidates", (*INPUT, "key", *DIGESTED))
    known |= dict.fromkeys(headings("conflicts", ("verdict",)), "consensus")
    known |= headings("candidates", ("verdict",))
    reader = Reader(Reasons(reasons))
    facts: dict[str, str] = {}
    for sheet in sheets(path):
        if sheet.name in HIDDEN:
            facts = hidden_facts(sheet)
        elif found := table(path, sheet, known, NEEDED):
            reader.read(*found)
            if sheet.is_csv:
                break
    if not reader.tables:
        raise Refused(
            f"{path.name}: this is no list of decisions: no sheet has both a column headed id and "
            f"one headed {headed('candidates', 'verdict')}."
        )
    return reader.reading(path.name, facts)


class Reader:
    """Collects the rows and the faults of all lists of a file."""

    def __init__(self, reasons: Reasons) -> None:
        self.reasons = reasons
        self.tables: list[Table] = []
        self.rows: list[DecisionRow] = []
        self.warnings: list[Fault] = []
        self.empty = 0

    def read(self, made: Table, rows: Iterator[tuple[int, list[Value]]]) -> None:
        """Take in one sheet."""
        self.tables.append(made)
        self.warnings += made.sheet.strays
        for line in lines(made, rows, (*INPUT, "key")):
            self._take(made, line)

    def _take(self, made: Table, line: Line) -> None:
        faults = len(made.faults)
        says = said(made, line, self.reasons)
        if not says.anything:
            self.empty += 1
            self._say_if_note(made, line, says)
            self._say_if_changed(made, line, key_of(line.texts.get("key", "")))
            return
        key = key_of(line.texts.get("key", ""))
        record = record_of(made, line, key)
        if record is None or len(made.faults) > faults or not (says.verdict or says.retrieval):
            return
        changed = self._say_if_changed(made, line, key)
        self.rows.append(_row(made, line, (says, key, record), changed))

    def _say_if_changed(self, made: Table, line: Line, key: Key) -> tuple[str, ...]:
        """Name changed columns that are not read; a verdict may have been typed there."""
        changed = changed_columns(made, line, key)
        if changed:
            where = ", ".join(
                f"{letter(made.columns[one])} ({made.headings[one]})" for one in changed
            )
            sentence = f"not taken in, though changed since the list was sent: column {where}"
            self.warnings.append(Fault(f"{made.place(line.row)}, record {key.record}", sentence))
        return changed

    def _say_if_note(self, made: Table, line: Line, says: Said) -> None:
        if says.note:
            place = made.place(line.row, "note")
            self.warnings.append(Fault(place, "a note without a verdict is not taken in"))

    def reading(self, file: str, facts: dict[str, str]) -> SheetReading:
        """All that was read; rows that say the same twice are taken once."""
        faults = [fault for made in self.tables for fault in made.faults]
        rows, contradictions = _once(self.rows)
        return SheetReading(
            file=file,
            head=_head(rows, facts),
            rows=rows,
            empty=self.empty,
            faults=(*faults, *contradictions),
            warnings=tuple(self.warnings),
        )


def _row(
    made: Table, line: Line, what: tuple[Said, Key, RecordId], changed: tuple[str, ...]
) -> DecisionRow:
    says, key, record = what
    return DecisionRow(
        file=made.file,
        sheet=made.sheet.name,
        row=line.row,
        record=record,
        verdict=says.verdict,
        reason=says.reason,
        other_reasons=says.other_reasons,
        note=says.note,
        retrieval=says.retrieval,
        location=says.location,
        stage=STAGES.get(key.stage),
        reviewer=key.reviewer,
        resolves="consensus" in made.columns,
        hash=key.hash,
        changed=tuple(made.headings[one] for one in changed),
        moved={"title", "authors"} <= {*changed},
        title=line.texts.get("title", ""),
        columns=made.named,
    )


def _once(rows: Iterable[DecisionRow]) -> tuple[tuple[DecisionRow, ...], list[Fault]]:
    """Each record once; two rows of one record that say different things are a fault."""
    first: dict[tuple[str, object, str], DecisionRow] = {}
    faults = []
    for row in rows:
        earlier = first.setdefault((row.record, row.stage, row.reviewer), row)
        if earlier.says() != row.says():
            where = f"{'sheet ' + earlier.sheet + ', ' if earlier.sheet else ''}row {earlier.row}"
            sentence = f"says otherwise of record {row.record} than {where}; expected one row"
            faults.append(Fault(row.place(), sentence))
    return tuple(first.values()), faults


def _head(rows: Sequence[DecisionRow], facts: dict[str, str]) -> ReadHead:
    """The list as the hidden sheet tells it, or else as all keys agree."""
    stages = {row.stage for row in rows}
    reviewers = {row.reviewer for row in rows}
    by_rows = next(iter(stages)) if len(stages) == 1 else None
    return ReadHead(
        review=facts.get("review", ""),
        stage=STAGES.get(facts.get("stage", "")) or by_rows,
        reviewer=facts.get("reviewer", "") or (reviewers.pop() if len(reviewers) == 1 else ""),
        when=facts.get("when", ""),
    )
