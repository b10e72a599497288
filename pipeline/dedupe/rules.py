"""Rules: what makes two records one report. Each has the reason why a librarian would say so."""

from collections.abc import Callable

import numpy as np

from pipeline.dedupe.compare import Flags
from pipeline.dedupe.evidence import LONG_TITLE, SHORT_TITLE, PairEvidence

Rule = Callable[[PairEvidence], Flags]


def identical(seen: PairEvidence) -> Flags:
    """Every field compared is the same, or missing in both: the same entry came twice.

    That one has an abstract and the other none is no matter; two abstracts are.
    """
    same = seen.same("abstract") | ~seen.both("abstract")
    for column in _IDENTITY:
        same = same & seen.same(column)
    return same


_IDENTITY = (
    "title", "other_title", "names", "families", "authors", "year", "journal", "volume", "issue",
    "page", "last_page", "doi", "pmid", "numbers", "parts", "kinds", "preprint",
)  # fmt: skip


def same_identifier(seen: PairEvidence) -> Flags:
    """Same DOI or PMID, titles and authors agree.

    The identifier is no proof by itself: a supplement gives one DOI to all its abstracts. Where
    the pages differ too, only the same title will do.
    """
    return (
        seen.identifier
        & seen.people
        & np.where(seen.other_pages, seen.title_same, seen.title_agrees)
    )


def same_pmid(seen: PairEvidence) -> Flags:
    """Same PMID and authors agree: PubMed counts reports, whatever language a title is given in."""
    return seen.same_pmid & seen.named


def same_identifier_and_place(seen: PairEvidence) -> Flags:
    """Same DOI or PMID, same authors and pages: the title was translated or changed."""
    return seen.identifier & seen.named & (seen.range | seen.pages & seen.title_near)


def title_and_place(seen: PairEvidence) -> Flags:
    """Titles and authors agree, and the report stands at the same page of the same journal.

    A page of a supplement holds several abstracts, so that there the title must be the same.
    Where volume, first and last page are all the same, half-agreeing titles are two wordings of
    one, and a first author will do for the authors. The same title on the same pages in the same
    year is one report whose volume was mistyped; on the same pages of the same volume, one whose
    year was. No two journals print one title by the same people on one page of one volume.
    """
    exact = seen.title_same | seen.found.contained | ~seen.either("supplement") | seen.range
    here = seen.title_agrees & seen.people & seen.pages & exact & ~seen.other_volume
    renamed = seen.title_agrees & seen.named & seen.range & seen.volume
    reworded = seen.title_near & (seen.people | seen.same_first_author)
    mistyped = seen.title_same & seen.named & seen.range & seen.same_journal & seen.same_year
    spelt = seen.title_same & seen.named & seen.pages & seen.volume & seen.words(LONG_TITLE)
    return seen.misdated | seen.near_year & (
        here & ~seen.other_journal
        | renamed
        | reworded & (seen.place | seen.whole_place & ~seen.other_journal & seen.journal)
        | mistyped
        | spelt
    )


def title_and_issue(seen: PairEvidence) -> Flags:
    """Same title, authors, journal and issue: no one publishes two such in one issue.

    The pages may differ, since one database counts from a corrected or electronic version; where
    they do not, a subtitle may be missing. The volume may be missing within one year.
    """
    here = seen.journal & seen.issue & (seen.volume | seen.same_year & ~seen.other_volume)
    title = seen.title_same | seen.title_agrees & ~seen.other_pages
    return here & title & seen.named & seen.near_year & seen.words(SHORT_TITLE)


def title_and_volume(seen: PairEvidence) -> Flags:
    """Same title, authors and volume, and pages that one record leaves out.

    A long title in the same journal, volume and year needs no authors.
    """
    left_out = seen.near_year & seen.volume & seen.unpaged & ~seen.other_issue
    same = seen.title_same & (seen.journal | seen.issue)
    known = seen.title_same & seen.people & seen.same_journal & seen.same_year
    return left_out & (
        seen.named & (same | seen.title_agrees & seen.journal & seen.issue)
        | known & seen.words(LONG_TITLE)
    )


def title_and_authors(seen: PairEvidence) -> Flags:
    """Same title, authors, year and journal; nothing else given differs.

    So a reference without volume and pages is known again. A year may pass between ahead of
    print and in print, but then the title must be long enough to be used once only.
    """
    same = seen.title_same & seen.named & seen.unplaced
    year = seen.same_year & (seen.same_journal | seen.lacking("journal")) & seen.words(SHORT_TITLE)
    return same & (year | seen.near_year & seen.same_journal & seen.words(LONG_TITLE))


def translated_title(seen: PairEvidence) -> Flags:
    """Same authors, volume, first and last page: the titles are in two languages.

    One author may stand on the same pages of two issues of a volume: then the issue must be
    the same, or there must be several authors.
    """
    return seen.named & seen.near_year & seen.place & (seen.several | seen.issue)


RULES: dict[str, Rule] = {
    "identical": identical,
    "same-identifier": same_identifier,
    "same-pmid": same_pmid,
    "same-identifier-and-place": same_identifier_and_place,
    "title-and-place": title_and_place,
    "title-and-issue": title_and_issue,
    "title-and-volume": title_and_volume,
    "title-and-authors": title_and_authors,
    "translated-title": translated_title,
}
"""Strongest first; a link bears the name of the first that holds."""
