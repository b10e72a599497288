"""Rules: what makes two records one report. Each has the reason why a librarian would say so."""

from collections.abc import Callable

import numpy as np

from pipeline.dedupe.compare import Flags
from pipeline.dedupe.evidence import LONG_TITLE, SHORT_TITLE, PairEvidence
from pipeline.text.documents import THESIS
from pipeline.text.names import shared_people
from pipeline.text.title_language import title_language

VERSION = 2
"""Of rules, vetoes and keys together: raise it with each change that can alter a link.

1 are those of ajour 0.1 and 0.2. A round keeps the version that it was linked by.
"""

Rule = Callable[[PairEvidence], Flags]


def identical(seen: PairEvidence) -> Flags:
    """Every field compared is the same, or missing in both: the same entry came twice.

    That one has an abstract and the other none is no matter; two abstracts are. Two entries
    without a title, and without a DOI or PMID, say nothing of each other.
    """
    same = (seen.same("abstract") | ~seen.both("abstract")) & (seen.titled | seen.identifier)
    for column in _IDENTITY:
        same = same & seen.same(column)
    return same


_IDENTITY = (
    "title", "other_title", "people", "authors", "year", "journal", "volume", "issue",
    "page", "last_page", "doi", "version", "pmid", "numbers", "parts", "kinds", "preprint",
    "document", "trials", "retracted",
)  # fmt: skip


def same_registration(seen: PairEvidence) -> Flags:
    """Two entries of registers with the same number: registers count trials."""
    return seen.same_registration


def sure(seen: PairEvidence) -> Flags:
    """What no veto stands against: the same entry, and two entries of one registration."""
    return identical(seen) | same_registration(seen)


def same_identifier(seen: PairEvidence) -> Flags:
    """Same DOI or PMID, titles and authors agree.

    The identifier is no proof by itself: a supplement gives one DOI to all its abstracts. Where
    the pages differ too, only the same title will do; where a title is missing, the authors must
    be given.
    """
    title = np.where(seen.other_pages, seen.title_same, seen.title_agrees)
    untitled = ~seen.titled & seen.named & ~seen.other_pages
    return seen.identifier & (seen.people & title & seen.titled | untitled)


def same_pmid(seen: PairEvidence) -> Flags:
    """Same PMID and authors agree: PubMed counts reports, whatever language a title is given in."""
    return seen.same_pmid & seen.named


def same_identifier_and_place(seen: PairEvidence) -> Flags:
    """Same DOI or PMID, same authors and pages: the title was translated or changed."""
    whole = seen.range & ~seen.either("supplement")
    return seen.identifier & seen.named & (whole | (seen.pages | seen.range) & seen.title_near)


def title_and_place(seen: PairEvidence) -> Flags:
    """Titles and authors agree, and the report stands at the same page of the same journal.

    A page of a supplement holds several abstracts, so that there the title must be the same.
    Where volume, first and last page are all the same, half-agreeing titles are two wordings of
    one, and a first author will do for the authors. The same title on the same pages in the same
    year is one report whose volume was mistyped; on the same pages of the same volume, one whose
    year was. No two journals print one title by the same people on one page of one volume. Pages
    that begin at 1, and those of a series of reports, are no place but under the same title. A
    short title in two issues is that of a column, which has its page in each.
    """
    exact = seen.title_same | seen.found.contained | ~seen.either("supplement") | seen.range
    here = seen.title_agrees & seen.people & seen.pages & exact & ~seen.other_volume
    whole = seen.title_same | seen.found.contained
    renamed = whole & seen.named & seen.range & seen.volume
    reworded = seen.title_near & (seen.people | seen.same_first_author)
    mistyped = seen.title_same & seen.named & seen.range & seen.same_journal & seen.same_year
    spelt = seen.title_same & seen.named & seen.pages & seen.volume & seen.words(LONG_TITLE)
    known = seen.journal | seen.lacking("journal") | seen.title_same & ~seen.other_journal
    alike = seen.title_same & seen.people & seen.same_pages & seen.volume & seen.same_journal
    once = ~seen.other_issue | seen.words(LONG_TITLE) | seen.identifier
    return seen.misdated | seen.near_year & once & (
        here & known
        | alike & ~seen.other_issue
        | renamed
        | reworded & (seen.place | seen.whole_place & ~seen.other_journal & seen.journal)
        | mistyped
        | spelt
    )


