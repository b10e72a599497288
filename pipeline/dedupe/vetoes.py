"""Vetoes: what keeps two records apart whatever else agrees. Each with its reason."""

from collections.abc import Callable

import numpy as np

from pipeline.dedupe.compare import Flags
from pipeline.dedupe.evidence import NAMES_CONFLICT, TITLE_SAME, PairEvidence
from pipeline.dedupe.prepare import Codes
from pipeline.dedupe.substitutions import substituted
from pipeline.text.documents import ARTICLE, PROCEEDINGS, REGISTRATION, THESIS
from pipeline.text.kinds import ABSTRACT, PROTOCOL

SUBTITLE = 2
"""Words (2 to 4) from which what one title has more is a subtitle, not a number."""

YEARS = 2
"""Most years (1 to 3) between two records of one report: ahead of print, print, and a slip."""


def other_doi(seen: PairEvidence) -> Flags:
    """Two DOIs: publishers give each report one."""
    return seen.other_doi


def other_pmid(seen: PairEvidence) -> Flags:
    """Two PMIDs: PubMed lists a report once."""
    return seen.other_pmid


def other_kind(seen: PairEvidence) -> Flags:
    """One is an erratum, retraction, reply, comment, protocol, editorial or book review.

    That only one database marks an abstract is no sign where journal and volume agree, nor where
    one names no journal and the titles are worded otherwise, so that a person is asked; nor that
    only one says protocol where all pages agree, as no two reports fill the same pages. A title
    marked as retracted is still the article, of the same year or under the same identifier.
    """
    kinds = seen.columns.kinds[seen.one] ^ seen.columns.kinds[seen.other]
    asked = seen.lacking("journal") & (seen.found.title < TITLE_SAME)
    kinds = np.where((seen.journal & seen.volume) | asked, kinds & ~ABSTRACT, kinds)
    kinds = np.where(seen.whole_place, kinds & ~PROTOCOL, kinds)
    notice = ~seen.same("retracted") & ~seen.identifier & ~seen.same_year
    flags: Flags = (kinds != 0) | notice
    return flags


def other_document(seen: PairEvidence) -> Flags:
    """A thesis, a book, a chapter, a report, an article, a registration: two documents.

    What a source calls a document is no sign where an identifier, or the whole place, is the same.
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
    """Two entries of registers with two numbers: two trials, or one that was registered twice."""
    both = seen.registrations & ~seen.lacking("trials")
    return both & ~seen.same("trials")


def untitled(seen: PairEvidence) -> Flags:
    """One has no title, so that nothing but an identifier tells which report it is of."""
    return ~seen.titled & ~seen.identifier


def preprint_and_article(seen: PairEvidence) -> Flags:
    """One is a preprint: an earlier version, which may say something else. By policy.

    Under one DOI both are of the same version, whatever one source calls the server.
    """
    if seen.policy.preprints == "together":
        return np.zeros(len(seen.one), dtype=bool)
    return ~seen.same("preprint") & ~seen.identifier


def other_part(seen: PairEvidence) -> Flags:
    """The titles name different parts, phases, studies or volumes, or only one names any.

    A part that one database leaves out is no sign where the pages are the same.
    """
    left_out = seen.whole_place & seen.lacking("parts")
    return ~seen.same("parts") & (seen.found.title < 100) & ~left_out


def other_numbers(seen: PairEvidence) -> Flags:
    """The titles have different numbers in them: type 1 and 2, 2019 and 2020, FOCUS 1 and 2.

    A subtitle may bring its own. A number that only one title has is no sign on the same pages,
    nor where the first page of the issue is the same; nor, on the same pages, are numbers of which
    both titles have some.
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
    """A whole word stands in place of another: adult and pediatric, men and women.

    What stands on the same pages is the same, whatever a database made of its title.
    """
    flags = np.zeros(len(seen.one), dtype=bool)
    alike = seen.title_near & (seen.found.title < 100) & ~seen.found.contained
    titles = seen.columns.title
    for row in np.flatnonzero(alike & ~seen.whole_place & (seen.found.names >= NAMES_CONFLICT)):
        flags[row] = substituted(titles[seen.one[row]], titles[seen.other[row]]) != ("", "")
    return flags


def other_place(seen: PairEvidence) -> Flags:
    """Two volumes, and pages that are not the same: an abstract and its article, or two papers."""
    mistyped = seen.range & seen.same_journal | seen.document(THESIS, both=True)
    return seen.other_volume & ~mistyped & ~seen.identifier


def other_pages(seen: PairEvidence) -> Flags:
    """Two first pages, not of one issue: a supplement's abstract and its article."""
    theses = seen.document(THESIS, both=True)
    return seen.other_pages & ~seen.issue & ~seen.identifier & ~theses


def other_authors(seen: PairEvidence) -> Flags:
    """Most names are in one list only: letters to the editor share a title and a page."""
    return (seen.found.names >= 0) & (seen.found.names < NAMES_CONFLICT)


def other_year(seen: PairEvidence) -> Flags:
    """More than two years apart: an update, as of a Cochrane review, is a report of its own."""
    return (seen.found.years > YEARS) & ~seen.identifier & ~seen.misdated


def generic_title(seen: PairEvidence) -> Flags:
    """Editorial, Introduction, News: many reports bear such a title, often on the same pages.

    Only an identifier, or volume, issue and pages together, tell them apart. The abstracts of a
    meeting as a whole have one such title in an issue.
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
