"""Finds the full texts of a review, and what the criteria find in its PDFs."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from exports.bibliography.short_reference import short_reference
from flows.review.clock import now
from flows.review.lock import only_update
from flows.review.search_files import sha256_of
from flows.review.session import Session, at_work
from flows.review.steps import counted
from flows.stages.full_texts import ask_open_access, folder_of_pdfs, look_at_pdfs
from flows.stages.refresh import refresh
from pipeline.errors import Refused
from pipeline.fulltext.pdf import PdfDesk, PdfText
from pipeline.languages import PROGRAM_LANGUAGE
from pipeline.records import Record, RecordId
from pipeline.review.full_texts import FullText, full_texts, still_sought
from pipeline.review.library import Library
from pipeline.review.named_studies import named_reports
from pipeline.store.connection import writing
from pipeline.store.full_texts import (
    FullTextFile,
    full_text_files,
    open_access_answers,
    put_full_text_word,
)
from pipeline.store.runs import note_event

NONE = "none"
"""The value for a PDF that belongs to no report of the review."""

SENTENCE = re.compile(r"[^.!?]+(?:[.!?]+(?=\s|$)|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFullTexts:
    """Places of full texts, references, the reports still sought, all PDFs and failed services."""

    places: Mapping[RecordId, FullText]
    references: Mapping[RecordId, str]
    sought: tuple[RecordId, ...]
    files: tuple[FullTextFile, ...]
    failed: tuple[str, ...]


def look_for_full_texts(
    folder: Path, *, pdfs: Path | None, ask: bool, said: tuple[str, str] | None
) -> FoundFullTexts:
    """Read the folder of PDFs; ask services if `ask`; save the match in `said`, if any.

    Raises Refused if a named folder, file or report does not exist.
    """
    with at_work(folder, outline=True) as session, only_update(session.review.state):
        refresh(session)
        if said:
            _keep_word(session, *said)
        failed = ask_open_access(session, now(), again=True).failed if ask else ()
        place = pdfs or folder_of_pdfs(session)
        if pdfs or place.is_dir():
            look_at_pdfs(session, place)
        library = session.library()
        files = full_text_files(session.db)
        found = full_texts(library, open_access_answers(session.db), files)
        return FoundFullTexts(
            places=found,
            references={
                one: short_reference(library.report(one), PROGRAM_LANGUAGE) for one in found
            },
            sought=tuple(still_sought(library)),
            files=tuple(files),
            failed=failed,
        )


def _keep_word(session: Session, file: str, named: str) -> None:
    """Save a person's answer to which report a PDF belongs to."""
    path = _path_of(session, file)
    record = None if named.casefold() == NONE else _report(session.library(), named)
    when = now()
    with writing(session.db):
        put_full_text_word(session.db, sha256_of(path), record, when)
        note_event(
            session.db, when, f"assigned the PDF {path.name} to {record or 'no report'} by hand"
        )


def _path_of(session: Session, file: str) -> Path:
    for path in (Path(file), session.review.folder / file, folder_of_pdfs(session) / file):
        if path.is_file():
            return path
    raise Refused(f"{file}: there is no such file; expected a PDF from the list of ajour fulltext.")


def _report(library: Library, named: str) -> RecordId:
    found = named_reports(library, named)
    if len(found) != 1:
        several = ", ".join(one.report for one in found)
        what = (
            f"this could be any of these reports: {several}"
            if found
            else "no report has this id or DOI"
        )
        raise Refused(
            f'{named}: {what}. Nothing was saved. Give the id of one report, or "none". '
            "To print the ids: ajour trace sought_reports"
        )
    return found[0].record


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsFound:
    """What the criteria find in a PDF: the page, sentence and words for each element."""

    report: RecordId
    reference: str
    path: str
    state: str
    pages: int
    read: int
    found: tuple[tuple[str, int, str, tuple[str, ...]], ...]


def words_in_pdfs(folder: Path) -> list[WordsFound]:
    """What the criteria find on each page of the text layer of PDFs matched with a report.

    Raises Refused if no PDF is known; `ajour fulltext` looks for them.
    """
    with at_work(folder) as session:
        refresh(session)
        library = session.library()
        files = [one for one in full_text_files(session.db) if one.record]
        if not files:
            raise Refused("No PDF has been matched to a report yet. To match them: ajour fulltext")
        with PdfDesk() as desk:
            return [
                _words(session, library, file, desk) for file in counted("PDFs", files, len(files))
            ]


def _words(session: Session, library: Library, file: FullTextFile, desk: PdfDesk) -> WordsFound:
    report = library.report_of(RecordId(file.record or ""))
    place = Path(file.path)
    pdf = desk.whole(place if place.is_absolute() else session.review.folder / place)
    found = tuple(_in_pages(session, library.reports.get(report, Record()), pdf))
    return WordsFound(
        report=report,
        reference=short_reference(library.reports[report], PROGRAM_LANGUAGE),
        path=file.path,
        state=pdf.state,
        pages=pdf.pages,
        read=len(pdf.texts),
        found=found,
    )


def _in_pages(
    session: Session, record: Record, pdf: PdfText
) -> Iterator[tuple[str, int, str, tuple[str, ...]]]:
    """The words that the criteria find, by element, page (from 1) and sentence."""
    from screening_rules.verdicts import assess  # loads spaCy

    pages = [_running(text) for text in pdf.texts]
    asked = [
        replace(record, id=RecordId(str(number)), title=None, abstract=text, keywords=())
        for number, text in enumerate(pages, 1)
        if text
    ]
    labels = {one.name: one.label[PROGRAM_LANGUAGE] for one in session.criteria.elements}
    for reading in assess(asked, session.criteria):
        page = int(reading.record)
        for element in reading.elements:
            told: dict[str, list[str]] = {}
            for span in element.spans:
                if span.field == "abstract":
                    sentence = _sentence(pages[page - 1], span.start)
                    told.setdefault(sentence, []).append(span.words)
            for sentence, words in told.items():
                label = labels.get(element.element, element.element)
                yield label, page, sentence, tuple(dict.fromkeys(words))


def _running(text: str) -> str:
    """A page as running text: lines are joined, and words divided at a line end are joined too."""
    return " ".join(re.sub(r"(?<=[a-zæøå])-\n(?=[a-zæøå])", "", text).split())


def _sentence(text: str, at: int) -> str:
    """The sentence of a text around the character at a position."""
    for found in SENTENCE.finditer(text):
        if found.start() <= at < found.end():
            return found[0].strip()
    return text[max(0, at - 80) : at + 80].strip()
