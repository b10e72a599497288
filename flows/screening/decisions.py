"""Taking back what people filled in: lists, pairs and disagreements; all files, or none."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from exports.returned.decisions import read_decisions
from exports.returned.pairs import PairReading, read_pairs
from flows.review.clock import now
from flows.review.search_files import sha256_of
from flows.review.session import Session, at_work
from flows.screening.candidates import reasons_of
from flows.screening.decision_files import (
    How,
    Taken,
    ask,
    check_unmatched,
    file_of,
    hashes,
    strangers,
    write_unmatched,
)
from flows.screening.foreign_decisions import take_elsewhere
from flows.stages.refresh import refresh
from pipeline.decisions import PairVerdict
from pipeline.errors import Fault, Refused, all_refused
from pipeline.files import without_litter
from pipeline.records import RecordId
from pipeline.review.decision_context import Taking
from pipeline.review.decision_rows import SheetReading
from pipeline.review.decision_rules import judge
from pipeline.review.library import Library
from pipeline.store.connection import writing
from pipeline.store.decisions import knows_decision_file, listed, put_decision_file, put_decisions
from pipeline.store.duplicates import pair_verdicts, put_pair_verdicts

__all__ = ["How", "Taken", "take_back"]


class _OnlyTriedError(Exception):
    """Ends the transaction of a dry run, so that nothing of it stays."""


def take_back(folder: Path, files: Sequence[Path], how: How) -> list[Taken]:
    """Take the decisions of all files in one transaction; Refused with the faults of all."""
    check_unmatched(how.elsewhere.unmatched)
    with at_work(folder) as session:
        refresh(session)
        # Decisions change nothing of what a list shows, so that one reading serves all files.
        library = session.library()
        taken: list[Taken] = []
        with suppress(_OnlyTriedError), writing(session.db):
            refused = []
            for path in without_litter(files):
                try:
                    taken.append(_take(session, library, path, how))
                except Refused as fault:
                    refused.append(fault)
            if refused:
                raise all_refused(refused)
            if how.elsewhere.unmatched:
                write_unmatched(how.elsewhere.unmatched, taken)
            if how.dry_run:
                raise _OnlyTriedError
        # Words on pairs change what is one report; decisions make nothing due but the order, which
        # is made when it is asked for.
        if any(one.kind == "pairs" and one.new and not one.dry_run for one in taken):
            refresh(session)
        return taken


def _take(session: Session, library: Library, path: Path, how: How) -> Taken:
    """Take one file in the caller's transaction."""
    digest = sha256_of(path)
    if knows_decision_file(session.db, digest):
        return Taken(path=path, kind="decisions", new=0, known_before=True, dry_run=how.dry_run)
    if how.elsewhere.program:
        return take_elsewhere(session, library, path, how)
    try:
        reading = read_decisions(path, reasons=reasons_of(session.criteria))
    except Refused as no_list:
        return _take_other(session, library, path, how, no_list)
    return _take_list(session, library, path, reading, how)


def _take_other(
    session: Session, library: Library, path: Path, how: How, no_list: Refused
) -> Taken:
    """Take a file that is no list of decisions: pairs, or what another program wrote."""
    pairs = _pairs(path)
    if pairs is not None:
        return _take_pairs(session, library, path, pairs, how)
    return take_elsewhere(session, library, path, how, no_list)


def _take_list(
    session: Session, library: Library, path: Path, reading: SheetReading, how: How
) -> Taken:
    """Take a filled-in list, or a list of disagreements, which anybody may settle."""
    settles = any(row.resolves for row in reading.rows)
    who = how.reviewer or reading.head.reviewer
    faults = [] if settles else strangers(session, [who], path.name)
    if faults:
        raise Refused(f"{path.name}: nothing was taken in.", [*faults, *reading.faults])
    sent = None if settles else _sent(session, library, reading, how)
    taking = judge(reading, ask(session, hashes(library), how, listed=sent))
    if refusal := taking.refusal():
        raise refusal
    kind = "conflicts" if settles else "decisions"
    put_decisions(session.db, file_of(path, sha256_of(path), kind), taking.decisions)
    return _told(path, taking, how)


def _sent(
    session: Session, library: Library, reading: SheetReading, how: How
) -> set[RecordId] | None:
    """The records of the reports that were on any list of the file's reviewer and stage.

    None where this review has sent no such list: there is nothing to hold the file against.
    """
    who, stage = how.reviewer or reading.head.reviewer, how.stage or reading.head.stage
    if not who or stage is None:
        return None
    sent = {library.report_of(one) for one in listed(session.db, stage, who)}
    return {one for report in sent for one in library.members.get(report, ())} or None


def _pairs(path: Path) -> PairReading | None:
    """The file as pairs of records; None where it is another kind of list."""
    try:
        return read_pairs(path)
    except Refused:
        return None


def _take_pairs(
    session: Session, library: Library, path: Path, reading: PairReading, how: How
) -> Taken:
    """Take what a person said of doubtful pairs; the same word again adds nothing."""
    who = how.reviewer or reading.reviewer
    faults = [*reading.faults, *_faults_of_pairs(session, library, path, reading, who)]
    said = {_pair(one): one for one in pair_verdicts(session.db)}
    new, revisions = [], []
    for row in reading.rows:
        verdict = row.verdict(reviewer=who, when=now())
        earlier = said.get(_pair(verdict))
        if earlier and earlier.same == verdict.same:
            continue
        if earlier:
            place = _place(path, row.sheet, row.row)
            revisions.append(Fault(place, "the other was said of this pair before"))
        new.append(verdict)
    if faults or (revisions and not how.revise):
        hint = "" if faults else " With --revise all of it is."
        raise Refused(f"{path.name}: nothing was taken in.{hint}", [*faults, *revisions])
    file = put_decision_file(session.db, file_of(path, sha256_of(path), "pairs"))
    put_pair_verdicts(session.db, new, file)
    return Taken(
        path=path,
        kind="pairs",
        new=len(new),
        unchanged=len(reading.rows) - len(new),
        empty=reading.empty,
        revised=len(revisions),
        warnings=reading.warnings,
        dry_run=how.dry_run,
        reviewer=who,
    )


def _faults_of_pairs(
    session: Session, library: Library, path: Path, reading: PairReading, who: str
) -> list[Fault]:
    """Records that nobody knows, and whose word it is where that is not said or not known."""
    faults = [
        Fault(_place(path, row.sheet, row.row), f"no record {one} is known to this review")
        for row in reading.rows
        for one in (row.one, row.other)
        if one not in library.records
    ]
    if not who:
        sentence = "it does not say who decided; name the reviewer with --reviewer"
        return [*faults, Fault(path.name, sentence)]
    return [*faults, *strangers(session, [who], path.name)]


def _place(path: Path, sheet: str, row: int) -> str:
    return ", ".join([path.name, *([f"sheet {sheet}"] if sheet else []), f"row {row}"])


def _pair(verdict: PairVerdict) -> tuple[RecordId, RecordId]:
    one, other = sorted((verdict.one, verdict.other))
    return one, other


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
