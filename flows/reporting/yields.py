"""Computes the yield of each search and strategy line among the records in the store."""

from collections.abc import Iterator
from dataclasses import replace

from exports.language.catalogue import Language
from exports.tables.table import Table
from exports.tables.yields import YieldRow, line_yields_table, search_yields_table
from flows.reporting.material import Made, Material
from flows.reporting.searches import search_rows
from flows.reporting.strategies import strategies
from flows.reporting.tried_strategies import TriedStrategy
from flows.review.atomic_files import bounded
from pipeline.review.source_yields import yields_by
from pipeline.strategy.numbered import Strategy
from pipeline.strategy.search_json import SearchHistory, search_json
from pipeline.strategy.yields import Yield


def yield_tables(material: Material, language: Language) -> tuple[Table, ...]:
    """The yield of each search, and of each line of each strategy that could be run."""
    return (
        search_yields_table(_search_rows(material), language),
        *(
            line_yields_table(name, _line_rows(tried), language)
            for name, tried in material.tried_strategies.items()
        ),
    )


def _search_rows(material: Material) -> list[YieldRow]:
    """Searches with records; another search found a record if it found the record's report."""
    records = material.library.records
    earned = yields_by(material.library, lambda one: records[one].search)
    return [
        _row(row.name, row.source, row.hits, earned[row.name])
        for row in search_rows(material)
        if row.name in earned
    ]


def _line_rows(tried: TriedStrategy) -> list[YieldRow]:
    return [
        replace(
            _row(str(line.number), line.query, line.hits, tried.earned.get(line.number)),
            untried=line.reason,
        )
        for line in tried.lines
    ]


def _row(name: str, what: str, hits: int | None, earned: Yield | None) -> YieldRow:
    return YieldRow(
        name=name,
        what=what,
        hits=hits,
        found=earned.found if earned else None,
        alone=earned.alone if earned else None,
        includes=earned.includes if earned else None,
        includes_alone=earned.includes_alone if earned else None,
        per_include=earned.per_include if earned else None,
    )


def strategy_files(material: Material) -> Made:
    """Each search with its strategy as the JSON of Haddaway et al. (2022)."""
    for name, strategy in strategies(material).items():
        if strategy.lines:
            yield f"strategies/{bounded(name)}.json", _json(material, name, strategy).encode()


def _json(material: Material, name: str, strategy: Strategy) -> str:
    review = material.session.review
    row = next(row for row in search_rows(material) if row.name == name)
    history = SearchHistory(
        platform=row.platform,
        databases=(row.source,),
        conducted=row.run_on,
        search_string="\n".join(_numbered(strategy)),
        hits=row.hits,
        lines=tuple((line.number, line.query, line.hits) for line in strategy.lines),
    )
    return search_json(history, review=review.title)


def _numbered(strategy: Strategy) -> Iterator[str]:
    """The lines with their numbers; a strategy of one line needs none."""
    for line in strategy.lines:
        yield line.query if len(strategy.lines) == 1 else f"{line.number}. {line.query}"
