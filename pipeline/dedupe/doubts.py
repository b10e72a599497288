"""Doubts: pairs that agree in most respects and differ in one. A person decides."""

from collections.abc import Callable

from pipeline.dedupe.compare import Flags
from pipeline.dedupe.evidence import LONG_TITLE, SHORT_TITLE, TITLE_SAME, PairEvidence


def pages_differ(seen: PairEvidence) -> Flags:
    """Title, authors, journal, volume and year are the same, but the pages differ."""
    same = seen.title_same & seen.named & seen.near_year & seen.words(SHORT_TITLE)
    return same & seen.journal & ~seen.other_volume & ~seen.other_issue & seen.other_pages


def journals_differ(seen: PairEvidence) -> Flags:
    """Title and authors are the same, the years are at most one apart, and the journals differ."""
    return seen.title_same & seen.named & seen.near_year & seen.unplaced & seen.words(SHORT_TITLE)


def wording_differs(seen: PairEvidence) -> Flags:
    """Authors and year are the same, but the titles are worded differently.

    Volume, issue and pages do not differ. If both records give volume and pages and the pages begin
    at 1, the records are two reports.
    """
    worded = (
        seen.title_near
        & ~seen.both("loose")
        & (seen.found.title < TITLE_SAME)
        & seen.words(SHORT_TITLE)
    )
    journal = seen.journal | seen.lacking("journal")
    return (
        worded & seen.named & seen.same_year & seen.unplaced & journal & ~seen.either("supplement")
    )


def authors_differ(seen: PairEvidence) -> Flags:
    """Title, volume and pages are the same, but the authors differ."""
    return seen.title_same & seen.same_year & seen.place & seen.journal


def authors_missing(seen: PairEvidence) -> Flags:
    """The long title, the journal and the year are the same, but one record names no authors.

    No other field differs.
    """
    same = seen.title_same & seen.people & seen.same_journal & seen.same_year
    return same & seen.unplaced & seen.words(LONG_TITLE)


def years_differ(seen: PairEvidence) -> Flags:
    """Title, authors, journal and first page are the same, but the years differ.

    One record is an update, or one of the years is an error.
    """
    return seen.title_same & seen.named & seen.same_journal & seen.pages & ~seen.other_volume


def identifiers_differ(seen: PairEvidence) -> Flags:
    """The DOIs or PMIDs differ, but everything else is the same.

    An identifier may be mistyped, or the report has two identifiers.
    """
    same = seen.title_same & seen.named & seen.place & seen.same_journal & seen.words(LONG_TITLE)
    return same & seen.same_year & seen.other_identifier


def titles_differ(seen: PairEvidence) -> Flags:
    """DOI, authors and year are the same, and only the titles differ.

    One record is a translation of the other, or both are abstracts in the same supplement.
    """
    same = seen.identifier & seen.named & seen.several & seen.same_year
    return same & ~seen.title_agrees & seen.unplaced & seen.unpaged


def languages_differ(seen: PairEvidence) -> Flags:
    """Authors, journal, volume and pages are the same, but the titles differ.

    A title was translated, or the pages are wrong.
    """
    here = seen.named & seen.near_year & seen.place & seen.same_journal
    return here & ~seen.title_near & (seen.several | seen.issue)


DOUBTS: dict[str, tuple[Callable[[PairEvidence], Flags], frozenset[str]]] = {
    "pages-differ": (pages_differ, frozenset(["other-pages"])),
    "journals-differ": (journals_differ, frozenset()),
    "wording-differs": (wording_differs, frozenset(["other-words", "other-numbers"])),
    "authors-differ": (authors_differ, frozenset(["other-authors"])),
    "authors-missing": (authors_missing, frozenset()),
    "years-differ": (years_differ, frozenset(["other-year"])),
    "languages-differ": (languages_differ, frozenset(["other-words", "other-numbers"])),
    "titles-differ": (titles_differ, frozenset(["other-words", "other-numbers"])),
    "identifiers-differ": (identifiers_differ, frozenset(["other-doi", "other-pmid"])),
}
"""Each doubt with the vetoes that still allow it to be asked about; likeliest last."""
