"""The model of a review while a team works on it; it does not use the program.

A record is an entry in one export file. Records of one document are one report, whichever files
list them and whenever they arrived; but a person may join two reports, or keep a record separate. A
word is one person's verdict. It belongs permanently to the report of the record that its row named.
It counts until its sheet is withdrawn; of several words, the person's latest counts.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from random import Random
from typing import NamedTuple

from tests.support.true_sentences.counts import Boxes, flow
from tests.support.true_sentences.facts import Facts, Report, Row, Said, Search, Stage
from tests.support.true_sentences.standing import Standing


class Record(NamedTuple):
    """An entry of an export: its file, and the document that it lists."""

    file: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """An export file under searches/."""

    search: str
    documents: tuple[str, ...]
    twin: str = ""
    """A file of another search with exactly these bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One person's verdict in one row of a returned sheet; `sheet` numbers the returned sheets."""

    sheet: int
    file: str
    record: Record
    stage: Stage
    reviewer: str
    verdict: str
    reason: str = ""
    settles: bool = False


@dataclass(kw_only=True)
class State:
    """What a backup contains: imported files, verdicts, joins and links."""

    files: dict[str, bool] = field(default_factory=dict)
    """The imported files; False once withdrawn."""
    words: list[Word] = field(default_factory=list)
    withdrawn: set[int] = field(default_factory=set)
    joined: list[tuple[Record, Record]] = field(default_factory=list)
    apart: list[Record] = field(default_factory=list)
    links: dict[Record, Record] = field(default_factory=dict)


@dataclass(kw_only=True)
class Model:
    """A review, its team, and all that happened to it."""

    seed: int
    documents: Mapping[str, Report]
    rounds: tuple[str, ...]
    searches: list[Search]
    reviewers: list[str]
    screening: str
    eligibility: str
    away: list[str] = field(default_factory=list)
    title: str = "Rest and tea"
    exports: dict[str, Export] = field(default_factory=dict)
    """The files under searches/, by name."""
    rows: dict[Record, Row] = field(default_factory=dict)
    """The rows of the studies sheet that the author filled in, each by one of its records."""
    now: State = field(default_factory=State)
    backups: list[State] = field(default_factory=list)

    @property
    def at_work(self) -> list[str]:
        """The people who currently read."""
        return [one for one in self.reviewers if one not in self.away]

    def back_up(self) -> None:
        """Save the current state."""
        self.backups.append(deepcopy(self.now))

    def restore(self, which: int) -> None:
        """Return to a saved state."""
        self.now = deepcopy(self.backups[which])

    def update(self) -> None:
        """Import every file under searches/ except withdrawn ones."""
        for name in sorted(self.exports):
            self.now.files.setdefault(name, True)

    def records(self) -> list[Record]:
        """The records in the review."""
        return [one for one in self.known() if self.now.files[one.file]]

    def known(self) -> list[Record]:
        """All records that were ever imported, in the order of their files."""
        return [
            Record(file, document)
            for file in self.now.files
            for document in self.exports[file].documents
        ]

    def reports(self) -> dict[Record, str]:
        """The report of each record ever imported, under a permanent name.

        Records of one document are one report, except for those kept separate; records that a
        person joined are one report too.
        """
        name = {
            record: f"{record.document}@{record.file}"
            if record in self.now.apart
            else record.document
            for record in self.known()
        }
        for one, other in self.now.joined:
            ours, theirs = name[one], name[other]
            name = {record: ours if is_of == theirs else is_of for record, is_of in name.items()}
        return name

    def text_of(self, record: Record) -> str:
        """The abstract of a document in a source; some sources have one more sentence."""
        title = self.documents[record.document].title
        export = self.exports.get(record.file)
        file = export.twin if export and export.twin else record.file
        more = Random(f"{self.seed} text {file} {record.document}").random() < 0.15
        return f"We asked people who telework. {title}." + " They answered at length." * more

    def study_of(self, record: Record) -> str:
        """The study of a record's report: linked reports form one, however they were linked."""
        reports = self.reports()
        names = {report: report for report in reports.values()}
        for one, other in self.now.links.items():
            ours, theirs = names[reports[one]], names[reports[other]]
            names = {report: ours if is_of == theirs else is_of for report, is_of in names.items()}
        return names[reports[record]]

    def given(self) -> list[Word]:
        """The verdicts in all sheets that were not withdrawn, in the order of their return."""
        return [one for one in self.now.words if one.sheet not in self.now.withdrawn]

    def counting(self) -> Iterator[Word]:
        """The verdicts that count, in order; a repeated verdict counts from its first time."""
        latest: dict[tuple[Record, str, str], tuple[str, str]] = {}
        for one in self.given():
            about, says = (one.record, one.stage, one.reviewer), (one.verdict, one.reason)
            if latest.get(about) != says:
                latest[about] = says
                yield one

    def facts(self) -> Facts:
        """The state as facts, from which all numbers of a flow chart can be counted."""
        reports = self.reports()
        here = {reports[one] for one in self.records()}
        searches = [self._search(search, reports) for search in self.searches]
        shown = {name: self.documents[name.partition("@")[0]] for name in sorted(here)}
        linked = {one: self.study_of(one) for one in self.records()} if self.now.links else {}
        return Facts(
            seed=self.seed,
            title=self.title,
            languages=("en",),
            unit="report",
            rounds=self.rounds,
            searches=tuple(searches),
            reports=shown,
            reviewers=tuple(self.reviewers),
            screening=self.screening,
            eligibility=self.eligibility,
            criterion=False,
            stopping=None,
            random_share=0.0,
            previous=None,
            previous_note="",
            said=tuple(
                _said(one, reports) for one in self.counting() if reports[one.record] in here
            ),
            rows=tuple(replace(row, reports=(reports[one],)) for one, row in self.rows.items()),
            links=tuple((reports[one], f"study of {study}") for one, study in linked.items()),
        )

    def _search(self, search: Search, reports: Mapping[Record, str]) -> Search:
        mine = [one for one in self.records() if self.exports[one.file].search == search.name]
        return replace(search, listed=tuple(reports[one] for one in mine), exported=bool(mine))

    def standing(self) -> Standing:
        """The standing of each report."""
        return Standing(self.facts())

    def boxes(self) -> Boxes:
        """Every box of the flow chart."""
        return flow(self.facts())

    def studies(self) -> set[frozenset[str]]:
        """The included reports, by study."""
        standing = self.standing()
        found: dict[str, set[str]] = {}
        for report in standing.included():
            found.setdefault(standing.study(report), set()).add(report)
        return {frozenset(one) for one in found.values()}


def _said(word: Word, reports: Mapping[Record, str]) -> Said:
    return Said(
        reviewer=word.reviewer,
        stage=word.stage,
        report=reports[word.record],
        verdict=word.verdict,
        reason=word.reason,
        resolves=word.settles,
    )
