"""A filled-in list of ours: every row that says something, and every fault at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from exports.cells import digest, found_id, letter
from exports.lists.layout import DIGESTED, KEY_FORM
from exports.returned.formats import ReadOptions
from exports.returned.header import (
    ReturnedTable,
    SheetLine,
    headed,
    headings,
    hidden_facts,
    lines,
    table,
)
from exports.returned.vocabulary import (
    EXPECTED,
    EXPECTED_RETRIEVAL,
    RETRIEVALS,
    VERDICTS,
    Reasons,
    bare_number,
    verdict,
)
from exports.returned.workbooks import HIDDEN, IncomingFile, Rows, sheets
from pipeline.decisions import Stage, Verdict
from pipeline.errors import Fault, Refused, shortened
from pipeline.records import RecordId
from pipeline.review.decision_rows import DecisionRow, ReturnedFile
from pipeline.text.csv_cells import unguarded
from pipeline.text.likeness import meant

INPUT = ("verdict", "reason", "other_reasons", "note", "retrieval", "location", "consensus", "id")
STAGES = {stage.value: stage for stage in Stage}

NEEDED = tuple(
    frozenset({name, verdict})
    for name in ("id", "key")
    for verdict in ("consensus", "verdict", "retrieval")
)
"""A sheet is a list when it has one of these pairs of columns."""

BARE = "; a bare number is not taken, since 1 means include in some tools and exclude in others"
DIGEST = 4
"""Characters of one column's digest in a row's key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What a row says; `anything` is False where it says nothing at all."""

    verdict: Verdict | None
    reason: str | None
    other_reasons: tuple[str, ...]
    note: str | None
    retrieval: Verdict | None
    location: str | None
    anything: bool


@dataclass(frozen=True, slots=True)
class _Key:
    """A row's key, taken apart."""

    form: str = ""
    stage: str = ""
    reviewer: str = ""
    record: str = ""
    hash: str = ""
    digests: str = ""


def read(file: IncomingFile, options: ReadOptions) -> ReturnedFile:
    """What a filled-in candidate list or list of disagreements says.

    Columns are known by their headings, in any language and any case, or by key. Rows without
    verdict and retrieval say nothing. Nothing is raised for what stands in cells: that is in
    `faults`, all at once. Raises Refused where the file can not be read or is no such list.
    """
    known = headings("candidates", (*INPUT, "key", *DIGESTED))
    known |= dict.fromkeys(headings("conflicts", ("verdict",)), "consensus")
    known |= headings("candidates", ("verdict",))
    reader = Reader(Reasons(options.reasons))
    for sheet in sheets(file):
        if sheet.name in HIDDEN:
            reader.facts = hidden_facts(sheet)
        elif found := table(file.name, sheet, known, NEEDED):
            reader.read(*found)
            if sheet.is_csv:
                break
    if not reader.tables:
        raise Refused(
            f"{file.name}: this is no list of decisions: no sheet has both a column headed id and "
            f"one headed {headed('candidates', 'verdict')}."
        )
    return reader.reading(file)


