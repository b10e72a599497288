"""Which reports of this review the rows of another program's file are of."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.dedupe.evidence import Policy
from pipeline.dedupe.find import find_duplicates, remember
from pipeline.dedupe.links import Duplicates
from pipeline.records import Record, RecordId
from pipeline.review.decision_rows import ForeignDecision
from pipeline.review.library import Library

SHARED_WORDS = 0.5
"""Share of the words of the shorter title (0 to 1) that two titles have in common where one DOI
or PubMed number is believed. Whole supplements bear one DOI; their abstracts share few words."""

TELLING_WORDS = 4
"""Words from which a title alone is believed, where a file gives no authors; "Editorial" and
"Working from home" are the titles of many reports."""

YEARS_APART = 1
"""Years between a report's first appearance online and its issue, at most."""

Named = tuple[str, str, str, str, str, tuple[str, ...], int | None, str]
"""What names a row's report: own id, foreign number, DOI, PMID, title, authors, year, journal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The report of a row and by what it was recognised, or why none is."""

    report: RecordId | None
    by: str


def named(row: ForeignDecision) -> Named:
    """What names a row's report; several people's verdicts on it share it."""
    who = (row.title, row.authors, row.year, row.journal)
    return (row.id, row.foreign, row.doi, row.pmid, *who)


def matches(library: Library, rows: Iterable[ForeignDecision]) -> dict[Named, Match]:
    """The report of each row: by id, DOI, PubMed number, then as duplicates are found.

    An identifier counts where one report alone bears it and the titles do not contradict; a
    likeness counts where it leads to one report alone. Where a file gives no authors, the very
    title of one report alone does.
    """
    index = _Index.of(library)
    found: dict[Named, Match] = {}
    open_rows: dict[Named, ForeignDecision] = {}
    for row in rows:
        key = named(row)
        if key in found or key in open_rows:
            continue
        if match := index.match(row):
            found[key] = match
        else:
            open_rows[key] = row
    return found | _alike(library, open_rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Index:
    """The reports of a library by their identifiers."""

    library: Library
    dois: Mapping[str, set[RecordId]]
    pmids: Mapping[str, set[RecordId]]
    titles: Mapping[tuple[str, ...], set[RecordId]]

    @classmethod
    def of(cls, library: Library) -> "_Index":
        dois: dict[str, set[RecordId]] = defaultdict(set)
        pmids: dict[str, set[RecordId]] = defaultdict(set)
        titles: dict[tuple[str, ...], set[RecordId]] = defaultdict(set)
        for one in library.records.values():
            report = library.report_of(one.id)
            if one.doi:
                dois[one.doi].add(report)
            if one.pmid:
                pmids[one.pmid].add(report)
            titles[_words(one.title)].add(report)
        return cls(library=library, dois=dois, pmids=pmids, titles=titles)

    def match(self, row: ForeignDecision) -> Match | None:
        """The report that a row's identifiers name; None where they name none or several."""
        if row.id in self.library.records:
            return Match(report=self.library.report_of(RecordId(row.id)), by="id")
        for by, known in (("DOI", self.dois.get(row.doi)), ("PMID", self.pmids.get(row.pmid))):
            if known and len(known) == 1:
                (report,) = known
                if _may_be_one(row.title, self.library.reports[report].title):
                    return Match(report=report, by=by)
        return self._by_title(row)

    def _by_title(self, row: ForeignDecision) -> Match | None:
        """The one report of a row's very title, where the file gives no authors to compare."""
        words = _words(row.title)
        known = self.titles.get(words, set())
        if row.authors or len(words) < TELLING_WORDS or len(known) != 1:
            return None
        (report,) = known
        year = self.library.reports[report].year
        near = not row.year or not year or abs(row.year - year) <= YEARS_APART
        return Match(report=report, by="title") if near else None


def _may_be_one(one: str, other: str | None) -> bool:
    """Whether two titles are near enough where an identifier agrees; one that is missing is.

    >>> _may_be_one("Sleep and telework", "Telework and sleep: a cohort")
    True
    >>> _may_be_one("Sleep and telework", "Neck pain of dentists")
    False
    """
    mine, yours = {*_words(one)}, {*_words(other)}
    if not mine or not yours:
        return True
    return len(mine & yours) >= SHARED_WORDS * min(len(mine), len(yours))


def _words(title: str | None) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", (title or "").casefold()))


def _alike(library: Library, rows: Mapping[Named, ForeignDecision]) -> dict[Named, Match]:
    """What the rules for duplicates say of rows that no identifier settles."""
    if not rows:
        return {}
    policy = Policy(preprints=library.review.preprints)
    ids = {RecordId(f"elsewhere {number}"): key for number, key in enumerate(rows)}
    known = remember(library.records.values(), Duplicates(), policy=policy)
    foreign = (_record(one, rows[key]) for one, key in ids.items())
    found = find_duplicates(foreign, known=known, policy=policy)
    linked = _reports(library, ids.keys(), [(one.one, one.other) for one in found.links])
    asked = _reports(library, ids.keys(), [(one.one, one.other) for one in found.doubts])
    return {key: _match(linked[one], asked[one]) for one, key in ids.items()}


def _record(name: RecordId, row: ForeignDecision) -> Record:
    return Record(
        id=name,
        source="elsewhere",
        title=row.title or None,
        authors=row.authors,
        year=row.year,
        journal=row.journal or None,
        doi=row.doi or None,
        pmid=row.pmid or None,
    )


def _reports(
    library: Library, ids: Iterable[RecordId], pairs: Sequence[tuple[RecordId, RecordId]]
) -> dict[RecordId, set[RecordId]]:
    """By foreign record the reports of this review that it is paired with."""
    found: dict[RecordId, set[RecordId]] = {one: set() for one in ids}
    for pair in pairs:
        for one, other in (pair, pair[::-1]):
            if one in found and other in library.records:
                found[one].add(library.report_of(other))
    return found


def _match(linked: set[RecordId], asked: set[RecordId]) -> Match:
    if len(linked) == 1:
        return Match(report=next(iter(linked)), by="likeness")
    if linked:
        return Match(report=None, by=f"it is like several reports: {', '.join(sorted(linked))}")
    if asked:
        return Match(report=None, by=f"it may be {' or '.join(sorted(asked))}, which is not sure")
    return Match(report=None, by="no report of this review is like it")
