"""Vetoes: differences that keep two records apart whatever else agrees, each with its reason."""

from collections.abc import Callable

import numpy as np

from pipeline.dedupe.compare import Flags
from pipeline.dedupe.evidence import NAMES_CONFLICT, TITLE_SAME, PairEvidence
from pipeline.dedupe.prepare import Codes
from pipeline.dedupe.substitutions import substituted
from pipeline.text.documents import ARTICLE, PROCEEDINGS, REGISTRATION, THESIS
from pipeline.text.kinds import ABSTRACT, PROTOCOL

SUBTITLE = 2
"""Extra words (2 to 4) from which the longer title is taken to have a subtitle."""

YEARS = 2
"""Most years (1 to 3) between two records of one report: online first, print, and an error."""


def other_doi(seen: PairEvidence) -> Flags:
    """The records have different DOIs. A publisher gives each report its own DOI."""
    return seen.other_doi


def other_pmid(seen: PairEvidence) -> Flags:
    """The records have different PMIDs. PubMed gives each report only one PMID."""
    return seen.other_pmid


def other_kind(seen: PairEvidence) -> Flags:
    """One record is an erratum, retraction, reply, comment, protocol, editorial or book review, and
    the other is not.

    There are three exceptions to this veto. First, if only one record is marked as an abstract, the
    mark is ignored when journal and volume agree. The mark is also ignored when one record names no
    journal and the titles are worded differently, but a person then decides. Second, if only one
    record is marked as a protocol, the mark is ignored when all pages are the same. Third, an
    article marked as retracted in one of the titles is still the same article if the year or an
    identifier is the same.
    """
    kinds = seen.columns.kinds[seen.one] ^ seen.columns.kinds[seen.other]
    asked = seen.lacking("journal") & (seen.found.title < TITLE_SAME)
    kinds = np.where((seen.journal & seen.volume) | asked, kinds & ~ABSTRACT, kinds)
    kinds = np.where(seen.whole_place, kinds & ~PROTOCOL, kinds)
    notice = ~seen.same("retracted") & ~seen.identifier & ~seen.same_year
    flags: Flags = (kinds != 0) | notice
    return flags


def other_document(seen: PairEvidence) -> Flags:
    """The document types differ. The types are thesis, book, chapter, report, article and
    registration.

    Different document types are ignored if an identifier is the same, or if the volume and all
    pages are the same.
    """
    mine, theirs = (np.where(code == PROCEEDINGS, ARTICLE, code) for code in _documents(seen))
    differ = (mine != theirs) & (mine != 0) & (theirs != 0)
    registered = (mine == REGISTRATION) != (theirs == REGISTRATION)
    flags: Flags = differ & ~seen.whole_place & ~seen.identifier | registered & (
        ~seen.identifier | differ
    )
    return flags


def _documents(seen: PairEvidence) -> tuple[Codes, Codes]:
    return seen.columns.document[seen.one], seen.columns.document[seen.other]


def other_registration(seen: PairEvidence) -> Flags:
    """The records are register entries with different registration numbers. They describe two
    trials, or one trial that was registered twice.
    """
    both = seen.registrations & ~seen.lacking("trials")
    return both & ~seen.same("trials")


def untitled(seen: PairEvidence) -> Flags:
    """One record has no title, and the two records share no identifier.

    Without a title, only an identifier can show which report a record describes.
    """
    return ~seen.titled & ~seen.identifier


def preprint_and_article(seen: PairEvidence) -> Flags:
    """One record is a preprint and the other is not.

    A preprint is an earlier version, and its content may be different. A setting can turn this veto
    off. Records with the same DOI are the same version, even if the sources name the preprint
    server differently.
    """
    if seen.policy.preprints == "together":
        return np.zeros(len(seen.one), dtype=bool)
    return ~seen.same("preprint") & ~seen.identifier