def title_and_issue(seen: PairEvidence) -> Flags:
    """Same title, authors, journal and issue: no one publishes two such in one issue.

    The pages may differ, since one database counts from a corrected or electronic version; where
    they do not, a subtitle may be missing. The volume may be missing within one year. A long
    title needs no authors where nothing else differs, nor do a meeting's abstracts as a whole.
    """
    here = seen.journal & seen.issue & (seen.volume | seen.same_year & ~seen.other_volume)
    title = seen.title_same | seen.wording & ~seen.other_pages
    known = seen.title_same & seen.people & seen.same_journal & seen.volume & ~seen.other_pages
    authors = seen.named & seen.words(SHORT_TITLE) | known & seen.words(LONG_TITLE)
    return here & title & authors & seen.near_year | seen.collection


def title_and_volume(seen: PairEvidence) -> Flags:
    """Same title, authors and volume, and pages that one record leaves out or counts otherwise.

    A long title in the same journal, volume and year needs no authors.
    """
    left_out = seen.near_year & seen.volume & seen.unpaged & ~seen.other_issue
    same = seen.title_same & (seen.journal | seen.issue)
    known = seen.title_same & seen.people & seen.same_journal & seen.same_year
    return left_out & (
        seen.named & (same | seen.wording & seen.journal & seen.issue)
        | known & seen.words(LONG_TITLE)
    )


def title_and_authors(seen: PairEvidence) -> Flags:
    """Same title, authors, year and journal; nothing else given differs.

    So a reference without volume and pages is known again. A year may pass between ahead of
    print and in print, or two where one record has no place yet, but then the title must be long
    enough to be used once only.
    """
    same = seen.title_same & seen.named & seen.unplaced
    year = seen.same_year & (seen.same_journal | seen.lacking("journal")) & seen.words(SHORT_TITLE)
    early = (seen.near_year | seen.ahead) & seen.same_journal & seen.words(LONG_TITLE)
    return same & (year | early)


def same_thesis(seen: PairEvidence) -> Flags:
    """Two theses of one title within a year by one author, whose names are written out in both.

    So a thesis is its own entry in a list of theses.
    """
    both = seen.document(THESIS, both=True) & seen.same("names") & ~seen.lacking("names")
    flags = both & seen.title_same & seen.near_year & seen.words(SHORT_TITLE)
    for row in np.flatnonzero(flags):
        flags[row] = " " in seen.columns.names[seen.one[row]]
    return flags


def translated_title(seen: PairEvidence) -> Flags:
    """Titles in two languages; two authors, the journal, volume, first and last page the same.

    An author alone may stand on the same pages of two issues: then the issue must be the same,
    and the words of the titles be of two languages.
    """
    place = seen.named & seen.near_year & seen.range & seen.volume & ~seen.other_issue
    flags = place & seen.journal & ~seen.title_agrees & ~seen.either("supplement")
    alone = seen.same_journal & seen.issue & ~seen.several
    for row in np.flatnonzero(flags & (seen.several | alone)).tolist():
        plain = two_languages(seen, row)
        shared = shared_authors(seen, row) >= TWO
        flags[row] = plain if alone[row] else shared and (plain or _foreign(seen, row))
    return flags & (seen.several | alone)


TWO = 2
"""Authors (2 to 3) that translations have in common: one may publish twice in an issue."""


def shared_authors(seen: PairEvidence, row: int) -> int:
    """How many authors a pair has in common."""
    people = seen.columns.people
    return shared_people(people[seen.one[row]], people[seen.other[row]])[0]


def two_languages(seen: PairEvidence, row: int) -> bool:
    """Whether the words of a pair's titles are of two languages."""
    columns = seen.columns
    languages = {title_language(columns.title[each[row]]) for each in (seen.one, seen.other)}
    return len(languages - {""}) == 2


def _foreign(seen: PairEvidence, row: int) -> bool:
    """Whether a source says, by brackets or by name, that the report is not in English."""
    columns = seen.columns
    return bool(columns.foreign[seen.one[row]] or columns.foreign[seen.other[row]])


RULES: dict[str, Rule] = {
    "identical": identical,
    "same-registration": same_registration,
    "same-identifier": same_identifier,
    "same-pmid": same_pmid,
    "same-identifier-and-place": same_identifier_and_place,
    "title-and-place": title_and_place,
    "title-and-issue": title_and_issue,
    "title-and-volume": title_and_volume,
    "title-and-authors": title_and_authors,
    "same-thesis": same_thesis,
    "translated-title": translated_title,
}
"""Strongest first; a link bears the name of the first that holds."""
