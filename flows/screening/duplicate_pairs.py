"""Writes possible duplicates for a person, and joins or splits records by hand."""

from collections.abc import Sequence
from pathlib import Path

from exports.lists.pairs import Pair, duplicates_xlsx
from flows.review.atomic_files import drafted
from flows.review.clock import now
from flows.review.reviewer_names import reviewer_of
from flows.review.session import Session, at_work
from flows.screening.candidates import Choice, head_of
from flows.screening.lists import NOTHING_CUT, Written, already_there, check_output, place_for
from flows.stages.refresh import refresh
from pipeline.decisions import Origin, PairVerdict, Stage
from pipeline.errors import Fault, Refused
from pipeline.records import RecordId
from pipeline.store.connection import writing
from pipeline.store.duplicates import doubts, pair_verdicts, put_pair_verdicts
from pipeline.store.runs import note_event

BY_HAND = Origin(name="ajour duplicates", kind="command")
"""The source of a duplicate decision made on the command line."""


def write_pairs(folder: Path, reviewer: str | None, output: Path | None) -> Written:
    """Write the possible duplicates side by side, the most likely first."""
    check_output(output, "xlsx")
    with at_work(folder) as session:
        refresh(session)
        who = reviewer_of(session.review, reviewer)
        library = session.library()
        pairs = [
            Pair(
                one=library.records[doubt.one],
                other=library.records[doubt.other],
                score=doubt.score,
                because=doubt.because,
                against=doubt.against,
            )
            for doubt in doubts(session.db)
        ]
        choice = Choice(stage=Stage.SCREENING, reviewer=who, top=None)
        path, cut, kept = None, NOTHING_CUT, None
        if pairs:
            path = place_for(session.review, output, f"duplicates-{who}", "xlsx")
            with drafted(path) as draft:
                cut = duplicates_xlsx(head_of(session, choice), pairs, draft)
                kept = already_there(draft, path, output)
        return Written(
            path=kept or path,
            stage=Stage.SCREENING,
            reviewer=who,
            listed=len(pairs),
            random_checks=0,
            cut=cut,
            kept=kept is not None,
        )


def join(folder: Path, ids: Sequence[str], reviewer: str | None) -> str:
    """Join two records to one report permanently, whatever the rules say.

    Earlier decisions that kept their reports apart, as after a split, are revoked.
    """
    with at_work(folder) as session:
        refresh(session)
        one, other = _known(session, ids)
        apart = [pair for pair in _held_apart(session, one, other) if {*pair} != {one, other}]
        _say(session, [(one, other), *apart], reviewer, same=True)
        told = session.library()
        if told.report_of(one) != told.report_of(other):
            raise Refused(
                f"{one} and {other}: these records could not be linked as duplicates. Perhaps "
                f"one of the records was separated earlier with --split."
            )
        return f"{one} and {other} are now linked as one report ({told.report_of(one)})."


def _held_apart(
    session: Session, one: RecordId, other: RecordId
) -> list[tuple[RecordId, RecordId]]:
    """The pairs of records of two reports that a person's latest decision keeps apart."""
    library = session.library()
    mine, yours = (library.members[library.report_of(record)] for record in (one, other))
    words = {frozenset((said.one, said.other)): said for said in pair_verdicts(session.db)}
    pairs = ((a, b) for a in mine for b in yours if a != b)
    return [pair for pair in pairs if (said := words.get(frozenset(pair))) and not said.same]


def split(folder: Path, record: str, reviewer: str | None) -> str:
    """Make a record a separate report permanently, apart from all records linked to it."""
    with at_work(folder) as session:
        refresh(session)
        (apart,) = _known(session, [record])
        library = session.library()
        others = [mate for mate in library.members[library.report_of(apart)] if mate != apart]
        if not others:
            return f"{apart} is a separate report already. Nothing was changed."
        _say(session, [(apart, other) for other in others], reviewer, same=False)
        return f"{apart} is now a separate report, no longer linked to {', '.join(others)}."


def _known(session: Session, ids: Sequence[str]) -> list[RecordId]:
    library = session.library()
    unknown = [name for name in ids if name not in library.records]
    if unknown:
        faults = [Fault(name, "no record in this review has this id") for name in unknown]
        raise Refused("Nothing was changed.", faults)
    return [RecordId(name) for name in ids]


def _say(
    session: Session, pairs: Sequence[tuple[RecordId, RecordId]], who: str | None, *, same: bool
) -> None:
    """Append a person's decisions on pairs, and link again."""
    when, reviewer = now(), reviewer_of(session.review, who)
    said = [
        PairVerdict(one=one, other=other, same=same, reviewer=reviewer, when=when, origin=BY_HAND)
        for one, other in pairs
    ]
    verb = "joined" if same else "split"
    with writing(session.db):
        put_pair_verdicts(session.db, said)
        note_event(session.db, when, f"{reviewer} {verb} {', '.join(f'{a} {b}' for a, b in pairs)}")
    refresh(session)