class Reader:
    """Collects the rows and the faults of all lists of a file."""

    def __init__(self, reasons: Reasons) -> None:
        self.reasons = reasons
        self.tables: list[ReturnedTable] = []
        self.rows: list[DecisionRow] = []
        self.warnings: list[Fault] = []
        self.facts: dict[str, str] = {}
        self.empty = 0

    def read(self, made: ReturnedTable, rows: Rows) -> None:
        """Collect what one sheet says."""
        self.tables.append(made)
        self.warnings += made.sheet.strays
        for line in lines(made, rows, (*INPUT, "key")):
            self._read_line(made, line)

    def _read_line(self, made: ReturnedTable, line: SheetLine) -> None:
        faults = len(made.faults)
        says = _said(made, line, self.reasons)
        if not says.anything:
            self.empty += 1
            self._say_if_note(made, line, says)
            self._say_if_changed(made, line, _key_of(line.texts.get("key", "")))
            return
        key = _key_of(line.texts.get("key", ""))
        record = _record_of(made, line, key)
        if record is None or len(made.faults) > faults or not (says.verdict or says.retrieval):
            return
        changed = self._say_if_changed(made, line, key)
        self.rows.append(_row(made, line, (says, key, record), changed))

    def _say_if_changed(self, made: ReturnedTable, line: SheetLine, sent: _Key) -> tuple[str, ...]:
        """Name changed columns that are not read; a verdict may have been typed there."""
        changed = _changed_columns(made, line, sent)
        if changed:
            where = ", ".join(
                f"{letter(made.columns[key])} ({made.headings[key]})" for key in changed
            )
            sentence = f"not taken in, though changed since the list was sent: column {where}"
            self.warnings.append(Fault(f"{made.place(line.row)}, record {sent.record}", sentence))
        return changed

    def _say_if_note(self, made: ReturnedTable, line: SheetLine, says: _Said) -> None:
        if says.note:
            place = made.place(line.row, "note")
            self.warnings.append(Fault(place, "a note without a verdict is not taken in"))

    def reading(self, file: IncomingFile) -> ReturnedFile:
        """All that was read, each record once.

        Whose list it was, and of which stage, the hidden sheet says, or else all keys alike.
        """
        faults = [fault for made in self.tables for fault in made.faults]
        rows, contradictions = _once(self.rows)
        stages = {row.stage for row in rows}
        reviewers = {row.reviewer for row in rows}
        return ReturnedFile(
            path=file.path,
            review=self.facts.get("review", ""),
            stage=STAGES.get(self.facts.get("stage", ""))
            or (stages.pop() if len(stages) == 1 else None),
            reviewer=self.facts.get("reviewer", "")
            or (reviewers.pop() if len(reviewers) == 1 else ""),
            rows=rows,
            empty=self.empty,
            faults=(*faults, *contradictions),
            warnings=tuple(self.warnings),
        )


def _row(
    made: ReturnedTable,
    line: SheetLine,
    what: tuple[_Said, _Key, RecordId],
    changed: tuple[str, ...],
) -> DecisionRow:
    says, key, record = what
    return DecisionRow(
        origin=made.origin(line.row),
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
        changed=tuple(made.headings[key] for key in changed),
        moved={"title", "authors"} <= {*changed},
        columns=made.named,
    )


def _once(rows: Iterable[DecisionRow]) -> tuple[tuple[DecisionRow, ...], list[Fault]]:
    """Each record once; two rows of one record that say different things are a fault."""
    first: dict[tuple[str, object, str], DecisionRow] = {}
    faults = []
    for row in rows:
        earlier = first.setdefault((row.record, row.stage, row.reviewer), row)
        if earlier.says() != row.says():
            where = earlier.place().removeprefix(f"{earlier.origin.name}, ")
            sentence = f"says otherwise of record {row.record} than {where}; expected one row"
            faults.append(Fault(row.place(), sentence))
    return tuple(first.values()), faults


def _key_of(text: str) -> _Key:
    """The key that a cell holds; an empty one where it was lost or spoilt."""
    parts = text.strip().lstrip("'").split("|")
    if len(parts) != 7 or parts[0] != KEY_FORM or not found_id(parts[4]):
        return _Key()
    return _Key(*parts[1:])


def _said(made: ReturnedTable, line: SheetLine, reasons: Reasons) -> _Said:
    """Verdict, reason and the rest; what can not be read becomes a fault of the table."""
    column = "consensus" if "consensus" in made.columns else "verdict"
    before = len(made.faults)
    chosen = _word(made, line, column, (VERDICTS, EXPECTED))
    retrieval = _word(made, line, "retrieval", (RETRIEVALS, EXPECTED_RETRIEVAL))
    location = line.texts.get("location") or None
    if location and not retrieval and not line.texts.get("retrieval"):
        retrieval = Verdict.RETRIEVED
    reason, others = _reasons(made, line, reasons)
    if reason and not line.texts.get(column):
        made.fault(line.row, column, f"found a reason but no verdict; {EXPECTED}, or no reason")
    if retrieval is Verdict.NOT_RETRIEVED and chosen in (Verdict.INCLUDE, Verdict.EXCLUDE):
        made.fault(line.row, column, f"found {chosen} for a report that was not retrieved")
    broken = _broken(made, line)
    return _Said(
        verdict=chosen,
        reason=reason,
        other_reasons=others,
        note=line.texts.get("note") or None,
        retrieval=retrieval,
        location=location,
        anything=bool(chosen or retrieval or broken or len(made.faults) > before),
    )


