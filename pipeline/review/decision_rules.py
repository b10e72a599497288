"""A returned file held against what is known: what it would change, and what speaks against.

Nothing here knows the store: values come in, values go out.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from pipeline.decisions import VERDICTS, Decision, PairVerdict, Stage, Verdict, standing
from pipeline.errors import Fault, Refused
from pipeline.records import RecordId
from pipeline.review.decision_rows import DecisionRow, ReturnedFile


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeContext:
    """What a file is held against.

    `known` are all records by id with their content hash now; `listed` those that were sent to
    this reviewer at this stage, None where that is not known (every known record is then taken
    as sent). `decisions` and `pairs` are all that stands so far, of any reviewer. `when` is given
    to the new ones. `reviewer` and `stage` may be "" and None: then the file must say.
    """

    known: Mapping[RecordId, str]
    listed: AbstractSet[RecordId] | None = None
    decisions: Sequence[Decision] = ()
    pairs: Sequence[PairVerdict] = ()
    review: str = ""
    reviewer: str = ""
    stage: Stage | None = None
    when: str = ""
    criteria_hash: str = ""
    revise: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOutcome:
    """What came of a file, or would: its new decisions or verdicts on pairs, in order.

    `faults` bar the whole file. `revisions` (another verdict than before, a record that changed
    since it was sent, one that was not on the list) bar it too, unless it is asked for with
    --revise. `unchanged` counts what the file says and the review knows already. `known_before`
    says that these very bytes were recorded earlier.
    """

    reading: ReturnedFile
    decisions: tuple[Decision, ...] = ()
    pairs: tuple[PairVerdict, ...] = ()
    reviewer: str = ""
    unchanged: int = 0
    faults: tuple[Fault, ...] = ()
    revisions: tuple[Fault, ...] = ()
    revise: bool = False
    known_before: bool = False

    @property
    def new(self) -> int:
        """How many decisions, or verdicts on pairs, the review did not know."""
        return len(self.decisions) + len(self.pairs)

    @property
    def on_retrieval(self) -> int:
        """How many of the new decisions say whether a full text is there."""
        return sum(one.stage is Stage.RETRIEVAL for one in self.decisions)

    def refusal(self) -> Refused | None:
        """Why nothing of the file is recorded, or None where it is."""
        file = self.reading.path.name
        if self.faults:
            listed = () if self.revise else self.revisions
            return Refused(f"{file}: nothing was taken in.", (*self.faults, *listed))
        if self.revisions and not self.revise:
            sentence = f"{file}: nothing was taken in; with --revise all of it is."
            return Refused(sentence, self.revisions)
        return None


@dataclass(slots=True, kw_only=True)
class _Judge:
    """The reviewer and stage of the rows at hand, and what was found so far."""

    context: JudgeContext
    reviewer: str
    stage: Stage | None
    standing: dict[tuple[RecordId, Stage, str], Decision]
    retrievals: dict[RecordId, Decision]
    same: dict[frozenset[RecordId], bool]
    decisions: list[Decision] = field(default_factory=list)
    pairs: list[PairVerdict] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    revisions: list[Fault] = field(default_factory=list)
    unchanged: int = 0


def judge(reading: ReturnedFile, context: JudgeContext) -> ImportOutcome:
    """What the file would change; the same file twice changes nothing.

    A note that is added, or a reason where there was none, is recorded; one that is left out
    leaves the earlier one standing. Faults stand in the order of the rows; those of another
    program's file in that of the persons.
    """
    reviewer = context.reviewer or reading.reviewer
    stood = {
        (decision.record, decision.stage, decision.reviewer): decision
        for decision in standing(context.decisions)
    }
    judge = _Judge(
        context=context,
        reviewer=reviewer,
        stage=context.stage or reading.stage,
        standing=stood,
        retrievals={
            decision.record: decision
            for decision in sorted(stood.values(), key=lambda decision: decision.number)
            if decision.stage is Stage.RETRIEVAL
        },
        same={frozenset((pair.one, pair.other)): pair.same for pair in context.pairs},
    )
    judge.faults += _faults_of_list(reading, judge)
    for (who, stage), rows in _by_list(reading, judge).items():
        judge.reviewer, judge.stage = who, stage
        for row in rows if who and stage else ():
            _judge_row(judge, row)
    for pair in reading.pairs:
        _judge_pair(judge, pair)
    names = ", ".join(sorted({decision.reviewer for decision in judge.decisions}))
    return ImportOutcome(
        reading=reading,
        decisions=tuple(judge.decisions),
        pairs=tuple(judge.pairs),
        reviewer=reviewer if reading.kind == "pairs" else names,
        unchanged=judge.unchanged,
        faults=(*reading.faults, *judge.faults),
        revisions=tuple(judge.revisions),
        revise=context.revise,
    )


def _faults_of_list(reading: ReturnedFile, judge: _Judge) -> list[Fault]:
    """Faults of the file as a whole: whose, of which stage, of which review it is."""
    file, expected = reading.path.name, judge.context.review
    if reading.kind == "pairs":
        sentence = "it does not say who decided; name the reviewer with --reviewer"
        return [] if judge.reviewer else [Fault(file, sentence)]
    faults = []
    if expected and reading.review and reading.review != expected:
        sentence = f"this is a list of the review “{reading.review}”; expected “{expected}”"
        faults.append(Fault(file, sentence))
    if reading.kind == "decisions" and reading.rows:
        if not judge.reviewer:
            faults.append(Fault(file, "the file does not say whose it is; name the reviewer"))
        if not judge.stage:
            faults.append(Fault(file, "the file does not say of which stage it is; name it"))
    return faults


def _by_list(
    reading: ReturnedFile, judge: _Judge
) -> dict[tuple[str, Stage | None], list[DecisionRow]]:
    """The rows by reviewer and stage: a list of ours has one of each, another program's several."""
    lists: dict[tuple[str, Stage | None], list[DecisionRow]] = {}
    for row in reading.rows:
        own = (judge.reviewer, judge.stage) if row.report is None else (row.reviewer, row.stage)
        lists.setdefault(own, []).append(row)
    return lists


