"""Rules: when two records describe the same report, each with a librarian's reason for it."""

from collections.abc import Callable

import numpy as np

from pipeline.dedupe.compare import Flags
from pipeline.dedupe.evidence import LONG_TITLE, SHORT_TITLE, PairEvidence
from pipeline.text.documents import THESIS
from pipeline.text.names import shared_people
from pipeline.text.title_language import title_language

Rule = Callable[[PairEvidence], Flags]


def identical(seen: PairEvidence) -> Flags:
    """Every compared field is the same in both records, or missing in both.

    The records are the same entry, imported twice. An abstract may be missing in one of the
    records, but two different abstracts count as a difference. An entry that has no title, no DOI
    and no PMID is never linked by this rule, since there is nothing to compare.
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
    """Both records are register entries with the same registration number, which identifies the
    trial.
    """
    return seen.same_registration


def sure(seen: PairEvidence) -> Flags:
    """The rules that no veto overrides: the same entry, or two entries of one registration."""
    return identical(seen) | same_registration(seen)


def same_identifier(seen: PairEvidence) -> Flags:
    """The DOI or the PMID is the same, and titles and authors agree.

    A shared identifier alone does not prove that two records describe the same report, since a
    supplement may give all its abstracts the same DOI. If the pages differ, the titles must be
    identical. If a title is missing, both records must name their authors.
    """
    title = np.where(seen.other_pages, seen.title_same, seen.title_agrees)
    untitled = ~seen.titled & seen.named & ~seen.other_pages
    return seen.identifier & (seen.people & title & seen.titled | untitled)


def same_pmid(seen: PairEvidence) -> Flags:
    """The PMID is the same and the authors agree.

    PubMed gives each report one number, whatever the language of the title.
    """
    return seen.same_pmid & seen.named


def same_identifier_and_place(seen: PairEvidence) -> Flags:
    """The DOI or the PMID, the authors and the pages are the same, but the title was translated or
    changed.
    """
    whole = seen.range & ~seen.either("supplement")
    return seen.identifier & seen.named & (whole | (seen.pages | seen.range) & seen.title_near)


def title_and_place(seen: PairEvidence) -> Flags:
    """Titles and authors agree, and the journal and the page are the same.

    A page of a supplement may contain several abstracts, so in a supplement the titles must be
    identical. If the volume, the first page and the last page are all the same, it is enough that
    the titles are similar and that the first author is the same. If title, pages and year are the
    same, a different volume counts as a typing error. If title, pages and volume are the same, a
    different year counts as a typing error. If title, authors, page and volume are the same, the
    journal may be spelled differently. Pages that begin at 1, and page numbers within a report
    series, count as evidence only if the title is the same. A short title that occurs in two issues
    belongs to a regular column, so the records are not duplicates.
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
    """Title, authors, journal and issue are the same.

    Nobody publishes the same title twice in one issue. The pages may differ, since a database may
    give the pages of a corrected or electronic version. If the pages are the same, one title may
    lack its subtitle. If the year is the same, the volume may be missing. Authors may be missing if
    the title is long and nothing else differs, or if the record is a meeting's whole collection of
    abstracts.
    """
    here = seen.journal & seen.issue & (seen.volume | seen.same_year & ~seen.other_volume)
    title = seen.title_same | seen.wording & ~seen.other_pages
    known = seen.title_same & seen.people & seen.same_journal & seen.volume & ~seen.other_pages
    authors = seen.named & seen.words(SHORT_TITLE) | known & seen.words(LONG_TITLE)
    return here & title & authors & seen.near_year | seen.collection


def title_and_volume(seen: PairEvidence) -> Flags:
    """Title, authors and volume are the same.

    The pages are missing in one of the records, or the two records number the pages differently.
    Authors may be missing if the title is long and journal, volume and year are the same.
    """
    left_out = seen.near_year & seen.volume & seen.unpaged & ~seen.other_issue
    same = seen.title_same & (seen.journal | seen.issue)
    known = seen.title_same & seen.people & seen.same_journal & seen.same_year
    return left_out & (
        seen.named & (same | seen.wording & seen.journal & seen.issue)
        | known & seen.words(LONG_TITLE)
    )


def title_and_authors(seen: PairEvidence) -> Flags:
    """Title, authors, year and journal are the same, and no other field differs.

    This rule recognises references without volume and pages. The years may be one apart, as for an
    article online first and then in print, or two apart if one record has no volume or pages yet.
    If the years differ, the title must be long enough to be unique.
    """
    same = seen.title_same & seen.named & seen.unplaced
    year = seen.same_year & (seen.same_journal | seen.lacking("journal")) & seen.words(SHORT_TITLE)
    early = (seen.near_year | seen.ahead) & seen.same_journal & seen.words(LONG_TITLE)
    return same & (year | early)


def same_thesis(seen: PairEvidence) -> Flags:
    """Both records are theses with the same title and author, at most one year apart.

    The author's name must be written in full. This rule links a thesis to its entry in a register
    of theses.
    """
    both = seen.document(THESIS, both=True) & seen.same("names") & ~seen.lacking("names")
    flags = both & seen.title_same & seen.near_year & seen.words(SHORT_TITLE)
    for row in np.flatnonzero(flags):
        flags[row] = " " in seen.columns.names[seen.one[row]]
    return flags


def translated_title(seen: PairEvidence) -> Flags:
    """The titles are in two languages, but authors, journal, volume and pages are the same.

    At least two authors, the first page and the last page must be the same in both records. If
    there is only one author, the issue must be the same too, and the words of the two titles must
    be in different languages.
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
"""Authors (2 to 3) that translations must share: one author may publish twice in an issue."""


def shared_authors(seen: PairEvidence, row: int) -> int:
    """How many authors a pair has in common."""
    people = seen.columns.people
    return shared_people(people[seen.one[row]], people[seen.other[row]])[0]


def two_languages(seen: PairEvidence, row: int) -> bool:
    """Whether the titles of a pair are in two languages."""
    columns = seen.columns
    languages = {title_language(columns.title[each[row]]) for each in (seen.one, seen.other)}
    return len(languages - {""}) == 2


def _foreign(seen: PairEvidence, row: int) -> bool:
    """Whether a source marks the report as not in English, by brackets or by a language."""
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
"""Strongest first; a link is named after the first rule that applies."""
