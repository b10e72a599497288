"""Looks for full texts: free copies that services know, and the PDFs in a folder.

This stage decides nothing, and copies, moves or sends no file.
"""

import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from exports.language.catalogue import Words
from flows.review.search_files import digest_of
from flows.review.session import Session
from flows.review.steps import counted
from flows.stages.context import Done
from pipeline.errors import Refused
from pipeline.files import is_litter
from pipeline.fulltext.matches import PdfMatch, assigned, match
from pipeline.fulltext.pdf import LARGEST, PdfDesk, PdfState, PdfText
from pipeline.languages import PROGRAM_LANGUAGE
from pipeline.records import RecordId
from pipeline.review.full_texts import PDF_STATES, sought_reports, still_sought
from pipeline.review.library import Library
from pipeline.sources.by_identifier import UNKNOWN, AskedService, ServiceAnswers, ask_by_identifier
from pipeline.sources.client import NO_TIME, SOURCE_SECONDS
from pipeline.sources.open_access import OPEN_ACCESS_SERVICES, Copy
from pipeline.store.connection import writing
from pipeline.store.full_texts import (
    FullTextFile,
    OpenAccessAnswer,
    full_text_files,
    full_text_words,
    open_access_answers,
    put_full_text_files,
    put_open_access,
)
from pipeline.text.amounts import amount

AGAIN_DAYS = 30
"""Days before a service that knew no free copy is asked again, since embargoes end."""

UPDATE_SECONDS = 20.0
"""Time limit in seconds for all services in an update; the next update continues."""

MOST_FILES = 5_000
"""Maximum number of PDFs in a folder; a larger folder is probably a disk named by mistake."""

Answers = Mapping[tuple[RecordId, str], OpenAccessAnswer]


def full_texts_due(session: Session, when: str) -> Done:
    """Ask for free copies if review.toml says so, and search the folder of PDFs if it exists."""
    told: list[str] = []
    failed: list[str] = []
    if session.review.full_text.open_access:
        asked = ask_open_access(session, when, seconds=UPDATE_SECONDS)
        told, failed = list(asked.told), list(asked.failed)
    folder = folder_of_pdfs(session)
    if folder.is_dir():
        looked = look_at_pdfs(session, folder)
        told += [looked.told] if looked.changed else []
    return Done(told=tuple(told), failed=tuple(failed))


def folder_of_pdfs(session: Session) -> Path:
    """The folder that review.toml names for PDFs; it need not exist."""
    return session.review.folder / session.review.full_text.folder


def ask_open_access(
    session: Session, when: str, *, again: bool = False, seconds: float = SOURCE_SECONDS
) -> Done:
    """Ask each service about the reports without a free copy so far; report which services failed.

    Only reports whose full text is still sought are asked about, and not again for a month unless
    `again` is set. `seconds` is the time limit for all services together.
    """
    until = time.monotonic() + seconds
    library = session.library()
    reports = still_sought(library)
    before = {(one.report, one.service): one for one in open_access_answers(session.db)}
    free = {report for (report, _), answer in before.items() if answer.url}
    rows: list[OpenAccessAnswer] = []
    failed: list[str] = []
    waiting = 0
    for service in OPEN_ACCESS_SERVICES:
        asked_about = [
            one
            for one in reports
            if one not in free and (again or _is_due(before.get((one, service.name)), when))
        ]
        dois = {one: _dois(library, one) for one in asked_about}
        answers = ask_by_identifier(
            service,
            [doi for one in asked_about for doi in dois[one]],
            os.environ,
            seconds=until - time.monotonic(),
        )
        found = list(_rows(service.name, dois, answers, (before, when[:10])))
        free |= {one.report for one in found if one.url}
        rows += found
        failed += _failed(service, answers)
        waiting += sum(why == NO_TIME for why in answers.why.values())
    changed = [one for one in rows if before.get((one.report, one.service)) != one]
    if changed:
        with writing(session.db):
            put_open_access(session.db, changed)
    told = f"Full texts: the next update looks up {amount(waiting, 'DOI')} in the services."
    return Done(told=(told,) if waiting else (), failed=tuple(failed))


def _is_due(answer: OpenAccessAnswer | None, when: str) -> bool:
    if answer is None or not answer.answered or answer.why:
        return True
    days = date.fromisoformat(when[:10]) - date.fromisoformat(answer.answered)
    return days.days >= AGAIN_DAYS


def _dois(library: Library, report: RecordId) -> list[str]:
    found = (library.records[one].doi for one in library.members[report])
    return list(dict.fromkeys(one for one in found if one))


def _rows(
    service: str,
    dois: Mapping[RecordId, Sequence[str]],
    answers: ServiceAnswers[Copy],
    known: tuple[Answers, str],
) -> Iterator[OpenAccessAnswer]:
    """The answer of a service on each report; a failed request leaves the last answer unchanged."""
    before, day = known
    for report, numbers in dois.items():
        if not numbers:
            continue
        copies = [answers.known[one] for one in numbers if one in answers.known]
        why = [answers.why[one] for one in numbers if answers.why.get(one, UNKNOWN) != UNKNOWN]
        if why and not copies:
            last = before.get((report, service))
            yield OpenAccessAnswer(
                report=report,
                service=service,
                answered=last.answered if last else "",
                tried=day,
                why=why[0],
            )
            continue
        copy = next((one for one in copies if one), None)
        yield OpenAccessAnswer(
            report=report,
            service=service,
            answered=day,
            url=copy.url if copy else "",
            version=copy.version if copy else "",
            licence=copy.licence if copy else "",
        )