def _judge_pair(judge: _Judge, pair: PairVerdict) -> None:
    """Hold a word on a pair against the records and the words that are known."""
    for record in (pair.one, pair.other):
        if record not in judge.context.known:
            sentence = f"no record {record} is known to this review"
            judge.faults.append(Fault(pair.origin.place(), sentence))
    earlier = judge.same.get(frozenset((pair.one, pair.other)))
    if earlier is pair.same:
        judge.unchanged += 1
        return
    if earlier is not None:
        sentence = "the other was said of this pair before"
        judge.revisions.append(Fault(pair.origin.place(), sentence))
    judge.pairs.append(replace(pair, reviewer=judge.reviewer, when=judge.context.when))


def _judge_row(judge: _Judge, row: DecisionRow) -> None:
    """Hold one row against the rules of its stage and against what is known."""
    faults = len(judge.faults)
    if row.stage not in (None, judge.stage):
        _fault(judge, row, None, f"this row is of {row.stage}; expected {judge.stage}")
    if row.reviewer and _plain(row.reviewer) != _plain(judge.reviewer):
        sentence = f"this row is of the list of {row.reviewer}; expected {judge.reviewer}"
        _fault(judge, row, None, sentence)
    if row.record not in judge.context.known:
        _fault(judge, row, "id", f"no record {row.record} is known to this review")
    _check_verdict(judge, row)
    if len(judge.faults) == faults:
        _add(judge, row)


def _plain(name: str) -> bytes:
    """A name as a row's key bears it after a csv that Excel has saved."""
    return name.replace("|", "/").encode("cp1252", errors="replace")


def _fault(judge: _Judge, row: DecisionRow, column: str | None, sentence: str) -> None:
    judge.faults.append(Fault(row.place(column), sentence))


