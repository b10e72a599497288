"""What type of document a record describes, and which registrations it describes or names."""

from collections.abc import Iterator

from pipeline.records import Record
from pipeline.text.documents import (
    ARTICLE,
    REGISTRATION,
    REPORT,
    document_of_place,
    documents_of_type,
)
from pipeline.text.journals import report_series
from pipeline.text.letters import given
from pipeline.text.titles import title_keys
from pipeline.text.trial_numbers import registration_numbers

NAMED = 5
"""Registrations (2 to 10) named by a record that are checked: a review names many."""


def document_of(record: Record, *, placed: bool) -> tuple[int, int, bool]:
    """The document type, the kinds its type suggests as bits, and whether it is retracted.

    Anything with a volume and a page is an article unless a source says otherwise.
    """
    document, kinds, marked = documents_of_type(record.type)
    document = (
        document_of_place(record.journal or record.journal_abbreviation, record.volume)
        or document_of_source(record)
        or document
    )
    return document or (ARTICLE if placed else 0), kinds, marked


def document_of_source(record: Record) -> int:
    """The document type of all records of a source; registers list journal articles too.

    >>> register = "ClinicalTrials.gov"
    >>> document_of_source(Record(source=register)) == REGISTRATION
    True
    >>> document_of_source(Record(source=register, journal="Sleep"))
    0
    """
    return 0 if record.journal or not record.source else document_of_place(record.source)


def is_retracted(record: Record) -> bool:
    """Whether a record's title or type marks its report as retracted.

    >>> is_retracted(Record(title="RETRACTED ARTICLE: Sleep of nurses who work at home"))
    True
    """
    return documents_of_type(record.type)[2] or title_keys(record.title).retracted


def trial_numbers(record: Record, document: int) -> str:
    """The record's own registration number, or else those that it names; separated by blanks.

    Checks every field in which sources put numbers today. Add new ones here.
    """
    if document == REGISTRATION:
        own = (number for text in _own(record) for number in registration_numbers(text))
        return next(own, "")
    if not (record.urls or record.notes or record.ids):
        texts = [record.abstract] if record.abstract and _marked(record.abstract) else []
    else:
        texts = [text for text in _named(record) if _marked(text)]
    if not texts:
        return ""
    found = dict.fromkeys(number for text in texts for number in registration_numbers(text))
    return " ".join(list(found)[:NAMED])


def _marked(text: str) -> bool:
    """Whether a text contains the start of a common number: a quick test before a slow one."""
    return (
        "NCT" in text
        or "ISRCTN" in text
        or "CTR" in text
        or "CT20" in text
        or "DRKS" in text
        or "UMIN" in text
        or "CRD4" in text
        or "EudraCT" in text
    )


def _own(record: Record) -> Iterator[str]:
    """The fields in which a register's entry has its number, the most reliable first."""
    yield from (number for _, number in record.ids)
    yield from record.authors
    yield from record.urls
    yield record.journal or ""
    yield record.title or ""
    yield from record.notes


def _named(record: Record) -> list[str]:
    """The fields in which a report names its trials."""
    told = [*record.urls, *record.notes, *(number for _, number in record.ids)]
    return [*told, record.abstract] if record.abstract else told


FIRST, SERIES = 1, 2
"""Why pages identify nothing: they begin at 1 as in every article, or belong to a series."""


def loose_pages(page: str, document: int, journal: str) -> int:
    """Why a first page does not show where a report was published; 0 if it does.

    Online journals and reference managers number every article from 1, and an institute's series
    does so for every report.
    """
    if document == REPORT or report_series(journal):
        return SERIES
    return FIRST if page == "1" else 0


_ENGLISH = frozenset(["", "en", "eng", "english", "en-us", "en-gb"])


def foreign(language: str | None) -> bool:
    """Whether a source says that a report is not in English.

    >>> foreign("ger"), foreign("English"), foreign(None), foreign("eng; nor")
    (True, False, False, False)
    """
    if not language:
        return False
    text = given(language).lower()
    return text not in _ENGLISH and "eng" not in text
