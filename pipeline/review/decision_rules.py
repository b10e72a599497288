"""A file that was read, held against what is known: what it would change, and what speaks against.

Nothing here knows the store: values come in, values go out.
"""

from dataclasses import dataclass, field

from pipeline.decisions import VERDICTS, Decision, Origin, Stage, Verdict, standing
from pipeline.errors import Fault
from pipeline.records import RecordId
from pipeline.review.decision_context import Ask, Taking
from pipeline.review.decision_rows import DecisionRow, SheetReading


@dataclass(slots=True, kw_only=True)
class _Judge:
    ask: Ask
    reviewer: str
    stage: Stage | None
    standing: dict[tuple[RecordId, Stage, str], Decision]
    retrievals: dict[RecordId, Decision]
    decisions: list[Decision] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    revisions: list[Fault] = field(default_factory=list)
    unchanged: int = 0


def judge(reading: SheetReading, ask: Ask) -> Taking:
    """What the file would change; the same file twice changes nothing.

    A note that is added, or a reason where there was none, is taken; one that is left out leaves
    the earlier one standing. Faults stand in the order of the rows.
    """
    stood = {(one.record, one.stage, one.reviewer): one for one in standing(ask.decisions)}
    judge = _Judge(
        ask=ask,
        reviewer=ask.reviewer or reading.head.reviewer,
        stage=ask.stage or reading.head.stage,
        standing=stood,
        retrievals={
            one.record: one
            for one in sorted(stood.values(), key=lambda one: one.number)
            if one.stage is Stage.RETRIEVAL
        },
    )
    judge.faults += _of_the_list(reading, ask, judge)
    if judge.reviewer and judge.stage:
        for row in reading.rows:
            _judge_row(judge, row)
    return Taking(
        file=reading.file,
        decisions=tuple(judge.decisions),
        unchanged=judge.unchanged,
        empty=reading.empty,
        faults=(*reading.faults, *judge.faults),
        revisions=tuple(judge.revisions),
        warnings=reading.warnings,
        revise=ask.revise,
    )


def _of_the_list(reading: SheetReading, ask: Ask, judge: _Judge) -> list[Fault]:
    """Faults of the file as a whole: whose, of which stage, of which review it is."""
    faults = []
    head = reading.head
    if ask.review and head.review and head.review != ask.review:
        sentence = f"this is a list of the review “{head.review}”; expected “{ask.review}”"
        faults.append(Fault(reading.file, sentence))
    if reading.rows and not judge.reviewer:
        faults.append(Fault(reading.file, "the file does not say whose it is; name the reviewer"))
    if reading.rows and not judge.stage:
        faults.append(Fault(reading.file, "the file does not say of which stage it is; name it"))
    return faults


def _judge_row(judge: _Judge, row: DecisionRow) -> None:
    """Hold one row against the rules of its stage and against what is known."""
    faults = len(judge.faults)
    if row.stage not in (None, judge.stage):
        _fault(judge, row, None, f"this row is of {row.stage}; expected {judge.stage}")
    if row.reviewer and _plain(row.reviewer) != _plain(judge.reviewer):
        sentence = f"this row is of the list of {row.reviewer}; expected {judge.reviewer}"
        _fault(judge, row, None, sentence)
    if row.record not in judge.ask.known:
        _fault(judge, row, "id", f"no record {row.record} is known to this review")
    _check_verdict(judge, row)
    if len(judge.faults) == faults:
        _take(judge, row)


def _plain(name: str) -> bytes:
    """A name as a row's key bears it after a csv that Excel has saved."""
    return name.replace("|", "/").encode("cp1252", errors="replace")


def _fault(judge: _Judge, row: DecisionRow, column: str | None, sentence: str) -> None:
    judge.faults.append(Fault(row.place(column), sentence))


