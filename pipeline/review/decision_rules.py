"""Checks a returned file against what is known: what it would change, and objections.

Nothing here uses the store: functions take and return values.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipeline.decisions import VERDICTS, Decision, PairVerdict, Stage, Verdict, standing
from pipeline.errors import Fault
from pipeline.languages import catalogue
from pipeline.records import RecordId
from pipeline.review.changed_texts import told_change
from pipeline.review.decision_rows import DecisionRow, ReturnedFile
from pipeline.review.import_outcome import Doubt, ImportOutcome, JudgeContext, RowQuestion
from pipeline.text.amounts import in_series


@dataclass(slots=True, kw_only=True)
class _Judge:
    """The reviewer and stage of the current rows, and the findings so far."""

    reading: ReturnedFile
    context: JudgeContext
    reviewer: str
    stage: Stage | None
    standing: dict[tuple[RecordId, Stage, str], Decision]
    retrievals: dict[RecordId, Decision]
    pair_verdicts: dict[frozenset[RecordId], PairVerdict]
    decisions: list[Decision] = field(default_factory=list)
    restated: list[Decision] = field(default_factory=list)
    pairs: list[PairVerdict] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    questions: list[RowQuestion] = field(default_factory=list)
    unchanged: int = 0
    others: dict[RecordId, DecisionRow] = field(default_factory=dict)

    def earlier(self, record: RecordId, stage: Stage) -> Decision | None:
        """The last decision of the current rows' reviewer on a record's report."""
        return self.standing.get((self.context.report_of(record), stage, self.reviewer))


def judge(reading: ReturnedFile, context: JudgeContext) -> ImportOutcome:
    """The changes the file would make; the same file a second time changes nothing.

    An added note, or a reason where there was none, is recorded; an omitted one leaves the earlier
    one valid. Faults are in the order of the rows; for another program's file, in the order of the
    persons.
    """
    judge = _judge_of(reading, context)
    alien = _of_another_review(reading, context)
    structure = (_alien(reading, context),) if alien else _faults_of_list(reading, judge)
    reviewer = judge.reviewer
    by_list = {} if alien else _by_list(reading, judge)
    for (who, stage), rows in by_list.items():
        judge.reviewer, judge.stage = who, stage
        judge.others = _other_rows(judge, rows)
        for row in rows if who and stage else ():
            _judge_row(judge, row)
    for pair in () if alien else reading.pairs:
        _judge_pair(judge, pair)
    names = ", ".join(sorted({decision.reviewer for decision in judge.decisions}))
    return ImportOutcome(
        reading=reading,
        decisions=tuple(judge.decisions),
        pairs=tuple(judge.pairs),
        restated=tuple(judge.restated),
        reviewer=reviewer if reading.kind == "pairs" else names,
        unchanged=judge.unchanged,
        structure=structure,
        faults=() if alien else (*reading.faults, *judge.faults),
        questions=tuple(judge.questions),
        revise=context.revise,
    )


def _judge_of(reading: ReturnedFile, context: JudgeContext) -> _Judge:
    """The decisions valid so far, by report, stage and reviewer."""
    report_of = context.report_of
    stood = {
        (report_of(decision.record), decision.stage, decision.reviewer): decision
        for decision in sorted(standing(context.decisions), key=lambda decision: decision.number)
    }
    return _Judge(
        reading=reading,
        context=context,
        reviewer=context.reviewer or reading.reviewer,
        stage=context.stage or reading.stage,
        standing=stood,
        retrievals={
            report_of(decision.record): decision
            for decision in sorted(stood.values(), key=lambda decision: decision.number)
            if decision.stage is Stage.RETRIEVAL
        },
        pair_verdicts={frozenset((pair.one, pair.other)): pair for pair in context.pairs},
    )


def _other_rows(judge: _Judge, rows: Sequence[DecisionRow]) -> dict[RecordId, DecisionRow]:
    """For each record, the row of another record of the same report with another verdict.

    Records may have been merged while the list was out, and the order of rows means nothing.
    """
    of: dict[RecordId, list[DecisionRow]] = {}
    for row in rows:
        of.setdefault(judge.context.report_of(row.record), []).append(row)
    return {
        row.record: other
        for together in of.values()
        for row in together
        for other in together
        if other.record != row.record and (other.verdict, other.reason) != (row.verdict, row.reason)
    }


def _faults_of_list(reading: ReturnedFile, judge: _Judge) -> tuple[Fault, ...]:
    """What blocks the file: its structure, or that it does not say its reviewer and stage."""
    file = reading.path.name
    faults = [*reading.structure]
    if reading.kind == "pairs" and not judge.reviewer:
        faults.append(Fault(file, NO_REVIEWER))
    if reading.kind == "decisions" and reading.rows:
        if not judge.reviewer:
            faults.append(Fault(file, NO_REVIEWER))
        if not judge.stage:
            faults.append(Fault(file, NO_STAGE))
    return tuple(faults)


NO_REVIEWER = "the file does not say who decided. Name the reviewer with --reviewer NAME"
NO_STAGE = "the file does not name its stage. Name the stage with --stage STAGE"


def _alien(reading: ReturnedFile, context: JudgeContext) -> Fault:
    """The only message for a list of another review."""
    sentence = f"this list belongs to the review “{reading.review}”, not to this review"
    other = f", “{context.review}”" if context.review != reading.review else ""
    return Fault(reading.path.name, f"{sentence}{other}")


def _of_another_review(reading: ReturnedFile, context: JudgeContext) -> bool:
    """Whether a list is of another review: by its id or, without one, by title and records.

    A title may be corrected while a list is out, and two reviews may have the same title.
    """
    if reading.review_id and context.review_id:
        return reading.review_id != context.review_id
    ids = [row.record for row in reading.rows] or [pair.one for pair in reading.pairs]
    strange = bool(ids) and not any(one in context.known for one in ids)
    return bool(reading.review and context.review) and (
        strange or (not ids and reading.review != context.review)
    )


def _by_list(
    reading: ReturnedFile, judge: _Judge
) -> dict[tuple[str, Stage | None], list[DecisionRow]]:
    """The rows by reviewer and stage: our lists have one of each, other programs' several."""
    lists: dict[tuple[str, Stage | None], list[DecisionRow]] = {}
    for row in reading.rows:
        own = (judge.reviewer, judge.stage) if row.report is None else (row.reviewer, row.stage)
        lists.setdefault(own, []).append(row)
    return lists


