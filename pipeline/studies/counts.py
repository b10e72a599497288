"""Counts of the studies, as printed in the appendices."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.languages import PROGRAM_LANGUAGE, REVIEW_LANGUAGE, Wording, languages
from pipeline.studies.scheme import Category, Context, Order, TableScheme
from pipeline.studies.study import Study

SortKey = Callable[[str], Any]
"""A sort key for words in a language, such as exports.language.catalogue.sort_key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """The language of rows that are sorted by name, and its sort key."""

    language: str = REVIEW_LANGUAGE
    key: SortKey = str.casefold


BOKMAL = Tongue()


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextStudies:
    """One table of appendix 3: the studies of one context, in order."""

    context: Context
    studies: tuple[Study, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRow:
    """One row of appendix 4 or 5: the studies in each column, and in total."""

    code: str
    name: Wording
    counts: tuple[int, ...]
    total: int
    group: Wording | None = None
    note: Wording | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountTable:
    """Appendix 4 or 5. `columns` are the codes of the columns, in the order of `counts`.

    `sums` counts each study once, however many rows it is counted in.
    """

    columns: tuple[str, ...]
    rows: tuple[CountRow, ...]
    sums: CountRow


def appendix3(
    studies: Iterable[Study], scheme: TableScheme, *, tongue: Tongue = BOKMAL
) -> tuple[ContextStudies, ...]:
    """The extracted studies by context, one table each, even if a context has none."""
    studies = [study for study in studies if study.extracted]
    if scheme.included.order != "given":
        studies.sort(
            key=lambda one: (tongue.key(one.first_author), one.year, one.year_letter, one.study_id)
        )
    if scheme.included.order == "year":
        studies.sort(key=lambda one: one.year)
    return tuple(
        ContextStudies(
            context=context, studies=tuple(one for one in studies if one.context == context.code)
        )
        for context in scheme.contexts
    )


def appendix4(
    studies: Iterable[Study], scheme: TableScheme, *, tongue: Tongue = BOKMAL
) -> CountTable:
    """Countries by context. A study counts in one row: that of its country cell.

    Countries that review.toml does not list come after those that it does. Rows without a study
    are left out.
    """
    studies = [one for one in studies if one.extracted]
    listed = {name.casefold(): country for country in scheme.countries for _, name in country.texts}
    rows: dict[Wording, list[Study]] = {one: [] for one in scheme.countries}
    for study in studies:
        name = listed.get(study.country.casefold()) or Wording(
            **{language: study.text("country", language) for language in languages()}
        )
        rows.setdefault(name, []).append(study)
    counted = [
        _row(name[PROGRAM_LANGUAGE], name, those, scheme) for name, those in rows.items() if those
    ]
    return CountTable(
        columns=tuple(column.code for column in scheme.columns),
        rows=tuple(_ordered(counted, scheme.by_country.order, tongue)),
        sums=_row("", Wording(), studies, scheme),
    )


def appendix5(
    studies: Iterable[Study], scheme: TableScheme, *, tongue: Tongue = BOKMAL
) -> CountTable:
    """Outcome categories by context. A study counts once in each of its categories.

    Categories stay in their groups, and those without a study are shown: gaps, which nobody has
    measured, are what a scoping review looks for.
    """
    studies = [study for study in studies if study.extracted]
    names = {one.code: one.name for one in scheme.groups}
    rows: list[CountRow] = []
    for group in [one.code for one in scheme.groups] or [""]:
        of_group = [category for category in scheme.categories if category.group == group]
        counted = [_category(one, names.get(group), studies, scheme) for one in of_group]
        rows += _ordered(counted, scheme.by_outcome.order, tongue)
    return CountTable(
        columns=tuple(column.code for column in scheme.columns),
        rows=tuple(rows),
        sums=_row("", Wording(), studies, scheme),
    )


def _category(
    category: Category, group: Wording | None, studies: Sequence[Study], scheme: TableScheme
) -> CountRow:
    those = [study for study in studies if category.code in study.outcomes]
    row = _row(category.code, category.name, those, scheme)
    return CountRow(
        code=row.code,
        name=row.name,
        counts=row.counts,
        total=row.total,
        group=group,
        note=category.note,
    )


def _row(code: str, name: Wording, studies: Sequence[Study], scheme: TableScheme) -> CountRow:
    column = {context.code: context.column for context in scheme.contexts}
    counted = Counter(column[study.context] for study in studies)
    counts = tuple(counted[one.code] for one in scheme.columns)
    return CountRow(code=code, name=name, counts=counts, total=len(studies))


def _ordered(rows: list[CountRow], order: Order, tongue: Tongue) -> list[CountRow]:
    if order == "given":
        return rows
    by_name = sorted(rows, key=lambda one: tongue.key(one.name[tongue.language]))
    return by_name if order == "name" else sorted(by_name, key=lambda one: -one.total)
