"""Reads a filled-in list of ours: every row with an answer, and every fault at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from exports.cells import folded, found_id
from exports.lists.layout import DIGESTED
from exports.returned.formats import ReadOptions
from exports.returned.header import (
    HiddenSheet,
    ReturnedTable,
    SheetLine,
    headed,
    headings,
    hidden_sheet,
    lines,
    table,
)
from exports.returned.row_keys import ALL_DIGESTED, RowKey, changed_columns, key_of
from exports.returned.sorted_columns import KeyedRow, displaced, in_order_alone
from exports.returned.vocabulary import (
    RETRIEVALS,
    VERDICTS,
    Reasons,
    bare_number,
    expected_decision,
    expected_retrieval,
    language_of,
    verdict,
)
from exports.returned.workbooks import HIDDEN, IncomingFile, Rows, sheets
from pipeline.decisions import VERDICTS as DECISIONS
from pipeline.decisions import Stage, Verdict
from pipeline.errors import Fault, Refused, shortened
from pipeline.records import RecordId
from pipeline.review.decision_rows import ChangedCells, DecisionRow, ReturnedFile
from pipeline.text.likeness import guess

INPUT = ("verdict", "reason", "other_reasons", "note", "retrieval", "location", "consensus", "id")
STAGES = {stage.value: stage for stage in Stage}

NEEDED = tuple(
    frozenset({name, verdict})
    for name in ("id", "key")
    for verdict in ("consensus", "verdict", "retrieval")
)
"""The pairs of columns by which a list is recognised: a sheet needs all columns of one pair."""

BARE = (
    ". ajour accepts no number in this column, because 1 means include in some tools and exclude "
    "in others"
)
FILLED_IN = ("verdict", "consensus", "reason", "note")
"""The columns that people fill in; their cells may turn out to be sorted without the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """The answers in a row; `anything` is False if there are none."""

    verdict: Verdict | None
    reason: str | None
    other_reasons: tuple[str, ...]
    note: str | None
    retrieval: Verdict | None
    location: str | None
    anything: bool


def read(file: IncomingFile, options: ReadOptions) -> ReturnedFile:
    """The content of a filled-in candidate list or list of disagreements.

    Columns are recognised by their headings, in any language and case, or by key. Rows without
    verdict and retrieval have no answer. Nothing is raised because of a cell: all such faults are
    in `faults`. Raises Refused if the file cannot be read or is no such list.
    """
    known = headings("candidates", (*INPUT, "key", *ALL_DIGESTED))
    known |= dict.fromkeys(headings("conflicts", ("verdict",)), "consensus")
    known |= headings("candidates", ("verdict",))
    reader = ListReader(Reasons(options.reasons, options.earlier_reasons), options.language)
    for sheet in sheets(file):
        if sheet.name in HIDDEN:
            reader.knows(hidden_sheet(sheet))
        elif found := table(file.name, sheet, known, NEEDED):
            reader.read(*found)
            if sheet.is_csv:
                break
    if not reader.tables:
        raise Refused(
            f"{file.name}: this is not a list of decisions. Such a list has a column with the "
            f"heading id and a column with the heading "
            f"{headed('candidates', 'verdict', options.language)}."
        )
    return reader.reading(file)