def _judge_pair(judge: _Judge, pair: PairVerdict) -> None:
    """Check a decision on a pair against the known records and decisions."""
    unknown = [one for one in (pair.one, pair.other) if one not in judge.context.known]
    if unknown:
        sentence = f"this review has no record with the id {' or '.join(unknown)}"
        judge.faults.append(Fault(pair.origin.place(), sentence))
        return
    earlier = judge.pair_verdicts.get(frozenset((pair.one, pair.other)))
    if earlier and earlier.same is pair.same:
        judge.unchanged += 1
        return
    if earlier:
        fault = Fault(pair.origin.place(), _other_answer(judge.reading, pair, earlier))
        judge.questions.append(RowQuestion(doubt="pair", fault=fault))
        if not judge.context.revise:
            return
    judge.pairs.append(replace(pair, reviewer=judge.reviewer, when=judge.context.when))


def _other_answer(reading: ReturnedFile, pair: PairVerdict, earlier: PairVerdict) -> str:
    words = catalogue(reading.language)["duplicates"]
    now, before = (words["same" if one.same else "different"] for one in (pair, earlier))
    return f"found “{now}”, but {earlier.reviewer} had decided “{before}” on {earlier.when[:10]}"


def _judge_row(judge: _Judge, row: DecisionRow) -> None:
    """Check one row against the rules of its stage and against what is known."""
    faults = len(judge.faults)
    if row.stage not in (None, judge.stage):
        sentence = f"this row is from a list for {row.stage}; expected a list for {judge.stage}"
        _fault(judge, row, None, sentence)
    if row.reviewer and _plain(row.reviewer) != _plain(judge.reviewer):
        sentence = (
            f"this row is from the list of {row.reviewer}; expected the list of {judge.reviewer}"
        )
        _fault(judge, row, None, sentence)
    if row.record not in judge.context.known:
        _fault(judge, row, "id", UNKNOWN)
    _check_verdict(judge, row)
    if len(judge.faults) == faults:
        _add(judge, row)


