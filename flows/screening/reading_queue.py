"""Chooses what a reviewer reads next on the page, from an earlier list or a new one."""

from dataclasses import dataclass, replace
from math import ceil
from typing import Literal

from flows.review.clock import now
from flows.review.session import Session
from flows.screening.candidates import Choice, chosen, list_id
from flows.screening.recheck import any_to_read_again, picked_for
from flows.screening.shares import given_of_own, hands, settlers, shares
from pipeline.decisions import CONSENSUS, PAGE_FILE, Stage
from pipeline.errors import Busy
from pipeline.records import RecordId
from pipeline.review.library import Library
from pipeline.review.reading_list import draw_random
from pipeline.store.connection import writing
from pipeline.store.decisions import (
    PILOT,
    RECHECK,
    SentList,
    put_list,
    sent_lists,
)
from pipeline.store.list_files import ListFile
from pipeline.store.list_numbers import last_list
from pipeline.store.ranks_and_assessments import positions
from pipeline.store.runs import latest_evidence

Part = Literal["read", "pilot", "recheck"]

FEWEST, MOST = 20, 100
"""Size of a batch: a tenth of the reviewer's decisions, within these bounds.

The ranking is due again after that many (docs/adr/0031), so what was learned counts at once.
"""

CHECKED = 100
"""Number of reports of which a batch of random checks is a share: the default length of a list."""

TRIES = 5
"""Maximum attempts to choose a list if others are given lists at the same time."""

Row = tuple[RecordId, bool]
"""A report to be read, and whether it was drawn as a random check."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InHand:
    """The reports that a reviewer has in hand, and the least number of reports still needed."""

    held: frozenset[RecordId] = frozenset()
    least: int = FEWEST


NOTHING = InHand()


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The next reports to read, in order; empty if nothing is left.

    With `as_written`, they are from a list written as a file, and keep its order.
    """

    part: Part
    rows: tuple[Row, ...]
    as_written: bool = False


def read_ahead(session: Session, stage: Stage) -> None:
    """Read in advance what every batch depends on; this takes seconds in a large review."""
    library = session.library()
    shares(session, library, stage)
    len(library.reports)


def next_batch(
    session: Session, who: str, stage: Stage, part: Part, *, hand: InHand = NOTHING
) -> Batch:
    """The waiting rows of the reviewer's latest list, or those of a new list, which is recorded.

    A reviewer's list stays theirs: if one person decides, no report is on two people's lists. A
    reviewer who already has reports in `hand` gets the rows of a new list.
    """
    if part == "pilot":
        return Batch(part=part, rows=_pilot(session, who, stage))
    if part == "recheck":
        return Batch(part=part, rows=_recheck(session, who) if stage is Stage.SCREENING else ())
    if not hand.held:
        library = session.library()
        own = _own_lists(session, library, who, stage)
        if own and (rows := _waiting_rows(session, library, own[-1], stage)):
            return Batch(part=part, rows=rows, as_written=own[-1].file != PAGE_FILE)
    return Batch(part=part, rows=_new_list(session, who, stage, hand))


def _own_lists(session: Session, library: Library, who: str, stage: Stage) -> list[SentList]:
    """The lists given to a reviewer, without pilots and second looks."""
    given = hands(session, library, stage).given
    return [one for one in given if one.reviewer == who and not one.id.startswith((PILOT, RECHECK))]


def _waiting_rows(
    session: Session, library: Library, sent: SentList, stage: Stage
) -> tuple[Row, ...]:
    """The waiting reports of a list in the order of its rows: by rank, then random checks."""
    waiting = set(library.waiting_for(stage, sent.reviewer))
    written = next((one for one in library.lists if one.id == sent.id), None)
    ranks = dict(written.ranks) if written else {}
    order = positions(session.db)
    last = len(order) + 1
    rows: dict[RecordId, bool] = {}
    for record in sorted(
        sent.records, key=lambda one: (ranks.get(one) or order.get(one, last), one)
    ):
        report = library.report_of(record)
        if report in waiting:
            rows[report] = rows.get(report, True) and record in sent.checks
    checks = [report for report, check in rows.items() if check]
    drawn = draw_random(checks, share=1.0, seed=session.review.title)
    ranked = [(report, False) for report, check in rows.items() if not check]
    return (*ranked, *((report, True) for report in drawn))