class ListReader:
    """Collects the rows and the faults of all lists of a file."""

    def __init__(self, reasons: Reasons, language: str) -> None:
        self.reasons = reasons
        self.language = language
        self.tables: list[ReturnedTable] = []
        self.rows: list[DecisionRow] = []
        self.warnings: list[Fault] = []
        self.structure: list[Fault] = []
        self.in_order: list[Fault] = []
        self.changes: list[ChangedCells] = []
        self.facts: dict[str, str] = {}
        self.empty = 0

    def knows(self, hidden: HiddenSheet) -> None:
        """Use the hidden sheet's data on the list, and the wordings of its reasons."""
        self.facts = dict(hidden.facts)
        self.language = language_of(self.facts.get("language", ""), self.language)
        self.reasons = self.reasons.as_sent(hidden.reasons)

    def read(self, made: ReturnedTable, rows: Rows) -> None:
        """Collect the content of one sheet."""
        self.tables.append(made)
        self.warnings += made.sheet.strays
        keyed: list[KeyedRow] = []
        for line in lines(made, rows, (*INPUT, "key")):
            key = key_of(line.texts.get("key", ""))
            keyed.append(KeyedRow(line.row, line.texts, key))
            self._read_line(made, line, key)
        self._look_at_order(made, keyed)

    def _look_at_order(self, made: ReturnedTable, rows: list[KeyedRow]) -> None:
        """Report columns that were sorted without the others, each with its rows."""
        moved = displaced(rows)
        swapped = [
            row.row
            for row in rows
            if row.key.record and found_id(row.texts.get("id", "")) not in (None, row.key.record)
        ]
        if len(swapped) > 1:
            moved["id"] = swapped
        for column, numbers in moved.items():
            sentence = "these cells have text that ajour sent in other rows"
            self.structure += [_sorted_fault(made, column, row, sentence) for row in numbers]
        by_order = in_order_alone(rows, [one for one in FILLED_IN if one in made.columns])
        for column, numbers in by_order.items():
            sentence = "these cells are sorted, but the other columns are not"
            self.in_order += [_sorted_fault(made, column, row, sentence) for row in numbers]

    def _read_line(self, made: ReturnedTable, line: SheetLine, key: RowKey) -> None:
        if _is_none_of_the_list(made, line):
            self.empty += 1
            return
        faults = len(made.faults)
        says = _said(made, line, self.reasons, self.language)
        if not says.anything:
            self.empty += 1
            self._say_if_note(made, line, says)
            self._note_changes(made, line, key)
            return
        record = _record_of(made, line, key)
        if record is None or len(made.faults) > faults or not (says.verdict or says.retrieval):
            return
        self._note_changes(made, line, key)
        self.rows.append(_row(made, line, says, key, record))

    def _note_changes(self, made: ReturnedTable, line: SheetLine, key: RowKey) -> None:
        """Note changed columns that are not read: somebody may have typed a verdict there."""
        changed = changed_columns(line.texts, key)
        if changed:
            self.changes.append(
                ChangedCells(
                    place=made.place(line.row),
                    record=RecordId(key.record),
                    cells={one: line.texts[one] for one in changed},
                    columns={one: made.named[one] for one in changed},
                )
            )

    def _say_if_note(self, made: ReturnedTable, line: SheetLine, says: _Said) -> None:
        if says.note:
            place = made.place(line.row, "note")
            self.warnings.append(Fault(place, "ajour does not import a note without a decision"))

    def reading(self, file: IncomingFile) -> ReturnedFile:
        """All that was read, each record once.

        The reviewer, the stage and the review of the list come from the hidden sheet, or else from
        the keys, if they all agree.
        """
        twice = [fault for made in self.tables for fault in made.twice]
        faults = [fault for made in self.tables for fault in made.faults]
        rows, contradictions = once(self.rows)
        stages = {row.stage for row in rows}
        return ReturnedFile(
            path=file.path,
            review=self.facts.get("review", ""),
            review_id=self.facts.get("review_id", "") or _only({row.review for row in rows}),
            stage=STAGES.get(self.facts.get("stage", ""))
            or (stages.pop() if len(stages) == 1 else None),
            reviewer=self.facts.get("reviewer", "") or _only({row.reviewer for row in rows}),
            conflicts=any("consensus" in made.columns for made in self.tables),
            rows=rows,
            empty=self.empty,
            faults=(*faults, *contradictions),
            structure=(*twice, *self.structure),
            in_order=tuple(self.in_order),
            warnings=tuple(self.warnings),
            changes=tuple(self.changes),
            language=self.language,
            reason_words=self.reasons.in_language(self.language),
        )


def _only(texts: set[str]) -> str:
    return texts.pop() if len(texts) == 1 else ""


def _sorted_fault(made: ReturnedTable, column: str, row: int, sentence: str) -> Fault:
    told = (
        f"{sentence}. Perhaps this column was sorted without the other columns. Undo the "
        f"sorting, and import the list again"
    )
    return Fault(made.place(row, column), told)


def _is_none_of_the_list(made: ReturnedTable, line: SheetLine) -> bool:
    """Whether a row has neither an id nor a title, such as a count below the list."""
    named = {"id", "key", "title"} & made.columns.keys()
    whole = {"id", "title"} <= named
    return whole and not any(line.texts.get(one) for one in named) and "id" not in line.values


def _row(
    made: ReturnedTable, line: SheetLine, says: _Said, key: RowKey, record: RecordId
) -> DecisionRow:
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
        review=key.review,
        resolves="consensus" in made.columns,
        shown={one: line.texts[one] for one in DIGESTED if one in line.texts},
        sent={one: digest for one, digest in key.sent.items() if one in DIGESTED},
        columns=made.named,
    )