def _check_verdict(judge: _Judge, row: DecisionRow) -> None:
    """Verdicts that the stage knows; at full text exactly one reason for an exclusion."""
    column = "consensus" if row.resolves else "verdict"
    allowed = VERDICTS[judge.stage] if judge.stage else ()
    if row.verdict and row.verdict not in allowed and judge.stage is not Stage.RETRIEVAL:
        expected = ", ".join(allowed)
        _fault(judge, row, column, f"found {row.verdict}; at {judge.stage} expected {expected}")
    elif row.verdict is Verdict.EXCLUDE and judge.stage is Stage.ELIGIBILITY and not row.reason:
        _fault(judge, row, "reason", "found nothing; an exclusion at full text needs one reason")
    elif row.verdict is Verdict.INCLUDE and row.reason:
        _fault(judge, row, "reason", f"found {row.reason} at an inclusion; expected no reason")


def _take(judge: _Judge, row: DecisionRow) -> None:
    """The decisions of a row: what is new is taken, what contradicts is listed."""
    new = [
        one
        for one in (_retrieval(judge, row), _verdict(judge, row))
        if one and not _says_nothing_new(judge, one)
    ]
    judge.unchanged += bool(row.retrieval) + bool(row.verdict) - len(new)
    if not new:
        return
    judge.decisions += new
    listed = judge.ask.listed
    if listed is not None and row.record not in listed:
        _revise(judge, row, "id", f"record {row.record} was not on this list")
    if row.hash and row.hash != judge.ask.known[row.record]:
        _revise(judge, row, "id", f"record {row.record} has changed since the list was sent")
    if row.moved:
        sentence = f"title and authors are not those that were sent for record {row.record}"
        _revise(judge, row, "title", sentence)
    for one in new:
        _contradiction(judge, row, one)


def _revise(judge: _Judge, row: DecisionRow, column: str, sentence: str) -> None:
    judge.revisions.append(Fault(row.place(column), sentence))


def _verdict(judge: _Judge, row: DecisionRow) -> Decision | None:
    if not row.verdict or judge.stage is Stage.RETRIEVAL or not judge.stage:
        return None
    return _decision(judge, row, judge.stage, row.verdict)


def _retrieval(judge: _Judge, row: DecisionRow) -> Decision | None:
    """The word on retrieval; nobody's again where anybody has said it before."""
    if not row.retrieval or judge.stage is Stage.SCREENING:
        return None
    made = _decision(judge, row, Stage.RETRIEVAL, row.retrieval)
    last = judge.retrievals.get(row.record)
    same = last and last.verdict is made.verdict and made.location in (None, last.location)
    return None if same else made


def _decision(judge: _Judge, row: DecisionRow, stage: Stage, verdict: Verdict) -> Decision:
    """The decision a row makes; a note or reason that the row leaves out stays as it was."""
    earlier = judge.standing.get((row.record, stage, judge.reviewer))
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
        when=judge.ask.when,
        origin=Origin(name=row.file, sheet=row.sheet, row=row.row),
        resolves=row.resolves and own,
        location=None if own else row.location or (same.location if same else None),
        criteria_hash=judge.ask.criteria_hash,
    )


def _content(one: Decision) -> tuple[object, ...]:
    return (
        one.verdict,
        one.reason,
        frozenset(one.other_reasons),
        one.note,
        one.location,
        one.resolves,
    )


def _says_nothing_new(judge: _Judge, one: Decision) -> bool:
    earlier = judge.standing.get((one.record, one.stage, one.reviewer))
    return earlier is not None and _content(earlier) == _content(one)


def _contradiction(judge: _Judge, row: DecisionRow, one: Decision) -> None:
    """List a verdict or reason that is another than the one this reviewer gave before."""
    earlier = judge.standing.get((one.record, one.stage, one.reviewer))
    if earlier is None:
        return
    if earlier.verdict is not one.verdict:
        before = f"{earlier.verdict} on {earlier.when[:10]}"
        now = str(one.verdict)
    elif earlier.reason and earlier.reason != one.reason:
        before, now = f"the reason {earlier.reason}", f"{one.reason or 'none'}"
    else:
        return
    column = "retrieval" if one.stage is Stage.RETRIEVAL else "verdict"
    origin = f"{earlier.origin.name}" + (
        f", row {earlier.origin.row}" if earlier.origin.row else ""
    )
    sentence = f"found {now}, but {one.reviewer} said {before} ({origin})"
    _revise(judge, row, "consensus" if row.resolves else column, sentence)
