"""What an update writes, by kind; each module yields names and bytes."""

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
"""Names within the output folder, with what stands in them."""


_OF_STUDIES = ("included", "countries", "outcomes", "literature")
"""The appendices that a studies sheet gives."""

LaidList = tuple[str, str, int]
"""A list that lies ready: its file within the review's folder, whose it is, and how many rows."""


@dataclass(frozen=True, kw_only=True)
class Material:
    """What all exports of one run are made from, read once.

    `reported` is the state that a run told of which is written again: where its lists are may have
    changed since. `left_out` says of each file of the review's people that could not be read what
    is not made. `run_name` is the folder of the run, `by_update` whether an update writes it.
    """

    session: Session
    library: Library
    reported: Mapping[str, Any] | None = None
    left_out: dict[str, str] = field(default_factory=dict, repr=False, compare=False)
    run_name: str = ""
    by_update: bool = False
    _kept: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def once(self, name: str, make: Callable[[], Kept]) -> Kept:
        """What several exports of a run are made from, made for the first of them and kept."""
        if name not in self._kept:
            self._kept[name] = make()
        kept: Kept = self._kept[name]
        return kept

    def __post_init__(self) -> None:
        """Have the pictures drawn with the review's own typefaces too."""
        if self.session.review.typefaces.is_dir():
            from exports.prisma_flow.missing_glyphs import (
                use_typefaces,  # what draws takes time to import
            )

            use_typefaces(self.session.review.typefaces)

    @cached_property
    def stamp(self) -> Stamp:
        """The stamp that each of them bears."""
        return stamp_of(self.session)

    def stamp_in(self, language: Language) -> Stamp:
        """The stamp in a language."""
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
        """How the tables of studies are drawn, with the numbers of their appendices."""
        return numbered(self.session.review.tables, self.appendix_numbers)

    @cached_property
    def appendix_numbers(self) -> dict[str, str]:
        """The number of each appendix that the document has."""
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
        """The extracted data; () where there is no studies sheet, Refused where it has faults."""
        path = self.session.review.studies()
        if not path:
            return ()
        from exports.studies.returned_sheet import read_studies  # takes time to import

        scheme = self.session.review.tables
        return studies_from_rows(read_studies(path, scheme), scheme)

    @property
    def word_template(self) -> "WordTemplate | None":
        """The review's own Word template; None where there is none, or one that cannot be used."""
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
        """The sheet beside the included studies; no row where it has faults, which are told."""
        try:
            found = self.studies
        except Refused as fault:
            self.leave_out(fault, "The tables and the text of the included studies are left out.")
            found = ()
        return study_rows(self.library, found)

    @property
    def extracted(self) -> tuple[Study, ...]:
        """The rows of included studies: what tables and text count."""
        return self.rows.counted

    @property
    def has_sheet(self) -> bool:
        """Whether extraction has begun: there is a studies sheet, and it can be read."""
        return bool(self.rows.counted or self.rows.stray)

    def leave_out(self, fault: Refused, instead: str) -> None:
        """Note that a file could not be read, and what comes of it."""
        self.left_out[fault.sentence] = str(Refused(f"{fault.sentence} {instead}", fault.faults))

    @cached_property
    def tried_strategies(self) -> "Mapping[str, TriedStrategy]":
        """What each line of each strategy found among the records of its search."""
        from flows.reporting.tried_strategies import tried_strategies

        return tried_strategies(self)

    @cached_property
    def evidence_map(self) -> "EvidenceMap | None":
        """The evidence map; None where there is nothing to draw."""
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
        """The lists that an update lays ready, which several of its files tell of."""
        from flows.reporting.next_lists import next_lists

        return next_lists(self)

    @property
    def laid(self) -> Sequence[LaidList]:
        """The lists of this run, as its files tell of them."""
        if self.reported is not None:
            return [(name, who, rows) for who, name, rows in self.reported["lists"]]
        return [(one.name, one.choice.reviewer, len(one.picked)) for one in self.lists]

    @cached_property
    def open_points(self) -> tuple[str, ...]:
        """What the review's people have to fill in or look at, in the review's own language."""
        from flows.reporting.open_points import open_points

        return open_points(self)

    @property
    def languages(self) -> Iterable[Language]:
        """The languages in which figures and tables are made, the review's own first."""
        review = self.session.review
        return dict.fromkeys((review.language, *review.languages))