def once(rows: Iterable[DecisionRow]) -> tuple[tuple[DecisionRow, ...], list[Fault]]:
    """Each record once; rows that differ on one record are left out and reported as faults."""
    first: dict[tuple[str, object, str], DecisionRow] = {}
    out = set()
    faults = []
    for row in rows:
        key = (row.record, row.stage, row.reviewer)
        earlier = first.setdefault(key, row)
        if earlier.says() != row.says():
            where = earlier.place().removeprefix(f"{earlier.origin.name}, ")
            sentence = (
                f"this row and {where} have different answers about the record {row.record}. "
                f"Keep only one of the two rows"
            )
            faults.append(Fault(row.place(), sentence))
            out.add(key)
    return tuple(row for key, row in first.items() if key not in out), faults


def _said(made: ReturnedTable, line: SheetLine, reasons: Reasons, language: str) -> _Said:
    """Verdict, reason and the rest; what cannot be understood becomes a fault of the table."""
    column = "consensus" if "consensus" in made.columns else "verdict"
    before = len(made.faults)
    both = {**RETRIEVALS, **VERDICTS} if column == "consensus" else VERDICTS
    chosen = _word(made, line, column, (both, expected_decision(language)))
    offered = (RETRIEVALS, expected_retrieval(language))
    retrieval = _word(made, line, "retrieval", offered)
    if chosen in DECISIONS[Stage.RETRIEVAL]:
        # When a disagreement on retrieval is settled, the answer is in the verdict column.
        chosen, retrieval = None, chosen
    location = line.texts.get("location") or None
    if location and not retrieval and not line.texts.get("retrieval"):
        retrieval = Verdict.RETRIEVED
    reason, others = _reasons(made, line, reasons, language)
    if reason and not line.texts.get(column):
        sentence = f"found a reason but no decision; {expected_decision(language)}, or no reason"
        made.fault(line.row, column, sentence)
    if retrieval is Verdict.NOT_RETRIEVED and chosen in (Verdict.INCLUDE, Verdict.EXCLUDE):
        sentence = f"found {_short(line.texts[column])} for a report that was not retrieved"
        made.fault(line.row, column, sentence)
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
    """Whether a cell of the row was left out because it has an error."""
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
        why = BARE if bare_number(text) else guess(folded(text), known)
        made.fault(line.row, column, f"found {_short(text)}; {expected}{why}")
    return found


def _reasons(
    made: ReturnedTable, line: SheetLine, reasons: Reasons, language: str
) -> tuple[str | None, tuple[str, ...]]:
    """The reason and the other reasons, as codes."""
    first, unknown = reasons.codes(line.texts.get("reason", ""))
    others, unknown_others = reasons.codes(line.texts.get("other_reasons", ""))
    for column, texts in (("reason", unknown), ("other_reasons", unknown_others)):
        for text in texts:
            offered = reasons.expected(text, language)
            sentence = f"found {_short(text)}; {offered}"
            made.fault(line.row, column, sentence)
    if len(first) > 1:
        words = reasons.in_language(language)
        named = ", ".join(f"“{words.get(code, code)}”" for code in first)
        sentence = f"found {len(first)} reasons ({named}); expected exactly one"
        made.fault(line.row, "reason", sentence)
    reason = first[0] if first else None
    return reason, tuple(code for code in others if code != reason)


def _record_of(made: ReturnedTable, line: SheetLine, key: RowKey) -> RecordId | None:
    """The record of a row, by its id or else by its key; None if neither is clear, with a fault."""
    text = line.texts.get("id", "")
    found = found_id(text)
    if found and key.record and found != key.record:
        sentence = (
            f"found {found}, but the key of this row belongs to the record {key.record}. Perhaps "
            f"some columns were sorted without the other columns"
        )
        made.fault(line.row, "id", sentence)
        return None
    typed = bool(text) and not found and "id" not in line.values
    if typed and key.record:
        made.fault(
            line.row, "id", f"found {_short(text)}; expected {key.record}, the id that was sent"
        )
        return None
    if found or key.record:
        return RecordId(found or key.record)
    kind = type(line.values["id"]).__name__ if "id" in line.values else ""
    what = f"{_short(text)} ({kind})" if kind else _short(text)
    made.fault(line.row, "id", f"found {what}; expected the record's id of twelve letters")
    return None


def _short(text: str) -> str:
    """The text in quotation marks, at most 60 characters of it; an empty text is named as such."""
    if not text:
        return "nothing"
    return f"“{shortened(text, 60)}”"
