"""Fills empty fields of records from services, before duplicates are sought.

Only empty fields are filled, and only from a work that certainly matches the record. Each value is
stored with its source, apart from the values of the export.
"""

import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from exports.language.catalogue import Words
from flows.review.session import Session
from flows.review.steps import counted
from flows.stages.context import Turn
from pipeline.errors import Refused
from pipeline.languages import PROGRAM_LANGUAGE
from pipeline.readers.read_file import reading
from pipeline.records import Record, RecordId
from pipeline.review.filled import FilledField, Offer, Work, empty_fields, offer
from pipeline.sources.by_identifier import UNKNOWN, AskedService, ask_by_identifier
from pipeline.sources.client import NO_TIME, SOURCE_SECONDS
from pipeline.sources.fill import BY_DOI, BY_PMID, BY_TITLE, Works
from pipeline.store.connection import Database, writing
from pipeline.store.intake import cited_works, records
from pipeline.store.supplements import (
    FillAnswer,
    Supplement,
    fill_answers,
    put_fill_answers,
    put_supplement,
    supplements,
)
from pipeline.text.amounts import amount

UPDATE_SECONDS = 20.0
"""Time limit in seconds for all services in an update; the next update continues."""

FAILED = "failed"
"""The outcome if a service did not answer: every update asks again, but a repeated failure is
nothing new.
"""

SERVICES = {"doi": BY_DOI, "pmid": BY_PMID, "title": BY_TITLE}


@dataclass(slots=True)
class FillOutcome:
    """The filled values, the uncertain matches by record, and the failed services with reasons.

    `waiting` has the questions for which there was no time left after `until`.
    """

    when: str
    until: float
    records: dict[RecordId, Record] = field(default_factory=dict)
    filled: list[FilledField] = field(default_factory=list)
    doubts: dict[RecordId, tuple[str, ...]] = field(default_factory=dict)
    answers: list[FillAnswer] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    waiting: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """A record with empty fields, and the DOI, number or title by which services are asked."""

    record: Record
    fields: tuple[str, ...]
    kind: str
    key: str


def fill_due(session: Session, turn: Turn) -> FillOutcome:
    """Fill the fields that review.toml names, in records not yet asked about."""
    found = look_up(session, session.review.fill, turn.when, seconds=UPDATE_SECONDS)
    keep(session, found, turn.when)
    return found


def fill_waits(session: Session) -> bool:
    """Whether any record remains that a service was not asked about; failures do not count."""
    return bool(_unasked(session) - _failures(session.db))


def fill_failed(session: Session) -> bool:
    """Whether a service failed for any record and should be asked again."""
    return bool(_unasked(session) & _failures(session.db))


def _unasked(session: Session) -> set[tuple[RecordId, str]]:
    """The records with empty fields, each with a service that has not answered about it."""
    asked = _answered(fill_answers(session.db))
    return {
        (one.record.id, service.name)
        for one in _wanted(session.db, session.review.fill)
        for service in SERVICES[one.kind]
    } - asked


def _answered(answers: Iterable[FillAnswer]) -> set[tuple[RecordId, str]]:
    return {(one.record, one.service) for one in answers if one.outcome != FAILED}


def _failures(db: Database) -> set[tuple[RecordId, str]]:
    return {(one.record, one.service) for one in fill_answers(db) if one.outcome == FAILED}


def look_up(
    session: Session,
    fields: Sequence[str],
    when: str,
    *,
    again: bool = False,
    seconds: float = SOURCE_SECONDS,
) -> FillOutcome:
    """Ask services for the empty fields of records, without saving anything.

    A service is asked about a record once, or every time with `again`. `seconds` is the time limit
    for all services together.
    """
    outcome = FillOutcome(when=when, until=time.monotonic() + seconds)
    asked = set() if again else _answered(fill_answers(session.db))
    wanted = {one.record.id: one for one in _wanted(session.db, fields)}
    works: dict[RecordId, list[Work]] = {one: [] for one in wanted}
    # Services that failed before come last, so that a hanging one takes no time from the others.
    failing = {service for _, service in _failures(session.db)}
    pairs = [(kind, service) for kind, services in SERVICES.items() for service in services]
    pairs.sort(key=lambda pair: pair[1].name in failing)
    for kind, service in counted("services", pairs, len(pairs)):
        left = [
            one
            for one in wanted.values()
            if one.kind == kind
            and (one.record.id, service.name) not in asked
            and not _all_filled(one, works[one.record.id])
        ]
        _ask(service, left, works, outcome)
    for one in wanted.values():
        _settle(one, works[one.record.id], outcome)
    return outcome


def _wanted(db: Database, fields: Sequence[str]) -> Iterator[_Wanted]:
    """Records with empty fields that nobody has filled or withdrawn, by search and position."""
    said = {(one.record, one.field) for one in supplements(db)}
    cites = {one for one, _ in cited_works(db)}
    for record in records(db):
        empty = tuple(
            one
            for one in empty_fields(record, fields, cites=record.id in cites)
            if (record.id, one) not in said
        )
        kind, key = _asked_by(record)
        if empty and key:
            yield _Wanted(record=record, fields=empty, kind=kind, key=key)


def _asked_by(record: Record) -> tuple[str, str]:
    """How a service is asked about a record: by its DOI, else its PubMed number, else its title."""
    if record.doi:
        return "doi", record.doi
    if record.pmid:
        return "pmid", record.pmid
    return "title", record.title or ""