def other_part(seen: PairEvidence) -> Flags:
    """The titles name different parts, phases, studies or volumes, or only one of the titles names
    a part.

    If the pages are the same, one of the titles may leave out the part.
    """
    left_out = seen.whole_place & seen.lacking("parts")
    return ~seen.same("parts") & (seen.found.title < 100) & ~left_out


def other_numbers(seen: PairEvidence) -> Flags:
    """The titles contain different numbers, such as type 1 and type 2, 2019 and 2020, or FOCUS 1
    and FOCUS 2.

    The veto does not apply if a subtitle adds a number. A number in only one title is ignored if
    the pages are the same, or if the issue and the first page are the same. If the pages are the
    same and the titles share one number, other numbers in the titles may differ.
    """
    here = seen.pages & seen.volume & seen.issue & ~seen.either("supplement")
    left_out = here & seen.lacking("numbers")
    words = seen.columns.words
    longer: Flags = np.abs(words[seen.one] - words[seen.other]) >= SUBTITLE
    subtitle = seen.found.contained & longer
    alike = seen.title_near & (seen.found.title < 100) & ~subtitle
    flags = ~seen.same("numbers") & alike & ~left_out
    for row in np.flatnonzero(flags & seen.whole_place):
        mine, theirs = (seen.columns.numbers[each[row]].split() for each in (seen.one, seen.other))
        flags[row] = bool(mine and theirs) and set(mine).isdisjoint(theirs)
    return flags


def other_words(seen: PairEvidence) -> Flags:
    """The titles have different words in the same position, such as adult and pediatric, or men and
    women.

    Different words are ignored if all pages are the same, since databases alter titles.
    """
    flags = np.zeros(len(seen.one), dtype=bool)
    alike = seen.title_near & (seen.found.title < 100) & ~seen.found.contained
    titles = seen.columns.title
    for row in np.flatnonzero(alike & ~seen.whole_place & (seen.found.names >= NAMES_CONFLICT)):
        flags[row] = substituted(titles[seen.one[row]], titles[seen.other[row]]) != ("", "")
    return flags


def other_place(seen: PairEvidence) -> Flags:
    """Both the volumes and the pages differ. The records are an abstract and its article, or two
    papers.
    """
    mistyped = seen.range & seen.same_journal | seen.document(THESIS, both=True)
    return seen.other_volume & ~mistyped & ~seen.identifier


def other_pages(seen: PairEvidence) -> Flags:
    """Both the first pages and the issues differ. The records are an abstract in a supplement and
    its article.
    """
    theses = seen.document(THESIS, both=True)
    return seen.other_pages & ~seen.issue & ~seen.identifier & ~theses


def other_authors(seen: PairEvidence) -> Flags:
    """Most authors differ. For example, two letters to the editor may share a title and a page."""
    return (seen.found.names >= 0) & (seen.found.names < NAMES_CONFLICT)


def other_year(seen: PairEvidence) -> Flags:
    """The years of the records are more than two apart. For example, an update of a Cochrane review
    is a separate report.
    """
    return (seen.found.years > YEARS) & ~seen.identifier & ~seen.misdated


def generic_title(seen: PairEvidence) -> Flags:
    """The title is too common to identify a report, for example Editorial, Introduction or News.

    Reports with a common title are often on the same pages. The veto does not apply if an
    identifier is the same, or if volume, issue and pages are all the same. The veto does not apply
    to a meeting's whole collection of abstracts either, since an issue contains only one such
    collection.
    """
    known = seen.place | seen.identifier | seen.numbered_place | seen.collection
    return seen.either("generic") & ~known


VETOES: dict[str, Callable[[PairEvidence], Flags]] = {
    "other-doi": other_doi,
    "other-pmid": other_pmid,
    "other-kind": other_kind,
    "other-document": other_document,
    "other-registration": other_registration,
    "untitled": untitled,
    "preprint-and-article": preprint_and_article,
    "other-part": other_part,
    "other-numbers": other_numbers,
    "other-words": other_words,
    "other-place": other_place,
    "other-pages": other_pages,
    "other-authors": other_authors,
    "other-year": other_year,
    "generic-title": generic_title,
}
