"""Evidence: the agreements of pairs, in the terms that rules and vetoes use."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from pipeline.dedupe.compare import AGREE, CONFLICT, UNKNOWN, WHOLLY, Agreements, Flags
from pipeline.dedupe.prepare import Codes, Columns
from pipeline.text.documents import REGISTRATION
from pipeline.text.names import shared_people

TITLE_SAME = 97.0
"""Least ratio, 0 to 100, at which titles are the same: three wrong letters in a hundred."""

TITLE_AGREES = 90.0
"""Least ratio, 0 to 100, at which titles agree: one word in ten is spelt or placed differently."""

TITLE_NEAR = 70.0
"""Least ratio, 0 to 100, at which titles may be of one report: three words in ten differ."""

NAMES_AGREE = 75.0
"""Least token-set ratio, 0 to 100, at which authors agree: both have most of the shorter list."""

NAMES_CONFLICT = 50.0
"""Token-set ratio, 0 to 100, below which authors are other people: they share few names."""

LONG_TITLE = 6
"""Words (4 to 8) from which two reports hardly share a title, unlike regular columns."""

AHEAD = 2
"""Most years (1 to 3) between an article's online and print publication."""

SHORT_TITLE = 3
"""Words (2 to 4) from which a title, with its authors, year and journal, identifies a report."""


COLLECTION = frozenset(
    ["abstracts", "proceedings", "congress", "conference", "meeting", "symposium"]
)
"""Words in the title of a whole collection; an issue has only one collection."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What each review decides: whether a preprint counts as the same report as its article."""

    preprints: Literal["apart", "together"] = "apart"


APART = Policy()


