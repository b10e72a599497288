"""Reading the criteria on what is new, or on everything where criteria.toml has changed."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import NamedTuple

from flows.review.runner_file import Partitions
from flows.review.session import Session
from flows.stages.context import Turn
from pipeline.records import Record, RecordId
from pipeline.store.connection import writing
from pipeline.store.ranks_and_assessments import StoredAssessment, put_assessments
from pipeline.store.runs import mark, marked
from screening_rules.assessment import Assessment, as_json, from_json
from screening_rules.automation import automation
from screening_rules.criteria import Criteria
from screening_rules.verdicts import assess


def read_due(session: Session, turn: Turn) -> str | None:
    """Read what is due, in one transaction with its mark; None where nothing was due.

    Only elements whose criterion changed, and reports whose text changed, are read again.
    """
    db, criteria, library = session.db, session.criteria, session.library()
    named = library.review.automation.criteria
    contents = {report: content(record) for report, record in library.reports.items()}
    due = sha256(repr((criteria.hash, named, sorted(contents.items()))).encode()).hexdigest()
    if marked(db, "criteria") == due:
        return None
    known = {
        report: from_json(json.loads(stored.body))
        for report, stored in library.assessments.items()
        if stored.content == contents.get(report)
    }
    records = (replace(library.reports[one], id=one) for one in library.members)
    found = list(_assessed(records, criteria, known, turn.partitions))
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
        mark(db, "criteria", due, turn.run, turn.when)
    excluded = sum(one.suggestion == "exclude" for one in found)
    return (
        f"{len(fresh)} reports were read against the criteria; "
        f"of all {len(found)}, {excluded} seem not eligible."
    )


def _assessed(
    records: Iterable[Record],
    criteria: Criteria,
    known: Mapping[RecordId, Assessment],
    partitions: Partitions | None,
) -> Iterator[Assessment]:
    """What the criteria say of each record, in order; what has to be read may be read elsewhere."""
    if partitions is None:
        yield from assess(records, criteria, known=known)
        return
    every = list(records)
    current = {report for report, one in known.items() if one.criteria_hash == criteria.hash}
    stale = [one for one in every if one.id not in current]
    parts = (
        Unread(batch, criteria, {one.id: known[one.id] for one in batch if one.id in known})
        for batch in _divided(stale, partitions.size)
    )
    fresh = {one.record: one for found in partitions.each(read_part, parts) for one in found}
    for record in every:
        yield fresh[record.id] if record.id in fresh else known[record.id]


def _divided(records: Sequence[Record], size: int) -> Iterator[tuple[Record, ...]]:
    """Records in their order, so many at a time."""
    for start in range(0, len(records), size):
        yield tuple(records[start : start + size])


class Unread(NamedTuple):
    """A part of the reports to be read, the criteria, and earlier readings that may still stand."""

    records: tuple[Record, ...]
    criteria: Criteria
    known: dict[RecordId, Assessment]


def read_part(part: Unread) -> list[Assessment]:
    """What the criteria say of the reports of one part, in their order."""
    return list(assess(part.records, part.criteria, known=part.known))


def content(record: Record) -> str:
    """A hash of all that the criteria read of a record."""
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
