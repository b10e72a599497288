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
    """The DOIs differ: publishers give each report its own."""
    return seen.other_doi


def other_pmid(seen: PairEvidence) -> Flags:
    """The PMIDs differ: PubMed lists each report once."""
    return seen.other_pmid


def other_kind(seen: PairEvidence) -> Flags:
    """One is an erratum, retraction, reply, comment, protocol, editorial or book review.

    There are three exceptions. One database may mark an abstract as such and the other not, if
    journal and volume agree, or if one names no journal and the titles are worded differently (a
    person is then asked). One may say "protocol" and the other not, if all pages are the same. An
    article whose title is marked as retracted is still that article, if the year or an identifier
    is the same.
    """
    kinds = seen.columns.kinds[seen.one] ^ seen.columns.kinds[seen.other]
    asked = seen.lacking("journal") & (seen.found.title < TITLE_SAME)
    kinds = np.where((seen.journal & seen.volume) | asked, kinds & ~ABSTRACT, kinds)
    kinds = np.where(seen.whole_place, kinds & ~PROTOCOL, kinds)
    notice = ~seen.same("retracted") & ~seen.identifier & ~seen.same_year
    flags: Flags = (kinds != 0) | notice
    return flags


def other_document(seen: PairEvidence) -> Flags:
    """The document types differ: thesis, book, chapter, report, article or registration.

    Types are ignored if an identifier, or volume and all pages, are the same.
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
    """Register entries with different numbers: two trials, or one trial registered twice."""
    both = seen.registrations & ~seen.lacking("trials")
    return both & ~seen.same("trials")


def untitled(seen: PairEvidence) -> Flags:
    """One record has no title, so only an identifier can show which report it describes."""
    return ~seen.titled & ~seen.identifier


def preprint_and_article(seen: PairEvidence) -> Flags:
    """One is a preprint, an earlier version with possibly different content. This is a setting.

    Records with the same DOI are the same version, whatever a source calls the server.
    """
    if seen.policy.preprints == "together":
        return np.zeros(len(seen.one), dtype=bool)
    return ~seen.same("preprint") & ~seen.identifier


def other_part(seen: PairEvidence) -> Flags:
    """The titles name different parts, phases, studies or volumes, or only one names any.

    One database may leave the part out if the pages are the same.
    """
    left_out = seen.whole_place & seen.lacking("parts")
    return ~seen.same("parts") & (seen.found.title < 100) & ~left_out


def other_numbers(seen: PairEvidence) -> Flags:
    """The titles contain different numbers: type 1 and 2, 2019 and 2020, FOCUS 1 and 2.

    A subtitle may add a number. A number in only one title is ignored if the pages are the same,
    or issue and first page. On the same pages, titles that share one number may differ in others.
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
    """One title has another word in the same position: adult and pediatric, men and women.

    This is ignored if all pages are the same, since databases alter titles.
    """
    flags = np.zeros(len(seen.one), dtype=bool)
    alike = seen.title_near & (seen.found.title < 100) & ~seen.found.contained
    titles = seen.columns.title
    for row in np.flatnonzero(alike & ~seen.whole_place & (seen.found.names >= NAMES_CONFLICT)):
        flags[row] = substituted(titles[seen.one[row]], titles[seen.other[row]]) != ("", "")
    return flags


def other_place(seen: PairEvidence) -> Flags:
    """Different volumes and different pages: an abstract and its article, or two papers."""
    mistyped = seen.range & seen.same_journal | seen.document(THESIS, both=True)
    return seen.other_volume & ~mistyped & ~seen.identifier


def other_pages(seen: PairEvidence) -> Flags:
    """Different first pages in different issues: an abstract in a supplement and its article."""
    theses = seen.document(THESIS, both=True)
    return seen.other_pages & ~seen.issue & ~seen.identifier & ~theses


def other_authors(seen: PairEvidence) -> Flags:
    """Most authors differ: letters to the editor may share a title and a page."""
    return (seen.found.names >= 0) & (seen.found.names < NAMES_CONFLICT)


def other_year(seen: PairEvidence) -> Flags:
    """More than two years apart: an update, such as of a Cochrane review, is another report."""
    return (seen.found.years > YEARS) & ~seen.identifier & ~seen.misdated


def generic_title(seen: PairEvidence) -> Flags:
    """Editorial, Introduction, News: many reports share such a title, often on the same pages.

    Only an identifier, or volume, issue and pages together, can identify them. A meeting's whole
    collection of abstracts has one such title in an issue.
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
