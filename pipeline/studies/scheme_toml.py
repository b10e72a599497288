"""The section [tables] of review.toml: its schema, and the scheme that it describes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from pipeline.languages import of_catalogues
from pipeline.studies.earlier_reviews import EarlierReview
from pipeline.studies.scheme import (
    COLUMNS,
    NO_CONTEXT,
    WORDED_TABLES,
    Category,
    Context,
    Drawing,
    Named,
    NamedCount,
    StudyColumn,
    TableScheme,
    TableWords,
)
from pipeline.text.likeness import did_you_mean
from pipeline.toml.document import Where, Wrong, not_among, repeated, rows_at, texts_of, value_at
from pipeline.toml.kinds import InWords


def _called_by_code(row: Any) -> Any:
    """A row named by its code, unless it gives a name."""
    return {"name": _code(row), **row} if isinstance(row, dict) else row


def _in_own_column(row: Any) -> Any:
    """A context with its own column, unless it names another one."""
    return {"column": _code(row), **_called_by_code(row)} if isinstance(row, dict) else row


def _code(row: dict[str, Any]) -> str:
    code = row.get("code")
    return code if isinstance(code, str) else ""


Rows = list[tuple[Where, dict[str, Any]]]

_Context = Annotated[Context, BeforeValidator(_in_own_column)]
_Named = Annotated[Named, BeforeValidator(_called_by_code)]
_Category = Annotated[Category, BeforeValidator(_called_by_code)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Studies(Drawing):
    order: Literal["name", "year", "given"] = "given"
    columns: tuple[StudyColumn, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Countries(Drawing):
    order: Literal["name", "count", "given"] = "given"
    rows: tuple[InWords, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcomes(Drawing):
    order: Literal["name", "count", "given"] = "given"
    groups: tuple[_Named, ...] = ()
    categories: tuple[_Category, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Earlier(TableWords):
    reviews: tuple[EarlierReview, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """The keys of [tables] in review.toml; `unit` is None if the review decides it."""

    unit: Literal["study", "article", "report"] | None = None
    contexts: tuple[_Context, ...] = ()
    columns: tuple[_Named, ...] = ()
    studies: _Studies = field(default_factory=_Studies)
    countries: _Countries = field(default_factory=_Countries)
    outcomes: _Outcomes = field(default_factory=_Outcomes)
    sheet: dict[str, InWords] = field(default_factory=dict)
    by: InWords | None = None
    designs: tuple[InWords, ...] = ()
    counts: tuple[NamedCount, ...] = ()
    request: TableWords = field(default_factory=TableWords)
    criteria: TableWords = field(default_factory=TableWords)
    excluded: TableWords = field(default_factory=TableWords)
    literature: TableWords = field(default_factory=TableWords)
    searches: TableWords = field(default_factory=TableWords)
    overlap: TableWords = field(default_factory=TableWords)
    earlier: _Earlier = field(default_factory=_Earlier)


def scheme_of(tables: Tables, *, unit: str = "study") -> TableScheme:
    """The scheme that [tables] describes; an empty section gives the simplest one."""
    contexts = tables.contexts or (NO_CONTEXT,)
    firsts = {one.column: one for one in reversed(contexts)}
    order = dict.fromkeys(one.column for one in contexts)
    return TableScheme(
        contexts=contexts,
        columns=tables.columns or tuple(Named(code=code, name=firsts[code].name) for code in order),
        groups=tables.outcomes.groups,
        categories=tables.outcomes.categories,
        countries=tables.countries.rows,
        designs=tables.designs,
        counts=tables.counts,
        headings=tables.studies.columns,
        included=tables.studies,
        by_country=tables.countries,
        by_outcome=tables.outcomes,
        sheet=tables.sheet,
        by=tables.by or of_catalogues("tables", "by"),
        unit=tables.unit or unit,
        words={name: getattr(tables, name) for name in WORDED_TABLES},
        earlier=tables.earlier.reviews,
    )


def wrong_tables(values: dict[str, Any]) -> Iterator[Wrong]:
    """Faults of [tables] as a whole, such as codes used twice and codes that name nothing."""
    contexts, columns = _rows(values, "contexts"), _rows(values, "columns")
    groups, categories = (
        _rows(values, "outcomes", "groups"),
        _rows(values, "outcomes", "categories"),
    )
    counts, headings = _rows(values, "counts"), _rows(values, "studies", "columns")
    parts = [rows_at(values, (*where, "parts")) for where, _ in counts]
    for rows in (contexts, columns, groups, categories):
        yield from repeated(texts_of(rows, "code"))
    for rows in (counts, headings, *parts):
        yield from repeated(texts_of(rows, "name"))
    yield from _unknown_codes(contexts, columns, groups, categories)
    named = _codes(contexts) or [NO_CONTEXT.code]
    yield from not_among(texts_of(counts, "contexts"), named)
    for rows in parts:
        stated = [(where, column) for where, column in texts_of(rows, "column") if column]
        yield from not_among(stated, COLUMNS)
    yield from not_among(texts_of(headings, "parts"), (*COLUMNS, "author_year"))
    yield from _unknown_headings(values, ("tables", "sheet"), list(COLUMNS))
    heads = _codes(columns) or [column for _, column in _columns(contexts)] or named
    for table, known in (("studies", []), ("countries", heads), ("outcomes", heads)):
        yield from _unknown_headings(values, ("tables", table, "headings"), known)
    for table, columns_of in WORDED_TABLES.items():
        yield from _unknown_headings(values, ("tables", table, "headings"), list(columns_of))


def _rows(values: dict[str, Any], *where: str) -> Rows:
    return rows_at(values, ("tables", *where))


def _codes(rows: Rows) -> list[str]:
    return [code for _, code in texts_of(rows, "code")]


def _columns(contexts: Rows) -> list[tuple[Where, str]]:
    """The column of each context: its code if it names no column."""
    return [
        ((*where, "column"), str(row.get("column", row.get("code", "")))) for where, row in contexts
    ]


def _unknown_codes(
    contexts: Rows, columns: Rows, groups: Rows, categories: Rows
) -> Iterator[Wrong]:
    """Columns and groups that are not among those defined, if any are defined."""
    if columns:
        yield from not_among(_columns(contexts), _codes(columns))
    asked = [((*where, "group"), str(row.get("group", ""))) for where, row in categories]
    yield from not_among(
        [(where, group) for where, group in asked if group or groups], _codes(groups)
    )


def _unknown_headings(values: dict[str, Any], where: Where, known: list[str]) -> Iterator[Wrong]:
    given = value_at(values, where)
    for key in given if isinstance(given, dict) else ():
        if key not in known:
            said = f"unknown key {key!r}; {did_you_mean(key, dict.fromkeys(known))}"
            yield Wrong((*where, key), said, alone=True)