UNKNOWN = (
    "the review no longer has a record with this id, perhaps because its export was "
    "withdrawn. Import the export again, and then this file, to add the row"
)
"""The message for a row whose record is missing."""


def _plain(name: str) -> bytes:
    """A name as it is in a row's key after Excel has saved the csv."""
    return name.replace("|", "/").encode("cp1252", errors="replace")


def _fault(judge: _Judge, row: DecisionRow, column: str | None, sentence: str) -> None:
    judge.faults.append(Fault(row.place(column), sentence))


def _check_verdict(judge: _Judge, row: DecisionRow) -> None:
    """Require a verdict the stage allows; at full text exactly one reason for an exclusion."""
    column = "consensus" if row.resolves else "verdict"
    allowed = VERDICTS[judge.stage] if judge.stage else ()
    at_retrieval = judge.stage is Stage.RETRIEVAL
    if row.resolves and at_retrieval and row.verdict:
        _fault(judge, row, column, _unfit(judge, row.verdict))
    elif row.resolves and not at_retrieval and row.retrieval:
        _fault(judge, row, column, _unfit(judge, row.retrieval))
    elif row.verdict and row.verdict not in allowed and not at_retrieval:
        _fault(judge, row, column, _unfit(judge, row.verdict))
    elif row.verdict is Verdict.EXCLUDE and judge.stage is Stage.ELIGIBILITY and not row.reason:
        _fault(
            judge, row, "reason", "found no reason. To exclude a report in full text, give a reason"
        )
    elif row.verdict is Verdict.INCLUDE and row.reason:
        found = f"found {judge.reading.shown_reason(row.reason)}, which is a reason for exclusion"
        _fault(judge, row, "reason", f"{found}; expected no reason for an inclusion")


def _unfit(judge: _Judge, verdict: Verdict) -> str:
    """The sentence for a verdict that the stage does not have."""
    words = [judge.reading.offered(one) for one in VERDICTS[judge.stage]] if judge.stage else []
    expected = in_series(words, "or")
    return f"found {judge.reading.shown(verdict)}; expected {expected} at {judge.stage}"


def _add(judge: _Judge, row: DecisionRow) -> None:
    """The decisions of a row: what is new is recorded, unless a question must be asked first."""
    said = [one for one in (_retrieval(judge, row), _verdict(judge, row)) if one]
    new = [one for one in said if not _says_nothing_new(judge, one)]
    if row.retrieval and _said_by_anybody(judge, said[0]):
        new = [one for one in new if one.stage is not Stage.RETRIEVAL]
    judge.restated += [one for one in said if one not in new]
    judge.unchanged += bool(row.retrieval) + bool(row.verdict) - len(new)
    if not new:
        return
    before = len(judge.questions)
    listed = judge.context.listed
    if listed is not None and row.record not in listed:
        _ask(judge, row, "list", "id", f"this record was not on any list of {judge.reviewer}")
    if other := judge.others.get(row.record):
        told = f"row {other.origin.row} has {judge.reading.shown(other.verdict)}"
        sentence = f"found {judge.reading.shown(row.verdict)}, but {told} for the same report"
        column = "consensus" if row.resolves else "verdict"
        _ask(judge, row, "contradiction", column, sentence)
    for change in row.differs:
        _ask(judge, row, "text", change.column, told_change(change))
    for decision in new:
        _contradiction(judge, row, decision)
    if judge.context.revise or len(judge.questions) == before:
        judge.decisions += new


def _ask(judge: _Judge, row: DecisionRow, doubt: Doubt, column: str, sentence: str) -> None:
    fault = Fault(row.place(column), sentence)
    judge.questions.append(RowQuestion(doubt=doubt, fault=fault))


def _verdict(judge: _Judge, row: DecisionRow) -> Decision | None:
    if not row.verdict or judge.stage is Stage.RETRIEVAL or not judge.stage:
        return None
    return _decision(judge, row, judge.stage, row.verdict)


