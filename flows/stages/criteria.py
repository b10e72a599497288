"""Checks new records against the criteria, or all if criteria.toml has changed."""

import json
from collections import Counter
from dataclasses import replace
from functools import partial
from hashlib import sha256

from flows.review.session import Session
from flows.review.steps import counted
from flows.stages.context import Turn
from pipeline.records import Record
from pipeline.review.library import Library
from pipeline.store.connection import writing
from pipeline.store.ranks_and_assessments import StoredAssessment, put_assessments
from pipeline.store.runs import mark, marked
from pipeline.store.supplements import SuggestionChange, put_suggestion_changes
from pipeline.text.amounts import amount
from screening_rules.assessment import Assessment, as_json, from_json
from screening_rules.automation import automation
from screening_rules.criteria import Criteria
from screening_rules.language import LANGUAGES
from screening_rules.verdicts import LANGUAGE_RULE, assess


def read_due(session: Session, turn: Turn) -> str | None:
    """Read what is due, in one transaction with its mark; None if nothing was due.

    Only elements whose criterion changed, and reports whose text changed, are read again.
    """
    db, criteria, library = session.db, session.criteria, session.library()
    named = library.review.automation.criteria
    contents = {report: content(record) for report, record in library.reports.items()}
    due = sha256(repr((criteria.reading, named, sorted(contents.items()))).encode()).hexdigest()
    if marked(db, "criteria") == due:
        return None
    known = {
        report: from_json(json.loads(stored.body))
        for report, stored in library.assessments.items()
        if stored.content == contents.get(report)
    }
    current = {
        report: one for report, one in known.items() if one.criteria_hash == criteria.reading
    }
    stale = [
        (replace(library.reports[report], id=report), known.get(report))
        for report in library.members
        if report not in current
    ]
    read = turn.map_parts(partial(read_part, criteria), [stale])
    current |= {one.record: one for part in read for one in part}
    found = [current[report] for report in library.members]
    removed = {one.record: one.criterion for one in automation(found, criteria, named)}
    fresh = [
        one
        for one in found
        if known.get(one.record) is not one
        or library.assessments[one.record].automation != removed.get(one.record)
    ]
    with writing(db):
        put_assessments(
            db, (_stored(one, contents[one.record], removed.get(one.record)) for one in fresh)
        )
        put_suggestion_changes(db, _changed(library, found, turn.when))
        mark(db, "criteria", due, turn.run, turn.when)
    excluded = sum(one.suggestion == "exclude" for one in found)
    return (
        f"{amount(len(fresh), 'report')} checked; {excluded:,} of all {len(found):,} flagged as "
        f"probably ineligible.{_unread(found)}"
    )


def _changed(library: Library, found: list[Assessment], when: str) -> list[SuggestionChange]:
    """The suggestions on records with unchanged text that new criteria changed."""
    earlier = library.assessments
    return [
        SuggestionChange(
            record=one.record,
            before=earlier[one.record].suggestion,
            after=one.suggestion,
            criteria=one.criteria_hash,
            at=when,
        )
        for one in found
        if one.record in earlier
        and earlier[one.record].content == content(library.reports[one.record])
        and earlier[one.record].criteria_hash != one.criteria_hash
        and earlier[one.record].suggestion != one.suggestion
    ]


def _unread(found: list[Assessment]) -> str:
    """A sentence on the abstracts that are unclear because the criteria lack their language."""
    codes = Counter(
        min(one.rule for one in assessment.elements if one.rule.startswith(LANGUAGE_RULE))
        for assessment in found
        if any(one.rule.startswith(LANGUAGE_RULE) for one in assessment.elements)
    )
    if not codes:
        return ""
    told = ", ".join(
        f"{LANGUAGES[code.removeprefix(LANGUAGE_RULE)]} {count:,}"
        for code, count in sorted(codes.items())
    )
    count = codes.total()
    stay = "this abstract stays" if count == 1 else "these abstracts stay"
    return (
        f" The criteria have no words in the language of {amount(count, 'abstract')} ({told}), so "
        f"{stay} unclear."
    )


def read_part(criteria: Criteria, part: list[tuple[Record, Assessment | None]]) -> list[Assessment]:
    """The result of the criteria for each report, given with its earlier result, if any."""
    known = {record.id: earlier for record, earlier in part if earlier}
    return list(
        counted(
            "reports read against the criteria",
            assess((record for record, _ in part), criteria, known=known),
            len(part),
        )
    )


def content(record: Record) -> str:
    """A hash of all parts of a record that the criteria read."""
    texts = (record.title, record.title_translated, record.abstract, record.keywords)
    facts = (record.type, record.language, record.year, record.date, record.journal)
    return sha256(repr((texts, facts)).encode()).hexdigest()[:16]


def _stored(one: Assessment, content: str, criterion: str | None) -> StoredAssessment:
    return StoredAssessment(
        record=one.record,
        content=content,
        criteria_hash=one.criteria_hash,
        suggestion=one.suggestion,
        reason=one.reason,
        automation=criterion,
        body=json.dumps(as_json(one), ensure_ascii=False),
    )
