"""Collects the data of the screening page: cards, pairs, conflicts and past decisions."""

from dataclasses import replace
from typing import Any

from exports.lists.candidates import Candidate, ListHead
from exports.lists.pairs import Pair, beside_each_other
from exports.screening_page.card import CardPlace, card
from flows.review.session import Session
from flows.screening.candidates import Choice, candidates
from flows.screening.card_values import for_page
from flows.screening.page_decisions import CardKind, PageReader
from pipeline.decisions import Stage
from pipeline.records import RecordId
from pipeline.review.library import Library
from pipeline.review.library_part import library_part
from pipeline.store.duplicates import doubts, pair_verdicts
from pipeline.store.identity import identity
from pipeline.store.page_words import latest_of
from pipeline.store.parts import found_records

MOST_FOUND = 50
"""Maximum number of search results; people look for a single report."""

MOST_MINE = 500
"""Maximum number of the reviewer's own decisions listed, the latest first."""

MOST_PAIRS = 100
"""Maximum number of pairs shown at a time."""


READ = CardPlace(place=0)
"""The place of a report that was searched for and is on no list."""


def report_card(
    session: Session, reader: PageReader, record: RecordId, at: CardPlace = READ
) -> dict[str, Any] | None:
    """The card of the report that a record now belongs to; None if it is not in the review."""
    part = library_part(session.db, session.review, [record])
    report = part.report_of(record)
    if report not in part.members:
        return None
    choice = Choice(stage=reader.stage, reviewer=reader.name, top=None)
    shown = candidates(session, part, choice, [(report, at.picked == "random")])
    (found,) = for_page(session, part, choice, shown)
    return card(card_head(session, reader), _as_kind(found, at.kind), at)


def _as_kind(found: Candidate, kind: CardKind) -> Candidate:
    """The candidate without earlier decisions if it is part of a pilot or second look."""
    if kind == "recheck":
        return replace(found, mine=None, earlier=(), suggestion=None)
    return replace(found, earlier=()) if kind == "pilot" else found


def card_head(session: Session, reader: PageReader) -> ListHead:
    """The head of the page's cards: the reviewer and the stage."""
    return ListHead(
        review=session.review.title,
        stage=reader.stage,
        reviewer=reader.name,
        when="",
        language=reader.language,
        reasons=session.criteria.reasons,
        scheme=session.review.reviewers.scheme(reader.stage),
        review_id=identity(session.db).id,
    )


def is_due(session: Session, reader: PageReader, report: RecordId, kind: CardKind) -> bool:
    """Whether a row of a list still waits for the reviewer, under its present id."""
    part = library_part(session.db, session.review, [report])
    if report not in part.members:
        return False
    if kind == "read":
        return report in part.waiting_for(reader.stage, reader.name)
    said = part.decisions_on(report, reader.stage)
    return kind == "recheck" or all(one.reviewer != reader.name for one in said)


def search_results(session: Session, reader: PageReader, text: str) -> list[dict[str, Any]]:
    """The reports with every word of a text in title, authors, DOI or id."""
    found = found_records(session.db, text.split()[:8], MOST_FOUND)
    part = library_part(session.db, session.review, found)
    reports = dict.fromkeys(part.report_of(one) for one in found)
    return [_line(part, reader, one) for one in reports if one in part.members]


def own_decisions(session: Session, reader: PageReader) -> list[dict[str, Any]]:
    """The reviewer's decisions, the latest first."""
    stages = [reader.stage] + [Stage.RETRIEVAL] * (reader.stage is Stage.ELIGIBILITY)
    found = latest_of(session.db, reader.name, stages, MOST_MINE)
    part = library_part(session.db, session.review, found)
    reports = dict.fromkeys(part.report_of(one) for one in found)
    return [_line(part, reader, one) for one in reports if one in part.members]


def _line(part: Library, reader: PageReader, report: RecordId) -> dict[str, Any]:
    """A report on one line, with the reviewer's own decision on it."""
    record = part.reports[report]
    said = [one for one in part.decisions_on(report, reader.stage) if one.reviewer == reader.name]
    mine = said[-1] if said else None
    return {
        "key": report,
        "title": record.title or "–",
        "authors": "; ".join(record.authors),
        "year": record.year,
        "verdict": mine.verdict.value if mine else "",
        "reason": (mine.reason or "") if mine else "",
        "note": (mine.note or "") if mine else "",
        "when": mine.when if mine else "",
        "number": mine.number if mine else 0,
    }


def disagreement(session: Session, reader: PageReader, report: RecordId) -> dict[str, Any] | None:
    """A report with a conflict and each decision on it; None if it has been resolved.

    Only people who may resolve it get it: no one else sees others' decisions.
    """
    part = library_part(session.db, session.review, [report])
    if report not in part.members or report not in part.disagreements(reader.stage):
        return None
    said = part.decisions_on(report, reader.stage)
    shown = report_card(session, reader, report)
    return shown and {
        "card": shown,
        "said": [
            {
                "by": one.reviewer,
                "verdict": one.verdict.value,
                "reason": one.reason or "",
                "other_reasons": [*one.other_reasons],
                "note": one.note or "",
                "when": one.when,
            }
            for one in said
        ],
    }


def waiting_pairs(session: Session, reader: PageReader) -> list[dict[str, Any]]:
    """The pairs of records that await a decision, likeliest first, side by side."""
    found = doubts(session.db)[:MOST_PAIRS]
    part = library_part(
        session.db, session.review, [one for pair in found for one in (pair.one, pair.other)]
    )
    said = {frozenset((one.one, one.other)): one for one in pair_verdicts(session.db)}
    shown = []
    for doubt in found:
        if not {doubt.one, doubt.other} <= part.records.keys():
            continue
        word = said.get(frozenset((doubt.one, doubt.other)))
        pair = Pair(
            one=part.records[doubt.one],
            other=part.records[doubt.other],
            score=doubt.score,
            because=doubt.because,
            against=doubt.against,
            same=word.same if word else None,
            note=word.note if word else None,
        )
        shown.append(beside_each_other(pair, reader.language))
    return shown