def _failed(service: AskedService[Copy], answers: ServiceAnswers[Copy]) -> Iterator[str]:
    words = Words(PROGRAM_LANGUAGE, "failures")
    reasons = [why for why in answers.why.values() if why not in (UNKNOWN, NO_TIME)]
    for why in dict.fromkeys(reasons):
        about = amount(reasons.count(why), "DOI")
        yield words("full_texts", service=service.name, about=about, why=why.removesuffix("."))


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedAt:
    """The PDFs of a folder as rows and as a sentence, and whether anything has changed."""

    files: tuple[FullTextFile, ...]
    told: str
    changed: bool


def look_at_pdfs(session: Session, folder: Path) -> LookedAt:
    """Read the first page of each PDF in a folder, and match it with a report.

    Raises Refused if the folder cannot be read, or contains far too many files.
    """
    library = session.library()
    paths = pdfs_in(folder)
    before = {one.path: one for one in full_text_files(session.db)}
    files = _looked_at(session, library, paths, before)
    changed = list(before.values()) != files
    if changed:
        with writing(session.db):
            put_full_text_files(session.db, files)
    return LookedAt(files=tuple(files), told=summary(files), changed=changed)


def pdfs_in(folder: Path) -> list[Path]:
    """The PDFs in a folder and below it, sorted; links to folders are not followed."""
    if not folder.is_dir():
        raise Refused(
            f"{folder}: this is not a folder; expected a folder with PDFs. Nothing was read."
        )
    found = []
    for place, names, files in os.walk(folder):
        names.sort()
        found += [Path(place) / one for one in sorted(files) if _is_pdf(one)]
        if len(found) > MOST_FILES:
            raise Refused(
                f"{folder}: this folder has more than {MOST_FILES:,} PDFs; expected the folder of "
                "this review's full texts. Nothing was read."
            )
    return found


def _is_pdf(name: str) -> bool:
    return name.lower().endswith(".pdf") and not is_litter(name)


def _looked_at(
    session: Session, library: Library, paths: Sequence[Path], before: Mapping[str, FullTextFile]
) -> list[FullTextFile]:
    sought = sought_reports(library)
    due = {one.report for one in sought}
    words = full_text_words(session.db)
    texts: dict[str, tuple[str, PdfText]] = {}
    matches: dict[str, PdfMatch] = {}
    first: dict[str, str] = {}
    with PdfDesk() as desk:
        for path in counted("PDFs", paths, len(paths)):
            name = _name(session, path)
            digest = digest_of(path) if path.is_file() and path.stat().st_size <= LARGEST else ""
            known = before.get(name)
            if known and digest and known.sha256 == digest and known.record and _told_by(known):
                here = library.report_of(known.record)
                if here in due and digest not in words:
                    texts[name] = digest, _as_read(known)
                    matches[name] = PdfMatch(report=here, because=known.because)
                    first.setdefault(digest, name)
                    continue
            pdf = desk.front(path)
            texts[name] = digest, pdf
            if digest in words:
                matches[name] = PdfMatch(report=words[digest] or "", because=BY_HAND)
            elif digest and digest in first:
                matches[name] = PdfMatch(because=f"this PDF is the same file as {first[digest]}")
            else:
                matches[name] = match(pdf, sought)
            first.setdefault(digest, name)
    return [_row(name, *texts[name], found) for name, found in sorted(assigned(matches).items())]


BY_HAND = "said by hand"


def _told_by(known: FullTextFile) -> bool:
    """Whether a match was made by reading the file, and so is valid until its bytes change."""
    return known.state in {"text", "scanned"} and known.because != BY_HAND


def _as_read(known: FullTextFile) -> PdfText:
    state: PdfState = "scanned" if known.state == "scanned" else "text"
    return PdfText(state=state, pages=known.pages, why=known.why)


def _name(session: Session, path: Path) -> str:
    """A path for display: relative to the review's folder if it is within it."""
    here = path.absolute()
    inside = session.review.folder.absolute()
    shown = here.relative_to(inside) if here.is_relative_to(inside) else here
    return shown.as_posix().encode("utf-8", "backslashreplace").decode("utf-8")


def _row(name: str, digest: str, pdf: PdfText, found: PdfMatch) -> FullTextFile:
    return FullTextFile(
        path=name,
        sha256=digest,
        state=pdf.state,
        pages=pdf.pages,
        why=pdf.why,
        record=RecordId(found.report) if found.report else None,
        because=found.because,
        asks=json.dumps([list(one) for one in found.asks], ensure_ascii=False),
    )


def summary(files: Sequence[FullTextFile]) -> str:
    """A sentence on the PDFs in a folder."""
    reports = len({one.record for one in files if one.record})
    asks = sum(one.asks != "[]" for one in files)
    of = amount(reports, "report")
    parts = [f"{amount(len(files), 'PDF')} checked, matched to {of}"]
    parts += [f"{amount(asks, 'PDF')} could belong to several reports"] * bool(asks)
    for state, words in PDF_STATES.items():
        count = sum(one.state == state for one in files)
        parts += [f"{amount(count, 'PDF')} {words}"] * bool(count)
    return f"Full texts: {'; '.join(parts)}."