def _check_verdict(judge: _Judge, row: DecisionRow) -> None:
    """Verdicts that the stage knows; at full text exactly one reason for an exclusion."""
    column = "consensus" if row.resolves else "verdict"
    allowed = VERDICTS[judge.stage] if judge.stage else ()
    if row.resolves and judge.stage is Stage.RETRIEVAL and row.verdict:
        _fault(judge, row, column, f"found {row.verdict}; expected {', '.join(allowed)}")
    elif row.resolves and judge.stage is not Stage.RETRIEVAL and row.retrieval:
        expected = ", ".join(allowed)
        _fault(judge, row, column, f"found {row.retrieval}; at {judge.stage} expected {expected}")
    elif row.verdict and row.verdict not in allowed and judge.stage is not Stage.RETRIEVAL:
        expected = ", ".join(allowed)
        _fault(judge, row, column, f"found {row.verdict}; at {judge.stage} expected {expected}")
    elif row.verdict is Verdict.EXCLUDE and judge.stage is Stage.ELIGIBILITY and not row.reason:
        _fault(judge, row, "reason", "found nothing; an exclusion at full text needs one reason")
    elif row.verdict is Verdict.INCLUDE and row.reason:
        _fault(judge, row, "reason", f"found {row.reason} at an inclusion; expected no reason")


def _add(judge: _Judge, row: DecisionRow) -> None:
    """The decisions of a row: what is new is recorded, what contradicts is listed."""
    new = [
        decision
        for decision in (_retrieval(judge, row), _verdict(judge, row))
        if decision and not _says_nothing_new(judge, decision)
    ]
    judge.unchanged += bool(row.retrieval) + bool(row.verdict) - len(new)
    if not new:
        return
    judge.decisions += new
    listed = judge.context.listed
    if listed is not None and row.record not in listed:
        _revise(judge, row, "id", f"record {row.record} was not on this list")
    if row.hash and row.hash != judge.context.known[row.record]:
        _revise(judge, row, "id", f"record {row.record} has changed since the list was sent")
    if row.moved:
        sentence = f"title and authors are not those that were sent for record {row.record}"
        _revise(judge, row, "title", sentence)
    for decision in new:
        _contradiction(judge, row, decision)


def _revise(judge: _Judge, row: DecisionRow, column: str, sentence: str) -> None:
    judge.revisions.append(Fault(row.place(column), sentence))


def _verdict(judge: _Judge, row: DecisionRow) -> Decision | None:
    if not row.verdict or judge.stage is Stage.RETRIEVAL or not judge.stage:
        return None
    return _decision(judge, row, judge.stage, row.verdict)


def _retrieval(judge: _Judge, row: DecisionRow) -> Decision | None:
    """The word on retrieval; nobody's again where anybody said it last, and they nothing else."""
    if not row.retrieval or judge.stage is Stage.SCREENING:
        return None
    made = _decision(judge, row, Stage.RETRIEVAL, row.retrieval)
    if row.resolves:
        return made
    last = judge.retrievals.get(row.record)
    own = judge.standing.get((row.record, Stage.RETRIEVAL, judge.reviewer), last)
    same = last and last.verdict is made.verdict and made.location in (None, last.location)
    return None if same and own and own.verdict is made.verdict else made


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
        when=judge.context.when,
        origin=row.origin,
        resolves=row.resolves and (own or judge.stage is Stage.RETRIEVAL),
        location=None if own else row.location or (same.location if same else None),
        criteria_hash=judge.context.criteria_hash,
    )


def _content(decision: Decision) -> tuple[object, ...]:
    return (
        decision.verdict,
        decision.reason,
        frozenset(decision.other_reasons),
        decision.note,
        decision.location,
        decision.resolves,
    )


def _says_nothing_new(judge: _Judge, decision: Decision) -> bool:
    earlier = judge.standing.get((decision.record, decision.stage, decision.reviewer))
    return earlier is not None and _content(earlier) == _content(decision)


def _contradiction(judge: _Judge, row: DecisionRow, decision: Decision) -> None:
    """List a verdict or reason that is another than the one this reviewer gave before."""
    earlier = judge.standing.get((decision.record, decision.stage, decision.reviewer))
    if earlier is None:
        return
    if earlier.verdict is not decision.verdict:
        before = f"{earlier.verdict} on {earlier.when[:10]}"
        now = str(decision.verdict)
    elif earlier.reason and earlier.reason != decision.reason:
        before, now = f"the reason {earlier.reason}", f"{decision.reason or 'none'}"
    else:
        return
    column = "retrieval" if decision.stage is Stage.RETRIEVAL else "verdict"
    origin = f"{earlier.origin.name}" + (
        f", row {earlier.origin.row}" if earlier.origin.row else ""
    )
    sentence = f"found {now}, but {decision.reviewer} said {before} ({origin})"
    _revise(judge, row, "consensus" if row.resolves else column, sentence)