def _broken(made: ReturnedTable, line: SheetLine) -> bool:
    """Whether a cell of the row was left out because it holds an error."""
    return len(line.texts) < len(made.columns)


def _word(
    made: ReturnedTable, line: SheetLine, column: str, words: tuple[dict[str, Verdict], str]
) -> Verdict | None:
    text = line.texts.get(column, "")
    if not text:
        return None
    known, expected = words
    found = verdict(text, known)
    if found is None:
        why = BARE if bare_number(text) else _meant(text, known)
        made.fault(line.row, column, f"found {_short(text)}; {expected}{why}")
    return found


def _meant(text: str, known: Iterable[str]) -> str:
    """The known word that somebody may have mistyped, as the end of a sentence."""
    near = meant(text, known)
    return f"; did you mean {near[0]!r}?" if near else ""


def _reasons(
    made: ReturnedTable, line: SheetLine, reasons: Reasons
) -> tuple[str | None, tuple[str, ...]]:
    """The reason and the other reasons, as codes."""
    first, unknown = reasons.codes(line.texts.get("reason", ""))
    others, unknown_others = reasons.codes(line.texts.get("other_reasons", ""))
    for column, texts in (("reason", unknown), ("other_reasons", unknown_others)):
        for text in texts:
            near = _meant(text, [one.code for one in reasons.listed])
            sentence = f"found {_short(text)}; expected a reason: {reasons.expected()}{near}"
            made.fault(line.row, column, sentence)
    if len(first) > 1:
        sentence = f"found {len(first)} reasons ({', '.join(first)}); expected exactly one"
        made.fault(line.row, "reason", sentence)
    reason = first[0] if first else None
    return reason, tuple(code for code in others if code != reason)


def _record_of(made: ReturnedTable, line: SheetLine, key: _Key) -> RecordId | None:
    """The record that the row is of, by its id or else by its key; None is a fault noted."""
    text = line.texts.get("id", "")
    found = found_id(text)
    if found and key.record and found != key.record:
        sentence = (
            f"found {found}, but the key of the row is that of {key.record}; expected one record. "
            "Were some columns sorted without the others?"
        )
        made.fault(line.row, "id", sentence)
        return None
    typed = bool(text) and not found and "id" not in line.values
    if typed and key.record:
        made.fault(line.row, "id", f"found {_short(text)}; expected {key.record}, as it was sent")
        return None
    if found or key.record:
        return RecordId(found or key.record)
    kind = type(line.values["id"]).__name__ if "id" in line.values else ""
    what = f"{_short(text)} ({kind})" if kind else _short(text)
    made.fault(line.row, "id", f"found {what}; expected the record's id of twelve letters")
    return None


def _changed_columns(made: ReturnedTable, line: SheetLine, key: _Key) -> tuple[str, ...]:
    """The columns whose text is no longer the one that was sent; () where the key was lost."""
    if len(key.digests) != DIGEST * len(DIGESTED):
        return ()
    sent = {
        column: key.digests[at * DIGEST : (at + 1) * DIGEST] for at, column in enumerate(DIGESTED)
    }
    present = [column for column in DIGESTED if column in made.columns]
    return tuple(key for key in present if not _is(line.texts.get(key, ""), sent[key]))


def _is(text: str, sent: str) -> bool:
    """Whether a text has the digest sent, be it with the apostrophe of a csv or without."""
    return digest(text) == sent or digest(unguarded(text)) == sent


def _short(text: str) -> str:
    """The text in quotation marks, at most 60 characters of it; an empty one said so."""
    if not text:
        return "nothing"
    return f"“{shortened(text, 60)}”"
