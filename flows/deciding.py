"""Taking back what people filled in: lists, pairs and disagreements; all files, or none."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from exports.sheets import Ask, PairReading, Taking, content_hash, judge, read_decisions, read_pairs
from flows import VERSION
from flows.candidates import reasons_of
from flows.clock import now
from flows.library import Library
from flows.refreshing import refresh
from flows.session import Session, at_work
from flows.stages.intake import sha256_of
from pipeline.decisions import Decision, PairVerdict, Stage
from pipeline.errors import Fault, Refused
from pipeline.records import RecordId
from pipeline.store import writing
from pipeline.store.deciding import (
    DecisionFile,
    decisions,
    knows_decision_file,
    listed,
    put_decisions,
)
from pipeline.store.duplicates import pair_verdicts, put_pair_verdicts


class _OnlyTriedError(Exception):
    """Ends the transaction of a dry run, so that nothing of it stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How files are to be taken: whose and of which stage where they do not say it themselves."""

    reviewer: str = ""
    stage: Stage | None = None
    revise: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What one file brought, or with a dry run would bring."""

    path: Path
    kind: str
    new: int
    unchanged: int = 0
    empty: int = 0
    revised: int = 0
    warnings: tuple[Fault, ...] = ()
    known_before: bool = False
    dry_run: bool = False
    reviewer: str = ""


def take_back(folder: Path, files: Sequence[Path], how: How) -> list[Taken]:
    """Take the decisions of all files in one transaction; Refused with the faults of all."""
    with at_work(folder) as session:
        refresh(session)
        taken: list[Taken] = []
        with suppress(_OnlyTriedError), writing(session.db):
            refused = []
            for path in files:
                try:
                    taken.append(_take(session, path, how))
                except Refused as fault:
                    refused.append(str(fault))
            if refused:
                raise Refused("\n".join(refused))
            if how.dry_run:
                raise _OnlyTriedError
        refresh(session)
        return taken


def _take(session: Session, path: Path, how: How) -> Taken:
    """Take one file in the caller's transaction."""
    digest = sha256_of(path)
    if knows_decision_file(session.db, digest):
        return Taken(path=path, kind="decisions", new=0, known_before=True, dry_run=how.dry_run)
    pairs = _pairs(path)
    if pairs is not None:
        return _take_pairs(session, path, pairs, how)
    taking = judge(read_decisions(path, reasons=reasons_of(session.criteria)), _ask(session, how))
    if refusal := taking.refusal():
        raise refusal
    _known_reviewers(session, path, taking.decisions)
    file = _file(path, digest, "decisions")
    put_decisions(session.db, file, taking.decisions)
    return _told(path, taking, how)


def _ask(session: Session, how: How) -> Ask:
    """What a file of decisions is held against."""
    library = session.library()
    return Ask(
        known=_hashes(library),
        listed=_sent(session, library, how),
        decisions=decisions(session.db),
        review=session.review.title,
        reviewer=how.reviewer,
        stage=how.stage,
        when=now(),
        criteria_hash=session.criteria.hash,
        revise=how.revise,
    )


def _hashes(library: Library) -> dict[RecordId, str]:
    """Every record with the hash of what a reviewer is shown of its report."""
    shown = {report: content_hash(record) for report, record in library.reports.items()}
    return {one: shown[report] for report, ids in library.members.items() for one in ids}


def _sent(session: Session, library: Library, how: How) -> set[RecordId] | None:
    """The records of the reports that were sent to this reviewer; None where nobody is named."""
    if not how.reviewer or how.stage is None:
        return None
    sent = {library.report_of(one) for one in listed(session.db, how.stage, how.reviewer)}
    return {one for report in sent for one in library.members.get(report, ())}


def _known_reviewers(session: Session, path: Path, found: Sequence[Decision]) -> None:
    """Refuses names that review.toml does not have; whoever resolves may be anybody."""
    names = session.review.reviewers.names
    strangers = sorted({one.reviewer for one in found if not one.resolves} - set(names))
    if strangers:
        known = f"known are {', '.join(names) or 'none'}; review.toml, [reviewers] names"
        raise Refused(
            f"{path.name}: nothing was taken in.",
            [Fault(one, f"is no reviewer of this review; {known}") for one in strangers],
        )


def _pairs(path: Path) -> PairReading | None:
    """The file as pairs of records; None where it is another kind of list."""
    try:
        return read_pairs(path)
    except Refused:
        return None


def _take_pairs(session: Session, path: Path, reading: PairReading, how: How) -> Taken:
    """Take what a person said of doubtful pairs; the same word again adds nothing."""
    who = how.reviewer or reading.reviewer
    library = session.library()
    faults = list(reading.faults) + [
        Fault(f"sheet {row.sheet}, row {row.row}", f"no record {one} is known to this review")
        for row in reading.rows
        for one in (row.one, row.other)
        if one not in library.records
    ]
    if not who:
        faults.append(Fault("", "it does not say who decided; name the reviewer with --reviewer"))
    said = {_pair(one): one for one in pair_verdicts(session.db)}
    new, revisions = [], []
    for row in reading.rows:
        verdict = row.verdict(reviewer=who, when=now())
        earlier = said.get(_pair(verdict))
        if earlier and earlier.same == verdict.same:
            continue
        if earlier:
            place = f"sheet {row.sheet}, row {row.row}"
            revisions.append(Fault(place, "the other was said of this pair before"))
        new.append(verdict)
    if faults or (revisions and not how.revise):
        hint = "" if faults else " With --revise all of it is."
        raise Refused(f"{path.name}: nothing was taken in.{hint}", [*faults, *revisions])
    put_pair_verdicts(session.db, new)
    put_decisions(session.db, _file(path, sha256_of(path), "pairs"), [])
    return Taken(
        path=path,
        kind="pairs",
        new=len(new),
        unchanged=len(reading.rows) - len(new),
        empty=reading.empty,
        revised=len(revisions),
        dry_run=how.dry_run,
        reviewer=who,
    )


def _pair(verdict: PairVerdict) -> tuple[RecordId, RecordId]:
    one, other = sorted((verdict.one, verdict.other))
    return one, other


def _file(path: Path, digest: str, kind: str) -> DecisionFile:
    return DecisionFile(name=path.name, sha256=digest, kind=kind, taken_in=now(), version=VERSION)


def _told(path: Path, taking: Taking, how: How) -> Taken:
    return Taken(
        path=path,
        kind="decisions",
        new=len(taking.decisions),
        unchanged=taking.unchanged,
        empty=taking.empty,
        revised=len(taking.revisions),
        warnings=taking.warnings,
        dry_run=how.dry_run,
        reviewer=", ".join(sorted({one.reviewer for one in taking.decisions})),
    )
