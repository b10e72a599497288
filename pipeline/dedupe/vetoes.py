"""Vetoes: what keeps two records apart whatever else agrees. Each with its reason."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from pipeline.dedupe.compare import CONFLICT, Flags
from pipeline.dedupe.evidence import NAMES_CONFLICT, TITLE_SAME, Evidence
from pipeline.dedupe.substitutions import substituted
from pipeline.text.titles import KINDS

ABSTRACT = 1 << [name for name, _ in KINDS].index("abstract")

YEARS = 2
"""Most years (1 to 3) between two records of one report: ahead of print, print, and a slip."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What a review decides for itself: whether a preprint is the report of its article."""

    preprints: Literal["apart", "together"] = "apart"


def other_doi(seen: Evidence, policy: Policy) -> Flags:
    """Two DOIs: publishers give each report one."""
    return seen.found.doi == CONFLICT


def other_pmid(seen: Evidence, policy: Policy) -> Flags:
    """Two PMIDs: PubMed lists a report once."""
    return seen.found.pmid == CONFLICT


def other_kind(seen: Evidence, policy: Policy) -> Flags:
    """One is an erratum, retraction, reply, comment, protocol, editorial or book review.

    A title marked as an abstract in one database only is no sign if journal and volume agree.
    """
    kinds = seen.columns.kinds[seen.one] ^ seen.columns.kinds[seen.other]
    here = seen.journal & seen.volume
    flags: Flags = np.where(here, kinds & ~ABSTRACT, kinds) != 0
    return flags


def preprint_and_article(seen: Evidence, policy: Policy) -> Flags:
    """One is a preprint: an earlier version, which may say something else. By policy."""
    if policy.preprints == "together":
        return np.zeros(len(seen.one), dtype=bool)
    return ~seen.same("preprint")


def other_part(seen: Evidence, policy: Policy) -> Flags:
    """The titles name different parts, phases, studies or volumes, or only one names any.

    A part that one database leaves out is no sign where the pages are the same.
    """
    left_out = seen.whole_place & seen.lacking("parts")
    return ~seen.same("parts") & (seen.found.title < 100) & ~left_out


def other_numbers(seen: Evidence, policy: Policy) -> Flags:
    """The titles have different numbers in them: type 1 and 2, 2019 and 2020, FOCUS 1 and 2.

    A subtitle may bring its own; and what stands on the same pages is the same.
    """
    subtitle = seen.found.contained & (seen.found.title < TITLE_SAME)
    alike = seen.title_near & (seen.found.title < 100) & ~subtitle
    return ~seen.same("numbers") & alike & ~seen.whole_place


def other_words(seen: Evidence, policy: Policy) -> Flags:
    """A whole word stands in place of another: adult and pediatric, men and women.

    What stands on the same pages is the same, whatever a database made of its title.
    """
    flags = np.zeros(len(seen.one), dtype=bool)
    alike = seen.title_near & (seen.found.title < 100) & ~seen.found.contained
    titles = seen.columns.title
    for row in np.flatnonzero(alike & ~seen.whole_place & (seen.found.names >= NAMES_CONFLICT)):
        flags[row] = substituted(titles[seen.one[row]], titles[seen.other[row]]) != ("", "")
    return flags


def other_place(seen: Evidence, policy: Policy) -> Flags:
    """Two volumes, and pages that are not the same: an abstract and its article, or two papers."""
    mistyped = seen.range & seen.same_journal
    return seen.other_volume & ~mistyped & ~seen.identifier


def other_pages(seen: Evidence, policy: Policy) -> Flags:
    """Two first pages, and not known to be of one issue: a supplement's abstract and its article."""
    return seen.other_pages & ~seen.issue & ~seen.identifier


def other_authors(seen: Evidence, policy: Policy) -> Flags:
    """Most names are in one list only: letters to the editor share a title and a page."""
    return (seen.found.names >= 0) & (seen.found.names < NAMES_CONFLICT)


def other_year(seen: Evidence, policy: Policy) -> Flags:
    """More than two years apart: an update, such as Cochrane reviews have, is a report of its own."""
    return (seen.found.years > YEARS) & ~seen.identifier


def generic_title(seen: Evidence, policy: Policy) -> Flags:
    """Editorial, Introduction, News: many reports bear such a title, so that pages must agree."""
    return seen.either("generic") & ~seen.range & ~seen.identifier


VETOES: dict[str, Callable[[Evidence, Policy], Flags]] = {
    "other-doi": other_doi,
    "other-pmid": other_pmid,
    "other-kind": other_kind,
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
