"""Matches rows of another program's file to reports of this review."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.decisions import Stage, Verdict
from pipeline.dedupe.evidence import Policy
from pipeline.dedupe.find import find_duplicates, remember
from pipeline.dedupe.links import Duplicates
from pipeline.errors import Fault
from pipeline.records import Record, RecordId
from pipeline.review.decision_rows import DecisionRow, NamedReport, ReturnedFile, Unmatched
from pipeline.review.library import Library
from pipeline.text.shell_words import quoted

SHARED_WORDS = 0.5
"""Share of the words of the shorter title (0 to 1) that two titles must share for a DOI or PubMed
number to be trusted. Whole supplements have one DOI; their abstracts share few words.
"""

TELLING_WORDS = 4
"""Minimum number of words at which a title alone is trusted, if a file has no authors; "Editorial"
and "Working from home" are the titles of many reports.
"""

YEARS_APART = 1
"""Maximum number of years between a report's first appearance online and its issue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The report of a row and how it was recognised, or why none was."""

    report: RecordId | None
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OurNames:
    """The names that the review uses for the persons and reasons of another program.

    `reviewer` is who decided if the file names no person.
    """

    reviewers: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    reviewer: str = ""

    def renamed(self, row: DecisionRow) -> DecisionRow:
        """The row with this review's name for its person, and this review's code for its reason."""
        mapped = self.reviewers.get(row.reviewer)
        ours = bool(mapped or (row.anonymous and self.reviewer))
        code = self.reasons.get(row.reason_text) if not row.reason else None
        return replace(
            row,
            reviewer=mapped or self.reviewer if ours else row.reviewer,
            anonymous=row.anonymous and not ours,
            reason=code or row.reason,
            reason_text="" if code else row.reason_text,
        )


def with_reports(library: Library, reading: ReturnedFile, *, revise: bool) -> ReturnedFile:
    """Another program's file with a report of this review for each row that has one.

    Rows without one are kept as `unmatched`. Two differing rows of one person on one report are a
    fault, or with `revise` the later one counts. A full-text exclusion for a reason not in
    criteria.toml is a fault too.
    """
    reports = [row.report or NamedReport() for row in reading.rows]
    found = matches(library, reports)
    rows: list[DecisionRow] = []
    reasonless: dict[str, Fault] = {}
    unmatched = []
    for row, report in zip(reading.rows, reports, strict=True):
        match = found[report]
        if match.report is None:
            unmatched.append(_unmatched(row, report, match.by))
        elif row.reason_text and _lacks_reason(row):
            # Reported once for all rows of a wording, rather than row by row as well.
            reasonless.setdefault(row.reason_text, _reasonless(row))
        else:
            text = f"reason: {row.reason_text}" if row.reason_text else ""
            note = "; ".join(part for part in (row.note, text) if part)
            rows.append(replace(row, record=match.report, note=note or None))
    kept, twice = _once(rows, revise=revise)
    ways = sorted(match.by for match in found.values() if match.report)
    return replace(
        reading,
        rows=tuple(kept),
        matched=Counter(ways),
        unmatched=tuple(unmatched),
        faults=(*reading.faults, *reasonless.values(), *twice),
    )


def _lacks_reason(row: DecisionRow) -> bool:
    excluded = row.stage is Stage.ELIGIBILITY and row.verdict is Verdict.EXCLUDE
    return excluded and not row.reason


def _reasonless(row: DecisionRow) -> Fault:
    return Fault(
        row.place(),
        f"“{row.reason_text}” is not a reason in criteria.toml. Assign this wording to a "
        f"reason with --reason-map {quoted(f'{row.reason_text}=CODE')}",
    )


def _unmatched(row: DecisionRow, report: NamedReport, why: str) -> Unmatched:
    return Unmatched(
        row=row.origin.row,
        title=report.title or report.foreign,
        authors="; ".join(report.authors),
        year=report.year,
        doi=report.doi,
        pmid=report.pmid,
        reviewer=row.reviewer,
        verdict=row.verdict or "",
        why=why,
    )


def _once(rows: Iterable[DecisionRow], *, revise: bool) -> tuple[list[DecisionRow], list[Fault]]:
    """Each report once per person and stage; if two differ, a fault and neither, or the later."""
    kept: dict[tuple[RecordId, str, Stage | None], DecisionRow] = {}
    out = set()
    faults = []
    for row in rows:
        key = (row.record, row.reviewer, row.stage)
        earlier = kept.get(key)
        if earlier and earlier.verdict is not row.verdict and not revise:
            sentence = (
                f"this row says “{row.verdict}” for the report {row.record}, but row "
                f"{earlier.origin.row} says “{earlier.verdict}”. Give each report one decision. "
                f"To use the later decision, add --revise"
            )
            faults.append(Fault(row.place(), sentence))
            out.add(key)
        if earlier is None or earlier.verdict is not row.verdict:
            kept[key] = row
    return [row for key, row in kept.items() if key not in out], faults


