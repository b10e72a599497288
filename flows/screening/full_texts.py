"""Says where full texts can be found, for lists, the page and tables."""

import json
from collections.abc import Iterable

from exports.language.catalogue import Language, Words
from exports.lists.full_text_cells import FoundPdf, FullTextPlaces
from flows.review.session import Session
from pipeline.records import RecordId
from pipeline.review.full_texts import PDF_STATES, FullText, full_texts, still_sought
from pipeline.review.library import Library
from pipeline.store.connection import Database
from pipeline.store.full_texts import FullTextFile, full_text_files, open_access_answers
from pipeline.store.supplements import Supplement
from pipeline.text.amounts import amount


def places_of(library: Library, db: Database) -> dict[RecordId, FullTextPlaces]:
    """The places of the full text of each report that is or was sought.

    Empty if review.toml names no library and nobody has looked for copies or PDFs.
    """
    return {
        report: _places(library, found)
        for report, found in found_full_texts(library, db).items()
        if found.free or found.library or found.files or found.doubtful
    }


def found_full_texts(library: Library, db: Database) -> dict[RecordId, FullText]:
    """The full texts by report; empty if nothing is known and review.toml names no library."""
    answers, files = open_access_answers(db), full_text_files(db)
    if not (answers or files or library.review.full_text.library):
        return {}
    return full_texts(library, answers, files)


def full_text_notes(session: Session) -> list[str]:
    """A sentence on the full texts found of those sought; none if nobody has looked for them."""
    library = session.library()
    found = found_full_texts(library, session.db)
    sought = [found[one] for one in still_sought(library) if one in found]
    files = full_text_files(session.db)
    if not files and not any(one.free for one in sought):
        return []
    asks = sum(one.asks != "[]" for one in files)
    told = [f"{sum(bool(one.free) for one in sought):,} with a free copy"]
    told.append(f"{sum(bool(one.files) for one in sought):,} with a PDF")
    told += [f"{amount(asks, 'PDF')} that could belong to several reports"] * bool(asks)
    for state, words in PDF_STATES.items():
        count = sum(one.state == state for one in files)
        told += [f"{amount(count, 'PDF')} {words}"] * bool(count)
    many = amount(len(sought), "report")
    return [f"The full text of {many} is sought: {', '.join(told)}. See: ajour fulltext"]


def _places(library: Library, found: FullText) -> FullTextPlaces:
    best = found.free[0] if found.free else None
    note = (
        ", ".join(part for part in (best.version, best.licence, best.service) if part)
        if best
        else ""
    )
    return FullTextPlaces(
        free=best.url if best else "",
        free_note=note,
        library=found.library,
        pdfs=(*_pdfs(found.files), *_doubtful(library, found)),
    )


def _pdfs(files: Iterable[FullTextFile]) -> Iterable[FoundPdf]:
    for one in files:
        yield FoundPdf(path=one.path, state=one.state, pages=one.pages, because=one.because)


def _doubtful(library: Library, found: FullText) -> Iterable[FoundPdf]:
    for one in found.doubtful:
        reasons = {library.report_of(RecordId(report)): why for report, why in json.loads(one.asks)}
        why = reasons.get(found.report, "")
        yield FoundPdf(path=one.path, state=one.state, pages=one.pages, doubt=why or "?")


def filled_lines(library: Library, report: RecordId, language: Language) -> list[str]:
    """A line for each field of a report that a service filled, with its name and source."""
    words = Words(language, "filled")
    return [
        words(
            "line",
            field=words[one.field],
            origin=one.origin.partition(", by its")[0],
            day=one.at[:10],
        )
        for one in filled_in(library, report)
    ]


def filled_in(library: Library, report: RecordId) -> list[Supplement]:
    """The fields that services filled in a report's records and still hold, in order of filling."""
    return filled_of(library, library.members[report])


def filled_of(library: Library, records: Iterable[RecordId]) -> list[Supplement]:
    """The fields that services filled in these records and still hold."""
    return [one for record in records for one in library.filled.get(record, ())]
