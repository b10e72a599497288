"""Evidence: the agreements of pairs, in the words that rules and vetoes are told in."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from pipeline.dedupe.compare import AGREE, CONFLICT, UNKNOWN, WHOLLY, Agreements, Flags
from pipeline.dedupe.prepare import Codes, Columns
from pipeline.text.documents import REGISTRATION
from pipeline.text.names import shared_people

TITLE_SAME = 97.0
"""Least ratio, 0 to 100, at which titles are the same: three letters of a hundred are a slip."""

TITLE_AGREES = 90.0
"""Least ratio, 0 to 100, at which titles agree: one word of ten is spelt or put otherwise."""

TITLE_NEAR = 70.0
"""Least ratio, 0 to 100, at which titles may be of one report: three words of ten are others."""

NAMES_AGREE = 75.0
"""Least token-set ratio, 0 to 100, at which authors agree: most of the shorter list is in both."""

NAMES_CONFLICT = 50.0
"""Token-set ratio, 0 to 100, under which authors are other people: most names are in one only."""

LONG_TITLE = 6
"""Words (4 to 8) from which nobody gives the same title to two reports, as columns' titles are."""

AHEAD = 2
"""Most years (1 to 3) between an article online and the same in print."""

SHORT_TITLE = 3
"""Words (2 to 4) from which a title, with its authors, year and journal, names a report."""


COLLECTION = frozenset(
    ["abstracts", "proceedings", "congress", "conference", "meeting", "symposium"]
)
"""Words of the title of a whole collection, which one issue has but once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What a review decides for itself: whether a preprint is the report of its article."""

    preprints: Literal["apart", "together"] = "apart"


APART = Policy()