def _all_filled(one: _Wanted, works: Sequence[Work]) -> bool:
    if not works:
        return False
    filled = {each.field for each in offer(one.record, works, one.fields).filled}
    return filled >= set(one.fields)


def _ask(
    service: AskedService[Works],
    left: Sequence[_Wanted],
    works: Mapping[RecordId, list[Work]],
    outcome: FillOutcome,
) -> None:
    """Ask one service, and add the result for each record to the outcome."""
    seconds = outcome.until - time.monotonic()
    answers = ask_by_identifier(service, [one.key for one in left], os.environ, seconds=seconds)
    why: dict[str, int] = {}
    has_failed = bool(set(answers.why.values()) - {UNKNOWN, NO_TIME})
    for one in left:
        reason = answers.why.get(one.key, "")
        if reason and reason != UNKNOWN:
            why[reason] = why.get(reason, 0) + 1
            if has_failed:
                outcome.answers.append(_answer(one, service.name, outcome.when, FAILED))
            continue
        found = [
            Work(record=work, service=service.name, asked_by=one.kind)
            for text in answers.known.get(one.key, ())
            if (work := _read(text))
        ]
        works[one.record.id].extend(found)
        said = "answered" if found else "nothing"
        outcome.answers.append(_answer(one, service.name, outcome.when, said))
    left_over = why.pop(NO_TIME, 0)
    outcome.waiting += 0 if has_failed else left_over
    outcome.failed += [_failed(service.name, count, reason) for reason, count in why.items()]


def _answer(one: _Wanted, service: str, when: str, outcome: str) -> FillAnswer:
    return FillAnswer(record=one.record.id, service=service, at=when, outcome=outcome, told="")


def _failed(service: str, count: int, why: str) -> str:
    words, about = Words(PROGRAM_LANGUAGE, "failures"), amount(count, "record")
    return words("filling_in", service=service, about=about, why=why.removesuffix("."))


def _read(text: str) -> Record | None:
    """A work parsed by the review's own readers; None if they cannot read it."""
    is_json = text.startswith("{")
    name, content = ("work.json", f'{{"results": [{text}]}}') if is_json else ("work.nbib", text)
    with suppress(Refused), reading(Path(name), content=content.encode()) as export:
        return next(iter([*export.records()]), None)
    return None


def _settle(one: _Wanted, works: Sequence[Work], outcome: FillOutcome) -> None:
    """Add the result for a record, from the works of all services, to the outcome."""
    if not works:
        return
    found: Offer = offer(one.record, works, one.fields)
    if found.filled or found.doubts:
        outcome.records[one.record.id] = one.record
    outcome.filled += found.filled
    if found.doubts:
        outcome.doubts[one.record.id] = found.doubts


def keep(session: Session, found: FillOutcome, when: str) -> None:
    """Save the filled values with their sources, and all questions asked, in one transaction.

    A failure never replaces an earlier answer, and a repeated failure is not written.
    """
    known = {(one.record, one.service) for one in fill_answers(session.db)}
    answers = [
        one
        for one in _told(found)
        if one.outcome != FAILED or (one.record, one.service) not in known
    ]
    if not found.filled and not answers:
        return
    with writing(session.db):
        for one in found.filled:
            put_supplement(
                session.db,
                Supplement(
                    record=one.record,
                    field=one.field,
                    text=one.text,
                    who="",
                    at=when,
                    origin=one.origin,
                ),
            )
        put_fill_answers(session.db, answers)


def _told(found: FillOutcome) -> Iterator[FillAnswer]:
    """The answers and their outcomes; a doubt is added to the record's last answer."""
    filled = {one.record for one in found.filled}
    for one in found.answers:
        if one.outcome == FAILED:
            yield one
            continue
        doubts = "; ".join(found.doubts.get(one.record, ()))
        yield FillAnswer(
            record=one.record,
            service=one.service,
            at=one.at,
            outcome="filled" if one.record in filled else "doubtful" if doubts else one.outcome,
            told=doubts,
        )


def sentences(found: FillOutcome) -> Iterator[str]:
    """Sentences on what was filled, by field and service, and on how many records are uncertain."""
    counts = _counts(found.filled)
    if counts:
        parts = ", ".join(f"{count:,} {what}" for what, count in counts)
        yield f"Filled in: {parts}. To see the origin of a value: ajour explain RECORD"
    if found.waiting:
        questions = amount(found.waiting, "more question")
        yield f"The next update asks the services {questions} about empty fields."
    if found.doubts:
        count = len(found.doubts)
        told = "1 record was" if count == 1 else f"{count:,} records were"
        yield (
            f"{told} not filled in, because the match is uncertain. To list them: ajour fill "
            "--dry-run"
        )


def _counts(filled: Iterable[FilledField]) -> list[tuple[str, int]]:
    names = {
        "doi": ("DOI", "DOIs"),
        "abstract": ("abstract", "abstracts"),
        "authors": ("list of authors", "lists of authors"),
        "references": ("reference list", "reference lists"),
    }
    found: dict[str, int] = {}
    for one in filled:
        found[one.field] = found.get(one.field, 0) + 1
    return [(names[name][found[name] != 1], found[name]) for name in names if name in found]
