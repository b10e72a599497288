"""Divides the reports among the reviewers, and tracks the lists that were handed out."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TypeVar

from flows.review.edited_files import filled_in
from flows.review.search_files import digest_of
from flows.review.session import Session
from pipeline.decisions import CONSENSUS, Stage
from pipeline.records import RecordId
from pipeline.review.library import Library
from pipeline.review.settings import Review
from pipeline.review.shares import Shares, shared_out
from pipeline.store.connection import moment
from pipeline.store.decisions import SentList, sent_lists
from pipeline.store.list_files import REMOVED

Made = TypeVar("Made")

LISTS = "lists"
"""The folder of lists for people to fill in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """The lists of a stage that were handed out, in order; `out` has those not returned.

    Lists prepared by an update are left out until somebody changes them. Those that an update
    removed untouched stay out. A list counts as returned
    once any row of it, or of a later list of the same person, is; its other rows are then given
    again.
    """

    given: tuple[SentList, ...]
    out: tuple[SentList, ...]


def hands(session: Session, library: Library, stage: Stage) -> Hands:
    """The lists of a stage that were handed out, and those not yet returned."""
    return _once(session, library, ("hands", stage), lambda: _hands(session, library, stage))


def _once(session: Session, library: Library, name: object, made: Callable[[], Made]) -> Made:
    """The cached result for the same store and files under lists/; computed if there is none."""
    now = moment(session.db)
    if now is None or session.kept.get(now) is not library:
        return made()
    state = (now, _state_of_lists(session.review))
    known = session.worked_out.get(name)
    if known is None or known[0] != state:
        known = session.worked_out[name] = (state, made())
    found: Made = known[1]
    return found


def _state_of_lists(review: Review) -> list[tuple[str, int, int]]:
    """A value that changes whenever a file under lists/ is written, added or removed."""
    found = []
    with suppress(OSError), os.scandir(review.folder / LISTS) as files:
        for file in files:
            state = file.stat()
            found.append((file.name, state.st_mtime_ns, state.st_size))
    return sorted(found)


def _hands(session: Session, library: Library, stage: Stage) -> Hands:
    every = sent_lists(session.db, stage, every=True)
    sent = [one for one in every if not one.sha256.startswith(REMOVED)]
    ready = untouched_files(session.review, sent)
    # A list was unchanged if a later one was written to the same file.
    latest = {one.file: one for one in sent}
    given = [
        one
        for one in sent
        if one.asked_for or (one is latest[one.file] and one.file not in ready) or not one.file
    ]
    back = _last_back(library, stage, given)
    out = [
        one
        for place, one in enumerate(given)
        if (one.asked_for or _lies_there(session.review, one))
        and place > back.get(one.reviewer, -1)
    ]
    return Hands(given=tuple(given), out=tuple(out))


def untouched_files(review: Review, sent: list[SentList]) -> set[str]:
    """The names of files under lists/ that an update prepared and nobody has changed."""
    laid = {(one.file, one.sha256.removeprefix(REMOVED)) for one in sent if one.sha256}
    names = {name for name, _ in laid}
    return {name for name in names if (name, digest_of(review.folder / LISTS / name)) in laid}


def _lies_there(review: Review, laid: SentList) -> bool:
    """Whether a prepared list is still in its place; a truncated file does not count."""
    return bool(laid.file) and filled_in(review.folder / LISTS / laid.file)


def _last_back(library: Library, stage: Stage, given: list[SentList]) -> dict[str, int]:
    """By reviewer, the position of the latest list of which any row has been returned."""
    back: dict[str, int] = {}
    for place, one in enumerate(given):
        reports = {library.report_of(record) for record in one.records}
        said = (word for report in reports for word in library.decisions_on(report, stage))
        if any(word.reviewer == one.reviewer and word.when >= one.at for word in said):
            back[one.reviewer] = place
    return back


def shares(session: Session, library: Library, stage: Stage) -> Shares:
    """The reports that each person is to judge at a stage, in the order of their ids.

    Each report goes to one person, or to two if two decide; absent people get none. Reports on a
    list stay with its reader unless that person is absent. Reports judged in the same round count
    towards a person's share, so that fast readers do not get more.
    """
    return _once(session, library, ("shares", stage), lambda: _shares(session, library, stage))


@contextmanager
def given_of_own(session: Session, stage: Stage) -> Iterator[None]:
    """Keep the computed shares while a reviewer is given a list of reports from their own share.

    Such a list moves no report, so the shares are computed once even if ten people come together.
    They are computed again if anything else was written, by this or another process.
    """
    name, before = ("shares", stage), moment(session.db)
    yield
    now, known = moment(session.db), session.worked_out.get(name)
    if known is None or before is None or now is None:
        return
    state, made = known
    files = _state_of_lists(session.review)
    if state == (before, files) and now[1] == before[1]:
        session.worked_out[name] = ((now, files), made)


def _shares(session: Session, library: Library, stage: Stage) -> Shares:
    reviewers = session.review.reviewers
    held: dict[str, set[RecordId]] = {name: set() for name in reviewers.there}
    for one in hands(session, library, stage).given:
        if one.reviewer in held:
            held[one.reviewer] |= {library.report_of(record) for record in one.records}
    reports, readers = library.awaiting(stage), reviewers.readers(stage)
    said = _said(library, stage, [one for one in reports if one in library.decided])
    wanted = {one: readers - len(said.get(one, ())) for one in reports}
    open_ones = {one: count for one, count in wanted.items() if count > 0}
    done = _done(library, stage, open_ones)
    return shared_out(open_ones, reviewers.there, held=held, said=said, done=done)


def _done(library: Library, stage: Stage, open_ones: Iterable[RecordId]) -> Counter[str]:
    """The number of reports each person has judged in the rounds that still have open reports."""
    rounds = _rounds(library, open_ones)
    return Counter(
        word.reviewer
        for report in library.decided
        if library.round_of(library.counted_on(report)) in rounds
        for word in library.decisions_on(report, stage)
        if not word.resolves
    )


def _rounds(library: Library, reports: Iterable[RecordId]) -> set[str]:
    """The rounds in which any of the reports was found first; mostly the first few have all."""
    every = {library.searches[one].round for one in {*library.found_in.values()}}
    found: set[str] = set()
    for report in reports:
        found.add(library.round_of(library.counted_on(report)))
        if len(found) == len(every):
            break
    return found


def settlers(session: Session, library: Library, stage: Stage) -> Shares:
    """The conflicts of a stage by who resolves each: somebody who has not judged the report.

    If all available people have judged it, those who disagree resolve it, as consensus.
    """
    said = _said(library, stage, library.disagreements(stage))
    there = session.review.reviewers.there
    given = shared_out(dict.fromkeys(said, 1), there, said=said)
    third = {name: ids for name, ids in given.items() if ids}
    rest = [one for one in said if {*there} <= said[one]]
    return third | ({CONSENSUS: rest} if rest else {})


def _said(library: Library, stage: Stage, reports: list[RecordId]) -> dict[RecordId, set[str]]:
    """Who has judged each of the reports at a stage."""
    return {one: {word.reviewer for word in library.decisions_on(one, stage)} for one in reports}
