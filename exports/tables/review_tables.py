"""The other tables of a report: the request, excluded full texts, searches, overlap, literature,
and criteria.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from exports.language.catalogue import Language, Words, number
from exports.language.dates import short_date
from exports.language.units import ReportUnit, unit_words
from exports.tables.table import Cell, Column, Row, Table
from pipeline.languages import Wording, said_in
from pipeline.review.settings import RequestKey, Way


def request_table(request: Mapping[RequestKey, Wording | str], language: Language) -> Table:
    """The request form as a table; unanswered questions are marked as missing."""
    words = Words(language, "request")
    said = {key: said_in(answer, language) for key, answer in request.items()}
    asked = [key for key in get_args(RequestKey) if said.get(key) or key in NEEDED]
    return Table(
        key=words["key"],
        title=words["title"],
        columns=(
            Column(name="asked", heading=words["asked"], width=2),
            Column(name="answer", heading=words["answer"], width=6),
        ),
        rows=tuple(Row(cells=(words[key], said.get(key) or words["missing"])) for key in asked),
        language=language,
    )


ALL, ALONE = "all", "alone"
"""The row of all searches, and the overlap's columns without another source."""

NEEDED = frozenset({"purpose", "question", "parts", "limits", "audience", "format"})
"""The questions of the form that everybody has to answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcludedReport:
    """A report excluded at full text: its reference, the main reason, and the other reasons."""

    reference: str
    reason: str
    other_reasons: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRow:
    """The known facts about a search. Counts are of records; `new` are in no earlier search.

    `run_on` is "" if nobody knows the day, `hits` None if nobody counted them. `way` is PRISMA's.
    `inside` has the databases that the records of one export name, with their numbers, if there are
    several. `again` are the duplicates that an earlier round has already decided: in a figure of
    one search or round, they count as removed for other reasons.
    """

    round: str
    name: str
    source: str
    platform: str
    run_on: str
    hits: int | None
    imported: int
    duplicates: int
    new: int
    again: int = 0
    way: Way = "database"
    inside: tuple[tuple[str, int], ...] = ()

    @property
    def ran(self) -> bool:
        """Whether the search was certainly run: it has records, or is known to have found none."""
        return bool(self.imported) or self.hits == 0

    @property
    def place(self) -> str:
        """The source, and its platform if that has another name."""
        apart = self.platform and self.platform != self.source
        return f"{self.source} ({self.platform})" if apart else self.source


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlapRow:
    """A source: its reports, those that no other source has, and those shared with each source.

    `shared` is in the order of the rows; a source shares all its reports with itself.
    """

    source: str
    reports: int
    only_here: int
    shared: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LiteratureRow:
    """A row of the literature matrix."""

    author_year: str
    title: str
    concepts: str
    aim: str
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionRow:
    """An element of the eligibility criteria: what is included and what is not."""

    element: str
    include: str
    exclude: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StrategyLine:
    """A numbered line of a search strategy; hits are None if nobody recorded them."""

    number: int
    query: str
    hits: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchStrategy:
    """One search with its complete strategy, for the search appendix; `note` goes below it."""

    name: str
    source: str
    platform: str
    run_on: str
    lines: tuple[StrategyLine, ...]
    note: str = ""


def excluded_table(
    reports: Sequence[ExcludedReport], language: Language, unit: ReportUnit = "report"
) -> Table:
    """Excluded full texts with their reasons, in the order given."""
    words = Words(language, "tables")
    rows = [
        (
            report.reference,
            report.reason,
            "\n".join(text for text in (*report.other_reasons, report.note) if text),
        )
        for report in reports
    ]
    title = words("excluded_title", count=number(len(rows), language), **unit_words(unit, language))
    return _table("excluded", title, rows, language, widths=(5, 2, 2))


def searches_table(
    searches: Sequence[SearchRow], language: Language, *, sums: tuple[int, int, int] | None = None
) -> Table:
    """Characteristics of the searches; `sums` are of records imported, duplicates and new ones.

    The column for records found again is left out if there are none.
    """
    words = Words(language, "tables")
    rows: list[tuple[Cell, ...]] = [
        (
            search.round,
            search.name,
            search.source,
            search.platform,
            short_date(search.run_on, language) or words["unknown"],
            words["unknown"] if search.hits is None else search.hits,
            search.imported,
            search.duplicates,
            search.again,
            search.new,
        )
        for search in searches
    ]
    table = _table(
        "searches",
        words["searches_title"],
        rows,
        language,
        widths=(1.5, 1.9, 1.9, 1.7, 1.3, 0.8, 1.4, 1.2, 1.4, 1.4),
    )
    explained = [words["searches_explained"]] if searches else []
    notes = [*explained, *search_notes(searches, language)]
    named = zip(table.rows, searches, strict=True)
    table = replace(
        table,
        rows=tuple(replace(row, opens=_opens(search.name, search)) for row, search in named),
        footnotes=tuple(("", note) for note in notes),
    )
    again = sum(search.again for search in searches)
    if sums is not None:
        imported, duplicates, new = sums
        counts = (_sum_of_hits(searches), imported, duplicates, again, new)
        total = Row(cells=(words["sum"], "", "", "", "", *counts), kind="total", opens=_opens(ALL))
        table = replace(table, rows=(*table.rows, total))
    return table if again else _without(table, AGAIN)


def _opens(name: str, counted: SearchRow | None = None) -> tuple[str, ...]:
    """The lists behind the records of a search; "" for a count of 0."""
    counts = (
        f"searches/{name}/{count}" if counted is None or getattr(counted, count) else ""
        for count in ("imported", "duplicates", "again", "new")
    )
    return (*("",) * IMPORTED, *counts)


IMPORTED = 6
"""The index of the column with the records of searches."""

AGAIN = 8
"""The index of the column with the records found again."""


def _sum_of_hits(searches: Sequence[SearchRow]) -> Cell:
    """All hits together; empty unless they are known for every search."""
    hits = [search.hits for search in searches]
    return sum(one for one in hits if one is not None) if hits and None not in hits else ""


def _without(table: Table, at: int) -> Table:
    """The table without one of its columns."""
    return replace(
        table,
        columns=(*table.columns[:at], *table.columns[at + 1 :]),
        rows=tuple(
            replace(
                row,
                cells=(*row.cells[:at], *row.cells[at + 1 :]),
                opens=(*row.opens[:at], *row.opens[at + 1 :]),
            )
            for row in table.rows
        ),
    )


def search_notes(searches: Sequence[SearchRow], language: Language) -> list[str]:
    """The notes below tables of searches.

    They name searches without results or without imported records, and the databases in an export.
    """
    words = Words(language, "tables")
    none = [one.name for one in searches if one.ran and not one.imported]
    nothing = [one.name for one in searches if not one.ran]
    return [
        *([words("gave_none", names=", ".join(none))] if none else []),
        *([words("nothing_came", names=", ".join(nothing))] if nothing else []),
        *inside_notes(searches, language),
    ]


def inside_notes(searches: Sequence[SearchRow], language: Language) -> list[str]:
    """The databases in each export that has several, as its records name them."""
    words = Words(language, "tables")
    return [
        words(
            "inside",
            source=search.source,
            name=search.name,
            each=", ".join(
                words("inside_each", name=name, count=number(count, language))
                for name, count in search.inside
            ),
        )
        for search in searches
        if search.inside
    ]


def overlap_cell(source: str, column: str) -> str:
    """The name of a cell of the overlap."""
    return f"overlap/{source}/{column}"


def _opened(row: OverlapRow, names: Sequence[str]) -> Iterator[str]:
    """The lists behind the counts of a source; "" for a count of 0."""
    columns = zip((ALL, ALONE, *names), (row.reports, row.only_here, *row.shared), strict=True)
    for column, count in columns:
        yield overlap_cell(row.source, column) if count else ""


def overlap_table(
    sources: Sequence[OverlapRow], language: Language, notes: Sequence[str] = ()
) -> Table:
    """How many reports each source shares with each other, and has alone; `notes` go below."""
    words = Words(language, "tables")
    names = [one.source for one in sources]
    source, reports, only_here = words.each("overlap_columns")
    columns = [
        Column(name="source", heading=source, width=2),
        Column(name="reports", heading=reports, align="right"),
        Column(name="only_here", heading=only_here, align="right"),
        *(Column(name=name, heading=name, align="right") for name in names),
    ]
    return Table(
        key=words["overlap_key"],
        title=words["overlap_title"],
        columns=tuple(columns),
        rows=tuple(
            Row(
                cells=(one.source, one.reports, one.only_here, *one.shared),
                opens=("", *_opened(one, names)),
            )
            for one in sources
        ),
        language=language,
        footnotes=(("", words["overlap_explained"]), *[("", note) for note in notes]),
        empty=words["nothing"],
    )


def literature_matrix(rows: Sequence[LiteratureRow], language: Language) -> Table:
    """The literature matrix: number, author and year, title, concepts, aim; no empty columns."""
    cells = [
        (str(row.number or at), row.author_year, row.title, row.concepts, row.aim)
        for at, row in enumerate(rows, 1)
    ]
    title = Words(language, "tables")["literature_title"]
    table = _table("literature", title, cells, language, widths=(0.5, 1.5, 3, 2.2, 3))
    kept = [at for at in range(len(table.columns)) if not rows or any(one[at] for one in cells)]
    return replace(
        table,
        columns=tuple(table.columns[at] for at in kept),
        rows=tuple(Row(cells=tuple(row[at] for at in kept)) for row in cells),
    )


def criteria_table(
    criteria: Sequence[CriterionRow], language: Language, number_: str = "1"
) -> Table:
    """The eligibility criteria, as the table with that number."""
    cells = [(criterion.element, criterion.include, criterion.exclude) for criterion in criteria]
    words = Words(language, "tables")
    title = words("criteria_title", number=number_)
    table = _table("criteria", title, cells, language, widths=(1.9, 4, 4))
    return replace(table, key=words("criteria_key", number=number_))


def strategy_tables(searches: Sequence[SearchStrategy], language: Language) -> tuple[Table, ...]:
    """The search appendix: one table per search, with every line of its strategy and its hits."""
    words = Words(language, "tables")
    tables = []
    for search in searches:
        dated = short_date(search.run_on, language)
        place = ", ".join(text for text in (search.source, search.platform, dated) if text)
        rows: list[tuple[Cell, ...]] = [
            (str(line.number), line.query, words["unknown"] if line.hits is None else line.hits)
            for line in search.lines
        ]
        title = words("strategy_title", name=search.name, place=place)
        table = _table("strategy", title, rows, language, widths=(0.6, 8, 1.2))
        notes = (("", search.note),) if search.note else ()
        tables.append(replace(table, key=search.name, footnotes=notes))
    return tuple(tables)


RIGHT = {
    "searches": frozenset({6, 7, 8, 9, 10}),
    "strategy": frozenset({3}),
}
"""Columns of counts, which are aligned right."""


def _table(
    name: str,
    title: str,
    rows: Sequence[tuple[Cell, ...]],
    language: Language,
    *,
    widths: Sequence[float],
) -> Table:
    words = Words(language, "tables")
    columns = [
        Column(
            name=f"{name}_{place}",
            heading=heading,
            width=widths[place - 1] if place <= len(widths) else 1.0,
            align="right" if place in RIGHT.get(name, ()) else "left",
        )
        for place, heading in enumerate(words.each(f"{name}_columns"), 1)
    ]
    return Table(
        key=words[f"{name}_key"],
        title=title,
        columns=tuple(columns),
        rows=tuple(Row(cells=cells) for cells in rows),
        language=language,
        empty=words["nothing"],
    )