@dataclass(frozen=True, slots=True, kw_only=True)
class PairEvidence:
    """What is known of pairs, each property one flag a pair."""

    columns: Columns
    one: Codes
    other: Codes
    found: Agreements
    policy: Policy = APART

    def same(self, column: str) -> Flags:
        """Both records hold the same in a column, be it nothing."""
        values = getattr(self.columns, column)
        equal: Flags = (values[self.one] == values[self.other]).astype(bool)
        return equal

    def either(self, column: str) -> Flags:
        """At least one of the records has a code other than 0 in a column."""
        values = getattr(self.columns, column)
        flags: Flags = (values[self.one] != 0) | (values[self.other] != 0)
        return flags

    def both(self, column: str) -> Flags:
        """Both records have a code other than 0 in a column."""
        values = getattr(self.columns, column)
        flags: Flags = (values[self.one] != 0) & (values[self.other] != 0)
        return flags

    def lacking(self, column: str) -> Flags:
        """At least one of the records has nothing in a column of words."""
        values = getattr(self.columns, column)
        flags: Flags = ((values[self.one] == "") | (values[self.other] == "")).astype(bool)
        return flags

    def words(self, least: int) -> Flags:
        """Both titles have that many words."""
        flags: Flags = (
            np.minimum(self.columns.words[self.one], self.columns.words[self.other]) >= least
        )
        return flags

    @property
    def title_same(self) -> Flags:
        """The same title but for a slip of the pen."""
        return self.found.title >= TITLE_SAME

    @property
    def title_agrees(self) -> Flags:
        """Nearly the same title, or one with its subtitle."""
        return (self.found.title >= TITLE_AGREES) | self.found.contained

    @property
    def title_near(self) -> Flags:
        """Titles that may be two wordings of one."""
        return (self.found.wording >= TITLE_NEAR) | self.found.contained

    @property
    def titled(self) -> Flags:
        """Both have a title, in one language or another."""
        return ~(self.lacking("title") & self.lacking("other_title"))

    @property
    def same_main(self) -> Flags:
        """The same title before two subtitles, or before the one that one of them has."""
        main = self.columns.main
        both: Flags = self.both("main") & (main[self.one] == main[self.other])
        return both | self.subtitled

    @property
    def named(self) -> Flags:
        """The authors agree."""
        return self.found.names >= NAMES_AGREE

    @property
    def people(self) -> Flags:
        """The authors agree, or one record does not name them."""
        return self.named | (self.found.names < 0)

    @property
    def same_first_author(self) -> Flags:
        """Both begin with the same person, whose given names do not differ."""
        flags = self.same("first") & ~self.lacking("first")
        people = self.columns.people
        for row in np.flatnonzero(flags & ~self.named):
            firsts = (people[each[row]].partition(";")[0] for each in (self.one, self.other))
            flags[row] = shared_people(*firsts)[0] > 0
        return flags

    @property
    def wording(self) -> Flags:
        """Nearly the same title; the very same, or but for a subtitle, where pages are no place."""
        whole = self.same_pages & self.same("last_page") & self.subtitled
        return self.title_same | self.title_agrees & (~self.either("loose") | whole)

    @property
    def subtitled(self) -> Flags:
        """One title is that of the other without its subtitle."""
        flags = self.found.contained & self.either("main")
        title, main = self.columns.title, self.columns.main
        for row in np.flatnonzero(flags):
            one, other = self.one[row], self.other[row]
            flags[row] = hash(title[one]) == main[other] or hash(title[other]) == main[one]
        return flags

    @property
    def several(self) -> Flags:
        """Both name two authors or more."""
        authors = self.columns.authors
        flags: Flags = (authors[self.one] > 1) & (authors[self.other] > 1)
        return flags

    @property
    def same_year(self) -> Flags:
        """Both give the same year."""
        return _equal(self.found.years, 0)

    @property
    def near_year(self) -> Flags:
        """At most a year apart, as ahead of print and in print are; or not given by both."""
        return self.found.years <= 1

    @property
    def ahead(self) -> Flags:
        """At most two years apart, and one of the records has neither volume nor pages yet."""
        volume, page = self.columns.volume, self.columns.page
        early = [(volume[row] == "") & (page[row] == "") for row in (self.one, self.other)]
        online = (early[0] != early[1]) & ~self.either("generic")
        flags: Flags = (self.found.years <= AHEAD) & online.astype(bool)
        return flags

    @property
    def journal(self) -> Flags:
        """The same journal, or one whose name is a part of the other's."""
        return self.found.journal >= AGREE

    @property
    def same_journal(self) -> Flags:
        """The same journal, perhaps abbreviated."""
        return _equal(self.found.journal, WHOLLY)

    @property
    def other_journal(self) -> Flags:
        """Journals with quite different names."""
        return _equal(self.found.journal, CONFLICT)

    @property
    def volume(self) -> Flags:
        """The same volume."""
        return _equal(self.found.volume, AGREE)

    @property
    def other_volume(self) -> Flags:
        """Two volumes."""
        return _equal(self.found.volume, CONFLICT)

    @property
    def issue(self) -> Flags:
        """The same issue."""
        return _equal(self.found.issue, AGREE)

    @property
    def other_issue(self) -> Flags:
        """Two issues."""
        return _equal(self.found.issue, CONFLICT)

    @property
    def pages(self) -> Flags:
        """The same first page."""
        return self.found.pages >= AGREE

    @property
    def range(self) -> Flags:
        """The same first and last page."""
        return _equal(self.found.pages, WHOLLY)

    @property
    def other_pages(self) -> Flags:
        """Two first pages."""
        return _equal(self.found.pages, CONFLICT)

    @property
    def unpaged(self) -> Flags:
        """Pages not given by both."""
        return _equal(self.found.pages, UNKNOWN)

    @property
    def unplaced(self) -> Flags:
        """Nothing that is given of volume, issue and pages differs."""
        return ~self.other_volume & ~self.other_issue & ~self.other_pages

    @property
    def place(self) -> Flags:
        """The same volume, first and last page; no other journal that is known, no other issue."""
        known = self.journal | self.lacking("journal") | self.title_same & ~self.other_journal
        return self.range & self.volume & known & ~self.other_issue

    @property
    def whole_place(self) -> Flags:
        """A place that only one report can have."""
        here = ~self.other_volume & self.journal & self.same_year
        return self.range & (self.place | self.volume & self.title_same | here)

    @property
    def numbered_place(self) -> Flags:
        """The same journal, volume, issue and pages, also where pages begin at 1 in each issue."""
        return (
            self.same_journal & self.volume & self.issue & self.same_pages & self.same("last_page")
        )

    @property
    def same_pages(self) -> Flags:
        """The same first page, and the same last one where both give it; whatever that is worth."""
        last = self.same("last_page") | self.lacking("last_page")
        return self.same("page") & ~self.lacking("page") & last

    @property
    def same_registration(self) -> Flags:
        """Both are entries of a register, under the same number."""
        return self.registrations & self.same("trials") & ~self.lacking("trials")

    @property
    def registrations(self) -> Flags:
        """Both are entries of a register of trials."""
        return self.document(REGISTRATION, both=True)

    def document(self, code: int, *, both: bool = False) -> Flags:
        """One of the records, or both, are of that document."""
        mine, theirs = (self.columns.document[row] == code for row in (self.one, self.other))
        flags: Flags = (mine & theirs) if both else (mine | theirs)
        return flags

    @property
    def collection(self) -> Flags:
        """Nobody wrote it, and its title is that of a meeting's abstracts, in one issue."""
        flags = np.zeros(len(self.one), dtype=bool)
        nobody = self.lacking("people") & self.same("people")
        here = self.title_same & self.journal & self.volume & self.same_year & ~self.other_issue
        issued = self.issue | self.range | self.numbered_place
        for row in np.flatnonzero(nobody & here & issued & ~self.other_pages):
            flags[row] = bool(COLLECTION & set(self.columns.title[self.one[row]].split()))
        return flags

    @property
    def misdated(self) -> Flags:
        """The same title and authors on the same pages of the same volume, whatever the year."""
        return self.title_same & self.named & self.place & self.same_journal

    @property
    def identifier(self) -> Flags:
        """The same DOI or PMID."""
        return _equal(self.found.doi, AGREE) | _equal(self.found.pmid, AGREE)

    @property
    def other_doi(self) -> Flags:
        """Two DOIs."""
        return _equal(self.found.doi, CONFLICT)

    @property
    def other_pmid(self) -> Flags:
        """Two PMIDs."""
        return _equal(self.found.pmid, CONFLICT)

    @property
    def same_pmid(self) -> Flags:
        """The same PMID."""
        return _equal(self.found.pmid, AGREE)

    @property
    def other_identifier(self) -> Flags:
        """Two DOIs or two PMIDs."""
        return self.other_doi | self.other_pmid


def _equal(signs: Codes, sign: int) -> Flags:
    equal: Flags = signs == sign
    return equal
