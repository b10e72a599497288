"""Asks services whether reports were retracted, questioned, corrected or published.

The answers are stored beside each report until a person decides; this stage decides nothing.
"""

import json
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from exports.language.catalogue import Words
from flows.review.session import Session
from flows.stages.context import Done
from pipeline.errors import Refused
from pipeline.languages import PROGRAM_LANGUAGE
from pipeline.records import RecordId
from pipeline.review.notices import ReportIntegrity, Watched, standings
from pipeline.review.notices import watched as watched_reports
from pipeline.sources.by_identifier import UNKNOWN, ask_by_identifier
from pipeline.sources.notices import Notice, NoticeAnswers, NoticeService
from pipeline.sources.other_notices import NOTICE_SERVICES
from pipeline.sources.retraction_watch import NAME, RetractionFile, read_retractions
from pipeline.store.connection import writing
from pipeline.store.notices import StoredNotice, notices, put_notices
from pipeline.text.amounts import amount, in_series


def watch_due(session: Session, when: str) -> Done:
    """Ask what review.toml requests, and report changes and services that could not be asked."""
    wanted = session.review.integrity
    if not wanted.watch and not wanted.file:
        return Done()
    path = session.review.folder / wanted.file if wanted.file else None
    return watch(session, when, file=path, services=wanted.watch)


def watch(session: Session, when: str, *, file: Path | None, services: bool) -> Done:
    """Ask services, a Retraction Watch file, or both, about every watched report."""
    library = session.library()
    reports = watched_reports(library)
    before = {(one.report, one.service): one for one in notices(session.db)}
    earlier = standings(library, before.values())
    found: list[StoredNotice] = []
    failed: list[str] = []
    day = when[:10]
    if file is not None:
        try:
            found += _of_file(read_retractions(file), reports)
        except Refused as fault:
            failed.append(_with_advice(fault))
    if services:
        rows, told = _of_services(reports, before, day)
        found, failed = found + rows, failed + told
    changed = [row for row in found if before.get((row.report, row.service)) != row]
    if changed:
        with writing(session.db):
            put_notices(session.db, changed)
    now = standings(session.library(), notices(session.db))
    news = _signs(now) != _signs(earlier)
    return Done(told=(summary(now),) if news else (), failed=tuple(failed))


def _with_advice(fault: Refused) -> str:
    """The reason why the Retraction Watch csv was not used."""
    return Words(PROGRAM_LANGUAGE, "failures")("retractions", told=str(fault))


def _signs(found: Mapping[RecordId, ReportIntegrity]) -> list[tuple[object, ...]]:
    """The changes that readers would notice: flags and states, not the day of asking."""
    return [(one.report, one.state, one.flags) for one in found.values()]


def summary(found: Mapping[RecordId, ReportIntegrity]) -> str:
    """The three states in one sentence."""
    states = [one.state for one in found.values()]
    flagged, clear, left = (states.count(one) for one in ("flagged", "clear", "not asked"))
    return (
        f"Integrity of {amount(len(states), 'report')}: {flagged:,} flagged, {clear:,} without a "
        f"notice, and {left:,} that no service could be asked about."
    )


def _of_file(file: RetractionFile, reports: Sequence[Watched]) -> Iterator[StoredNotice]:
    """The file's answer on each report; it lists every retraction, so an absence is an answer."""
    for one in reports:
        if not one.dois and not one.pmids:
            continue
        said = [
            *(notice for doi in one.dois for notice in file.by_doi.get(doi, ())),
            *(notice for pmid in one.pmids for notice in file.by_pmid.get(pmid, ())),
        ]
        yield _stored(one.report, NAME, answered=file.to, said=said)


def _of_services(
    reports: Sequence[Watched], before: Mapping[tuple[RecordId, str], StoredNotice], day: str
) -> tuple[list[StoredNotice], list[str]]:
    """The answers of each service, and a sentence on each service that could not be asked."""
    rows: list[StoredNotice] = []
    failed: dict[str, list[tuple[str, RecordId]]] = defaultdict(list)
    for service in NOTICE_SERVICES:
        ids = [one for report in reports for one in report.identifiers(service.identifier)]
        asked = ask_by_identifier(service, ids, os.environ)
        for report in reports:
            known = before.get((report.report, service.name))
            if row := _row(report, service, asked, known, day):
                rows.append(row)
            for one in report.identifiers(service.identifier):
                if (why := asked.why.get(one, UNKNOWN)) != UNKNOWN:
                    failed[why].append((service.name, report.report))
    return rows, [_failed(why, unasked) for why, unasked in failed.items()]


def _row(
    watched: Watched,
    service: NoticeService,
    asked: NoticeAnswers,
    known: StoredNotice | None,
    day: str,
) -> StoredNotice | None:
    """The answer on one report; a failed request leaves the last answer unchanged."""
    report, numbers = watched.report, watched.identifiers(service.identifier)
    if not numbers:
        return None
    answers = [asked.known[one] for one in numbers if one in asked.known]
    why = next((asked.why[one] for one in numbers if one in asked.why), "")
    if answers and (not why or why == UNKNOWN):
        said = [notice for answer in answers for notice in answer]
        return _stored(report, service.name, answered=day, said=said)
    empty = _stored(report, service.name, answered="", said=[])
    return replace(known or empty, tried=day, why=why)


def _failed(why: str, unasked: Sequence[tuple[str, RecordId]]) -> str:
    """A sentence on the services that failed for one reason, with the number of their reports."""
    words = Words(PROGRAM_LANGUAGE, "failures")
    services = in_series([*dict.fromkeys(service for service, _ in unasked)])
    about = amount(len({report for _, report in unasked}), "report")
    return words("integrity", service=services, about=about, why=why.removesuffix("."))


def _stored(
    report: RecordId, service: str, *, answered: str, said: Sequence[Notice]
) -> StoredNotice:
    told = sorted({(one.kind, one.on, one.notice, one.by) for one in said})
    return StoredNotice(
        report=report,
        service=service,
        answered=answered,
        notices=json.dumps(told, ensure_ascii=False),
        tried="",
        why="",
    )