def matches(library: Library, reports: Iterable[NamedReport]) -> dict[NamedReport, Match]:
    """The report of this review for each: by id, DOI, PubMed number, then by duplicate rules.

    An identifier counts if only one report has it and the titles do not contradict; a similarity
    counts if it leads to only one report. If a file has no authors, an identical title counts if
    only one report has it.
    """
    index = _Index.of(library)
    found = {report: index.match(report) for report in dict.fromkeys(reports)}
    known = {report: match for report, match in found.items() if match}
    return known | _alike(library, [report for report in found if report not in known])


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
        for record in library.records.values():
            report = library.report_of(record.id)
            if record.doi:
                dois[record.doi].add(report)
            if record.pmid:
                pmids[record.pmid].add(report)
            titles[_words(record.title)].add(report)
        return cls(library=library, dois=dois, pmids=pmids, titles=titles)

    def match(self, named: NamedReport) -> Match | None:
        """The report that identifiers name; None if they name none or several."""
        if named.id in self.library.records:
            return Match(report=self.library.report_of(RecordId(named.id)), by="id")
        for by, known in (("DOI", self.dois.get(named.doi)), ("PMID", self.pmids.get(named.pmid))):
            if known and len(known) == 1:
                (report,) = known
                if _may_be_one(named.title, self.library.reports[report].title):
                    return Match(report=report, by=by)
        return self._by_title(named)

    def _by_title(self, named: NamedReport) -> Match | None:
        """The only report with exactly this title, if the file has no authors to compare."""
        words = _words(named.title)
        known = self.titles.get(words, set())
        if named.authors or len(words) < TELLING_WORDS or len(known) != 1:
            return None
        (report,) = known
        year = self.library.reports[report].year
        near = not named.year or not year or abs(named.year - year) <= YEARS_APART
        return Match(report=report, by="title") if near else None


def _may_be_one(title: str, known: str | None) -> bool:
    """Whether two titles are near enough if an identifier agrees; a missing title is.

    >>> _may_be_one("Sleep and telework", "Telework and sleep: a cohort")
    True
    >>> _may_be_one("Sleep and telework", "Neck pain of dentists")
    False
    """
    mine, yours = {*_words(title)}, {*_words(known)}
    if not mine or not yours:
        return True
    return len(mine & yours) >= SHARED_WORDS * min(len(mine), len(yours))


def _words(title: str | None) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", (title or "").casefold()))


def _alike(library: Library, reports: Sequence[NamedReport]) -> dict[NamedReport, Match]:
    """What the rules for duplicates say about reports that no identifier settles."""
    if not reports:
        return {}
    policy = Policy(preprints=library.review.preprints)
    ids = {RecordId(f"elsewhere {number}"): report for number, report in enumerate(reports)}
    known = remember(library.records.values(), Duplicates(), policy=policy)
    foreign = (_record(name, report) for name, report in ids.items())
    found = find_duplicates(foreign, known=known, policy=policy)
    linked = _reports(library, ids.keys(), [(link.one, link.other) for link in found.links])
    asked = _reports(library, ids.keys(), [(doubt.one, doubt.other) for doubt in found.doubts])
    return {report: _match(linked[name], asked[name]) for name, report in ids.items()}


def _record(name: RecordId, report: NamedReport) -> Record:
    return Record(
        id=name,
        source="elsewhere",
        title=report.title or None,
        authors=report.authors,
        year=report.year,
        journal=report.journal or None,
        doi=report.doi or None,
        pmid=report.pmid or None,
    )


def _reports(
    library: Library, ids: Iterable[RecordId], pairs: Sequence[tuple[RecordId, RecordId]]
) -> dict[RecordId, set[RecordId]]:
    """The reports of this review that each foreign record is paired with."""
    found: dict[RecordId, set[RecordId]] = {name: set() for name in ids}
    for pair in pairs:
        for foreign, ours in (pair, pair[::-1]):
            if foreign in found and ours in library.records:
                found[foreign].add(library.report_of(ours))
    return found


def _match(linked: set[RecordId], asked: set[RecordId]) -> Match:
    if len(linked) == 1:
        return Match(report=next(iter(linked)), by="likeness")
    if linked:
        by = f"this row is similar to several reports ({', '.join(sorted(linked))}). {CHOOSE}"
        return Match(report=None, by=by)
    if asked:
        named = " or ".join(sorted(asked))
        return Match(report=None, by=f"this row may be about the report {named}. {CHOOSE}")
    return Match(report=None, by="no report in this review is similar to this row")


CHOOSE = "To choose a report, write “ajour:” and the id of the report in the notes of this row"
"""What to do about a row whose report is not certain; an id in the notes comes before all else."""
