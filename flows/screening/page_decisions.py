"""Saves decisions made on the screening page, once each, by the rules for rows of a sheet.

Everything is looked up and written in one transaction, so nothing can change in between.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from exports.language.catalogue import Words
from exports.lists.candidates import content_hash
from flows.review.clock import now
from flows.review.session import Session
from pipeline.decisions import Decision, Origin, Scheme, Stage, Verdict
from pipeline.records import RecordId
from pipeline.review.decision_rows import DecisionRow, ReturnedFile
from pipeline.review.decision_rules import judge
from pipeline.review.import_outcome import JudgeContext
from pipeline.review.library import Library
from pipeline.review.library_part import library_part
from pipeline.store.connection import writing
from pipeline.store.identity import identity
from pipeline.store.page_words import PageWord, count_of, page_word, put_page_word
from pipeline.store.table_checksums import PAGE
from pipeline.store.withdrawals import Deed, put_withdrawal, withdraw_decisions

ORIGIN = Origin(name=PAGE, kind="page")

CardKind = Literal["read", "recheck", "pilot"]

NOT_DUE = "not_due"

NONE = RecordId("")
"""The id used if there is no report to show instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReader:
    """The reviewer at the page, the stage, and the language of messages to them."""

    name: str
    stage: Stage
    language: str

    def told(self, key: str, **values: object) -> str:
        """A sentence of the page's catalogue."""
        return Words(self.language, "page_told")(key, **values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A message from the page: `id` is the page's id for it, `at` the time by the reader's clock.

    `before` is the number of the reviewer's own decision that the page knew of, 0 if none; `digest`
    is that of the text shown. `whole` is the entire message.
    """

    id: str
    key: RecordId
    at: str = ""
    digest: str = ""
    before: int = 0
    kind: CardKind = "read"
    verdict: str = ""
    reason: str = ""
    other_reasons: tuple[str, ...] = ()
    note: str = ""
    retrieval: str = ""
    location: str = ""
    whole: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The outcome: saved under the decision's number, or not saved, and why.

    `report` is the report as it is now; `fresh` says that this call wrote it. `more` is by how many
    the reviewer's decided records changed: 0 if an earlier decision was changed or is valid again.
    """

    saved: bool
    why: str = ""
    number: int = 0
    report: RecordId = NONE
    fresh: bool = False
    more: int = 0


class NotSaved(Exception):
    """Ends the transaction of something that cannot be saved as sent."""

    def __init__(self, why: str, report: RecordId = NONE) -> None:
        super().__init__(why)
        self.kept = Kept(saved=False, why=why, report=report)


Write = Callable[[Library], tuple[Sequence[Decision], RecordId]]


def keep_once(session: Session, reader: PageReader, said: Said, what: str, write: Write) -> Kept:
    """Write a message's content in one transaction, unless it is there: each id is saved once."""
    try:
        with writing(session.db):
            if (known := page_word(session.db, said.id)) is not None:
                word, number = known
                mine = (word.reviewer, word.what, word.record) == (reader.name, what, said.key)
                if not mine:
                    raise NotSaved(reader.told("malformed", what="id"))
                return Kept(saved=True, number=number or 0, report=said.key)
            part = library_part(session.db, session.review, [said.key])
            ids = part.members.get(part.report_of(said.key), (said.key,))
            before = count_of(session.db, reader.name, reader.stage, among=ids)
            decisions, report = write(part)
            put_page_word(session.db, _word(reader, said, what), decisions)
            more = count_of(session.db, reader.name, reader.stage, among=ids) - before
    except NotSaved as fault:
        return fault.kept
    known = page_word(session.db, said.id)
    number = known[1] if known else 0
    return Kept(saved=True, number=number or 0, report=report, fresh=True, more=more)


def _word(reader: PageReader, said: Said, what: str) -> PageWord:
    return PageWord(
        id=said.id,
        reviewer=reader.name,
        what=what,
        record=said.key,
        said_at=said.at,
        at=now(),
        said=json.dumps(said.whole, ensure_ascii=False, sort_keys=True),
    )


def decide(session: Session, reader: PageReader, said: Said) -> Kept:
    """Save a verdict, or the outcome of retrieving a full text.

    Nothing is saved if the report was withdrawn, merged or changed meanwhile, or decided elsewhere;
    `report` then says which report to show instead.
    """

    def write(part: Library) -> tuple[Sequence[Decision], RecordId]:
        report = as_shown(part, reader, said)
        _refuse_decided(part, reader, said, report)
        row = DecisionRow(
            origin=ORIGIN,
            record=part.standing_for(said.key),
            verdict=page_verdict(reader, said.verdict),
            reason=page_reason(session, reader, said.reason),
            other_reasons=tuple(
                one for code in said.other_reasons if (one := page_reason(session, reader, code))
            ),
            note=said.note.strip() or None,
            retrieval=page_verdict(reader, said.retrieval),
            location=said.location.strip() or None,
        )
        return judged(session, part, reader, row, report), report

    what = "retrieval" if said.retrieval and not said.verdict else "decision"
    return keep_once(session, reader, said, what, write)


def as_shown(part: Library, reader: PageReader, said: Said) -> RecordId:
    """The report that was shown; NotSaved if it is gone or merged, or if its text has changed."""
    if part.standing_for(said.key) not in part.records:
        raise NotSaved(reader.told("no_record"))
    report = part.report_of(said.key)
    if report != said.key:
        raise NotSaved(reader.told("merged"), report)
    if said.digest and content_hash(part.reports[report]) != said.digest:
        raise NotSaved(reader.told("changed"), report)
    return report


def own_word(part: Library, reader: PageReader, report: RecordId, stage: Stage) -> Decision | None:
    """The reviewer's last decision on a report at a stage."""
    said = part.decisions_on(report, stage)
    return next((one for one in said if one.reviewer == reader.name), None)


def _refuse_decided(part: Library, reader: PageReader, said: Said, report: RecordId) -> None:
    """Raise NotSaved if there is a decision that the page did not know of."""
    if said.kind == "recheck":
        return  # earlier decisions are not shown, and the report is to be decided again
    stage = Stage.RETRIEVAL if said.retrieval and not said.verdict else reader.stage
    mine = own_word(part, reader, report, stage)
    if stage is reader.stage and (mine.number if mine else 0) != said.before:
        raise NotSaved(reader.told("own_elsewhere"), report)
    if mine is not None or said.kind == "pilot":
        return
    due = (reader.stage, Stage.RETRIEVAL) if stage is Stage.RETRIEVAL else (stage,)
    if not any(report in part.waiting_for(one, reader.name) for one in due):
        scheme: Scheme = part.review.reviewers.scheme(stage)
        decided = scheme != "double-blind" and part.verdict(report, stage) is not None
        raise NotSaved(reader.told("elsewhere" if decided else NOT_DUE))


def judged(
    session: Session, part: Library, reader: PageReader, row: DecisionRow, report: RecordId
) -> Sequence[Decision]:
    """The decisions that a row makes, by the same rules as for a sheet's rows.

    Empty if the row repeats the present decision.
    """
    context = JudgeContext(
        known=part.records.keys(),
        report_of=part.report_of,
        decisions=[one for stage in Stage for one in part.decisions_on(report, stage)],
        review_id=identity(session.db).id,
        reviewer=reader.name,
        stage=reader.stage,
        when=now(),
        criteria_hash=session.criteria.hash,
        revise=True,
    )
    outcome = judge(ReturnedFile(path=Path(PAGE), rows=(row,)), context)
    if faults := (*outcome.structure, *outcome.faults):
        raise NotSaved("; ".join(fault.sentence for fault in faults), report)
    return outcome.decisions


def page_verdict(reader: PageReader, said: str) -> Verdict | None:
    """The verdict for a word; which verdicts a stage allows is checked later."""
    if not said:
        return None
    try:
        return Verdict(said)
    except ValueError:
        raise NotSaved(reader.told("unknown_verdict", verdict=said[:40])) from None


def page_reason(session: Session, reader: PageReader, code: str) -> str | None:
    """The reason for a code; NotSaved if criteria.toml does not have it."""
    if code and code not in {one.code for one in session.criteria.reasons}:
        raise NotSaved(reader.told("unknown_reason", code=code[:40]))
    return code or None


def _last_word(part: Library, reader: PageReader, report: RecordId) -> Decision | None:
    """The reviewer's last decision at the stage; at full text, retrieval counts too."""
    stages = (reader.stage, *([Stage.RETRIEVAL] if reader.stage is Stage.ELIGIBILITY else []))
    words = [one for stage in stages if (one := own_word(part, reader, report, stage))]
    return max(words, key=lambda one: one.number, default=None)


def undo(session: Session, reader: PageReader, said: Said) -> Kept:
    """Undo the reviewer's last decision on a report; the undo is recorded and nothing is deleted.

    The reviewer's previous decision is valid again; without one, the report is due again.
    """

    def write(part: Library) -> tuple[Sequence[Decision], RecordId]:
        report = part.report_of(said.key)
        mine = _last_word(part, reader, report)
        if mine is None:
            raise NotSaved(reader.told("nothing_to_undo"), report)
        if said.before and said.before != mine.number:
            raise NotSaved(reader.told("own_elsewhere"), report)
        deed = Deed(when=now(), who=reader.name, why=reader.told("undone"))
        what = f"decision {mine.number} of {reader.name} on {report} at {mine.stage}"
        withdraw_decisions(
            session.db, put_withdrawal(session.db, "page", what, deed), [mine.number]
        )
        return (), report

    return keep_once(session, reader, said, "undo", write)
