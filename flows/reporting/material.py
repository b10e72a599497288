"""Collects what the exports of a run are made from."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from exports.language.catalogue import Language
from exports.stamp import Stamp
from flows.reporting.appendix_numbers import appendix_numbers, numbered
from flows.reporting.prisma_flows import Flows, flows_of
from flows.review.session import Session
from flows.review.stamp import stamp_of
from pipeline.errors import Refused
from pipeline.files import bytes_of
from pipeline.review.library import Library
from pipeline.review.study_rows import StudyRows, study_rows
from pipeline.studies.scheme import TableScheme
from pipeline.studies.study import Study, studies_from_rows
from pipeline.text.journal_list import JournalList, journal_list

if TYPE_CHECKING:
    from exports.pictures.chart import Chart
    from exports.tables.word_template import WordTemplate
    from flows.reporting.next_lists import NextList
    from flows.reporting.tried_strategies import TriedStrategy
    from pipeline.studies.evidence_map import EvidenceMap

Kept = TypeVar("Kept")

Made = Iterator[tuple[str, bytes]]
"""Names within the output folder, with the files' contents."""


_OF_STUDIES = ("included", "countries", "outcomes", "literature")
"""The appendices that come from a studies sheet."""

LaidList = tuple[str, str, int]
"""A prepared list: its file within the review's folder, its reader, and its number of rows."""


@dataclass(frozen=True, kw_only=True)
class Material:
    """The data of all exports of one run, read once.

    `reported` is the state reported by a run that is written again, because the places of its lists
    may have changed since. `left_out` says, for each unreadable file edited by people, which output
    is missing. `run_name` is the name of the run's folder; `by_update` says whether an update
    writes it.
    """

    session: Session
    library: Library
    reported: Mapping[str, Any] | None = None
    left_out: dict[str, str] = field(default_factory=dict, repr=False, compare=False)
    run_name: str = ""
    by_update: bool = False
    _kept: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def once(self, name: str, make: Callable[[], Kept]) -> Kept:
        """A value that several exports use; it is made for the first of them and cached."""
        if name not in self._kept:
            self._kept[name] = make()
        kept: Kept = self._kept[name]
        return kept

    def __post_init__(self) -> None:
        """Make the review's own typefaces available to the pictures."""
        if self.session.review.typefaces.is_dir():
            from exports.prisma_flow.missing_glyphs import (
                use_typefaces,  # slow to import
            )

            use_typefaces(self.session.review.typefaces)

    @cached_property
    def stamp(self) -> Stamp:
        """The stamp for each of these exports."""
        return stamp_of(self.session)

    def stamp_in(self, language: Language) -> Stamp:
        """The stamp, in the given language."""
        title = self.session.review.titles[language]
        return replace(self.stamp, language=language, review=title)

    @cached_property
    def flows(self) -> Flows:
        """The counted flows."""
        return flows_of(self.session, self.library, by_search=True)

    @cached_property
    def journals(self) -> JournalList:
        """The names and abbreviations of journals, from all records and from review.toml."""
        return journal_list(self.library.records.values(), self.session.review.journals)

    @cached_property
    def scheme(self) -> TableScheme:
        """How the tables of studies are drawn, including the numbers of their appendices."""
        return numbered(self.session.review.tables, self.appendix_numbers)

    @cached_property
    def appendix_numbers(self) -> dict[str, str]:
        """The number of each appendix in the document."""
        review, drawn = self.session.review, self.session.review.tables
        there = {
            "request": bool(review.request or self.session.in_use.elements),
            **dict.fromkeys(("searches", "excluded", "checklists"), True),
            **dict.fromkeys(_OF_STUDIES, bool(self.extracted)),
            "earlier": bool(drawn.earlier),
            "references": bool(self.library.included or review.other_references),
        }
        given = {"countries": drawn.by_country.number, "outcomes": drawn.by_outcome.number}
        if review.request:
            given["request"] = "1"  # as its table says
        return appendix_numbers(
            frozenset(part for part, is_there in there.items() if is_there),
            {part: number for part, number in given.items() if number},
        )

    @cached_property
    def studies(self) -> tuple[Study, ...]:
        """The extracted data; () if there is no studies sheet, Refused if it has faults."""
        path = self.session.review.studies()
        if not path:
            return ()
        from exports.studies.returned_sheet import read_studies  # takes time to import

        scheme = self.session.review.tables
        return studies_from_rows(read_studies(path, scheme), scheme)

    @property
    def word_template(self) -> "WordTemplate | None":
        """The review's own Word template; None if there is none, or if it cannot be used."""
        return self.once("word template", self._word_template)

    def _word_template(self) -> "WordTemplate | None":
        path = self.session.review.word_file
        if not path.is_file():
            return None
        from exports.tables.word_template import LARGEST, read_template  # Word takes time

        try:
            return read_template(bytes_of(path, LARGEST), path.name)
        except Refused as fault:
            self.leave_out(fault, "Word files have the program's own styles instead.")
            return None

    @cached_property
    def rows(self) -> StudyRows:
        """The sheet's rows matched with the included studies; none if the sheet has faults."""
        try:
            found = self.studies
        except Refused as fault:
            self.leave_out(fault, "The tables and the text of the included studies are left out.")
            found = ()
        return study_rows(self.library, found)

    @property
    def extracted(self) -> tuple[Study, ...]:
        """The rows of included studies, which tables and text count."""
        return self.rows.counted

    @property
    def has_sheet(self) -> bool:
        """Whether there is a readable studies sheet, so that data are being extracted."""
        return bool(self.rows.counted or self.rows.stray)

    def leave_out(self, fault: Refused, instead: str) -> None:
        """Record that a file could not be read, and which output is therefore missing."""
        self.left_out[fault.sentence] = str(Refused(f"{fault.sentence} {instead}", fault.faults))

    @cached_property
    def tried_strategies(self) -> "Mapping[str, TriedStrategy]":
        """The records that each strategy line found among the records of its search."""
        from flows.reporting.tried_strategies import tried_strategies

        return tried_strategies(self)

    @cached_property
    def evidence_map(self) -> "EvidenceMap | None":
        """The evidence map; None if there is nothing to draw."""
        from flows.reporting.evidence_map import map_of

        return map_of(self)

    @cached_property
    def charts(self) -> "Mapping[Language, tuple[Chart, ...]]":
        """The figures beside the flow, in each language."""
        from flows.reporting.charts import chart_numbers, charts

        numbers = chart_numbers(self)
        return {language: charts(self, language, numbers) for language in self.languages}

    @cached_property
    def lists(self) -> Sequence["NextList"]:
        """The lists that an update prepares; several of its files mention them."""
        from flows.reporting.next_lists import next_lists

        return next_lists(self)

    @property
    def laid(self) -> Sequence[LaidList]:
        """The lists of this run, in the form in which its files mention them."""
        if self.reported is not None:
            return [(name, who, rows) for who, name, rows in self.reported["lists"]]
        return [(one.name, one.choice.reviewer, len(one.picked)) for one in self.lists]

    @cached_property
    def open_points(self) -> tuple[str, ...]:
        """What people must fill in or check, in the review's language."""
        from flows.reporting.open_points import open_points

        return open_points(self)

    @property
    def languages(self) -> Iterable[Language]:
        """The languages in which figures and tables are made, the review's own first."""
        review = self.session.review
        return dict.fromkeys((review.language, *review.languages))