def _retrieval(judge: _Judge, row: DecisionRow) -> Decision | None:
    if not row.retrieval or judge.stage is Stage.SCREENING:
        return None
    return _decision(judge, row, Stage.RETRIEVAL, row.retrieval)


def _said_by_anybody(judge: _Judge, made: Decision) -> bool:
    """Whether a retrieval decision repeats the last one, and its reviewer made no other.

    It then counts as a repetition: the list shows it already filled in.
    """
    if made.stage is not Stage.RETRIEVAL or made.resolves:
        return False
    last = judge.retrievals.get(judge.context.report_of(made.record))
    own = judge.earlier(made.record, Stage.RETRIEVAL) or last
    if last is None or own is None:
        return False
    same = last.verdict is made.verdict and made.location in (None, last.location)
    return same and own.verdict is made.verdict


def _decision(judge: _Judge, row: DecisionRow, stage: Stage, verdict: Verdict) -> Decision:
    """The decision a row makes; a note or reason that the row leaves out is unchanged."""
    earlier = judge.earlier(row.record, stage)
    same = earlier if earlier and earlier.verdict is verdict else None
    own = stage is not Stage.RETRIEVAL
    return Decision(
        record=row.record,
        stage=stage,
        verdict=verdict,
        reason=row.reason if own else None,
        other_reasons=row.other_reasons if own else (),
        note=(row.note or (same.note if same else None)) if own or not row.verdict else None,
        reviewer=judge.reviewer,
        when=judge.context.when,
        origin=row.origin,
        resolves=row.resolves and (own or judge.stage is Stage.RETRIEVAL),
        location=None if own else row.location or (same.location if same else None),
        criteria_hash=judge.context.criteria_hash,
    )


def _says_nothing_new(judge: _Judge, decision: Decision) -> bool:
    earlier = judge.earlier(decision.record, decision.stage)
    return earlier is not None and earlier.says() == decision.says()


def _contradiction(judge: _Judge, row: DecisionRow, decision: Decision) -> None:
    """List a verdict or reason that differs from the one this reviewer gave before."""
    earlier = judge.earlier(decision.record, decision.stage)
    if earlier is None:
        _overtaken(judge, row, decision)
        return
    reading, column = judge.reading, "consensus" if row.resolves else "verdict"
    if decision.stage is Stage.RETRIEVAL and not row.resolves:
        column = "retrieval"
    if earlier.verdict is not decision.verdict:
        before = f"decided {reading.shown(earlier.verdict)}"
        now = reading.shown(decision.verdict)
    elif earlier.reason and earlier.reason != decision.reason:
        column, before = "reason", f"given the reason {reading.shown_reason(earlier.reason)}"
        now = reading.shown_reason(decision.reason) if decision.reason else "no reason"
    else:
        return
    origin = f"{earlier.origin.name}" + (
        f", row {earlier.origin.row}" if earlier.origin.row else ""
    )
    told = f"{decision.reviewer} had {before} on {earlier.when[:10]} ({origin})"
    _ask(judge, row, "contradiction", column, f"found {now}, but {told}")


def _overtaken(judge: _Judge, row: DecisionRow, decision: Decision) -> None:
    """List a retrieval decision that repeats one that has since been corrected.

    A list shows the state when it was written, and no one need have filled that in.
    """
    report = judge.context.report_of(decision.record)
    last = judge.retrievals.get(report)
    if decision.stage is not Stage.RETRIEVAL or decision.resolves or last is None:
        return
    stood = any(
        one.stage is Stage.RETRIEVAL
        and one.verdict is decision.verdict
        and judge.context.report_of(one.record) == report
        for one in judge.context.decisions
    )
    if stood and last.verdict is not decision.verdict:
        shown = judge.reading.shown
        told = f"{last.reviewer} changed this decision to {shown(last.verdict)}"
        told += f" on {last.when[:10]}, perhaps after the list was sent"
        sentence = f"found {shown(decision.verdict)}, but {told}"
        _ask(judge, row, "contradiction", "retrieval", sentence)
