"""Tells a record's full history: where it was found, its links, and every decision on it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flows.reporting.prisma_flows import flow_of_report
from flows.review.session import Session, at_work
from flows.screening.candidates import shown_terms
from flows.screening.full_texts import filled_in, found_full_texts
from flows.stages.refresh import refresh
from pipeline.errors import Refused
from pipeline.languages import PROGRAM_LANGUAGE
from pipeline.records import Record, RecordId
from pipeline.review.library import Library
from pipeline.store.decisions import all_decisions
from pipeline.store.duplicates import links
from pipeline.store.intake import origin, some_records
from pipeline.store.ranks_and_assessments import ranks
from pipeline.store.studies import all_study_links
from screening_rules.assessment import Assessment, from_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Everything known about a report: its best record, and sentences by chapter."""

    report: RecordId
    record: Record
    chapters: dict[str, list[str]]
    assessment: Assessment | None


def explain(folder: Path, record: str) -> Story:
    """The history of the report that a record belongs to; Refused if the id is unknown."""
    with at_work(folder, outline=True) as session:
        refresh(session)
        library = session.library()
        known = _meant(library, record)
        if known not in library.records:
            raise Refused(_unknown(session, known))
        report = library.report_of(known)
        stored = library.assessments.get(report)
        seen = from_json(json.loads(stored.body)) if stored else None
        chapters = {
            "Sources": list(_sources(session, library, report)),
            "Filled in": [
                f"{one.record}: {one.field} from {one.origin}, on {one.at[:10]}"
                for one in filled_in(library, report)
            ],
            "Full text": list(_full_text(session, library, report)),
            "Duplicates": [
                f"{one.one} and {one.other}: {one.because} (rule {one.rule}, {one.decided_by})"
                for one in links(session.db, report)
            ],
            "Criteria": list(_criteria(session, seen)),
            "Rank": list(_rank(session, report)),
            "Decisions": list(_decisions(session, library, report)),
            "PRISMA": list(_boxes(session, library, report)),
        }
        return Story(
            report=report, record=library.report(report), chapters=chapters, assessment=seen
        )


def _meant(library: Library, text: str) -> RecordId:
    """The record with this id, or the record of the only report with this DOI or PubMed number."""
    if text in library.records:
        return RecordId(text)
    asked = text.strip().lower().removeprefix("https://doi.org/")
    found = {
        library.report_of(one.id)
        for one in library.records.values()
        if asked in (one.doi, one.pmid)
    }
    return found.pop() if len(found) == 1 else RecordId(text)


def _unknown(session: Session, record: RecordId) -> str:
    if some_records(session.db, [record]):
        return (
            f"{record}: this record does not count, because its export file was withdrawn. To "
            "restore the record, import the export file again."
        )
    return (
        f"{record}: no record in this review has this id, DOI or PubMed number. To print the ids "
        "of all records: ajour trace identified_records"
    )


def _sources(session: Session, library: Library, report: RecordId) -> Iterator[str]:
    for one in library.members[report]:
        search, file, place, line = origin(session.db, one) or ("", "", 0, 0)
        record = library.records[one]
        where = f"{file}, record {place}" + (f", line {line}" if line else "")
        yield f"{one}: {record.source}, search {search} (round {library.round_of(one)}), {where}"


def _full_text(session: Session, library: Library, report: RecordId) -> Iterator[str]:
    found = found_full_texts(library, session.db).get(report)
    if found is None:
        return
    for link in found.free:
        said = ", ".join(one for one in (link.version, link.licence, link.service) if one)
        yield f"free copy: {link.url} ({said})"
    if found.library:
        yield f"library: {found.library}"
    yield from (f"PDF: {one.path} ({one.because})" for one in found.files)


def _criteria(session: Session, seen: Assessment | None) -> Iterator[str]:
    if seen is None:
        return
    for one in seen.elements:
        label, _ = session.in_use.labels[one.element]
        words = ", ".join(dict.fromkeys(f"“{span.words}” ({span.line})" for span in one.spans))
        yield f"{label}: {one.verdict}" + (f" by {words}" if words else "")
    reason = f", reason {seen.reason}" if seen.reason else ""
    yield f"Suggestion: {seen.suggestion}{reason}"


def _rank(session: Session, report: RecordId) -> Iterator[str]:
    found = ranks(session.db, {report}).get(report)
    if found is None:
        return
    chance = "" if found.probability is None else f", probability {found.probability:.2f}"
    yield (
        f"Position {found.position:,} in the last ranking with this record, score "
        f"{found.score:.3f}{chance}"
    )
    for deed, words in (("raised", found.lifted), ("lowered", found.lowered)):
        if words:
            shown = ", ".join(shown_terms(words, PROGRAM_LANGUAGE))
            yield f"Terms that {deed} the score: {shown}"
    if found.flags:
        yield f"Flags: {', '.join(found.flags)}"


def _decisions(session: Session, library: Library, report: RecordId) -> Iterator[str]:
    for decision, file in all_decisions(session.db):
        if library.report_of(decision.record) == report:
            reason = f" ({decision.reason})" if decision.reason else ""
            note = f", note: {decision.note}" if decision.note else ""
            gone = f"; withdrawn {file.withdrawn}" if file.withdrawn else ""
            older = "" if decision.criteria_hash == session.in_use.hash else "; older criteria"
            origin = decision.origin
            cell = f" sheet {origin.sheet} row {origin.row}" if origin.kind == "sheet" else ""
            yield (
                f"{decision.when} {decision.stage}: {decision.verdict}{reason} by "
                f"{decision.reviewer}, {origin.name}{cell}{note}{older}{gone}"
            )
    for link in all_study_links(session.db):
        if link.record in library.members[report]:
            by = f" by {link.who}" if link.who else ""
            gone = f"; withdrawn {link.withdrawn}" if link.withdrawn else ""
            earlier = " (earlier review)" if link.previous else ""
            yield f"{link.at} study {link.study}{earlier}{by}{gone}"
    study = library.groups.of.get(report)
    if study:
        yield f"study {study}"


def _boxes(session: Session, library: Library, report: RecordId) -> Iterator[str]:
    flow = flow_of_report(session, library, report)
    for one in library.members[report]:
        boxes = [box for box, ids in flow.members.items() if one in ids and "/" not in box]
        yield f"{one}: {', '.join(boxes)}"