@dataclass(frozen=True, slots=True, kw_only=True)
class PairEvidence:
    """What is known about pairs: each property has one flag per pair."""

    columns: Columns
    one: Codes
    other: Codes
    found: Agreements
    policy: Policy = APART

    def same(self, column: str) -> Flags:
        """Both records have the same value in a column, even if it is empty."""
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
        """At least one of the records has an empty value in a column of words."""
        values = getattr(self.columns, column)
        flags: Flags = ((values[self.one] == "") | (values[self.other] == "")).astype(bool)
        return flags

    def words(self, least: int) -> Flags:
        """Both titles have at least that many words."""
        flags: Flags = (
            np.minimum(self.columns.words[self.one], self.columns.words[self.other]) >= least
        )
        return flags

    @property
    def title_same(self) -> Flags:
        """The same title except for typing errors."""
        return self.found.title >= TITLE_SAME

    @property
    def title_agrees(self) -> Flags:
        """Nearly the same title, or the same title with and without its subtitle."""
        return (self.found.title >= TITLE_AGREES) | self.found.contained

    @property
    def title_near(self) -> Flags:
        """Titles that may be two wordings of the same one."""
        return (self.found.wording >= TITLE_NEAR) | self.found.contained

    @property
    def titled(self) -> Flags:
        """Both have a title, in any language."""
        return ~(self.lacking("title") & self.lacking("other_title"))

    @property
    def same_main(self) -> Flags:
        """The same title before two different subtitles, or before the only subtitle."""
        main = self.columns.main
        both: Flags = self.both("main") & (main[self.one] == main[self.other])
        return both | self.subtitled

    @property
    def named(self) -> Flags:
        """The authors agree."""
        return self.found.names >= NAMES_AGREE

    @property
    def people(self) -> Flags:
        """The authors agree, or one record names none."""
        return self.named | (self.found.names < 0)

    @property
    def same_first_author(self) -> Flags:
        """Both have the same first author, whose given names do not differ."""
        flags = self.same("first") & ~self.lacking("first")
        people = self.columns.people
        for row in np.flatnonzero(flags & ~self.named):
            firsts = (people[each[row]].partition(";")[0] for each in (self.one, self.other))
            flags[row] = shared_people(*firsts)[0] > 0
        return flags

    @property
    def wording(self) -> Flags:
        """Nearly the same title; if pages identify nothing, the same except for a subtitle."""
        whole = self.same_pages & self.same("last_page") & self.subtitled
        return self.title_same | self.title_agrees & (~self.either("loose") | whole)

    @property
    def subtitled(self) -> Flags:
        """One title is the other without its subtitle."""
        flags = self.found.contained & self.either("main")
        title, main = self.columns.title, self.columns.main
        for row in np.flatnonzero(flags):
            one, other = self.one[row], self.other[row]
            flags[row] = hash(title[one]) == main[other] or hash(title[other]) == main[one]
        return flags

    @property
    def several(self) -> Flags:
        """Both name at least two authors."""
        authors = self.columns.authors
        flags: Flags = (authors[self.one] > 1) & (authors[self.other] > 1)
        return flags

    @property
    def same_year(self) -> Flags:
        """Both give the same year."""
        return _equal(self.found.years, 0)

    @property
    def near_year(self) -> Flags:
        """Years at most one apart, as for online first and print, or not given by both."""
        return self.found.years <= 1

    @property
    def ahead(self) -> Flags:
        """Years at most two apart, and one of the records has neither volume nor pages yet."""
        volume, page = self.columns.volume, self.columns.page
        early = [(volume[row] == "") & (page[row] == "") for row in (self.one, self.other)]
        online = (early[0] != early[1]) & ~self.either("generic")
        flags: Flags = (self.found.years <= AHEAD) & online.astype(bool)
        return flags

    @property
    def journal(self) -> Flags:
        """The same journal, or one name is part of the other."""
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
        """Different volumes."""
        return _equal(self.found.volume, CONFLICT)

    @property
    def issue(self) -> Flags:
        """The same issue."""
        return _equal(self.found.issue, AGREE)

    @property
    def other_issue(self) -> Flags:
        """Different issues."""
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
        """Different first pages."""
        return _equal(self.found.pages, CONFLICT)

    @property
    def unpaged(self) -> Flags:
        """Pages not given by both."""
        return _equal(self.found.pages, UNKNOWN)

    @property
    def unplaced(self) -> Flags:
        """No given volume, issue or page differs."""
        return ~self.other_volume & ~self.other_issue & ~self.other_pages

    @property
    def place(self) -> Flags:
        """The same volume, first and last page; no different known journal, no different issue."""
        known = self.journal | self.lacking("journal") | self.title_same & ~self.other_journal
        return self.range & self.volume & known & ~self.other_issue

    @property
    def whole_place(self) -> Flags:
        """A place that only one report can have."""
        here = ~self.other_volume & self.journal & self.same_year
        return self.range & (self.place | self.volume & self.title_same | here)

    @property
    def numbered_place(self) -> Flags:
        """The same journal, volume, issue and pages, even if pages begin at 1 in each issue."""
        return (
            self.same_journal & self.volume & self.issue & self.same_pages & self.same("last_page")
        )

    @property
    def same_pages(self) -> Flags:
        """The same first page, and last page if both give it, even if pages identify nothing."""
        last = self.same("last_page") | self.lacking("last_page")
        return self.same("page") & ~self.lacking("page") & last

    @property
    def same_registration(self) -> Flags:
        """Both are entries of a register, with the same number."""
        return self.registrations & self.same("trials") & ~self.lacking("trials")

    @property
    def registrations(self) -> Flags:
        """Both are entries of a register of trials."""
        return self.document(REGISTRATION, both=True)

    def document(self, code: int, *, both: bool = False) -> Flags:
        """At least one of the records is of that document type."""
        mine, theirs = (self.columns.document[row] == code for row in (self.one, self.other))
        flags: Flags = (mine & theirs) if both else (mine | theirs)
        return flags

    @property
    def collection(self) -> Flags:
        """No author, and the title of a meeting's abstracts, in the same issue."""
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
        """Different DOIs."""
        return _equal(self.found.doi, CONFLICT)

    @property
    def other_pmid(self) -> Flags:
        """Different PMIDs."""
        return _equal(self.found.pmid, CONFLICT)

    @property
    def same_pmid(self) -> Flags:
        """The same PMID."""
        return _equal(self.found.pmid, AGREE)

    @property
    def other_identifier(self) -> Flags:
        """Different DOIs or different PMIDs."""
        return self.other_doi | self.other_pmid


def _equal(signs: Codes, sign: int) -> Flags:
    equal: Flags = signs == sign
    return equal
