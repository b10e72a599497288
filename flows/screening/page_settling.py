"""Saves other input on the screening page: on conflicts, pairs and abstracts."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from flows.review.clock import now
from flows.review.session import Session
from flows.screening.by_hand import AddedBy, keep_abstract
from flows.screening.page_decisions import (
    ORIGIN,
    Kept,
    NotSaved,
    PageReader,
    Said,
    as_shown,
    judged,
    keep_once,
    page_reason,
    page_verdict,
)
from pipeline.decisions import CONSENSUS, Decision, PairVerdict
from pipeline.records import RecordId
from pipeline.review.decision_rows import DecisionRow, ReturnedFile
from pipeline.review.decision_rules import judge
from pipeline.review.import_outcome import JudgeContext
from pipeline.review.library import Library
from pipeline.review.library_part import library_part
from pipeline.store.duplicates import pair_verdicts, put_pair_verdicts
from pipeline.store.table_checksums import PAGE


def settle(session: Session, reader: PageReader, said: Said) -> Kept:
    """Save a decision that resolves a conflict: of a third person, or of those who disagree.

    If all available reviewers have judged the report, it is saved as their consensus.
    """

    def write(part: Library) -> tuple[Sequence[Decision], RecordId]:
        report = as_shown(part, reader, said)
        who = _settler(part, reader, report)
        row = DecisionRow(
            origin=ORIGIN,
            record=part.standing_for(said.key),
            verdict=page_verdict(reader, said.verdict),
            reason=page_reason(session, reader, said.reason),
            retrieval=page_verdict(reader, said.retrieval),
            note=said.note.strip() or None,
            resolves=True,
        )
        return judged(session, part, replace(reader, name=who), row, report), report

    return keep_once(session, reader, said, "consensus", write)


def _settler(part: Library, reader: PageReader, report: RecordId) -> str:
    """The name under which a conflict is resolved; NotSaved if the reader may not resolve it."""
    if report not in part.disagreements(reader.stage):
        raise NotSaved(reader.told("not_yours"))
    judges = {one.reviewer for one in part.decisions_on(report, reader.stage)}
    if {*part.review.reviewers.there} <= judges:
        return CONSENSUS
    if reader.name in judges:
        raise NotSaved(reader.told("not_yours"))
    return reader.name


def say_of_pair(
    session: Session, reader: PageReader, said: Said, other: RecordId, *, same: bool
) -> Kept:
    """Save a decision on whether two records are of one report."""

    def write(part: Library) -> tuple[Sequence[Decision], RecordId]:
        known = {*part.records, *library_part(session.db, session.review, [other]).records}
        if not {said.key, other} <= known:
            raise NotSaved(reader.told("unknown_pair"))
        word = PairVerdict(
            one=said.key,
            other=other,
            same=same,
            reviewer=reader.name,
            when=now(),
            origin=ORIGIN,
            note=said.note.strip() or None,
        )
        context = JudgeContext(
            known=known,
            pairs=pair_verdicts(session.db),
            reviewer=reader.name,
            when=word.when,
            revise=True,
        )
        reading = ReturnedFile(path=Path(PAGE), kind="pairs", pairs=(word,))
        put_pair_verdicts(session.db, judge(reading, context).pairs)
        return (), said.key

    return keep_once(session, reader, said, "pair", write)


def add_abstract(session: Session, reader: PageReader, said: Said, text: str) -> Kept:
    """Save a pasted abstract, with who pasted it and its source."""

    def write(part: Library) -> tuple[Sequence[Decision], RecordId]:
        report = as_shown(part, reader, replace(said, digest=""))
        if not text.strip():
            raise NotSaved(reader.told("empty_abstract"), report)
        if part.sourced_abstract(report):
            raise NotSaved(reader.told("has_abstract"), report)
        by = AddedBy(who=reader.name, origin=said.location.strip() or PAGE)
        keep_abstract(session, (report, part.standing_for(said.key)), text, by)
        return (), report

    return keep_once(session, reader, said, "abstract", write)
