"""What document a record is of, and the registrations that it is of or names."""

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
"""Registrations (2 to 10) that a record names and that are looked at: a review lists many."""


def document_of(record: Record, *, placed: bool) -> tuple[int, int, bool]:
    """The document, the kinds that its type tells of as bits, and whether it is retracted.

    What stands in a volume, at a page, is an article where no source says more.
    """
    document, kinds, marked = documents_of_type(record.type)
    document = (
        document_of_place(record.journal or record.journal_abbreviation, record.volume)
        or document_of_source(record)
        or document
    )
    return document or (ARTICLE if placed else 0), kinds, marked


def document_of_source(record: Record) -> int:
    """The document that all records of a source are of; a register lists articles in journals, too.

    >>> register = "ClinicalTrials.gov"
    >>> document_of_source(Record(source=register)) == REGISTRATION
    True
    >>> document_of_source(Record(source=register, journal="Sleep"))
    0
    """
    return 0 if record.journal or not record.source else document_of_place(record.source)


def is_retracted(record: Record) -> bool:
    """Whether a record's title or type says that its report was retracted.

    >>> is_retracted(Record(title="RETRACTED ARTICLE: Sleep of nurses who work at home"))
    True
    """
    return documents_of_type(record.type)[2] or title_keys(record.title).retracted


def trial_numbers(record: Record, document: int) -> str:
    """The registration that a record is; of another record those that it names; parted by blanks.

    Every place is looked at where a source may put a number today. Add new ones here.
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
    """Whether a text has what the commonest numbers begin with: a quick look before a long one."""
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
    """Where a register's entry has its number, the surest place first."""
    yield from (number for _, number in record.ids)
    yield from record.authors
    yield from record.urls
    yield record.journal or ""
    yield record.title or ""
    yield from record.notes


def _named(record: Record) -> list[str]:
    """Where a report names the trials that it is of."""
    told = [*record.urls, *record.notes, *(number for _, number in record.ids)]
    return [*told, record.abstract] if record.abstract else told


FIRST, SERIES = 1, 2
"""Why pages are no place: they begin at 1 as those of every article do, or are of a series."""


def loose_pages(page: str, document: int, journal: str) -> int:
    """Why a first page says nothing of where a report stands; 0 where it does.

    Online journals and reference managers number every article from 1, and each report of an
    institute's series does.
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