def _new_list(session: Session, who: str, stage: Stage, hand: InHand) -> tuple[Row, ...]:
    """Choose the next reports and record them as a list of the reviewer, unless there are none.

    Chooses again if another list was written meanwhile, as it may have some of these reports.
    """
    for _ in range(TRIES):
        known = last_list(session.db)
        library = session.library()
        choice = replace(_choice(session, library, who, stage, hand.least), held=hand.held)
        picked = chosen(session, library, choice)
        if not picked:
            return ()
        with given_of_own(session, stage), writing(session.db):
            if last_list(session.db) == known:
                when = latest_evidence(session.db)
                head = (list_id(choice, picked, when), stage, who, when)
                put_list(session.db, head, picked, file=ListFile(PAGE_FILE, now()))
                return tuple(picked)
    raise Busy("Other lists were written at the same time. Nothing was changed. Try again.")


def _choice(session: Session, library: Library, who: str, stage: Stage, least: int) -> Choice:
    """The number of reports to take, and whether random checks are due with them."""
    decided = sum(
        any(one.reviewer == who for one in stages.get(stage, ()))
        for stages in library.decided.values()
    )
    size = min(max(FEWEST, least, ceil(decided / 10)), MOST)
    due = _since_checks(session, who, stage) + size > CHECKED
    return Choice(stage=stage, reviewer=who, top=size, checks_of=CHECKED if due else 0)


def _since_checks(session: Session, who: str, stage: Stage) -> int:
    """Number of ranked reports on the reviewer's lists since, and with, the last random checks."""
    count = 0
    for sent in reversed(sent_lists(session.db, stage)):
        if sent.reviewer == who:
            count += len(sent.records) - len(sent.checks)
            if sent.checks:
                return count
    return CHECKED  # no list has had checks yet


def _pilot(session: Session, who: str, stage: Stage) -> tuple[Row, ...]:
    """The reports of the latest pilot that the reviewer has not judged."""
    library = session.library()
    own = [one for one in sent_lists(session.db, stage) if one.reviewer == who]
    pilots = [one for one in own if one.id.startswith(PILOT)]
    reports = dict.fromkeys(library.report_of(one) for sent in pilots[-1:] for one in sent.records)
    return tuple(
        (one, False)
        for one in reports
        if one in library.members
        and all(said.reviewer != who for said in library.decisions_on(one, stage))
    )


def _recheck(session: Session, who: str) -> tuple[Row, ...]:
    """The reports of the latest second look that the reviewer has not read again, or of a new one.

    With several reviewers, nobody rereads their own decisions, so any decision of theirs on such a
    report is the second look, whatever the times of decision and list.
    """
    several = len(session.review.reviewers.names) > 1
    library, stage = session.library(), Stage.SCREENING
    own = [one for one in sent_lists(session.db, stage) if one.reviewer == who]
    for sent in [one for one in own if one.id.startswith(RECHECK)][-1:]:
        reports = dict.fromkeys(library.report_of(one) for one in sent.records)
        left = [
            one
            for one in reports
            if one in library.members
            and not any(
                said.reviewer == who and (several or said.when >= sent.sent)
                for said in library.decisions_on(one, stage)
            )
        ]
        if left:
            return tuple((one, False) for one in left)
    picked = [(one, False) for one in picked_for(session, library, who)]
    if picked:
        choice = Choice(stage=stage, reviewer=who, top=None)
        with writing(session.db):
            when = latest_evidence(session.db)
            head = (RECHECK + list_id(choice, picked, when), stage, who, when)
            put_list(session.db, head, picked, file=ListFile(PAGE_FILE, now()))
    return tuple(picked)


def given_as(session: Session, who: str, stage: Stage, part: Part, report: RecordId) -> bool:
    """Whether a report is on the latest pilot or second look of a reviewer."""
    prefix = {"pilot": PILOT, "recheck": RECHECK, "read": None}[part]
    own = [one for one in sent_lists(session.db, stage) if one.reviewer == who]
    lists = [one for one in own if prefix and one.id.startswith(prefix)]
    return any(report in one.records for one in lists[-1:])


def disagreements_of(session: Session, who: str, stage: Stage) -> list[RecordId]:
    """The conflicts that the reviewer may resolve, as a third person or one of the two sides."""
    given = settlers(session, session.library(), stage)
    return [*given.get(who, ()), *given.get(CONSENSUS, ())]


def parts_with_work(session: Session, who: str, stage: Stage) -> list[str]:
    """The parts of the page that have work for a reviewer; pairs are for everybody."""
    again = stage is Stage.SCREENING and any_to_read_again(session, session.library(), who)
    there = {
        "read": True,
        "conflicts": bool(disagreements_of(session, who, stage)),
        "recheck": again,
        "pilot": bool(_pilot(session, who, stage)),
    }
    return [part for part, works in there.items() if works]
